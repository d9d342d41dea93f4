"""What the planning rules ask of a schedule, by activity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.planning_rules import RollingLimit
from scheduler.domain.values import Window
from scheduler.timeline.time_axis import TimeAxis


@dataclass(frozen=True, slots=True)
class Link:
    """A least lag between two activities, by index."""

    before: int
    after: int
    from_start: bool
    to_start: bool
    lag: int
    calendar_days: bool
    ordered: bool
    forward: bool = True
    group: int = -1
    options: int = 0

    @property
    def row(self) -> tuple[int, ...]:
        """The link as a row of `Lowered.links`."""
        return (
            self.before,
            self.after,
            self.from_start,
            self.to_start,
            self.lag,
            self.calendar_days,
            self.ordered,
            self.forward,
            self.group,
            self.options,
        )


Wish = Callable[[date], int]
"""Points that a date costs."""


@dataclass(slots=True)
class Gathered:
    """What hard rules ask, by activity."""

    axis: TimeAxis
    at: Mapping[str, int]
    links: list[Link] = field(default_factory=list)
    only: dict[str, frozenset[date]] = field(default_factory=dict)
    barred: defaultdict[str, list[Window]] = field(default_factory=lambda: defaultdict(list))
    not_before: dict[str, int] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    rolling: list[RollingLimit] = field(default_factory=list)
    rolling_of: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    apart_days: list[int] = field(default_factory=list)
    apart_of: defaultdict[str, list[tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    load_most: dict[str, int] = field(default_factory=dict)
    open_options: dict[str, frozenset[str]] = field(default_factory=dict)
    ties: defaultdict[str, list[tuple[int, int, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    spans: list[tuple[dict[int, int], dict[int, int]]] = field(default_factory=list)
    condition: tuple[int, int] = (-1, 0)
    """Group and options under which the links noted next hold."""
    wishes: defaultdict[str, list[Wish]] = field(default_factory=lambda: defaultdict(list))
    """What soft rules charge for dates of an event."""

    def over_by(self, names: Iterable[str], last: date) -> None:
        """Note the last day of some activities."""
        instant = max(0, min(self.axis.ordinal(last) + 1, self.axis.calendar_days))
        for name in names:
            self.due[name] = min(instant, self.due.get(name, instant))

    def link(
        self,
        before: str,
        after: str,
        ends: str,
        lag: int,
        *,
        calendar_days: bool,
        ordered: bool,
        forward: bool = True,
    ) -> None:
        """Note a least lag; `ends` is FS, SS, FF or SF."""
        self.links.append(
            Link(
                self.at[before],
                self.at[after],
                ends[0] == "S",
                ends[1] == "S",
                lag,
                calendar_days,
                ordered,
                forward,
                *self.condition,
            )
        )

    def at_most(self, before: str, after: str, ends: str, lag: int) -> None:
        """Note a greatest lag of calendar days."""
        self.link(after, before, ends[::-1], -lag, calendar_days=True, ordered=False, forward=False)
