"""What a Gantt chart shows, row by row, before anything is drawn."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from scheduler.domain.activities import TRANSFER, Activity
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze
from scheduler.domain.services import ServiceGroup
from scheduler.domain.values import Window
from scheduler.pictures.marks import Mark, marks
from scheduler.pictures.stages import STAGES, Stage, stages
from scheduler.pictures.wording import period, short_date

Level = Literal["group", "service", "activity"]
Detail = Literal["services", "activities"]
Opened = Callable[[Level, str], bool]

_WEEKEND = 3 * ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Work of one stage without a break, first and last day included."""

    stage: Stage
    first: date
    last: date
    words: tuple[str, ...]
    """One line for each activity in it."""
    activities: tuple[str, ...]
    """Their ids, in the same order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One date with its mark."""

    mark: Mark
    day: date
    words: str
    activity: str
    wave: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the chart."""

    level: Level
    id: str
    name: str
    note: str = ""
    """The sourcing option of a group."""
    transfer: date | None = None
    bars: tuple[Bar, ...] = ()
    events: tuple[Event, ...] = ()
    freezes: tuple[Window, ...] = ()
    """Change freezes that bind an activity of the row, merged where they overlap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """What rows are made from, looked up once."""

    plan: Plan
    opened: Opened
    empty_too: bool
    """Whether services of which nothing is shown have a row."""
    stages: Mapping[str, Stage]
    marks: Mapping[str, Mark]
    frozen: Mapping[str, list[Window]]


def chart_rows(expanded: ExpandedProgramme, plan: Plan, detail: Detail) -> tuple[Row, ...]:
    """Return the rows: service groups in order of their first transfer, services likewise.

    What belongs to no group stands first, as the whole programme.
    """
    return rows_of(expanded, plan, opened=lambda *_: detail == "activities")


def rows_of(
    expanded: ExpandedProgramme,
    plan: Plan,
    *,
    opened: Opened,
    shown: Collection[str] | None = None,
    closed: Collection[str] = (),
) -> tuple[Row, ...]:
    """Return the rows of a part of a plan, in the same order.

    `opened` tells of a group or service whether each of its activities has a row. With
    `shown` other activities are left out, and with them groups and services that have none of
    these. `closed` are groups of which all is told in their own row.
    """
    material = _Material(
        plan=plan,
        opened=opened,
        empty_too=shown is None,
        stages=stages(expanded),
        marks=marks(expanded),
        frozen=_frozen(expanded, plan),
    )
    members: dict[str | None, list[Activity]] = defaultdict(list)
    for activity in expanded.document.activities:
        if activity.id in plan.placed and (shown is None or activity.id in shown):
            members[expanded.group_of(activity)].append(activity)
    rows: list[Row] = []
    if members[None]:
        rows += _block("group", "", "Whole programme", "", members[None], material)
    groups = expanded.document.service_groups
    for group in sorted(groups, key=lambda g: _first_transfer(members[g.id], plan)):
        if shown is None or members[group.id]:
            whole = group.id in closed
            rows += _group_rows(group, members[group.id], expanded, material, whole=whole)
    return tuple(rows)


def freeze_rows(expanded: ExpandedProgramme, plan: Plan) -> tuple[Row, ...]:
    """Return one row for each set of frozen windows, however many rules share it."""
    found: dict[tuple[Window, ...], ChangeFreeze] = {}
    for rule in _freezes(expanded, plan):
        if rule.activities.activities:
            found.setdefault(rule.windows, rule)
    return tuple(
        Row(
            level="activity",
            id=rule.id,
            name=_freeze_name(rule),
            freezes=tuple(sorted(windows, key=lambda window: window.first)),
        )
        for windows, rule in found.items()
    )


def own_name(activity: Activity, scope_name: str = "") -> str:
    """Return the name of an activity without that of the scope it stands under."""
    return own_words(activity.name or activity.id, scope_name)


def own_words(words: str, scope_name: str) -> str:
    """Return words that begin with the name of the scope they stand under without it."""
    own = words.removeprefix(f"{scope_name}: ").removeprefix(f"{scope_name}, ")
    return own[:1].upper() + own[1:]


def _group_rows(
    group: ServiceGroup,
    members: list[Activity],
    expanded: ExpandedProgramme,
    material: _Material,
    *,
    whole: bool,
) -> Iterator[Row]:
    shared = [activity for activity in members if activity.service is None]
    chosen = material.plan.options.get(group.id)
    # In public there are no options to tell of.
    none = "no option chosen" if group.options else ""
    note = next((o.name or o.id for o in group.options if o.id == chosen), none)
    name = group.name or group.id
    if whole:
        told = _row(members, material)
        yield replace(told, level="group", id=group.id, name=name, note=note, transfer=None)
        return
    yield from _block("group", group.id, name, note, shared, material)
    services = [service for service in expanded.document.services if service.group == group.id]
    own = {s.id: [a for a in members if a.service == s.id] for s in services}
    for service in sorted(services, key=lambda s: _first_transfer(own[s.id], material.plan)):
        if not own[service.id] and not material.empty_too:
            continue
        name = service.name or service.id
        yield from _block("service", service.id, name, "", own[service.id], material)


def _block(
    level: Level, of: str, name: str, note: str, activities: list[Activity], material: _Material
) -> Iterator[Row]:
    """Yield the row of a scope; with details its heading and a row for each activity."""
    heading = replace(_row(activities, material), level=level, id=of, name=name, note=note)
    if not material.opened(level, of):
        yield heading
        return
    yield replace(heading, bars=(), events=(), freezes=())
    placed = material.plan.placed
    for activity in sorted(activities, key=lambda a: (placed[a.id].start, a.id)):
        own = _row([activity], material)
        yield replace(own, id=activity.id, name=own_name(activity, name), transfer=None)


def _row(activities: Iterable[Activity], material: _Material) -> Row:
    bars: list[Bar] = []
    events: list[Event] = []
    transfer = None
    windows: list[Window] = []
    for activity in activities:
        placed = material.plan.placed[activity.id]
        windows += material.frozen.get(activity.id, ())
        name = activity.name or activity.id
        if activity.form == "event":
            mark = material.marks[activity.id]
            line = f"{name}, {short_date(placed.start)} ({mark.name.lower()})"
            events.append(
                Event(
                    mark=mark,
                    day=placed.start,
                    words=line,
                    activity=activity.id,
                    wave=activity.wave,
                )
            )
            if activity.kind == TRANSFER:
                transfer = placed.start
        else:
            stage = material.stages[activity.id]
            line = f"{name}, {period(placed.start, placed.finish)}"
            bars.append(
                Bar(
                    stage=stage,
                    first=placed.start,
                    last=placed.finish,
                    words=(line,),
                    activities=(activity.id,),
                )
            )
    return Row(
        level="activity",
        id="",
        name="",
        transfer=transfer,
        bars=tuple(_joined(bars)),
        events=tuple(sorted(events, key=lambda event: (event.day, event.words))),
        freezes=tuple(_merged(windows)),
    )


def _joined(bars: list[Bar]) -> Iterator[Bar]:
    """Join bars of one stage that overlap or have only a weekend between them."""
    for stage in STAGES:
        current: Bar | None = None
        same = [bar for bar in bars if bar.stage == stage]
        for bar in sorted(same, key=lambda bar: (bar.first, bar.last)):
            if current is None:
                current = bar
            elif bar.first <= current.last + _WEEKEND:
                current = replace(
                    current,
                    last=max(current.last, bar.last),
                    words=(*current.words, *bar.words),
                    activities=(*current.activities, *bar.activities),
                )
            else:
                yield current
                current = bar
        if current is not None:
            yield current


def _freezes(expanded: ExpandedProgramme, plan: Plan) -> Iterator[ChangeFreeze]:
    """Yield the change freezes that hold under the options of the plan."""
    for rule in expanded.document.rules:
        if isinstance(rule, ChangeFreeze) and all_made(rule.when, plan.options):
            yield rule


def _frozen(expanded: ExpandedProgramme, plan: Plan) -> Mapping[str, list[Window]]:
    """Return the frozen windows that bind each activity."""
    frozen: dict[str, list[Window]] = defaultdict(list)
    for rule in _freezes(expanded, plan):
        named = [replace(window, name=_freeze_name(rule)) for window in rule.windows]
        for activity in rule.activities.activities:
            frozen[activity] += named
    return frozen


def _merged(windows: Iterable[Window]) -> Iterator[Window]:
    current: Window | None = None
    for window in sorted(set(windows), key=lambda w: (w.first, w.last, w.name)):
        if current is None:
            current = window
        elif window.first <= current.last + ONE_DAY:
            names = dict.fromkeys((*current.name.split(" + "), window.name))
            last = max(current.last, window.last)
            current = Window(first=current.first, last=last, name=" + ".join(names))
        else:
            yield current
            current = window
    if current is not None:
        yield current


def _freeze_name(rule: ChangeFreeze) -> str:
    name = rule.reason.rstrip(".") or rule.id
    return name if rule.price is None else f"{name} (where possible)"


def _first_transfer(activities: Iterable[Activity], plan: Plan) -> date:
    dates = (plan.placed[a.id].start for a in activities if a.kind == TRANSFER)
    return min(dates, default=date.max)
