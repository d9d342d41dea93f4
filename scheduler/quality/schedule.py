"""A plan as a schedule review sees it: tasks, milestones, links, floats, what is complete.

Task         An activity that the plan performs and whose dates are its own: work, and events as
             milestones. A span is level of effort, as rules lay it beside others: left out.
Milestone    An event. It is kept among the tasks where the pamphlet leaves milestones out, as here
             events carry the transfers; checks of duration and of resources look at work alone.
Incomplete   Without an actual finish by the status date (`progress` of the programme).
Link         A minimum lag between two performed activities by a hard rule that holds under the
             options of the plan, by the instants of that rule: finish or start of the one, start or
             finish of the other. One for each rule and pair of instants, the one with a lag where
             there are several. Greatest lags, shared teams, stability limits and rules that tie
             activities in both directions are no links.
Link of incomplete work    Its later activity is incomplete.
Source       DCMA-EA PAM 200.1, 2012, section 4, for what is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.activities import TRANSFER, Activity
from scheduler.domain.choice import all_made
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ActualDates, Continuity, Expiry, Precedence, Rule
from scheduler.explaining.arcs import arcs_of
from scheduler.explaining.network import Floats, Network
from scheduler.explaining.paths import default_milestone

LinkType = Literal["FS", "SS", "FF", "SF"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLink:
    """One link of the schedule."""

    rule: str
    basis: str
    before: str
    after: str
    type: LinkType
    lag: int
    """Working or calendar days, as the rule counts."""

    @property
    def words(self) -> str:
        """The link in short, with the rule it comes from."""
        return f"{self.before} → {self.after} ({self.rule})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What the checks look at, found once."""

    programme: ExpandedProgramme
    plan: Plan
    network: Network
    floats: Mapping[str, Floats]
    """To the contract end, or the end of the horizon for what no transfer waits for."""
    tasks: tuple[Activity, ...]
    """Performed work and events, in the order of the programme."""
    incomplete: tuple[Activity, ...]
    work: tuple[Activity, ...]
    """The incomplete tasks that have a duration."""
    links: tuple[TaskLink, ...]
    """Of incomplete work."""
    every_link: tuple[TaskLink, ...]
    complete: frozenset[str]
    begun: frozenset[str]
    """With an actual start, complete or not."""
    rules: tuple[Rule, ...]
    """Hard and in force."""
    milestone: str | None
    """The last service transfer."""

    def placed(self, activity: Activity) -> Placed:
        """Return the dates of a task."""
        return self.plan.placed[activity.id]

    def working_days(self, activity: Activity) -> int:
        """Return how many days of its own calendars an activity takes."""
        return self.network.positions.length(activity, self.placed(activity))


def schedule_of(programme: ExpandedProgramme, plan: Plan) -> Schedule:
    """Return the schedule of a checked plan."""
    rules = tuple(
        rule
        for rule in programme.document.rules
        if rule.price is None and all_made(rule.when, plan.options)
    )
    actual = [rule for rule in rules if isinstance(rule, ActualDates)]
    complete = frozenset(r.activity for r in actual if r.finish is not None and not r.under_way)
    tasks = tuple(
        a for a in programme.document.activities if a.id in plan.placed and a.form != "span"
    )
    incomplete = tuple(a for a in tasks if a.id not in complete)
    links = tuple(
        link
        for link in (found for rule in rules for found in links_by(rule, programme))
        if link.before in plan.placed and link.after in plan.placed
    )
    network = Network(programme, plan)
    return Schedule(
        programme=programme,
        plan=plan,
        network=network,
        floats=network.floats(),
        tasks=tasks,
        incomplete=incomplete,
        work=tuple(a for a in incomplete if a.form == "work"),
        links=tuple(link for link in links if link.after not in complete),
        every_link=links,
        complete=complete,
        begun=frozenset(r.activity for r in actual),
        rules=rules,
        milestone=default_milestone(programme, plan),
    )


def links_by(rule: Rule, programme: ExpandedProgramme) -> tuple[TaskLink, ...]:
    """Return the links of one rule, whether its activities are performed or not.

    Beyond the minimum lags of every kind these are the wait for a single renewal of what expires,
    and the lag of procurement law where only one regime can apply.
    """
    found: dict[tuple[str, str, LinkType], TaskLink] = {}
    for arc in arcs_of(rule, programme):
        (before, from_start), (after, to_start) = arc.origin, arc.target
        if isinstance(rule, Continuity) and after == rule.charges_stop and arc.lag < 0:
            # On the day before the transfer at the earliest: its finish, no earlier than that.
            found[before, after, "SF"] = _link(rule, before, after, "SF", 0)
            continue
        renewed = isinstance(rule, Expiry) and arc.lag == 0
        least = isinstance(rule, Precedence) and (before, after) == (rule.before, rule.after)
        if not (arc.ordered or renewed or least):
            continue
        type_ = _TYPES[from_start, to_start]
        known = found.get((before, after, type_))
        if known is None or known.lag == 0:
            found[before, after, type_] = _link(rule, before, after, type_, arc.lag)
    return tuple(found.values())


_TYPES: Mapping[tuple[bool, bool], LinkType] = {
    (False, True): "FS",
    (True, True): "SS",
    (False, False): "FF",
    (True, False): "SF",
}


def _link(rule: Rule, before: str, after: str, type_: LinkType, lag: int) -> TaskLink:
    return TaskLink(rule=rule.id, basis=rule.basis, before=before, after=after, type=type_, lag=lag)


def transfers(schedule: Schedule) -> tuple[Activity, ...]:
    """Return the service transfers of a plan."""
    return tuple(a for a in schedule.tasks if a.kind == TRANSFER)
