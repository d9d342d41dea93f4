"""What planning without optimising would give, so that people see what optimising is worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from scheduler.analysis.measures import contingency_weeks, last_transfer, weekly_change_load
from scheduler.answers import BaselineOutcome
from scheduler.construction.links import Link
from scheduler.construction.list_schedule import Wishes, list_schedule
from scheduler.domain.activities import CUTOVER, STAFF_TRANSFER, TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.verification.verify import verify

Cancelled = Callable[[], bool]


def baselines(
    programme: ExpandedProgramme, *, cancelled: Cancelled = lambda: False
) -> Iterator[BaselineOutcome]:
    """Judge the naive ways by the same checker as any plan; no more once `cancelled` holds."""
    for name, way in _WAYS.items():
        plan = way(programme, cancelled)
        if cancelled():
            return
        yield _judged(name, programme, plan)


def without(found: Iterable[BaselineOutcome]) -> tuple[str, ...]:
    """Return the names of the ways that some outcomes are not of."""
    names = {outcome.name for outcome in found}
    return tuple(name for name in _WAYS if name not in names)


def _big_bang(programme: ExpandedProgramme, cancelled: Cancelled) -> Plan:
    """Everything moves at the contract end: cutovers on its last day, transfers the day after."""
    end = programme.document.contract.end_date
    dates = {CUTOVER: end, STAFF_TRANSFER: end + ONE_DAY}
    dates[TRANSFER] = end + ONE_DAY
    fixed = {a.id: dates[a.kind] for a in programme.document.activities if a.kind in dates}
    wishes = Wishes(fixed=fixed)
    return list_schedule(programme, _first_options(programme), wishes, cancelled=cancelled)


def _greedy(programme: ExpandedProgramme, cancelled: Cancelled) -> Plan:
    """First option of each group, every activity as early as it can, in the order of the list."""
    order = tuple(activity.id for activity in programme.document.activities)
    wishes = Wishes(order=order)
    return list_schedule(programme, _first_options(programme), wishes, cancelled=cancelled)


def _one_at_a_time(programme: ExpandedProgramme, cancelled: Cancelled) -> Plan:
    """No group begins before the one before it has transferred; groups in the order they could."""
    document = programme.document
    options = _first_options(programme)
    free = list_schedule(programme, options, Wishes(), cancelled=cancelled)
    transfers = {
        group.id: [
            a.id
            for a in document.activities
            if a.kind == TRANSFER and programme.group_of(a) == group.id
        ]
        for group in document.service_groups
    }
    moved = {
        group: max((free.placed[n].start for n in names if n in free.placed), default=date.max)
        for group, names in transfers.items()
    }
    queue = sorted(moved, key=lambda group: moved[group])
    follows = dict(pairwise(reversed(queue)))
    extra = [
        Link(before, activity.id, from_start=False, to_start=True, lag=0, in_working_days=True)
        for activity in document.activities
        if (group := programme.group_of(activity)) in follows
        for before in transfers[follows[group]]
    ]
    return list_schedule(programme, options, Wishes(links=tuple(extra)), cancelled=cancelled)


_WAYS: Mapping[str, Callable[[ExpandedProgramme, Cancelled], Plan]] = {
    "big bang on the end date": _big_bang,
    "greedy list": _greedy,
    "one group at a time": _one_at_a_time,
}


def _first_options(programme: ExpandedProgramme) -> dict[str, str]:
    return {group.id: group.options[0].id for group in programme.document.service_groups}


def _judged(name: str, programme: ExpandedProgramme, plan: Plan) -> BaselineOutcome:
    verdict = verify(programme, plan)
    loads = weekly_change_load(programme, plan)
    last = last_transfer(programme, plan)
    return BaselineOutcome(
        name=name,
        feasible=verdict.holds,
        rules_broken=len({violation.rule for violation in verdict.violations}),
        contingency_weeks=contingency_weeks(programme, plan),
        peak_change_load=max((p for weeks in loads.values() for p in weeks.values()), default=0),
        last_transfer=None if last is None else last.isoformat(),
    )
