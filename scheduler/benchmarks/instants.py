"""Activities that take no time, left out of an instance by composing the links through them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scheduler.domain.project_instance import ProjectInstance, takes_no_time

BEGINNING = -1
"""Stands for time 0 where an activity's place stands otherwise."""


class Ends(NamedTuple):
    """Two activities, and the instant of the first that counts."""

    before: int
    after: int
    from_finish: bool


Lags = Mapping[Ends, int]
"""The largest lag between each two ends."""


def lags_without_instants(instance: ProjectInstance) -> Lags:
    """Return the lags that bind the activities which take time, and the beginning.

    Source: variable elimination in systems of differences (Fourier and Motzkin); exact, as nothing
    else binds an instant. A lag from an activity to itself above 0 leaves no plan.
    """
    instants = {place for place, modes in enumerate(instance.activities) if takes_no_time(modes)}
    lags: dict[Ends, int] = {}
    for link in instance.links:
        before, after = (
            BEGINNING if place == 0 and instance.begins_with_dummy else place
            for place in (link.before, link.after)
        )
        from_finish = link.from_finish and before not in instants and before != BEGINNING
        _raise(lags, Ends(before, after, from_finish), link.lag)
    for place in sorted(instants):
        if place or not instance.begins_with_dummy:
            _eliminate(lags, place)
    return lags


def _eliminate(lags: dict[Ends, int], place: int) -> None:
    _raise(lags, Ends(BEGINNING, place, from_finish=False), 0)
    into = [(ends, lag) for ends, lag in lags.items() if ends.after == place]
    out = [(ends, lag) for ends, lag in lags.items() if ends.before == place]
    for ends, _ in (*into, *out):
        lags.pop(ends, None)
    for first, lag in into:
        for second, more in out:
            _raise(lags, Ends(first.before, second.after, first.from_finish), lag + more)


def _raise(lags: dict[Ends, int], ends: Ends, lag: int) -> None:
    lags[ends] = max(lag, lags.get(ends, lag))
