"""Cycles: activities that wait for each other, named one by one.

Every hard precedence that holds whatever is chosen bounds the calendar days between two instants
from below: a lag of so many working days is at least as many calendar days, and a negative one at
most the longest stretch of the calendar with so many working days. A cycle whose bounds add up to
more than nothing can be in no plan. The bounds are never too strict, so no plan is refused for a
cycle it does not have.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from scheduler.domain.activities import Activity
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import Precedence
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error

Instant = tuple[str, str]
"""An activity and `S` or `F`."""

_MOST_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class _Edge:
    """At least so many calendar days, by a rule, or within an activity."""

    days: int
    rule: str | None


Edges = Mapping[tuple[Instant, Instant], _Edge]


def find_cycles(written: Written) -> Iterator[Issue]:
    """Report one cycle for each set of activities that wait for each other."""
    bounds = _Bounds(written)
    edges: Edges = bounds.edges
    if _cycle_with_leads(edges) is None:
        return
    for cycle in _forward_cycles({pair: e for pair, e in edges.items() if e.days >= 0}):
        if bounds.all_performed(cycle):
            yield _issue(cycle, edges, written)
            edges = {p: e for p, e in edges.items() if p[0] not in cycle and p[1] not in cycle}
    if (last := _cycle_with_leads(edges)) is not None and bounds.all_performed(last):
        yield _issue(last, edges, written)


class _Bounds:
    """Least calendar days from one instant to another, for a whole programme."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._stretches: dict[int, int] = {}

    @cached_property
    def _worked(self) -> list[int]:
        """Ordinals of the default calendar's working days."""
        name = self._written.document.default_calendar
        return sorted(day.toordinal() for day in self._written.worked.get(name, ()))

    @cached_property
    def edges(self) -> Edges:
        """The greatest bound from one instant to another."""
        edges: dict[tuple[Instant, Instant], _Edge] = {}
        for activity in self._written.expanded.activities.values():
            start, finish = (activity.id, "S"), (activity.id, "F")
            _add(edges, start, finish, self._shortest(activity), None)
            if activity.form == "event":
                _add(edges, finish, start, -1, None)
        for rule in self._written.expanded.document.rules:
            if isinstance(rule, Precedence) and rule.price is None and not rule.when:
                self._link(edges, rule)
        return edges

    def all_performed(self, cycle: Sequence[Instant]) -> bool:
        """Tell whether some choice of options performs every activity of a cycle."""
        left: dict[str, set[str]] = {}
        for name, _ in cycle:
            activity = self._written.expanded.activities[name]
            group = self._written.group_of(activity)
            if group is not None:
                options = {o.id for o in group.options if activity.mode_under(o.id) is not None}
                left[group.id] = left.get(group.id, options) & options
        return all(left.values())

    def _link(self, edges: dict[tuple[Instant, Instant], _Edge], rule: Precedence) -> None:
        known = self._written.expanded.activities
        if rule.before not in known or rule.after not in known:
            return
        origin, target = (rule.before, rule.link[0]), (rule.after, rule.link[1])
        if rule.min_lag is not None:
            _add(edges, origin, target, self._least(rule.min_lag, rule, ordered=True), rule.id)
        if rule.max_lag is not None:
            _add(edges, target, origin, self._least(-rule.max_lag, rule, ordered=False), rule.id)

    def _least(self, lag: int, rule: Precedence, *, ordered: bool) -> int:
        """Return the least calendar days that a lag can be; `ordered` keeps a zero from below."""
        if rule.lag_unit == "calendar_days" or lag > 0 or (ordered and lag == 0):
            return lag
        return -self._longest_stretch(-lag)

    def _longest_stretch(self, working_days: int) -> int:
        """Return the most calendar days between instants with so many working days between."""
        if working_days not in self._stretches:
            horizon = self._written.horizon
            marks = [horizon[0].toordinal() - 1, *self._worked, horizon[-1].toordinal() + 1]
            reach = working_days + 1
            spans = (marks[i + reach] - marks[i] - 1 for i in range(len(marks) - reach))
            self._stretches[working_days] = max(spans, default=len(horizon))
        return self._stretches[working_days]

    def _shortest(self, activity: Activity) -> int:
        if activity.form != "work":
            return 1
        case = self._written.document.durations
        durations = [mode.duration for mode in activity.modes if mode.duration is not None]
        return min((self._written.working_days(d, case) for d in durations), default=1)


def _add(
    edges: dict[tuple[Instant, Instant], _Edge], a: Instant, b: Instant, days: int, rule: str | None
) -> None:
    if (a, b) not in edges or edges[a, b].days < days:
        edges[a, b] = _Edge(days, rule)


def _forward_cycles(edges: Edges) -> Iterator[list[Instant]]:
    """Yield a short cycle of positive length for each tangle of edges of which none is negative."""
    import networkx as nx  # noqa: PLC0415  # takes a quarter of a second; most files have no cycle

    graph = nx.DiGraph(list(edges))
    for members in nx.strongly_connected_components(graph):
        tangle = graph.subgraph(members)
        for a, b in tangle.edges:
            if edges[a, b].days > 0:
                yield [a, *nx.shortest_path(tangle, b, a)][:-1]
                break


def _cycle_with_leads(edges: Edges) -> list[Instant] | None:
    """Return a cycle of positive length by lengthening paths until one bites its tail.

    Gives up after a fixed number of steps; what it misses, the solver finds.
    """
    number: dict[Instant, int] = {}
    links = [
        (number.setdefault(a, len(number)), number.setdefault(b, len(number)), edge.days)
        for (a, b), edge in edges.items()
    ]
    longest = [0] * len(number)
    parent: dict[int, int] = {}
    for _ in range(1 + _MOST_STEPS // max(1, len(links))):
        changed: int | None = None
        for a, b, days in links:
            reached = longest[a] + days
            if reached > longest[b]:
                longest[b], parent[b], changed = reached, a, b
        if changed is None:
            return None
        cycle = _tail_bitten(parent, changed)
        if cycle is not None:
            instants = list(number)
            return [instants[at] for at in cycle]
    return None


def _tail_bitten(parent: Mapping[int, int], at: int) -> list[int] | None:
    order: dict[int, int] = {}
    path: list[int] = []
    here: int | None = at
    while here is not None and here not in order:
        order[here] = len(path)
        path.append(here)
        here = parent.get(here)
    return None if here is None else path[order[here] :][::-1]


def _issue(cycle: Sequence[Instant], edges: Edges, written: Written) -> Issue:
    names = [name for name, _ in cycle]
    start = names.index(min(names))
    turned = [*cycle[start:], *cycle[:start]]
    shown = [turned[0][0]]
    for name, _ in turned[1:]:
        if name != shown[-1]:
            shown.append(name)
    if len(shown) == 1 or shown[-1] != shown[0]:
        shown.append(shown[0])
    used = (edges[a, b].rule for a, b in pairwise([*turned, turned[0]]))
    rules = list(dict.fromkeys(rule for rule in used if rule is not None))
    message = (
        f"{' → '.join(shown)}: a circle of waiting, by {', '.join(rules)}; "
        "no plan can meet them all"
    )
    path = written.path_of_rule(rules[0])
    return error("cycle", path, message, shown, rules=rules)
