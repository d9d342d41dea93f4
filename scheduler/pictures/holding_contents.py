"""What is told about what holds the dates of a plan: reasons, floats, and how each came about."""

from scheduler.analysis.holding import ActivityHolding, Chain, FloatPath, Holding, Reason
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.pictures.contents import Cell, Column, Contents, cell, number
from scheduler.pictures.wording import counted, plain
from scheduler.rules.words import named

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
LAST_DAYS = "until it or what waits for it misses the last day allowed, as the contract end"
FREE = "until another activity is delayed"
_SLACK = "True slack: working days left with everything else planned again."
_KNOWN = {"proved": "proved", "claimed": "one solve", "at_least": "at least"}


def holding_contents(
    holding: Holding, programme: ExpandedProgramme, to: str | None = None
) -> Contents:
    """Return one row for each activity: when it is, what holds it and how far it can move.

    `to` is the milestone that total floats lead to; none where they lead to the last days allowed.
    """
    slack = any(held.true_slack is not None for held in holding.activities.values())
    columns: tuple[Column, ...] = (
        Column(heading="Activity"),
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
        rows=tuple(_row(held, programme, slack=slack) for held in holding.activities.values()),
        note=_note(None if to is None else named(to, programme), slack=slack),
    )


def _note(to: str | None, *, slack: bool) -> str:
    """Say what floats are counted to: one word for two counts is taken for a contradiction."""
    until = LAST_DAYS if to is None else f"until a delay reaches {to}"
    words = f"Total float: working days, by links alone, {until}. Free float: {FREE}."
    return f"{words} {_SLACK}" if slack else words


def _row(held: ActivityHolding, programme: ExpandedProgramme, *, slack: bool) -> tuple[Cell, ...]:
    row = (
        cell(named(held.activity, programme)),
        cell(held.start),
        Cell(lines=tuple(_in_short(one, programme) for one in held.reasons) or ("-",)),
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


def _in_short(reason: Reason, programme: ExpandedProgramme) -> str:
    words = "bound to" if reason.comes_along else REASONS[reason.kind]
    others = plain("; ".join(_called(one, programme) for one in reason.other[:3]))
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


def paths_contents(
    paths: tuple[FloatPath, ...], milestone: str, programme: ExpandedProgramme
) -> Contents:
    """Return the most critical paths to a milestone, a row for each."""
    return Contents(
        caption=f"Most critical paths to {named(milestone, programme)}",
        columns=(
            Column(heading="Path"),
            Column(heading="Float to it", number=True),
            Column(heading="Activities"),
        ),
        rows=tuple(
            (
                cell(place),
                number(path.total_float),
                cell(" > ".join(_called(one, programme) for one in path.activities)),
            )
            for place, path in enumerate(paths, start=1)
        ),
        note=f"{counted(len(paths), 'path')}. Working days, by links alone, until a delay reaches "
        "what the path leads to.",
    )


def _called(activity: str, programme: ExpandedProgramme) -> str:
    return programme.activities[activity].name or activity
