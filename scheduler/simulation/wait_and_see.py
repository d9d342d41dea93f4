"""How long each mode of each work takes in samples that do not know of any plan.

A plan draws for the work it has; here it is drawn for all work there could be. Modes of one
activity share their draw: a plan has one of them, so that nothing is said of how they go together.
Of risks, those count that make work longer or have it done again.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scheduler.domain.activities import Mode
from scheduler.domain.planning_rules import begun_in
from scheduler.domain.risks import Risk
from scheduler.exit_search.flat import Ints
from scheduler.simulation.held import World
from scheduler.simulation.relaxed import Relaxed
from scheduler.simulation.spreads import Floats, Spread, certain, spread_of

_HUNDRED = 100


def planned_days(world: Relaxed) -> Mapping[int, Ints]:
    """Return working days by mode as the programme says, as one sample."""
    return {number: np.array([_planned(world, mode).first]) for number, _, mode in _modes(world)}


def days_of_modes(world: Relaxed, settings: World, samples: int, seed: int) -> Mapping[int, Ints]:
    """Return working days by mode for independent samples; the same for the same seed."""
    stream = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))
    document = world.programme.document
    drivers = {driver.id: stream.standard_normal(samples) for driver in document.drivers}
    part, own_part = np.sqrt(settings.correlation), np.sqrt(1 - settings.correlation)

    def days(spread: Spread, own: Floats) -> Ints:
        driver = drivers.get(spread.driver or "")
        return spread.days(own if driver is None else part * driver + own_part * own)

    begun = begun_in(document.rules)
    own = {activity.id: stream.standard_normal(samples) for activity in document.activities}
    strokes: dict[str, list[tuple[Risk, Ints, Ints]]] = {}
    for risk in document.risks:
        delay = certain(0)
        if risk.working_days is not None:
            delay = spread_of(risk.working_days, settings.shape, fewest=0)
        struck, more = np.zeros(samples, np.int64), np.zeros(samples, np.int64)
        for place, name in enumerate(risk.activities.activities):
            if place == 0 or not risk.together:
                chances = _HUNDRED * stream.random(samples)
                struck = np.less(chances, risk.probability_percent).astype(np.int64)
                more = struck * days(delay, stream.standard_normal(samples))
            strokes.setdefault(name, []).append((risk, struck, more))
    found: dict[int, Ints] = {}
    for number, i, mode in _modes(world):
        activity = document.activities[i]
        if activity.id in begun or mode.duration is None:
            found[number] = np.full(samples, _planned(world, mode).first)
            continue
        taken = days(spread_of(mode.duration, settings.shape), own[activity.id])
        for risk, struck, more in strokes.get(activity.id, ()):
            again = struck * taken if risk.effect == "repeat" else 0
            taken = taken + again + more
        found[number] = taken
    return found


def _planned(world: Relaxed, mode: Mode) -> Spread:
    return certain(0 if mode.duration is None else world.programme.working_days(mode))


def _modes(world: Relaxed) -> list[tuple[int, int, Mode]]:
    """Return the modes of work: number, activity, and what the programme says of it."""
    programme, found = world.programme, {}
    for i, activity in enumerate(programme.document.activities):
        if activity.form != "work":
            continue
        group = programme.group_of(activity)
        options = [None] if group is None else [o.id for o in programme.groups[group].options]
        for o, name in enumerate(options):
            mode = activity.mode_under(name)
            if mode is not None:
                found[int(world.lowered.mode_of[i, o])] = (i, mode)
    return [(number, i, mode) for number, (i, mode) in found.items()]
