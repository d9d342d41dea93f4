"""Shared rules by how much is asked of what they share out; imports no solver."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ChangeLoad, ConsumableUse, Rule, TeamCapacity
from scheduler.timeline.time_axis import axis_of

_UNMEASURED = 0.5
"""Of rules of other kinds: after teams that are asked for more than half of what they have."""


def tightest_first(rules: Sequence[Rule], programme: ExpandedProgramme) -> list[Rule]:
    """Return shared rules so that those come first of which most is asked."""
    working = axis_of(programme).working
    end = programme.document.contract.end_date

    def share(rule: Rule) -> float:
        match rule:
            case TeamCapacity():
                there = sum(
                    programme.teams[rule.team].capacity_on(day) for day in working if day <= end
                )
                asked = sum(
                    least_effort(activity, rule.team, programme)
                    for activity in programme.asking.get(rule.team, ())
                )
                return asked / max(1, there)
            case ConsumableUse():
                used = sum(
                    min(mode.consumes.get(rule.consumable, 0) for mode in activity.modes)
                    for activity in programme.document.activities
                )
                return used / max(1, programme.consumables[rule.consumable].amount)
            case ChangeLoad():
                # One change alone may be as much as a week can bear.
                peak = max(programme.document.load_profile, default=0)
                loading = programme.loading.get(rule.user_group, ())
                points = max((a.change_load[rule.user_group] for a in loading), default=0)
                return points * peak / max(1, rule.at_most)
            case _:
                return _UNMEASURED

    return sorted(rules, key=share, reverse=True)


def least_effort(activity: Activity, team: str, programme: ExpandedProgramme) -> int:
    """Return the fewest hundredths of a person times days that any mode asks of a team.

    Nothing where some option does without the activity, and for spans, whose length rules fix.
    """
    asked = []
    for mode in activity.modes:
        days = programme.working_days(mode) if activity.form == "work" else 1
        asked.append(0 if activity.form == "span" else mode.demands.get(team, 0) * days)
    group = programme.group_of(activity)
    if group is not None and any(
        activity.mode_under(option.id) is None for option in programme.groups[group].options
    ):
        return 0
    return min(asked, default=0)
