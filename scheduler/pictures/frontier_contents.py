"""What is told about a frontier: its points, and where more may lie."""

from scheduler.analysis.measures import last_transfer
from scheduler.answers import Frontier, FrontierLevel, FrontierPoint
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.aim_contents import unit_words, units_explained
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import counted

AT_HAND = "The plan at hand"
PROVED = "proved"
FOUND = "best found"


def axis_words(level: FrontierLevel) -> str:
    """Return the title of a level with its unit and which way is better."""
    better = "more" if level.maximise else "less"
    return f"{level_title(level.name)} ({unit_words(level.unit)}, {better} is better)"


def frontier_words(frontier: Frontier) -> str:
    """Return in a sentence what is known."""
    if frontier.outcome == "infeasible":
        return "No plan exists, so there is nothing to weigh; plan tells which rules clash."
    if frontier.outcome == "undecided":
        return "No plan was found within the limit."
    count = counted(len(frontier.points), "plan")
    if frontier.complete:
        return f"{count}: every other is worse in one of the two levels, or in both."
    unproved = sum(not point.proved for point in frontier.points)
    told = [f"{count}, not all there are."]
    if unproved:
        told.append(f"{counted(unproved, 'plan')} not proved to be the best: the best found.")
    if frontier.unexplored:
        stretches = ", ".join(f"{after:,} and {before:,}" for after, before in frontier.unexplored)
        told.append(f"Not looked into: {unit_words(frontier.first.unit)} between {stretches}.")
    return " ".join(told)


def frontier_contents(
    frontier: Frontier, programme: ExpandedProgramme, at_hand: tuple[int, int] | None = None
) -> Contents:
    """Return one row for each point, from the best in the first level on.

    `at_hand` is where the plan lies that is asked about: it has a row of its own unless it is one
    of the points.
    """
    names = (axis_words(frontier.first), axis_words(frontier.second))
    rows = [
        (
            *_row(place, (point.first, point.second), how_known(point), at_hand),
            cell(last_transfer(programme, point.plan)),
        )
        for place, point in enumerate(frontier.points, start=1)
    ]
    if at_hand is not None and at_hand not in {(p.first, p.second) for p in frontier.points}:
        rows.append((*_row(None, at_hand, cell(None), at_hand), cell(None)))
    units = units_explained((frontier.first.unit, frontier.second.unit))
    return Contents(
        caption="What one level costs in the other",
        columns=(
            Column(heading="Plan"),
            *(Column(heading=name, number=True) for name in names),
            Column(heading="How sure"),
            Column(heading="Last transfer", whole=True),
        ),
        rows=tuple(rows),
        note=" ".join(filter(None, (frontier_words(frontier), units))),
    )


def how_known(point: FrontierPoint) -> Cell:
    """Return whether nothing is better than a point, or whether it is the best that was found."""
    return cell(PROVED, "good") if point.proved else cell(FOUND, "doubtful")


def at_hand_words(at_hand: tuple[int, int], frontier: Frontier) -> str:
    """Return in a sentence whether the plan that is asked about is one of the points."""
    if any((point.first, point.second) == at_hand for point in frontier.points):
        return "The plan at hand is one of them."
    first, second = frontier.first, frontier.second
    values = f"{at_hand[0]:,} {unit_words(first.unit)} and {at_hand[1]:,} {unit_words(second.unit)}"
    return f"The plan at hand has {values}."


def _row(
    place: int | None, values: tuple[int, int], known: Cell, at_hand: tuple[int, int] | None
) -> tuple[Cell, ...]:
    name = AT_HAND if place is None else f"Plan {place}"
    if place is not None and values == at_hand:
        name = f"{name}, the plan at hand"
    return (cell(name), number(values[0], "strong"), number(values[1], "strong"), known)
