"""What becomes of a plan under chance, as an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from scheduler.analysis.risk import (
    ActivityRisk,
    CurvePoint,
    EventRisk,
    FirmUp,
    RiskAnswer,
    ServiceRisk,
    Share,
)
from scheduler.domain.activities import ACCEPTANCE, TRANSFER
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import FileRejected
from scheduler.rules.words import counted, listed
from scheduler.simulation.as_planned import elsewhere
from scheduler.simulation.chance import DEFAULT_CORRELATION, Chance, chance_of
from scheduler.simulation.due import (
    Truths,
    acceptances,
    deadlines,
    in_time,
    last_transfer_day,
    transfers,
)
from scheduler.simulation.failures import failures
from scheduler.simulation.figures import (
    classed,
    explained,
    in_classes,
    percentiles,
    rank_correlation,
    ranks,
)
from scheduler.simulation.names import FIRST, NEVER
from scheduler.simulation.policy import Carried, Policy, carried
from scheduler.simulation.ruling import not_simulated
from scheduler.simulation.runs import Days, Runs, carry_out
from scheduler.simulation.slips import slips
from scheduler.simulation.spreads import Floats, Shape
from scheduler.verification.verify import verify

DEFAULT_SAMPLES = 10_000
MOST_FIRMED_UP = 10
TRIED_AT_LIKELY = 3
"""Estimates of which it is tried what knowing them to be as likely would change."""
SAMPLES_AT_LIKELY = 1_000
LEAST_EXPLAINED = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSettings:
    """How a plan is put to chance."""

    samples: int = DEFAULT_SAMPLES
    seed: int = 1
    policy: Policy = "as-planned"
    shape: Shape = "pert"
    correlation: float = DEFAULT_CORRELATION
    with_slips: bool = False


def assess(
    programme: ExpandedProgramme, plan: Plan, settings: RiskSettings | None = None
) -> RiskAnswer:
    """Return what becomes of a plan; the programme must have passed validation.

    The same settings give the same answer. Raises FileRejected where no service transfers.
    """
    settings = settings or RiskSettings()
    under = carried(programme, plan, settings.policy)
    if not transfers(under):
        message = "the plan transfers no service, so that there is nothing to be late for"
        raise FileRejected(message, reason="no_transfer")
    chance = chance_of(under, shape=settings.shape, correlation=settings.correlation)
    runs = carry_out(under, chance, samples=settings.samples, seed=settings.seed)
    moved, good = in_time(under, runs.starts, runs.finishes)
    last = runs.starts[:, transfers(under)].max(axis=1)
    ends = (*transfers(under), *acceptances(under))
    beyond = (runs.starts[:, ends] == NEVER).any(axis=1)
    document = programme.document
    return RiskAnswer(
        samples=settings.samples,
        seed=settings.seed,
        policy=settings.policy,
        shape=settings.shape,
        correlation=settings.correlation,
        contract_end=document.contract.end_date,
        horizon=document.plan_until,
        in_time=_share(good),
        transferred=_share(moved),
        beyond=_share(beyond),
        planned_last=max(plan.placed[document.activities[i].id].start for i in transfers(under)),
        last=percentiles(last, under.axis),
        curve=_curve(under, last),
        services=tuple(_services(under, runs)),
        activities=_activities(under, chance, runs, ranks(last)),
        firm_up=_firm_up(under, chance, runs, last.astype(np.float64), good, settings),
        failures=failures(under, chance, runs, good),
        slips=slips(under) if settings.with_slips else (),
        violations=len({v.rule for v in verify(programme, plan).violations}),
        not_simulated=(
            *_elsewhere(programme, plan),
            *not_simulated(programme, plan),
            *_loosened(under),
        ),
    )


def _curve(under: Carried, last: Days) -> tuple[CurvePoint, ...]:
    days, counts = np.unique(last, return_counts=True)
    reached = np.cumsum(counts)
    return tuple(
        CurvePoint(day=under.axis.day_at(int(day)), reached=Share(count=int(so_far), of=len(last)))
        for day, so_far in zip(days, reached, strict=True)
        if day != NEVER
    )


def _elsewhere(programme: ExpandedProgramme, plan: Plan) -> tuple[str, ...]:
    """Say what the runs put elsewhere although nothing is late."""
    found = elsewhere(carried(programme, plan))
    if not found:
        return ()
    who = counted(len(found), "activity", "activities")
    names = listed(found, programme)
    return (f"the planned dates of {who}, which no run can have even if nothing is late: {names}",)


def _loosened(under: Carried) -> tuple[str, ...]:
    """Say how many waits are kept as the plan has them because they were read more strictly."""
    count = len(set(under.loosened))
    if not count:
        return ()
    return (f"{counted(count, 'wait')} kept as long as in the plan, not as long as may be asked",)


def _share(truths: Truths) -> Share:
    return Share(count=int(np.count_nonzero(truths)), of=len(truths))


def _services(under: Carried, runs: Runs) -> Iterator[ServiceRisk]:
    programme = under.programme
    at = {activity.id: i for i, activity in enumerate(programme.document.activities)}
    limits = {deadline.activity: deadline.last for deadline in deadlines(under)}
    for service in programme.document.services:
        transfer = programme.event_of(service.id, TRANSFER)
        accepted = programme.event_of(service.id, ACCEPTANCE)
        if transfer is None or under.planned[FIRST, at[transfer]] < 0:
            continue
        event = _event(under, runs, at[transfer], last_transfer_day(programme))
        acceptance = None
        if accepted is not None and under.planned[FIRST, at[accepted]] >= 0:
            acceptance = _event(under, runs, at[accepted], limits.get(at[accepted]))
        yield ServiceRisk(
            service=service.id, name=service.name, transfer=event, acceptance=acceptance
        )


def _event(under: Carried, runs: Runs, i: int, due: date | None) -> EventRisk:
    starts = runs.starts[:, i]
    name = under.programme.document.activities[i].id
    return EventRisk(
        activity=name,
        planned=under.plan.placed[name].start,
        reached=percentiles(starts, under.axis),
        due=due,
        in_time=None if due is None else _share(starts <= under.axis.ordinal(due)),
    )


def _activities(
    under: Carried, chance: Chance, runs: Runs, last: Floats
) -> tuple[ActivityRisk, ...]:
    column = {i: k for k, i in enumerate(chance.uncertain)}
    found = []
    for i, activity in enumerate(under.programme.document.activities):
        count = int(runs.chain[i])
        sensitivity = rank_correlation(runs.days[:, column[i]], last) if i in column else None
        if (count or sensitivity is not None) and activity.id in under.plan.placed:
            found.append(
                ActivityRisk(
                    activity=activity.id,
                    name=activity.name,
                    criticality=Share(count=count, of=len(runs)),
                    sensitivity=None if sensitivity is None else round(sensitivity, 4),
                )
            )
    return tuple(sorted(found, key=lambda a: (-a.criticality.count, -abs(a.sensitivity or 0))))


def _firm_up(
    under: Carried, chance: Chance, runs: Runs, last: Floats, good: Truths, settings: RiskSettings
) -> tuple[FirmUp, ...]:
    """Return what would explain most of the last transfer if it were known."""
    # A run that ends after the horizon is late by the rest of it at least.
    last = np.minimum(last, under.axis.calendar_days)
    activities = under.programme.document.activities
    estimates = [
        (explained(in_classes(runs.days[:, k]), last), i) for k, i in enumerate(chance.uncertain)
    ]
    estimates.sort(key=lambda found: (-found[0], found[1]))
    few = min(SAMPLES_AT_LIKELY, settings.samples)
    found = []
    for place, (share, i) in enumerate(estimates[:MOST_FIRMED_UP]):
        if share < LEAST_EXPLAINED:
            break
        tried = None
        if place < TRIED_AT_LIKELY:
            again = carry_out(under, chance.at_likely(i), samples=few, seed=settings.seed)
            tried = _share(in_time(under, again.starts, again.finishes)[1])
        found.append(
            FirmUp(
                kind="estimate",
                id=activities[i].id,
                name=activities[i].name,
                explains=round(share, 4),
                likely_days=chance.spreads[i].likely,
                in_time_if_likely=tried,
                in_time_now=None if tried is None else _share(good[:few]),
            )
        )
    for k, driver in enumerate(under.programme.document.drivers):
        share = explained(classed(runs.common[:, k]), last)
        if share >= LEAST_EXPLAINED:
            found.append(
                FirmUp(
                    kind="driver",
                    id=driver.id,
                    name=driver.name,
                    explains=round(share, 4),
                    likely_days=None,
                    in_time_if_likely=None,
                    in_time_now=None,
                )
            )
    return tuple(sorted(found, key=lambda f: -f.explains))
