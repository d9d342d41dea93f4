"""Programmes in which some work takes longer than planned, so that plans of them have buffers.

A buffer is the time between how long work is planned to take and how long it takes at some quantile
of its own estimate, its risks included. A plan made with the longer durations, with everything
then taking as long as the programme says, has those buffers where they are needed. `remade.py`
carries it over.

Source  Quantiles of each estimate as buffered durations: Goldratt (1997), Herroelen & Leus (2001);
        starts kept as planned, as on a railway: Herroelen & Leus (2004).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from scheduler.domain.activities import Activity, Mode
from scheduler.domain.choice import OptionFilter
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ChoiceLimit, begun_in
from scheduler.domain.risks import Risk
from scheduler.domain.values import ThreePoint
from scheduler.simulation.spreads import Floats, Shape, spread_of

_HUNDRED = 100


def with_buffers(
    programme: ExpandedProgramme, percent: int, shape: Shape, only: Collection[str] | None = None
) -> ExpandedProgramme:
    """Return a programme in which work takes as long as in so many of a hundred cases.

    All work does, or `only` some activities. Work that has begun takes what it took; nothing takes
    less than the programme says.
    """
    document = programme.document
    begun = begun_in(document.rules)
    risks: dict[str, list[Risk]] = {}
    for risk in document.risks:
        for name in risk.activities.activities:
            risks.setdefault(name, []).append(risk)

    def buffered(activity: Activity) -> Activity:
        spared = only is not None and activity.id not in only
        if activity.form != "work" or activity.id in begun or spared:
            return activity
        own = risks.get(activity.id, ())
        modes = tuple(_longer(programme, mode, own, percent, shape) for mode in activity.modes)
        return replace(activity, modes=modes)

    activities = tuple(buffered(activity) for activity in document.activities)
    return ExpandedProgramme(replace(document, activities=activities))


def with_options(programme: ExpandedProgramme, options: Mapping[str, str]) -> ExpandedProgramme:
    """Return a programme in which service groups take the options named."""
    rules = tuple(
        ChoiceLimit(
            id=f"wish: {group} takes {option}",
            groups=(group,),
            sourced_by=OptionFilter(options=(option,)),
            at_least=1,
        )
        for group, option in options.items()
    )
    document = programme.document
    return ExpandedProgramme(replace(document, rules=(*document.rules, *rules)))


def _longer(
    programme: ExpandedProgramme, mode: Mode, risks: Sequence[Risk], percent: int, shape: Shape
) -> Mode:
    if mode.duration is None:
        return mode
    days = max(quantile(mode.duration, risks, percent, shape), programme.working_days(mode))
    longer = replace(
        mode.duration, min=float(days), likely=float(days), max=float(days), unit="working_days"
    )
    return replace(mode, duration=longer)


def quantile(estimate: ThreePoint, risks: Sequence[Risk], percent: int, shape: Shape) -> int:
    """Return the working days that suffice in so many of a hundred cases, risks included."""
    spread = spread_of(estimate, shape)
    chances = np.concatenate([np.zeros(spread.first), spread.chances()])
    for risk in risks:
        if risk.effect != "missed":
            chances = _struck(chances, risk, shape)
    reached = np.cumsum(chances)
    # Sums of chances miss one by rounding.
    return int(np.searchsorted(reached, percent / _HUNDRED - 1e-9))


def _struck(chances: Floats, risk: Risk, shape: Shape) -> Floats:
    """Return the chances of each number of days when a risk may happen."""
    struck = chances
    if risk.effect == "repeat":
        struck = np.zeros(2 * len(chances) - 1)
        struck[::2] = chances
    if risk.working_days is not None:
        delay = spread_of(risk.working_days, shape, fewest=0)
        struck = np.convolve(struck, np.concatenate([np.zeros(delay.first), delay.chances()]))
    part = risk.probability_percent / _HUNDRED
    mixed: Floats = part * struck
    mixed[: len(chances)] += (1 - part) * chances
    return mixed
