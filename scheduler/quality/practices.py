"""The ten best practices of GAO-16-89G, as far as a programme and a plan can tell.

Each row says how its standing is reached in its function. A file cannot tell what is missing from
it; where only people can answer, the row says so and what it counts is evidence for them.

Source: GAO Schedule Assessment Guide, GAO-16-89G, December 2015, best practices 1 to 10.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from scheduler.analysis.measures import contingency_working_days
from scheduler.analysis.risk import RiskAnswer
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.quality.estimates import estimates_of
from scheduler.quality.findings import Check, Practice, Standing, sampled
from scheduler.quality.schedule import Schedule, transfers

_FAR = 4
"""One in so many: the share from which a practice is not met at all."""


def practices_of(
    schedule: Schedule, checks: Mapping[int, Check], risk: RiskAnswer | None = None
) -> tuple[Practice, ...]:
    """Return the ten rows, by the fourteen checks and the schedule, and by a simulation of it."""
    return (
        _capturing(schedule),
        _sequencing(schedule, checks),
        _resources(schedule, checks),
        _durations(schedule, checks),
        _traceable(schedule),
        _critical_path(checks),
        _float(checks),
        _risk(schedule, risk),
        _updating(schedule, checks),
        _baseline(schedule),
    )


def _share(short: int, of: int) -> Standing:
    """Return met where nothing falls short, not met from one in four on, partly between."""
    if not of:
        return "cannot be told"
    if not short:
        return "met"
    return "not met" if short * _FAR >= of else "partly"


def _by(checks: Sequence[Check]) -> Standing:
    """Return met where all that apply pass, not met where none does."""
    verdicts = [check.verdict for check in checks if check.verdict != "not applicable"]
    if not verdicts:
        return "cannot be told"
    if "fail" not in verdicts:
        return "met"
    return "partly" if "pass" in verdicts else "not met"


def _told(checks: Sequence[Check]) -> str:
    return "; ".join(
        f"check {c.number}: {c.why.removesuffix('.') if c.percent is None else _ratio(c)}"
        for c in checks
    )


def _ratio(check: Check) -> str:
    return f"{check.numerator} of {check.denominator}, {check.verdict}"


def _failing(checks: Sequence[Check]) -> tuple[str, ...]:
    return sampled([name for c in checks if c.verdict == "fail" for name in c.sample])


def _capturing(schedule: Schedule) -> Practice:
    """Partly where a service has no transfer or a contract term was not read; never fully told."""
    document = schedule.programme.document
    moved = {a.service for a in transfers(schedule)}
    without = [s.id for s in document.services if s.id not in moved]
    unread = [term.id for term in document.contract.terms if not term.known]
    unowned = sum(not a.owner for a in schedule.tasks)
    return Practice(
        number=1,
        name="Capturing all activities",
        standing="partly" if without or unread else "cannot be told",
        evidence=f"{len(schedule.tasks)} tasks for {len(document.services)} services, of which "
        f"{len(document.services) - len(without)} have a transfer; {len(unread)} of "
        f"{len(document.contract.terms)} contract terms not read; {unowned} tasks without owner.",
        ids=sampled([*without, *unread]),
        missing="Whether any activity is missing only those who do the work can say: go through "
        "the list with each team and with the contract.",
    )


def _sequencing(schedule: Schedule, checks: Mapping[int, Check]) -> Practice:
    """Met where checks 1 to 5 pass, not met where none does."""
    about = [checks[n] for n in (1, 2, 3, 4, 5)]
    return Practice(
        number=2,
        name="Sequencing all activities",
        standing=_by(about),
        evidence=f"{len(schedule.every_link)} links; {_told(about)}.",
        ids=_failing(about),
        missing=""
        if _by(about) == "met"
        else "A link, or the reason that there is none, for each "
        "task named by the checks that fail.",
    )


def _resources(schedule: Schedule, checks: Mapping[int, Check]) -> Practice:
    """By check 10, and partly at best where a team that is asked for has no hard capacity."""
    programme = schedule.programme
    limited = {rule.team for rule in schedule.rules if isinstance(rule, TeamCapacity)}
    unlimited = [team for team in programme.asking if team not in limited]
    check = checks[10]
    standing = _share(check.numerator or 0, check.denominator or 0)
    if unlimited and standing == "met":
        standing = "partly"
    return Practice(
        number=3,
        name="Assigning resources to all activities",
        standing=standing,
        evidence=f"{_told([check])}; {len(programme.asking)} teams are asked for, of which "
        f"{len(programme.asking) - len(unlimited)} are limited by their capacity on every day.",
        ids=sampled([*check.sample, *unlimited]),
        missing="" if standing == "met" else "Who does the work named here, and how many people.",
    )


def _durations(schedule: Schedule, checks: Mapping[int, Check]) -> Practice:
    """By estimates without a source, and partly at best where check 8 fails."""
    found = estimates_of(schedule)
    standing = _share(len(found.unsourced), len(found.durations))
    if standing == "met" and checks[8].verdict == "fail":
        standing = "partly"
    return Practice(
        number=4,
        name="Establishing the duration of all activities",
        standing=standing,
        evidence=f"{len(found.durations)} estimates in three points, {len(found.unsourced)} "
        f"without a source, {len(found.assumed)} assumed, {len(found.certain)} with no spread; "
        f"{_told([checks[8]])}; {len(found.long_without_parts)} pieces of work of more than eight "
        "weeks without parts.",
        ids=sampled([*found.unsourced, *found.long_without_parts]),
        missing="" if standing == "met" else "A source for every estimate, parts for long work.",
    )


def _traceable(schedule: Schedule) -> Practice:
    """By tasks that no chain of links ties to a service transfer, or that belong to nothing."""
    tied = _tied_to_transfers(schedule)
    loose = [a.id for a in schedule.tasks if a.id not in tied]
    owned = [a for a in schedule.tasks if a.service or a.group or a.staff_group]
    standing = _share(len(loose), len(schedule.tasks))
    return Practice(
        number=5,
        name="Traceable horizontally and vertically",
        standing=standing,
        evidence=f"Links tie {len(schedule.tasks) - len(loose)} of {len(schedule.tasks)} tasks to "
        f"a service transfer; {len(owned)} belong to a service, a service group or a staff group, "
        "the others to the programme as a whole.",
        ids=sampled(loose),
        missing="" if standing == "met" else "What the tasks named here lead to or wait for.",
    )


def _tied_to_transfers(schedule: Schedule) -> frozenset[str]:
    """Return what leads to a transfer by links, and what follows from one."""
    found: set[str] = set()
    for forward in (False, True):
        follow: dict[str, list[str]] = {}
        for link in schedule.every_link:
            one, other = (link.before, link.after) if forward else (link.after, link.before)
            follow.setdefault(one, []).append(other)
        seen = {a.id for a in transfers(schedule)}
        waiting = deque(seen)
        while waiting:
            for name in follow.get(waiting.popleft(), ()):
                if name not in seen:
                    seen.add(name)
                    waiting.append(name)
        found |= seen
    return frozenset(found)


def _critical_path(checks: Mapping[int, Check]) -> Practice:
    """By check 12; partly where the delay moves the last transfer, but by less."""
    check = checks[12]
    standing = _by([check])
    if standing == "not met" and check.numerator:
        standing = "partly"
    return Practice(
        number=6,
        name="A valid critical path",
        standing=standing,
        evidence=check.why,
        ids=check.sample if check.verdict == "fail" else (),
        missing=""
        if standing == "met"
        else "An unbroken chain of links to the last transfer; in a plan bound by people it may be "
        "teams that hold it, which explain tells.",
    )


def _float(checks: Mapping[int, Check]) -> Practice:
    """By checks 6 and 7."""
    about = [checks[6], checks[7]]
    standing = _by(about)
    return Practice(
        number=7,
        name="Reasonable total float",
        standing=standing,
        evidence=f"{_told(about)}.",
        ids=_failing(about),
        missing=""
        if standing == "met"
        else "Links for what nothing waits for; the rest of the float is schedule contingency, "
        "and whether that is as wanted the rule about it tells.",
    )


def _risk(schedule: Schedule, risk: RiskAnswer | None) -> Practice:
    """By a simulation, met where every estimate has a spread and partly else.

    Cannot be told without one: no file says whether a risk analysis was made of this plan. How
    likely is likely enough the guide leaves to whoever decides.
    """
    found = estimates_of(schedule)
    spread = len(found.durations) - len(found.certain)
    drivers = sum(d.driver is not None for d in found.durations.values())
    spare = contingency_working_days(schedule.programme, schedule.plan)
    standing: Standing = "cannot be told"
    told, missing = "", "A simulation of this plan on these estimates: quality --risk makes one."
    if risk is not None:
        standing = "partly" if found.certain or not found.durations else "met"
        told = f"{_simulated(risk)} "
        missing = "A spread of every estimate." if standing == "partly" else ""
    return Practice(
        number=8,
        name="A schedule risk analysis",
        standing=standing,
        evidence=f"{told}{spread} of {len(found.durations)} estimates have a spread, {drivers} a "
        f"driver in common; schedule contingency is {'unknown' if spare is None else spare} "
        "working days.",
        ids=sampled(found.certain),
        missing=missing,
    )


def _simulated(risk: RiskAnswer) -> str:
    """Say what a simulation found: how likely the end is held, the date for 80 %, what matters."""
    low, high = risk.in_time.interval
    day = risk.last.p80
    last = f"after {risk.horizon}" if day is None else f"by {day}"
    words = (
        f"In {100 * risk.in_time.value:.0f} % of {risk.samples:,} runs all is in time "
        f"(95 % interval {100 * low:.1f} to {100 * high:.1f} %); in 80 % the last transfer is made "
        f"{last}."
    )
    if risk.firm_up:
        first = risk.firm_up[0]
        words += f" Most of what varies comes from {first.name or first.id}."
    return words


def _updating(schedule: Schedule, checks: Mapping[int, Check]) -> Practice:
    """By check 9; cannot be told without a status date."""
    document = schedule.programme.document
    standing = _by([checks[9]])
    status = document.status_date
    told = "There is no status date." if status is None else f"The status date is {status}."
    return Practice(
        number=9,
        name="Updating with actual progress and logic",
        standing=standing,
        evidence=f"{told} {len(schedule.complete)} tasks are complete, "
        f"{len(schedule.begun - schedule.complete)} under way.",
        ids=_failing([checks[9]]),
        missing="" if standing == "met" else "A status date with what has happened by it.",
    )


def _baseline(schedule: Schedule) -> Practice:
    """Met where the baseline has every task; not met without one."""
    baseline = schedule.programme.document.baseline
    known = {} if baseline is None else baseline.dates
    new = [a.id for a in schedule.tasks if a.id not in known]
    standing: Standing = "not met" if not known else "partly" if new else "met"
    return Practice(
        number=10,
        name="Maintaining a baseline schedule",
        standing=standing,
        evidence=f"The baseline has {len(schedule.tasks) - len(new)} of {len(schedule.tasks)} "
        "tasks of the plan.",
        ids=sampled(new) if known else (),
        missing="" if standing == "met" else "An agreed plan as the programme's baseline.",
    )
