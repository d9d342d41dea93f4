"""What a programme declares and nothing in it uses, and days that nobody can use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ChangeFreeze, ProviderEffort
from scheduler.domain.programme import Programme
from scheduler.explaining.positions import Positions
from scheduler.quality.findings import Lint, sampled
from scheduler.rules.words import counted, short_date

_CALENDAR_FIELDS = frozenset({"calendar", "also_calendars", "default_calendar"})
_DATE_SET_FIELDS = frozenset({"dates", "tranche_dates", "pay_periods"})
_TAG_FIELDS = frozenset({"tags", "except_tags"})
_SCOPES = frozenset({"where", "scope"})


def unused(document: Programme, programme: ExpandedProgramme) -> Iterator[Lint]:
    """Yield what nothing uses: teams, consumables, user groups, calendars, date sets, tags.

    A team is used by whoever asks for it, by moves of staff and by a rule on the effort of
    contracts; a user group by its load, its services or a scope; a tag by a scope.
    """
    efforts = {r.team for r in programme.document.rules if isinstance(r, ProviderEffort)}
    consumed = {
        name
        for activity in programme.document.activities
        for mode in activity.modes
        for name, amount in mode.consumes.items()
        if amount
    }
    affected = set(programme.loading) | {
        name for service in document.services for name in service.user_groups
    }
    affected |= _said(document, frozenset({"user_groups", "user_group"}), outside=("user_groups",))
    for team in document.teams:
        if not (team.id in programme.asking or team.id in programme.moves or team.id in efforts):
            yield _lint("team", "teams", team.id, "No activity asks for the team")
    for consumable in document.consumables:
        if consumable.id not in consumed:
            yield _lint("consumable", "consumables", consumable.id, "No activity uses up")
    for user_group in document.user_groups:
        if user_group.id not in affected:
            sentence = "No service is used by, and no event puts load on,"
            yield _lint("user_group", "user_groups", user_group.id, sentence)
    calendars = _said(document, _CALENDAR_FIELDS)
    for calendar in document.calendars:
        if calendar.id not in calendars:
            yield _lint(
                "calendar", "calendars", calendar.id, "No activity is worked on the calendar"
            )
    date_sets = _said(document, _DATE_SET_FIELDS, outside=("date_sets",))
    for date_set in document.date_sets:
        if date_set.id not in date_sets:
            sentence = "No event is chosen from, and no rule speaks of, the dates"
            yield _lint("date_set", "date_sets", date_set.id, sentence)
    yield from _tags(document)


def _tags(document: Programme) -> Iterator[Lint]:
    scopes = set(_in_scopes(document))
    carriers: dict[str, list[tuple[str, str]]] = {}
    for field in ("service_groups", "services", "staff_groups", "activities", "activity_templates"):
        for item in getattr(document, field):
            for tag in item.tags:
                carriers.setdefault(tag, []).append((item.id, f"/{field}[id={item.id}]/tags"))
    for tag, found in carriers.items():
        if tag not in scopes:
            yield Lint(
                code="unused_tag",
                ids=(tag, *sampled([name for name, _ in found])),
                path=found[0][1],
                sentence=f"No scope asks for the tag {tag}, carried by "
                f"{counted(len(found), 'entry', 'entries')}.",
                hint="Leave it if people or other tools read it; else take it out.",
            )


def _lint(what: str, field: str, name: str, sentence: str) -> Lint:
    return Lint(
        code=f"unused_{what}",
        ids=(name,),
        path=f"/{field}[id={name}]",
        sentence=f"{sentence} {name}.",
        hint="Take it out, or use it: a forgotten reference may be what is wrong.",
    )


def _said(value: object, names: frozenset[str], outside: tuple[str, ...] = ()) -> set[str]:
    """Return every text that stands in fields of some names, at any depth.

    `outside` are fields of the whole document whose entries are not looked into.
    """
    found: set[str] = set()
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if isinstance(value, Programme) and field.name in outside:
                continue
            inner = getattr(value, field.name)
            if field.name in names:
                found |= set(_texts(inner))
            found |= _said(inner, names)
    elif isinstance(value, tuple):
        for entry in value:
            found |= _said(entry, names)
    elif isinstance(value, Mapping):
        for entry in value.values():
            found |= _said(entry, names)
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from (entry for entry in value if isinstance(entry, str))


def _in_scopes(value: object) -> Iterator[str]:
    """Yield the tags that scopes ask for or leave out."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in _SCOPES and inner is not None:
                for name in _TAG_FIELDS:
                    yield from getattr(inner, name, ())
            yield from _in_scopes(inner)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _in_scopes(entry)


def dead_windows(document: Programme, programme: ExpandedProgramme) -> Iterator[Lint]:
    """Yield frozen windows and listed dates that lie outside the horizon or can stop nobody."""
    positions = Positions(programme)
    first, last = document.plan_from, document.plan_until
    written = {rule.id: rule for rule in document.rules}
    for rule in programme.document.rules:
        if not isinstance(rule, ChangeFreeze) or rule.id not in written:
            continue
        activities = (programme.activities[name] for name in rule.activities.activities)
        # Many activities share one calendar or date set.
        shared = {id(own): own for own in map(positions.days, activities)}
        days = {day for own in shared.values() for day in own}
        for index, window in enumerate(rule.windows):
            outside = window.last < first or window.first > last
            if outside or not any(window.holds(day) for day in days):
                why = (
                    "lies outside the horizon"
                    if outside
                    else "holds no day on which an activity it selects could start"
                )
                yield Lint(
                    code="dead_window",
                    ids=(rule.id,),
                    path=f"/rules[id={rule.id}]/windows[{index}]",
                    sentence=f"The window {short_date(window.first)} to {short_date(window.last)} "
                    f"of {rule.id} {why}.",
                    hint="Check the year, or take the window out.",
                )
    for date_set in document.date_sets:
        beyond = [day for day in date_set.dates if not first <= day <= last]
        if beyond:
            yield Lint(
                code="dead_dates",
                ids=(date_set.id,),
                path=f"/date_sets[id={date_set.id}]/dates",
                sentence=f"Outside the horizon: {counted(len(beyond), 'date')} of {date_set.id}, "
                f"first {short_date(beyond[0])}.",
                hint="Check the year; dates before or after the horizon are never used.",
            )
