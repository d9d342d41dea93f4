"""What the search is asked and what it answers: plain numbers, no dates and no planning rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """One way of performing an activity.

    Units: `duration` in days, `demands` per renewable resource and day, `uses` per non-renewable
    resource and once.
    """

    duration: int
    demands: tuple[int, ...] = ()
    uses: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """`after` starts at least `lag` days after `before` finishes, or starts if `from_start`.

    Units: `lag` in days, 0 or more; `before` and `after` are positions of activities.
    """

    before: int
    after: int
    lag: int = 0
    from_start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Activities to be performed as soon as possible with scarce resources.

    Units: `activities` holds the modes of each; `capacities` are per renewable resource and day;
    `capacity_profiles`, where not empty, gives the capacities of the first days, one row a
    resource and all rows equally long, and `capacities` hold from the day after; `stocks` are per
    non-renewable resource and in all; `releases`, where not empty, is the first day on which each
    activity may start. Days count from 0.
    """

    activities: tuple[tuple[Mode, ...], ...]
    arcs: tuple[Arc, ...] = ()
    capacities: tuple[int, ...] = ()
    capacity_profiles: tuple[tuple[int, ...], ...] = ()
    stocks: tuple[int, ...] = ()
    releases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A start and a mode for every activity.

    Units: `starts` in days from 0; `modes` are positions among the activity's modes; `makespan` is
    the first day on which nothing is left to do.
    """

    starts: tuple[int, ...]
    modes: tuple[int, ...]
    makespan: int
