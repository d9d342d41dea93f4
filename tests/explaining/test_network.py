"""Floats worked by hand, and against longest paths of a graph library."""

import random
from dataclasses import replace

import networkx as nx
import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import DateLimit, Precedence
from scheduler.explaining.network import Network
from scheduler.explaining.paths import float_paths
from tests.rules.easter import april, chosen, event, lasting, plan, programme, work

WORKING = [april(day) for day in (3, 4, 5, 6, 11, 12, 13, 14)]


def with_rules(of: ExpandedProgramme, *rules: Precedence | DateLimit) -> ExpandedProgramme:
    return ExpandedProgramme(replace(of.document, rules=rules))


def test_a_chain_beside_a_short_one() -> None:
    # design 3-4, build 5-11, test 12; side 3 alone before test. Horizon ends on the 14th: test can
    # move two days (13, 14). side may finish on the 13th: it may start on 4, 5, 6, 11, 12, 13.
    of = with_rules(
        programme(
            work("design", lasting(2)), work("build", lasting(3)), work("test"), work("side")
        ),
        Precedence(id="a", before="design", after="build"),
        Precedence(id="b", before="build", after="test"),
        Precedence(id="c", before="side", after="test"),
    )
    floats = Network(of, plan(design=(3, 4), build=(5, 11), test=12, side=3)).floats()
    assert {n: (f.total, f.free) for n, f in floats.items()} == {
        "design": (2, 0),
        "build": (2, 0),
        "test": (2, 2),
        "side": (6, 4),
    }


def test_to_a_milestone_only_what_leads_there_has_a_float() -> None:
    of = with_rules(
        programme(work("one"), work("two"), work("other")),
        Precedence(id="a", before="one", after="two"),
    )
    floats = Network(of, plan(one=3, two=6, other=4)).floats("two")
    # one may start on the 5th at the latest: two working days later.
    assert {n: (f.total, f.free) for n, f in floats.items()} == {"one": (2, 2), "two": (0, 0)}


def test_the_calendar_of_the_activity_and_the_dates_of_the_event_count() -> None:
    # SUPPLIER is shut on the 5th; the event falls on the 6th or the 14th.
    of = with_rules(
        programme(
            work("theirs", calendar="supplier"),
            event("live", dates="days"),
            date_sets={"days": (april(6), april(14))},
        ),
        Precedence(id="a", before="theirs", after="live", min_lag=1),
    )
    # A working day lies between: with live on the 6th the 4th is the last, as the 5th is waited.
    free = Network(of, plan(theirs=3, live=6)).floats("live")["theirs"]
    assert (free.total, free.free) == (1, 1)
    # To the end live may be on the 14th, so theirs on the 12th: 4, 6, 11, 12 and the 5th of others.
    late = Network(of, plan(theirs=3, live=6)).floats()["theirs"]
    assert (late.total, late.free) == (5, 1)


def test_a_date_limit_bounds_the_float() -> None:
    of = with_rules(
        programme(work("one")),
        DateLimit(id="by", activities=chosen("one"), finish_not_after=april(10)),
    )
    assert Network(of, plan(one=4)).floats()["one"].total == 2  # 5, 6


def test_a_transfer_may_be_on_the_day_after_the_contract_end() -> None:
    go = replace(event("go", service="PAY"), kind="transfer")
    floats = Network(programme(go), plan(go=11)).floats()
    # The contract ends on the 12th: go on the 13th is two working days later.
    assert floats["go"].total == 2


def test_the_other_links_and_lags() -> None:
    of = with_rules(
        programme(work("one", lasting(2)), work("two", lasting(3))),
        Precedence(id="ss", before="one", after="two", link="SS", min_lag=1),
        Precedence(
            id="ff", before="one", after="two", link="FF", min_lag=3, lag_unit="calendar_days"
        ),
    )
    # two 5-11: one starts by the 4th for SS (4 to 5 is one working day); it finishes three days
    # before the 11th, on the 8th, so by the 6th and starts by the 5th. SS is the stricter.
    floats = Network(of, plan(one=(3, 4), two=(5, 11))).floats("two")
    assert floats["one"].total == 1


@pytest.mark.parametrize("seed", range(20))
def test_floats_are_those_of_the_longest_paths(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"a{n}" for n in range(6)]
    lengths = {name: chance.randint(1, 2) for name in names}
    pairs = [
        (one, two)
        for at, one in enumerate(names)
        for two in names[at + 1 :]
        if chance.random() < 0.4
    ]
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    graph.add_weighted_edges_from((one, two, lengths[one]) for one, two in pairs)
    early: dict[str, int] = {}
    for name in names:
        early[name] = max((early[p] + lengths[p] for p in graph.predecessors(name)), default=0)
    end = names[-1]
    if max(early[n] + lengths[n] for n in names) > len(WORKING):
        pytest.skip("longer than the fortnight")
    placed = {
        n: Placed(start=WORKING[early[n]], finish=WORKING[early[n] + lengths[n] - 1]) for n in names
    }
    of = with_rules(
        programme(*(work(n, lasting(lengths[n])) for n in names)),
        *(Precedence(id=f"{one}-{two}", before=one, after=two) for one, two in pairs),
    )
    network = Network(of, Plan(options={"HRP": "OWN"}, placed=placed))
    floats = network.floats(end)
    assert set(floats) == {*nx.ancestors(graph, end), end}
    for name in floats:
        through = graph.subgraph({name, *nx.descendants(graph, name)} & set(floats))
        tail = (
            max(
                sum(lengths[step] for step in path[:-1])
                for path in nx.all_simple_paths(through, name, end)
            )
            if name != end
            else 0
        )
        assert floats[name].total == early[end] - tail - early[name], name
        after = [
            early[s] - lengths[name] - early[name] for s in graph.successors(name) if s in floats
        ]
        assert floats[name].free == (0 if name == end else min(after)), name
    first, *_ = float_paths(network, end)
    assert first.activities[-1] == end
    assert all(value == 0 for value in first.floats) or first.floats[0] > 0
    assert [p.total_float for p in float_paths(network, end)] == sorted(
        p.total_float for p in float_paths(network, end)
    )
