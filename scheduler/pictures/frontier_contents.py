"""What is told about a frontier: its points, and where more may lie."""

from scheduler.analysis.measures import last_transfer
from scheduler.answers import Frontier, FrontierLevel
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.aim_contents import unit_words
from scheduler.pictures.contents import Column, Contents, cell, number
from scheduler.pictures.outcome_contents import level_title
from scheduler.pictures.wording import counted


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
        told.append(f"{counted(unproved, 'plan')} not proved to be the best of the kind.")
    if frontier.unexplored:
        stretches = ", ".join(f"{after:,} and {before:,}" for after, before in frontier.unexplored)
        told.append(f"Not looked into: {frontier.first.unit} between {stretches}.")
    return " ".join(told)


def frontier_contents(frontier: Frontier, programme: ExpandedProgramme) -> Contents:
    """Return one row for each point, from the best in the first level on."""
    return Contents(
        caption="What one level costs in the other",
        columns=(
            Column(heading="Plan"),
            Column(heading=axis_words(frontier.first), number=True),
            Column(heading=axis_words(frontier.second), number=True),
            Column(heading="Proved"),
            Column(heading="Last transfer"),
        ),
        rows=tuple(
            (
                cell(place),
                number(point.first, "strong"),
                number(point.second, "strong"),
                cell("yes" if point.proved else "no", "good" if point.proved else "doubtful"),
                cell(last_transfer(programme, point.plan)),
            )
            for place, point in enumerate(frontier.points, start=1)
        ),
        note=frontier_words(frontier),
    )
