"""Cycles: activities that wait for each other, named one by one.

Every hard precedence bounds the calendar days between two instants from below: a lag of so many
working days is at least as many calendar days, and a negative one at most the longest stretch of
the calendar with so many working days. A cycle whose bounds add up to more than nothing can be in
no plan. The bounds are never too strict, so no plan is refused for a cycle it does not have.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import networkx as nx

from scheduler.domain.activities import Activity
from scheduler.domain.issues import Issue
from scheduler.domain.planning_rules import Precedence
from scheduler.validation.lookup import Written
from scheduler.validation.wording import error

Instant = tuple[str, str]
"""An activity and `S` or `F`."""

_MOST_STEPS = 2_000_000


def find_cycles(written: Written) -> Iterator[Issue]:
    """Report one cycle for each set of activities that wait for each other."""
    bounds = _Bounds(written)
    graph = bounds.graph
    forward = nx.DiGraph((a, b, d) for a, b, d in graph.edges(data=True) if d["days"] >= 0)
    reported: set[str] = set()
    for members in nx.strongly_connected_components(forward):
        cycle = _cycle_forward(forward.subgraph(members))
        if cycle is not None and bounds.all_performed(cycle):
            reported.update(name for name, _ in cycle)
            yield _issue(cycle, graph, written)
    for members in nx.strongly_connected_components(graph):
        if not reported.isdisjoint(name for name, _ in members):
            continue
        cycle = _cycle_with_leads(graph.subgraph(members))
        if cycle is not None and bounds.all_performed(cycle):
            yield _issue(cycle, graph, written)


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
    def graph(self) -> nx.DiGraph:
        """Instants, and on each edge `days` and the rule, or None within an activity."""
        graph = nx.DiGraph()
        for activity in self._written.expanded.document.activities:
            start, finish = (activity.id, "S"), (activity.id, "F")
            _add(graph, start, finish, self._shortest(activity), None)
            if activity.form == "event":
                _add(graph, finish, start, -1, None)
        for rule in self._written.expanded.document.rules:
            if isinstance(rule, Precedence) and rule.price is None:
                self._link(graph, rule)
        return graph

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

    def _link(self, graph: nx.DiGraph, rule: Precedence) -> None:
        known = self._written.expanded.activities
        if rule.before not in known or rule.after not in known or rule.before == rule.after:
            return
        origin, target = (rule.before, rule.link[0]), (rule.after, rule.link[1])
        if rule.min_lag is not None:
            _add(graph, origin, target, self._least(rule.min_lag, rule, ordered=True), rule.id)
        if rule.max_lag is not None:
            _add(graph, target, origin, self._least(-rule.max_lag, rule, ordered=False), rule.id)

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


def _add(graph: nx.DiGraph, a: Instant, b: Instant, days: int, rule: str | None) -> None:
    if not graph.has_edge(a, b) or graph.edges[a, b]["days"] < days:
        graph.add_edge(a, b, days=days, rule=rule)


def _cycle_forward(graph: nx.DiGraph) -> list[Instant] | None:
    """Return a short cycle with a positive edge, in a graph without negative ones."""
    for a, b, days in graph.edges(data="days"):
        if days > 0 and nx.has_path(graph, b, a):
            return [a, *nx.shortest_path(graph, b, a)][:-1]
    return None


def _cycle_with_leads(graph: nx.DiGraph) -> list[Instant] | None:
    """Return a cycle of positive length by lengthening paths until one bites its tail.

    Gives up after a fixed number of steps; what it misses, the solver finds.
    """
    longest = dict.fromkeys(graph, 0)
    parent: dict[Instant, Instant] = {}
    steps = 0
    for _ in range(len(longest)):
        changed: Instant | None = None
        for a, b, days in graph.edges(data="days"):
            steps += 1
            if longest[a] + days > longest[b]:
                longest[b], parent[b], changed = longest[a] + days, a, b
        if changed is None or steps > _MOST_STEPS:
            return None
        cycle = _tail_bitten(parent, changed)
        if cycle is not None:
            return cycle
    return None


def _tail_bitten(parent: dict[Instant, Instant], at: Instant) -> list[Instant] | None:
    order: dict[Instant, int] = {}
    path: list[Instant] = []
    here: Instant | None = at
    while here is not None and here not in order:
        order[here] = len(path)
        path.append(here)
        here = parent.get(here)
    return None if here is None else path[order[here] :][::-1]


def _issue(cycle: Sequence[Instant], graph: nx.DiGraph, written: Written) -> Issue:
    names = [name for name, _ in cycle]
    start = names.index(min(names))
    turned = [*cycle[start:], *cycle[:start]]
    shown = [turned[0][0]]
    for name, _ in turned[1:]:
        if name != shown[-1]:
            shown.append(name)
    if shown[-1] != shown[0]:
        shown.append(shown[0])
    edges = [graph.edges[a, b] for a, b in pairwise([*turned, turned[0]])]
    rules = list(dict.fromkeys(edge["rule"] for edge in edges if edge["rule"] is not None))
    message = (
        f"{' → '.join(shown)} wait for each other in a circle, by the rules {', '.join(rules)}; "
        "no plan can meet them all"
    )
    path = written.path_of_rule(rules[0])
    return error("cycle", path, message, shown, rules=rules)
