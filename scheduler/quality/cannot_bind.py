"""Planning rules that no plan could break: shown by counting, without search.

Removing such a rule changes no plan and no concession. What is found is never too much; a rule that
is not found may bind all the same, or never.
"""

from __future__ import annotations

from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import (
    AllowedDates,
    AwardLimit,
    ChangeFreeze,
    ChangeLoad,
    ChoiceLimit,
    ConsumableUse,
    DateLimit,
    MovedLimit,
    MoveTogether,
    NotAtOnce,
    Precedence,
    ProviderEffort,
    ProviderLimit,
    RollingLimit,
    Rule,
    Separation,
    SharedProvider,
    SourcingChoice,
    Synchronised,
    TeamCapacity,
    begun_in,
)
from scheduler.explaining.positions import Positions
from scheduler.quality.conditions import context_of, options_of
from scheduler.rules.words import counted


class NeverBinding:
    """Tells of rules of one programme whether they cannot bind."""

    def __init__(self, programme: ExpandedProgramme) -> None:
        """Find once what has begun: facts may lie where no plan would put them."""
        self.programme = programme
        self.positions = Positions(programme)
        rules = programme.document.rules
        self._begun = begun_in(rules)

    def why(self, rule: Rule) -> str:
        """Return in a sentence why a rule cannot bind; nothing where that is not shown."""
        if rule.when and context_of((), rule.when, self.programme) is None:
            return "No choice of options meets the condition under which it holds."
        match rule:
            case TeamCapacity() | ConsumableUse() | ChangeLoad() | RollingLimit():
                return self._of_sums(rule)
            case DateLimit() | AllowedDates() | ChangeFreeze():
                return self._of_days(rule)
            case ChoiceLimit() | SourcingChoice():
                return self._of_choices(rule)
            case ProviderLimit() | AwardLimit() | SharedProvider() | ProviderEffort():
                return self._of_providers(rule)
            case _:
                return self._of_pairs(rule)

    def _of_sums(self, rule: TeamCapacity | ConsumableUse | ChangeLoad | RollingLimit) -> str:
        programme = self.programme
        match rule:
            case TeamCapacity():
                asked = sum(
                    max(mode.demands.get(rule.team, 0) for mode in a.modes)
                    for a in programme.asking.get(rule.team, ())
                )
                there = self._least_there(rule.team)
                if there is not None and asked <= there:
                    return (
                        f"Everything that asks for the team asks {asked / 100:g} people together, "
                        f"and it never has fewer than {there / 100:g}."
                    )
            case ConsumableUse():
                used = sum(
                    max((mode.consumes.get(rule.consumable, 0) for mode in a.modes), default=0)
                    for a in programme.document.activities
                )
                amount = programme.consumables[rule.consumable].amount
                if used <= amount:
                    return f"All activities together use {used}, and there are {amount}."
            case ChangeLoad():
                points = sum(
                    a.change_load[rule.user_group]
                    for a in programme.loading.get(rule.user_group, ())
                )
                most = points * max(programme.document.load_profile, default=0)
                if most <= rule.at_most:
                    return (
                        f"All events in one week would be {most} load points, "
                        f"and {rule.at_most} are allowed."
                    )
            case RollingLimit():
                count = len(rule.activities.activities)
                if count <= rule.at_most:
                    return f"It counts {counted(count, 'event')} and allows {rule.at_most}."
        return ""

    def _least_there(self, team: str) -> int | None:
        """Return the fewest people that a team ever has; None where a plan decides on it."""
        declared, document = self.programme.teams[team], self.programme.document
        leaves = any(move.from_team == team for _, move in self.programme.moves.get(team, ()))
        if declared.decay is not None or leaves:
            return None
        count = (document.plan_until - document.plan_from).days + 1
        return min(declared.capacity_on(document.plan_from + ONE_DAY * n) for n in range(count))

    def _of_days(self, rule: DateLimit | AllowedDates | ChangeFreeze) -> str:
        names, document = rule.activities.activities, self.programme.document
        if not names:
            return _NOBODY
        if not self._begun.isdisjoint(names):
            return ""
        activities = [self.programme.activities[name] for name in names]
        match rule:
            case DateLimit():
                first, last = rule.start_not_before, rule.finish_not_after
                if (first is None or first <= document.plan_from) and (
                    last is None or last >= document.plan_until
                ):
                    return "The horizon itself is no wider."
            case AllowedDates():
                allowed = frozenset(self.programme.date_sets[rule.dates])
                events = all(a.form == "event" for a in activities)
                if events and all(allowed.issuperset(self.positions.days(a)) for a in activities):
                    return "The dates of every event it selects are dates of its set already."
            case ChangeFreeze():
                # Many activities share one calendar or date set.
                shared = {id(own): own for own in map(self.positions.days, activities)}
                days = {day for own in shared.values() for day in own}
                if not any(window.holds(day) for window in rule.windows for day in days):
                    return "No activity it selects could start in any of its windows."
        return ""

    def _of_choices(self, rule: ChoiceLimit | SourcingChoice) -> str:
        if isinstance(rule, SourcingChoice):
            every = options_of(rule.group, self.programme) <= frozenset(rule.options)
            return "It lists every option of its group." if every else ""
        admitted = [
            [rule.sourced_by.admits(option) for option in self.programme.groups[group].options]
            for group in rule.groups
        ]
        most, least = sum(map(any, admitted)), sum(map(all, admitted))
        if (rule.at_most is None or most <= rule.at_most) and (
            rule.at_least is None or least >= rule.at_least
        ):
            return f"Between {least} and {most} groups take such an option whatever is chosen."
        return ""

    def _of_providers(
        self, rule: ProviderLimit | AwardLimit | SharedProvider | ProviderEffort
    ) -> str:
        count, free = len(rule.groups), False
        match rule:
            case ProviderLimit():
                free = (rule.at_most is None or count <= rule.at_most) and not rule.at_least
            case AwardLimit():
                free = count <= rule.at_most
            case SharedProvider():
                free = count <= 1
            case ProviderEffort():
                most = rule.fixed_hundredths + rule.each_hundredths * max(0, count - rule.included)
                free = most <= rule.at_most_hundredths
        return (
            f"It speaks of {counted(count, 'service group')}, too few to break it." if free else ""
        )

    def _of_pairs(self, rule: Rule) -> str:
        document = self.programme.document
        match rule:
            case NotAtOnce() | Synchronised() | MoveTogether():
                if len(rule.activities.activities) <= 1:
                    return "It selects fewer than two activities."
                horizon = (document.plan_until - document.plan_from).days
                if isinstance(rule, MoveTogether) and rule.within_calendar_days >= horizon:
                    return "The horizon itself is no longer."
            case Separation():
                if not (rule.activities.activities and rule.from_activities.activities):
                    return _NOBODY
            case MovedLimit():
                known = {} if document.baseline is None else document.baseline.dates
                names = [name for name in rule.activities.activities if name in known]
                if len(names) <= rule.at_most:
                    return (
                        f"The baseline has {counted(len(names), 'activity', 'activities')} of it, "
                        f"and {rule.at_most} may move."
                    )
            case Precedence():
                both = (rule.before, rule.after)
                if context_of(both, rule.when, self.programme) is None:
                    return "No choice of options performs both of its activities."
            case _:
                pass
        return ""


_NOBODY = "It selects nothing."
