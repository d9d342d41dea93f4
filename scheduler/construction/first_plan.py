"""A first plan: a few schedules with different options and orders, the best kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from scheduler.construction.list_schedule import Wishes, list_schedule
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import SourcingChoice
from scheduler.domain.services import ServiceGroup
from scheduler.verification.verify import verify


def first_plan(
    programme: ExpandedProgramme, *, cancelled: Callable[[], bool] = lambda: False
) -> Plan:
    """Return a schedule that meets every hard rule when one of a few tries does.

    Otherwise the one that breaks fewest: a hint for the solver, never shown as a plan. Once
    `cancelled` holds, nothing more is tried.
    """
    best: tuple[int, Plan] | None = None
    for options in _choices(programme):
        plan = list_schedule(programme, options, Wishes(), cancelled=cancelled)
        broken = len(verify(programme, plan).violations)
        if best is None or broken < best[0]:
            best = (broken, plan)
        if broken == 0 or cancelled():
            break
    if best is None:
        return Plan(options={}, placed={})
    return best[1]


def _choices(programme: ExpandedProgramme) -> Iterator[Mapping[str, str]]:
    """The shortest option of each group, then the best appraised."""
    allowed = _allowed(programme)
    seen = []
    for key in (_shortest(programme), _best_appraised):
        choice = {
            group.id: min(allowed[group.id], key=partial(key, group))
            for group in programme.document.service_groups
        }
        if choice not in seen:
            seen.append(choice)
            yield choice


def _allowed(programme: ExpandedProgramme) -> dict[str, list[str]]:
    allowed = {g.id: [o.id for o in g.options] for g in programme.document.service_groups}
    for rule in programme.document.rules:
        if isinstance(rule, SourcingChoice) and rule.price is None and not rule.when:
            kept = [o for o in allowed[rule.group] if o in rule.options]
            allowed[rule.group] = kept or allowed[rule.group]
    return allowed


def _shortest(programme: ExpandedProgramme) -> Callable[[ServiceGroup, str], int]:
    def length(group: ServiceGroup, option: str) -> int:
        total = 0
        for activity in programme.document.activities:
            if programme.group_of(activity) == group.id and activity.form == "work":
                mode = activity.mode_under(option)
                total += 0 if mode is None else programme.working_days(mode)
        return total

    return length


def _best_appraised(group: ServiceGroup, option: str) -> int:
    return next((o.appraisal or 0) for o in group.options if o.id == option)
