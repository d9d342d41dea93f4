"""Who must be told of a new plan, and by which meeting: read off what moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scheduler.domain.activities import STAFF_TRANSFER, Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.regenerating.comparison import Comparison, Moved

Role = Literal["users", "staff", "owner", "provider", "promised", "meeting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody who has to hear of a change."""

    role: Role
    """As what: users of a service, staff who change sides, whoever owns the work, a provider,
    whoever was promised a date, the next meeting."""
    who: str
    about: tuple[str, ...]
    """Activities and service groups."""
    on: date | None = None
    """Of a meeting its date."""


def who_is_told(comparison: Comparison, programme: ExpandedProgramme) -> tuple[Told, ...]:
    """Return everybody whom a difference concerns, each once in each role; nobody for none."""
    about: dict[tuple[Role, str], dict[str, None]] = {}
    for role, who, what in _each(comparison, programme):
        about.setdefault((role, who), {})[what] = None
    told = [Told(role=role, who=who, about=tuple(of)) for (role, who), of in about.items()]
    if told:
        told += _next_meeting(comparison, programme)
    return tuple(told)


def _each(comparison: Comparison, programme: ExpandedProgramme) -> Iterator[tuple[Role, str, str]]:
    for commitment in comparison.commitments:
        if commitment.told_to and not commitment.kept_again:
            yield "promised", commitment.told_to, commitment.activity or commitment.group or ""
    for move in comparison.moved:
        activity = programme.activities.get(move.activity)
        if activity is not None:
            yield from _of_move(move, activity, programme)
    other = {changed.group for changed in comparison.options}
    for changed in comparison.options:
        options = [option for option in (changed.was, changed.now) if option is not None]
        if changed.group in programme.groups:
            yield from _providers(changed.group, options, changed.group, programme)
    for move in comparison.announced:
        activity = programme.activities.get(move.activity)
        group = None if activity is None else programme.group_of(activity)
        if group is not None and group not in other:
            options = [option.id for option in programme.groups[group].options]
            if len({programme.provider_of(group, option) for option in options}) == 1:
                yield from _providers(group, options[:1], move.activity, programme)


def _of_move(
    move: Moved, activity: Activity, programme: ExpandedProgramme
) -> Iterator[tuple[Role, str, str]]:
    service = programme.services.get(activity.service or "")
    if move.announced and service is not None:
        for user_group in service.user_groups:
            known = programme.user_groups.get(user_group)
            yield "users", (known.name if known else "") or user_group, move.activity
    staff = programme.staff_groups.get(activity.staff_group or "")
    if activity.kind == STAFF_TRANSFER and staff is not None:
        yield "staff", staff.name or staff.id, move.activity
    if activity.owner:
        yield "owner", activity.owner, move.activity


def _providers(
    group: str, options: Sequence[str], about: str, programme: ExpandedProgramme
) -> Iterator[tuple[Role, str, str]]:
    """Yield the providers that some options of a group settle; nobody in house."""
    for option in programme.groups[group].options:
        if option.id not in options or option.model == "in_house":
            continue
        supplier = programme.document.contract.supplier if option.model == "incumbent" else None
        provider = option.provider or supplier
        if provider is not None:
            yield "provider", provider, about


def _next_meeting(comparison: Comparison, programme: ExpandedProgramme) -> Iterator[Told]:
    document = programme.document
    now = document.status_date or document.plan_from
    coming = [
        (day, date_set.name or date_set.id)
        for date_set in document.date_sets
        if date_set.meeting
        # Too late for its papers is too late for the meeting.
        for day in date_set.dates
        if day - (date_set.paper_deadline_calendar_days or 0) * ONE_DAY > now
    ]
    if coming:
        day, name = min(coming)
        about = [m.activity for m in comparison.announced] + [c.group for c in comparison.options]
        yield Told(role="meeting", who=name, about=tuple(about), on=day)
