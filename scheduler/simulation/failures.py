"""The ways in which runs go wrong, in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scheduler.analysis.risk import FailureMode, Share
from scheduler.domain.activities import CUTOVER
from scheduler.exit_search.lowered import AFTER, BEFORE, BY_CALENDAR, FORWARD, LAG
from scheduler.rules.words import counted, named, short_date
from scheduler.simulation.chance import Chance
from scheduler.simulation.due import Truths, deadlines, last_transfer_day, left_out, transfers
from scheduler.simulation.names import NEVER
from scheduler.simulation.policy import Carried
from scheduler.simulation.runs import Runs

LEAST_SHARE = 0.005
"""Of the runs; what is rarer is not told."""
TELLING = 0.25
"""By how much more often late runs than others have a cutover after a date, for it to be told.

Source: index of a test, Youden (1950).
"""
_FIRST = ("late", "deadline", "horizon", "risk", "window", "lag")


def failures(carried: Carried, chance: Chance, runs: Runs, good: Truths) -> tuple[FailureMode, ...]:
    """Return what goes wrong: services late first, lags last, the most frequent of a kind first."""
    found = [
        *_left_out(carried, runs),
        *_late(carried, runs),
        *_deadlines(carried, runs),
        *_windows(carried, runs, good),
        *_lags(carried, runs),
        *_horizon(carried, runs),
        *_risks(chance, runs, good),
    ]
    told = (mode for mode in found if mode.share.value >= LEAST_SHARE)
    return tuple(sorted(told, key=_order))


def _order(mode: FailureMode) -> tuple[int, int]:
    """Return the place of a mode among others: windows stay as they are told, the telling first."""
    return _FIRST.index(mode.kind), 0 if mode.kind == "window" else -mode.share.count


def percent(share: float) -> str:
    """Return a share in whole percent; what is hardly ever or almost always so is said so."""
    if 0 < share < LEAST_SHARE:
        return "under 1 %"
    return "over 99 %" if 1 - LEAST_SHARE < share < 1 else f"{100 * share:.0f} %"


def _share(truths: Truths) -> Share:
    return Share(count=int(np.count_nonzero(truths)), of=len(truths))


def _name(carried: Carried, i: int) -> str:
    return named(carried.programme.document.activities[i].id, carried.programme)


def _id(carried: Carried, i: int) -> str:
    return carried.programme.document.activities[i].id


def _late(carried: Carried, runs: Runs) -> Iterator[FailureMode]:
    last = last_transfer_day(carried.programme)
    for i in transfers(carried):
        share = _share(runs.starts[:, i] > carried.axis.ordinal(last))
        words = f"{_name(carried, i)} is after {short_date(last)}, the day after the contract end"
        yield FailureMode(
            kind="late", share=share, words=words, activities=(_id(carried, i),), day=last
        )


def _left_out(carried: Carried, runs: Runs) -> Iterator[FailureMode]:
    for i in left_out(carried):
        words = f"{_name(carried, i)} is not in the plan"
        share = Share(count=len(runs), of=len(runs))
        yield FailureMode(kind="late", share=share, words=words, activities=(_id(carried, i),))


def _deadlines(carried: Carried, runs: Runs) -> Iterator[FailureMode]:
    for deadline in deadlines(carried):
        share = _share(
            runs.finishes[:, deadline.activity] > carried.axis.ordinal(deadline.last) + 1
        )
        why = f" ({deadline.reason.removesuffix('.')})" if deadline.reason else ""
        words = (
            f"{_name(carried, deadline.activity)} is not over by {short_date(deadline.last)}{why}"
        )
        yield FailureMode(
            kind="deadline",
            share=share,
            words=words,
            activities=(_id(carried, deadline.activity),),
            day=deadline.last,
        )


def _windows(carried: Carried, runs: Runs, good: Truths) -> Iterator[FailureMode]:
    """Yield for each cutover the date after which runs are mostly late, and before mostly not.

    What tells late runs from others best comes first. It goes with being late, and need not be why.
    """
    late = ~good
    if not late.any() or late.all():
        return
    found: list[tuple[float, FailureMode]] = []
    for i, activity in enumerate(carried.programme.document.activities):
        if activity.kind != CUTOVER or activity.id not in carried.plan.placed:
            continue
        starts = runs.starts[:, i]
        days, place = np.unique(starts, return_inverse=True)
        if len(days) == 1:
            continue
        # How many late and how many good runs have the cutover after each of its days.
        bad_after = np.count_nonzero(late) - np.cumsum(np.bincount(place, weights=late))
        good_after = np.count_nonzero(good) - np.cumsum(np.bincount(place, weights=good))
        apart = bad_after / np.count_nonzero(late) - good_after / np.count_nonzero(good)
        best = int(np.argmax(apart[:-1]))
        if apart[best] < TELLING:
            continue
        after = starts > days[best]
        last = carried.axis.day_at(int(days[best]))
        words = (
            f"{_name(carried, i)} is later than {short_date(last)}: of these runs "
            f"{percent(float(good[after].mean()))} are in time, of the others "
            f"{percent(float(good[~after].mean()))}"
        )
        mode = FailureMode(
            kind="window", share=_share(after), words=words, activities=(activity.id,), day=last
        )
        found.append((float(apart[best]), mode))
    found.sort(key=lambda one: -one[0])
    yield from (mode for _, mode in found)


def _lags(carried: Carried, runs: Runs) -> Iterator[FailureMode]:
    """Yield the pairs that lie too far apart: the first would be done again, or put off."""
    seen = set()
    for number in np.argsort(-runs.broken, kind="stable"):
        count = int(runs.broken[number])
        if count == 0:
            return
        link = carried.lowered.links[number]
        later, earlier = int(link[BEFORE]), int(link[AFTER])
        if link[FORWARD] or (later, earlier) in seen:
            continue
        seen.add((later, earlier))
        unit = "day" if link[BY_CALENDAR] else "working day"
        words = (
            f"{_name(carried, earlier)} lies more than {counted(-int(link[LAG]), unit)} before "
            f"{_name(carried, later)}, and is due again"
        )
        pair = (_id(carried, earlier), _id(carried, later))
        yield FailureMode(
            kind="lag", share=Share(count=count, of=len(runs)), words=words, activities=pair
        )


def _horizon(carried: Carried, runs: Runs) -> Iterator[FailureMode]:
    """Yield what finds no date at all."""
    last = carried.programme.document.plan_until
    for i, count in enumerate((runs.starts == NEVER).sum(axis=0)):
        if count:
            words = (
                f"{_name(carried, i)} finds no place by {short_date(last)}, the end of the horizon"
            )
            share = Share(count=int(count), of=len(runs))
            yield FailureMode(
                kind="horizon", share=share, words=words, activities=(_id(carried, i),), day=last
            )


def _risks(chance: Chance, runs: Runs, good: Truths) -> Iterator[FailureMode]:
    for number, hit in enumerate(chance.hits):
        struck = runs.happened[:, number] > 0
        if not struck.any():
            continue
        with_it, without = good[struck].mean(), good[~struck].mean() if (~struck).any() else 0.0
        name = hit.risk.name or hit.risk.id
        words = f"{name} happens: then {percent(with_it)} of the runs are in time"
        if (~struck).any():
            words += f", else {percent(without)}"
        yield FailureMode(
            kind="risk",
            share=_share(struck),
            words=words,
            activities=hit.risk.activities.activities,
        )
