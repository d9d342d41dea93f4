"""What is told about what holds the dates of a plan: reasons, floats, and how each came about."""

from scheduler.analysis.holding import ActivityHolding, Chain, FloatPath, Holding, Reason
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.wording import counted, plain

REASONS = {
    "precedence": "waits for",
    "team": "team",
    "calendar": "calendar",
    "freeze": "change freeze",
    "window": "date limit",
    "meeting": "meeting",
    "stability_limit": "limit on change",
    "budget": "budget",
    "commitment": "commitment",
    "fact": "has happened",
    "choice": "sourcing option",
    "objective_only": "objective only",
    "withheld": "told in the exempt version",
}
_KNOWN = {"proved": "proved", "claimed": "one solve", "at_least": "at least"}


def holding_contents(holding: Holding) -> Contents:
    """Return one row for each activity: when it is, what holds it and how far it can move."""
    slack = any(held.true_slack is not None for held in holding.activities.values())
    columns: tuple[Column, ...] = (
        Column(heading="Activity", whole=True),
        Column(heading="Start", whole=True),
        Column(heading="Not earlier because of"),
        Column(heading="Total float", number=True),
        Column(heading="Free float", number=True),
    )
    if slack:
        columns = (*columns, Column(heading="True slack", number=True))
    return Contents(
        caption="What holds each date",
        columns=columns,
        rows=tuple(_row(held, slack=slack) for held in holding.activities.values()),
        note="Floats and slack in working days; true slack is what is left with everything else "
        "planned again."
        if slack
        else "Floats in working days, by what waits for each activity alone.",
    )


def _row(held: ActivityHolding, *, slack: bool) -> tuple[Cell, ...]:
    row = (
        cell(held.activity),
        cell(held.start),
        Cell(lines=tuple(map(_in_short, held.reasons)) or ("-",)),
        number(held.total_float),
        number(held.free_float),
    )
    if not slack:
        return row
    if held.true_slack is None:
        return (*row, cell(None))
    known = held.true_slack.latest_known
    words = f"{held.true_slack.later_working_days:,} ({_KNOWN[known]})"
    return (*row, cell(words, "good" if known == "proved" else "doubtful"))


def _in_short(reason: Reason) -> str:
    words = "bound to" if reason.comes_along else REASONS[reason.kind]
    others = plain(", ".join(reason.other[:3]))
    more = f" and {len(reason.other) - 3} more" if len(reason.other) > 3 else ""  # noqa: PLR2004  # as many as are shown
    rule = f" ({reason.rule})" if reason.rule else ""
    return f"{words} {others}{more}".strip() + rule


def chain_contents(chain: Chain, programme: ExpandedProgramme) -> Contents:
    """Return the chain to an activity, a row for each link, the first cause first."""
    return Contents(
        caption="From the first cause to the date",
        columns=(
            Column(heading="Activity", whole=True),
            Column(heading="From"),
            Column(heading="To"),
            Column(heading="Held by"),
        ),
        rows=tuple(
            (
                cell(programme.activities[link.activity].name or link.activity),
                cell(link.start),
                cell(link.finish),
                cell("-" if link.reason is None else link.reason.statement),
            )
            for link in chain.links
        ),
    )


def paths_contents(paths: tuple[FloatPath, ...], milestone: str) -> Contents:
    """Return the most critical paths to a milestone, a row for each."""
    return Contents(
        caption=f"Most critical paths to {milestone}",
        columns=(
            Column(heading="Path"),
            Column(heading="Total float", number=True),
            Column(heading="Activities"),
        ),
        rows=tuple(
            (cell(place), number(path.total_float), cell(" > ".join(path.activities)))
            for place, path in enumerate(paths, start=1)
        ),
        note=counted(len(paths), "path"),
    )
