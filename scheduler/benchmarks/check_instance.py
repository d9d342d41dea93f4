"""What a plan of an instance breaks, found on the instance alone: no programme, no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.domain.project_instance import ProjectInstance, ProjectMode, ProjectPlan


def makespan(instance: ProjectInstance, plan: ProjectPlan) -> int:
    """Return the time at which everything has finished."""
    chosen = _chosen(instance, plan)
    return max(start + mode.duration for start, mode in zip(plan.starts, chosen, strict=True))


def broken(instance: ProjectInstance, plan: ProjectPlan) -> list[str]:
    """Return what the plan breaks, in words; nothing when it is one."""
    count = len(instance.activities)
    if len(plan.starts) != count or len(plan.modes) != count:
        return [f"the plan is of {len(plan.starts)} activities, the instance has {count}"]
    wrong = [
        f"activity {place} has no mode {mode}"
        for place, mode in enumerate(plan.modes)
        if not 0 <= mode < len(instance.activities[place])
    ]
    return wrong or [
        *_bad_starts(instance, plan),
        *_bad_links(instance, plan),
        *_overloads(instance, plan),
        *_overuse(instance, plan),
    ]


def _bad_starts(instance: ProjectInstance, plan: ProjectPlan) -> Iterator[str]:
    for place, start in enumerate(plan.starts):
        if start < 0:
            yield f"activity {place} starts at {start}"
    if instance.begins_with_dummy and plan.starts[0] != 0:
        yield f"the beginning is at {plan.starts[0]}"


def _bad_links(instance: ProjectInstance, plan: ProjectPlan) -> Iterator[str]:
    chosen = _chosen(instance, plan)
    for link in instance.links:
        instant = plan.starts[link.before]
        if link.from_finish:
            instant += chosen[link.before].duration
        if plan.starts[link.after] - instant < link.lag:
            which = "finish" if link.from_finish else "start"
            yield (
                f"activity {link.after} starts at {plan.starts[link.after]}; the {which} of "
                f"{link.before} is {instant} and the lag {link.lag}"
            )


def _overloads(instance: ProjectInstance, plan: ProjectPlan) -> Iterator[str]:
    for resource, capacity in enumerate(instance.capacities):
        load: Counter[int] = Counter()
        for start, mode in zip(plan.starts, _chosen(instance, plan), strict=True):
            if mode.demands[resource]:
                for time in range(start, start + mode.duration):
                    load[time] += mode.demands[resource]
        over = [time for time, asked in load.items() if asked > capacity]
        if over:
            first = min(over)
            yield f"resource {resource} has {capacity}; {load[first]} are asked at {first}"


def _overuse(instance: ProjectInstance, plan: ProjectPlan) -> Iterator[str]:
    for resource, amount in enumerate(instance.amounts):
        used = sum(mode.uses[resource] for mode in _chosen(instance, plan))
        if used > amount:
            yield f"non-renewable resource {resource} has {amount}; {used} are used"


def _chosen(instance: ProjectInstance, plan: ProjectPlan) -> list[ProjectMode]:
    return [modes[mode] for modes, mode in zip(instance.activities, plan.modes, strict=True)]
