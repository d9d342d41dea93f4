"""A world that lets more be than any plan can do: everything as early as waits and dates let it.

Left out are people, limits on change, greatest lags, all rules that come to none of the kinds in
`KEPT`, freezes within work, dates on which events go wrong, and that work side by side takes as
long as the longest of it. What is left only ever makes things later if something before them is
later, so that dates found here, sample by sample, are no later than in any run of any plan that
meets the hard rules and keeps its waits.

Several options of a service group may be left open: work then takes the shortest of theirs, a wait
counts that all of them ask for, and what one of them does without is not waited for.

Source  Relaxation of a scheduling problem to its network: Möhring & Stork (2000); bounds from
        perfect knowledge of each sample: Madansky (1960), wait-and-see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ActualDates
from scheduler.exit_search.flat import Ints
from scheduler.exit_search.lower import lower
from scheduler.exit_search.lowered import (
    AFTER,
    BEFORE,
    BY_CALENDAR,
    CALENDAR,
    DATES_FROM,
    DATES_TO,
    EVENT,
    FOLLOWS,
    FORM,
    FORWARD,
    FROM_START,
    GROUP,
    IF_GROUP,
    IF_OPTIONS,
    KIND,
    LAG,
    MASK,
    NOT_BEFORE,
    ORDERED,
    OTHER,
    POSITION,
    SAME_DAY,
    TIES_FROM,
    TIES_TO,
    TO_START,
    WORK,
    WORKED,
    WORKED_AT,
    Lowered,
)
from scheduler.timeline.time_axis import TimeAxis, axis_of

KEPT: tuple[str, ...] = (
    "acceptance",
    "actual_dates",
    "allowed_dates",
    "change_freeze",
    "continuity",
    "date_limit",
    "decision",
    "hypercare",
    "knowledge_transfer",
    "partial_termination",
    "precedence",
    "rehearsal",
    "sourcing_choice",
    "staff_transfer",
    "waves",
)
"""Kinds of hard rule that the relaxed world keeps, as far as they come to waits and dates."""

Open = tuple[frozenset[int], ...]
"""The options of each group that are open."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A programme without people, as tables to be gone through once."""

    programme: ExpandedProgramme
    axis: TimeAxis
    lowered: Lowered
    order: tuple[int, ...]
    """Each after all it waits for."""
    into: Mapping[int, Sequence[Ints]]
    """Links to what is placed at an activity: its own, and those of events on its day."""
    root: Ints
    """[activity]: the event on whose day it lies, or itself."""
    first_day: Ints
    """[position]: the first ordinal before which so many working days lie."""
    done: Mapping[int, ActualDates]


@dataclass(frozen=True, slots=True)
class Dates:
    """Least dates by activity, each an ordinal for each sample; none of what may be left out."""

    starts: Mapping[int, Ints]
    finishes: Mapping[int, Ints]


def relaxed(programme: ExpandedProgramme) -> Relaxed:
    """Return the relaxed world of a programme, which must have passed validation."""
    document = programme.document
    rules = tuple(rule for rule in document.rules if rule.kind in KEPT and rule.price is None)
    lowered = lower(ExpandedProgramme(replace(document, rules=rules)))
    root = np.arange(len(lowered.activities))
    follows: list[tuple[int, int]] = []
    for i, row in enumerate(lowered.activities):
        for tie in lowered.ties[row[TIES_FROM] : row[TIES_TO]]:
            if tie[KIND] == SAME_DAY:
                root[tie[OTHER]] = i
            elif tie[KIND] == FOLLOWS:
                follows.append((i, int(tie[OTHER])))
    days = lowered.days[:, POSITION]
    size = len(lowered.day_of)
    into: defaultdict[int, list[Ints]] = defaultdict(list)
    for link in lowered.links:
        if link[FORWARD] and root[link[BEFORE]] != root[link[AFTER]]:
            into[int(root[link[AFTER]])].append(link)
    for event, other in follows:
        wait = np.zeros(10, np.int64)
        wait[[BEFORE, AFTER, FROM_START, TO_START, BY_CALENDAR, FORWARD]] = event, other, 1, 1, 1, 1
        wait[IF_GROUP] = -1
        into[int(root[other])].append(wait)
    order, kept = _ordered(root, into)
    at = {activity.id: i for i, activity in enumerate(document.activities)}
    return Relaxed(
        programme=programme,
        axis=axis_of(programme),
        lowered=lowered,
        order=order,
        into=kept,
        root=root,
        first_day=np.searchsorted(days, np.arange(size), side="left"),
        done={at[r.activity]: r for r in document.rules if isinstance(r, ActualDates)},
    )


def _ordered(
    root: Ints, into: Mapping[int, Sequence[Ints]]
) -> tuple[tuple[int, ...], Mapping[int, Sequence[Ints]]]:
    """Return roots so that each comes after what it waits for; waits in a circle are left out."""
    left = dict.fromkeys(int(i) for i in np.flatnonzero(root == np.arange(len(root))))
    order: list[int] = []
    placed: set[int] = set()
    kept: dict[int, list[Ints]] = {}
    while left:
        free = [i for i in left if all(int(root[k[BEFORE]]) in placed for k in into.get(i, ()))]
        for i in free or [next(iter(left))]:
            kept[i] = [k for k in into.get(i, ()) if int(root[k[BEFORE]]) in placed]
            placed.add(i)
            order.append(i)
            del left[i]
    return tuple(order), kept


def options_open(world: Relaxed) -> Open:
    """Return the options of each group that no rule excludes."""
    return tuple(
        frozenset(int(o) for o in np.flatnonzero(row[:, 0])) for row in world.lowered.choices
    )


def modes_open(world: Relaxed, i: int, allowed: Open) -> tuple[int, ...]:
    """Return the modes an activity may have; none if it may be left out."""
    group = int(world.lowered.activities[i, GROUP])
    options = allowed[group] if group >= 0 else frozenset({0})
    modes = tuple(int(world.lowered.mode_of[i, o]) for o in sorted(options))
    return () if -1 in modes else tuple(dict.fromkeys(modes))


def least_dates(
    world: Relaxed, allowed: Open, days: Mapping[int, Ints], held: Mapping[int, int]
) -> Dates:
    """Return the least dates of everything that cannot be left out.

    `days` are working days of each mode of work, by sample; `held` are ordinals that an activity
    does not start before.
    """
    starts: dict[int, Ints] = {}
    finishes: dict[int, Ints] = {}
    samples = len(next(iter(days.values()))) if days else 1
    members = defaultdict(list)
    for i, above in enumerate(world.root):
        members[int(above)].append(i)
    for i in world.order:
        here = [k for k in members[i] if modes_open(world, k, allowed)]
        if not here:
            continue
        bounds = _bounds(world, i, here, allowed, starts, finishes, held, samples)
        form = world.lowered.activities[i, FORM]
        if i in world.done:
            begins, ends = _as_it_was(world, i, samples)
        elif form == EVENT:
            begins = _on_a_date(world, here[0], bounds)
            ends = np.minimum(begins + 1, world.axis.calendar_days + 1)
        elif form == WORK:
            shortest = np.min([days[m] for m in modes_open(world, i, allowed)], axis=0)
            begins, ends = _worked(world, i, bounds, shortest)
        else:
            begins = np.maximum(bounds[1], world.first_day[np.minimum(bounds[0], _last(world))])
            ends = np.maximum(begins + 1, bounds[3])
        for k in here:
            starts[k], finishes[k] = begins, ends
    return Dates(starts, finishes)


def _last(world: Relaxed) -> int:
    return len(world.lowered.day_of) - 1


def _bounds(  # what is known of one activity
    world: Relaxed,
    i: int,
    here: Sequence[int],
    allowed: Open,
    starts: Mapping[int, Ints],
    finishes: Mapping[int, Ints],
    held: Mapping[int, int],
    samples: int,
) -> Ints:
    """Return the least position and ordinal of the start, then of the finish, by sample."""
    p, beyond = world.lowered, world.axis.calendar_days + 1
    found = np.zeros((4, samples), np.int64)
    for k in here:
        found[1] = np.maximum(found[1], max(int(p.activities[k, NOT_BEFORE]), held.get(k, 0)))
    for link in world.into.get(i, ()):
        before, after = int(link[BEFORE]), int(link[AFTER])
        if before not in starts or after not in here or not _asked(link, allowed):
            continue
        instant = (starts if link[FROM_START] else finishes)[before]
        base = 0 if link[TO_START] else 2
        if link[BY_CALENDAR]:
            found[base + 1] = np.maximum(found[base + 1], instant + link[LAG])
            continue
        reached = p.days[np.minimum(instant, beyond), POSITION] + link[LAG]
        found[base] = np.maximum(found[base], reached)
        if link[ORDERED]:
            found[base + 1] = np.maximum(found[base + 1], instant)
    return np.clip(found, 0, beyond)


def _asked(link: Ints, allowed: Open) -> bool:
    """Tell whether a link holds whichever of the open options is taken."""
    group = int(link[IF_GROUP])
    return group < 0 or all((int(link[IF_OPTIONS]) >> o) & 1 for o in allowed[group])


def _as_it_was(world: Relaxed, i: int, samples: int) -> tuple[Ints, Ints]:
    """Return when something began that has begun, and the least instant at which it is over."""
    actual, beyond = world.done[i], world.axis.calendar_days + 1
    begun = min(max(0, world.axis.ordinal(actual.start)), beyond)
    over = begun + 1 if actual.finish is None else world.axis.ordinal(actual.finish) + 1
    return np.full(samples, begun), np.full(samples, min(max(begun, over), beyond))


def _on_a_date(world: Relaxed, i: int, bounds: Ints) -> Ints:
    """Return the first allowed date from where waits let an event be; beyond the axis for none."""
    last, beyond = _last(world), world.axis.calendar_days + 1
    least = np.maximum(bounds[1], world.first_day[np.minimum(bounds[0], last)])
    least = np.maximum(least, bounds[3] - 1)
    least = np.maximum(least, world.first_day[np.minimum(bounds[2], last)] - 1)
    row = world.lowered.activities[i]
    dates = np.append(world.lowered.lists[row[DATES_FROM] : row[DATES_TO]], beyond)
    found: Ints = dates[np.minimum(np.searchsorted(dates, least), len(dates) - 1)]
    return found


def _worked(world: Relaxed, i: int, bounds: Ints, days: Ints) -> tuple[Ints, Ints]:
    """Return the ordinals of start and finish of work that takes so many of its working days."""
    p, last, beyond = world.lowered, _last(world), world.axis.calendar_days + 1
    begun = np.maximum(bounds[0], p.days[np.minimum(bounds[1], beyond), POSITION])
    worked, place = p.working[p.activities[i, CALENDAR], [WORKED, WORKED_AT]]
    count = int(place[last])
    k = _next_free(p, i, worked[:count])[place[np.minimum(begun, last)]]
    over = k + np.maximum(days, 1) - 1
    fits = (k < count) & (over < count)
    if not count:
        return np.full_like(begun, beyond), np.full_like(begun, beyond)
    begins = np.where(fits, p.day_of[worked[np.where(fits, k, 0)]], beyond)
    ends = np.where(fits, p.day_of[worked[np.where(fits, over, 0)]] + 1, beyond)
    return begins, np.clip(np.maximum(ends, bounds[3]), 0, beyond)


def _next_free(p: Lowered, i: int, worked: Ints) -> npt.NDArray[np.int64]:
    """Return for each working day of an activity the first from it on that no freeze bars."""
    count = len(worked)
    row = p.activities[i, MASK]
    free = np.arange(count + 1)
    if row >= 0:
        barred = np.append(p.masks[row][worked] == 0, False)
        free = np.where(barred, count, free)
        free = np.minimum.accumulate(free[::-1])[::-1]
    return free
