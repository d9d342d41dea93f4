"""A scheduling problem as research publishes it: integers, no calendar, no names.

Times count from 0. An activity takes its time without pause, in one of its modes. If the first
activity takes no time it stands for the beginning and starts at 0.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMode:
    """One way of doing an activity."""

    duration: int
    demands: tuple[int, ...]
    """Of each renewable resource, while the activity lasts."""
    uses: tuple[int, ...] = ()
    """Of each non-renewable resource, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLink:
    """`start(after) - instant(before) >= lag`, the instant being start or finish."""

    before: int
    after: int
    lag: int = 0
    from_finish: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectInstance:
    """Activities with modes, resources and precedence; the last finish is to be as early as can be.

    Activities are known by their place, from 0.
    """

    name: str
    capacities: tuple[int, ...]
    """Of each renewable resource."""
    amounts: tuple[int, ...] = ()
    """Of each non-renewable resource."""
    activities: tuple[tuple[ProjectMode, ...], ...]
    links: tuple[ProjectLink, ...]

    @property
    def begins_with_dummy(self) -> bool:
        """Whether the first activity stands for the beginning."""
        return takes_no_time(self.activities[0])

    @property
    def horizon(self) -> int:
        """A time by which some best plan has finished, if there is any plan.

        Each activity adds its longest duration or longest wait. Source: Neumann, Schwindt &
        Zimmermann (2003), Project Scheduling with Time Windows and Scarce Resources, 1.3.
        """
        longest = [max(mode.duration for mode in modes) for modes in self.activities]
        reach = list(longest)
        for link in self.links:
            wait = link.lag + (longest[link.before] if link.from_finish else 0)
            reach[link.before] = max(reach[link.before], wait)
        return sum(reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPlan:
    """A start for each activity, and the place of its mode among its modes."""

    starts: tuple[int, ...]
    modes: tuple[int, ...]


def takes_no_time(modes: tuple[ProjectMode, ...]) -> bool:
    """Tell whether an activity is a mere instant: one mode, no duration, nothing used up."""
    return len(modes) == 1 and modes[0].duration == 0 and not any(modes[0].uses)
