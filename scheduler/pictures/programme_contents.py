"""What a programme holds and takes as true, in tables for people."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.resources import CapacityPeriod
from scheduler.domain.services import SourcingOption
from scheduler.pictures.contents import Cell, Column, Contents, cell, days, number
from scheduler.pictures.wording import short_date
from scheduler.rules import kind_of

MOST_RULES = 400
"""Of a table; the rest stands in the document."""
NEXT_MEETINGS = 6


def programme_contents(programme: ExpandedProgramme) -> tuple[tuple[str, Contents], ...]:
    """Return what each table is about and the table; those without rows are left out."""
    tables = (
        ("Assumptions", _assumptions(programme)),
        ("Services", _services(programme)),
        ("Sourcing options", _options(programme)),
        ("Teams", _teams(programme)),
        ("Meetings", _meetings(programme)),
        ("User groups", _user_groups(programme)),
        ("Planning rules", _rules(programme)),
    )
    return tuple((title, table) for title, table in tables if table.rows)


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading=heading) for heading in headings)


def _assumptions(programme: ExpandedProgramme) -> Contents:
    return Contents(
        caption="Taken as true, unconfirmed ones first",
        columns=_columns("Assumption", "Owner", "To be confirmed by", "Confirmed"),
        rows=tuple(
            (
                cell(one.text),
                cell(one.owner or None),
                cell(one.confirm_by),
                _confirmed(one.confirmed),
            )
            for one in sorted(programme.document.assumptions, key=lambda one: one.confirmed)
        ),
    )


def _services(programme: ExpandedProgramme) -> Contents:
    document = programme.document
    groups = {group.id: group.name or group.id for group in document.service_groups}
    return Contents(
        caption="What leaves, each at a date of its own",
        columns=_columns("Service", "Id", "Service group", "Criticality", "Kinds"),
        rows=tuple(
            (
                cell(one.name or one.id),
                cell(one.id),
                cell(groups.get(one.group, one.group)),
                cell(one.criticality),
                cell(", ".join(one.tags) or None),
            )
            for one in document.services
        ),
    )


def _options(programme: ExpandedProgramme) -> Contents:
    return Contents(
        caption="Of which one is chosen for each service group",
        columns=_columns("Service group", "Option", "Id", "How", "Provider"),
        rows=tuple(
            (
                cell(group.name or group.id),
                cell(option.name or option.id),
                cell(option.id),
                cell(_how(option)),
                cell(option.provider or None),
            )
            for group in programme.document.service_groups
            for option in group.options
        ),
    )


def _how(option: SourcingOption) -> str | None:
    said = (option.model, option.route, option.style)
    return ", ".join(str(one).replace("_", " ") for one in said if one) or None


def _teams(programme: ExpandedProgramme) -> Contents:
    return Contents(
        caption="Whose people the activities share",
        columns=(Column(heading="Team"), Column(heading="Id"), Column(heading="People")),
        rows=tuple(
            (
                cell(team.name or team.id),
                cell(team.id),
                cell("; ".join(_strengths(team.capacity))),
            )
            for team in programme.document.teams
        ),
        note="People free for the programme on each working day, from a day on.",
    )


def _strengths(capacity: tuple[CapacityPeriod, ...]) -> Iterator[str]:
    for place, period in enumerate(capacity):
        people = f"{period.hundredths / 100:g}"
        yield people if place == 0 else f"{people} from {short_date(period.first)}"


def _meetings(programme: ExpandedProgramme) -> Contents:
    document = programme.document
    since = document.status_date or document.plan_from
    return Contents(
        caption="At which decisions can be taken",
        columns=_columns("Body", "Next meetings", "Papers before it"),
        rows=tuple(
            (
                cell(dates.name or dates.id),
                days(sorted(day for day in dates.dates if day >= since)[:NEXT_MEETINGS]),
                cell(
                    None
                    if dates.paper_deadline_calendar_days is None
                    else f"{dates.paper_deadline_calendar_days} days"
                ),
            )
            for dates in document.date_sets
            if dates.meeting
        ),
    )


def _user_groups(programme: ExpandedProgramme) -> Contents:
    return Contents(
        caption="Who carries the change load",
        columns=(
            Column(heading="User group"),
            Column(heading="Id"),
            Column(heading="People", number=True),
        ),
        rows=tuple(
            (cell(group.name or group.id), cell(group.id), number(group.size))
            for group in programme.document.user_groups
        ),
    )


def _rules(programme: ExpandedProgramme) -> Contents:
    rules = programme.document.rules
    left = len(rules) - MOST_RULES
    return Contents(
        caption="What every plan is checked against",
        columns=_columns("Planning rule", "Basis", "Hard", "Owner", "Source", "Confirmed", "Id"),
        rows=tuple(
            (
                cell(kind_of(rule).statement(rule, programme)),
                cell(rule.basis),
                cell("yes" if rule.price is None else "no: it has a price"),
                cell(rule.owner or None),
                cell(rule.source or rule.reason or None),
                _confirmed(rule.confirmed),
                cell(rule.id),
            )
            for rule in rules[:MOST_RULES]
        ),
        note=f"{left:,} more stand in the document." if left > 0 else "",
    )


def _confirmed(confirmed: bool | None) -> Cell:  # noqa: FBT001  # what is shown
    if confirmed is None:
        return cell(None)
    return cell("yes", "good") if confirmed else cell("not yet", "doubtful")
