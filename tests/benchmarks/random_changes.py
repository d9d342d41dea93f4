"""Random changes of generated programmes: one of each kind that planning offices meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from scheduler.domain.activities import CUTOVER, TRANSFER, Activity, Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import ChangeFreeze, DateLimit, Precedence
from scheduler.domain.programme import Programme
from scheduler.domain.resources import CapacityPeriod
from scheduler.domain.standing import Commitment, DecidedOption, Progress
from scheduler.domain.values import Window
from scheduler.regenerating.in_force import baseline_of


@dataclass(frozen=True, slots=True)
class Given:
    """A programme with the plan in force."""

    document: Programme
    expanded: ExpandedProgramme
    plan: Plan
    random: Random

    def one(self, *kinds: str) -> Activity:
        """Return any activity of some kinds that the plan has."""
        found = [
            a
            for a in self.expanded.document.activities
            if a.id in self.plan.placed and (a.kind in kinds or (not kinds and a.form == "work"))
        ]
        return self.random.choice(found)


Change = Callable[[Given], Programme]


def dependency_added(given: Given) -> Programme:
    """One transfer or cutover waits for another."""
    pair = given.one(CUTOVER, TRANSFER), given.one(CUTOVER, TRANSFER)
    before, after = sorted(pair, key=lambda a: given.plan.placed[a.id].start)
    if before.id == after.id:
        return dependency_added(given)
    lag = (given.plan.placed[after.id].start - given.plan.placed[before.id].start).days
    more = lag + given.random.randint(-20, 40)
    rule = Precedence(
        id="NEW",
        before=before.id,
        after=after.id,
        min_lag=more,
        link="SS",
        lag_unit="calendar_days",
    )
    return replace(given.document, rules=(*given.document.rules, rule))


def dependency_removed(given: Given) -> Programme:
    """A rule between activities is given up."""
    rules = [r for r in given.document.rules if isinstance(r, Precedence)]
    if not rules:
        return dependency_added(given)
    gone = given.random.choice(rules)
    return replace(given.document, rules=tuple(r for r in given.document.rules if r is not gone))


def re_estimate(given: Given) -> Programme:
    """Work takes longer than thought, or less long."""
    activity = given.one()
    mode = given.expanded.mode_in(activity, given.plan)
    days = 10 if mode is None else given.expanded.working_days(mode)
    left = max(1, round(days * given.random.uniform(0.6, 1.6)))
    entry = Progress(activity=activity.id, remaining_working_days=left)
    status = given.document.plan_from - timedelta(days=1)
    return replace(given.document, progress=(entry,), status_date=status)


def delay(given: Given) -> Programme:
    """Something cannot begin before a day that is later than planned."""
    activity = given.one()
    day = given.plan.placed[activity.id].start + timedelta(days=given.random.randint(3, 60))
    rule = DateLimit(
        id="LATE", activities=Selection(activities=(activity.id,)), start_not_before=day
    )
    return replace(given.document, rules=(*given.document.rules, rule))


def team_lost(given: Given) -> Programme:
    """A team has fewer people for some time."""
    return _with_team(given, -given.random.choice((50, 100, 200)))


def team_gained(given: Given) -> Programme:
    """A team has more people."""
    return _with_team(given, given.random.choice((100, 200)))


def _with_team(given: Given, more: int) -> Programme:
    document = given.document
    team = given.random.choice(document.teams)
    at = given.random.uniform(0.1, 0.7)
    days = (document.plan_until - document.plan_from).days
    first = document.plan_from + timedelta(days=round(days * at))
    declared = [p for p in team.capacity if p.first <= first] or [team.capacity[0]]
    there = max(0, declared[-1].hundredths + more)
    periods = (
        *(p for p in team.capacity if p.first < first),
        CapacityPeriod(first=first, hundredths=there),
        CapacityPeriod(first=first + timedelta(days=60), hundredths=declared[-1].hundredths),
        *(p for p in team.capacity if p.first > first + timedelta(days=60)),
    )
    changed = replace(team, capacity=periods)
    return replace(document, teams=tuple(changed if t is team else t for t in document.teams))


def freeze_added(given: Given) -> Programme:
    """Nothing may change for two weeks around somebody's cutover."""
    day = given.plan.placed[given.one(CUTOVER, TRANSFER).id].start
    window = Window(first=day - timedelta(days=5), last=day + timedelta(days=8))
    selection = Selection(kinds=(CUTOVER,))
    rule = ChangeFreeze(id="FREEZE", activities=selection, windows=(window,))
    return replace(given.document, rules=(*given.document.rules, rule))


def meeting_cancelled(given: Given) -> Programme:
    """A meeting on which something was to be decided is cancelled."""
    sets = {s.id: s for s in given.document.date_sets}
    decided = [
        a
        for a in given.expanded.document.activities
        if a.dates in sets and a.id in given.plan.placed
    ]
    if not decided:
        return delay(given)
    activity = given.random.choice(decided)
    own = sets[activity.dates or ""]
    day = given.plan.placed[activity.id].start
    changed = (
        replace(own, dates=tuple(d for d in own.dates if d != day))
        if day in own.dates
        else replace(own, leave_out=(*own.leave_out, day))
    )
    return replace(
        given.document,
        date_sets=tuple(changed if s is own else s for s in given.document.date_sets),
    )


def provider_withdrew(given: Given) -> Programme:
    """Nobody offers an option any more that a group was to have."""
    group = given.random.choice(given.document.service_groups)
    decided = DecidedOption(group=group.id, option=given.plan.options[group.id], state="withdrawn")
    return replace(given.document, decided_options=(decided,))


CHANGES: Mapping[str, Change] = {
    "dependency added": dependency_added,
    "dependency removed": dependency_removed,
    "re-estimate": re_estimate,
    "delay": delay,
    "team lost": team_lost,
    "team gained": team_gained,
    "freeze added": freeze_added,
    "meeting cancelled": meeting_cancelled,
    "provider withdrew": provider_withdrew,
}


def with_promises(document: Programme, expanded: ExpandedProgramme, plan: Plan) -> Programme:
    """Return a document with the plan in force as baseline, and its dates promised by nearness."""
    announced = [a for a in expanded.document.activities if a.kind in (CUTOVER, TRANSFER)]
    placed = sorted((plan.placed[a.id].start, a.id) for a in announced if a.id in plan.placed)
    commitments = []
    for number, (start, name) in enumerate(placed):
        share = number / len(placed)
        level = "contracted" if share < 0.2 else "published" if share < 0.6 else "notified"
        commitments.append(
            Commitment(id=f"promise_{number}", level=level, activity=name, start=start)  # type: ignore[arg-type]  # a literal
        )
    return replace(document, baseline=baseline_of(plan), commitments=tuple(commitments))
