"""By when things are due: the contract end for transfers, what hard rules say for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from scheduler.domain.activities import ACCEPTANCE, TRANSFER
from scheduler.domain.calendars import ONE_DAY
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit, Hypercare, Rule
from scheduler.simulation.names import FIRST
from scheduler.simulation.policy import Carried
from scheduler.simulation.runs import Days

Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which an activity may be over, and why."""

    activity: int
    last: date
    reason: str


def transfers(carried: Carried) -> tuple[int, ...]:
    """Return the transfers of the plan, by activity."""
    return _events(carried, TRANSFER)


def acceptances(carried: Carried) -> tuple[int, ...]:
    """Return the acceptances of the plan, by activity."""
    return _events(carried, ACCEPTANCE)


def _events(carried: Carried, kind: str) -> tuple[int, ...]:
    return tuple(
        i
        for i, activity in enumerate(carried.programme.document.activities)
        if activity.kind == kind and activity.form == "event" and carried.planned[FIRST, i] >= 0
    )


def left_out(carried: Carried) -> tuple[int, ...]:
    """Return the transfers that the options ask for and the plan does not have."""
    return tuple(
        i
        for i, activity in enumerate(carried.programme.document.activities)
        if activity.kind == TRANSFER
        and activity.form == "event"
        and carried.planned[FIRST, i] < 0
        and carried.programme.mode_in(activity, carried.plan) is not None
    )


def last_transfer_day(programme: ExpandedProgramme) -> date:
    """Return the last day on which a service may transfer: the day after the contract end."""
    return programme.document.contract.end_date + ONE_DAY


def limit_in(rule: Rule) -> tuple[date | None, Sequence[str]]:
    """Return the last day that a rule sets, and for which activities; None where it sets none."""
    match rule:
        case DateLimit(finish_not_after=last):
            return last, rule.activities.activities
        case Hypercare(complete_by=last):
            return last, (rule.hypercare,)
        case _:
            return None, ()


def deadlines(carried: Carried) -> tuple[Deadline, ...]:
    """Return what hard rules say of when activities of the plan must be over."""
    at = {activity.id: i for i, activity in enumerate(carried.programme.document.activities)}
    found: dict[int, Deadline] = {}
    for rule in carried.ruled.programme.document.rules:
        last, names = limit_in(rule)
        if last is None:
            continue
        for name in names:
            known = found.get(at[name])
            if carried.planned[FIRST, at[name]] >= 0 and (known is None or last < known.last):
                found[at[name]] = Deadline(at[name], last, rule.reason)
    return tuple(found[i] for i in sorted(found))


def in_time(carried: Carried, starts: Days, finishes: Days) -> tuple[Truths, Truths]:
    """Tell for each sample whether all are transferred, and also accepted in time.

    Nothing is where the plan leaves a transfer out.
    """
    latest = carried.axis.ordinal(last_transfer_day(carried.programme))
    moved = np.all(starts[:, transfers(carried)] <= latest, axis=1) & (not left_out(carried))
    limits: Mapping[int, date] = {d.activity: d.last for d in deadlines(carried)}
    accepted = np.ones(len(starts), np.bool_)
    for i in acceptances(carried):
        if i in limits:
            accepted &= finishes[:, i] <= carried.axis.ordinal(limits[i]) + 1
    both: Truths = np.logical_and(moved, accepted)
    return moved, both
