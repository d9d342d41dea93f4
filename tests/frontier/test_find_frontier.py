"""The frontier of small programmes against the list of all their plans."""

import queue
import threading
from dataclasses import replace
from typing import Any

import pytest

from scheduler import frontier as module
from scheduler import planning
from scheduler.answers import Answer, Frontier
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import Precedence, Separation
from scheduler.domain.services import ServiceGroup, SourcingOption
from scheduler.domain.values import Price
from scheduler.expansion.expand import expand
from scheduler.frontier import find_frontier
from scheduler.objectives import term_of
from scheduler.solver import child
from scheduler.solver.gather import Gathered
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.agreement.harness import checker_plans, plan_of
from tests.rules.easter import april, chosen, event, programme, work

APPRAISAL_AND_RISK = (ObjectiveLevel(name="sourcing_appraisal"), ObjectiveLevel(name="risk"))
SETTINGS = SearchSettings(time_limit_seconds=120.0, workers=1)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "plan_exit", solved_here)


def solved_here(programme: ExpandedProgramme, settings: SearchSettings, **given: Any) -> Answer:
    """Do what a solver process would, without one."""
    gathered = Gathered(programme, given["on_event"])
    hints: queue.Queue[Plan] = queue.Queue()
    if given["baseline"] is not None:
        gathered.offer(given["baseline"], "baseline")
        hints.put(given["baseline"])
    child.answer(programme, settings, hints, gathered.take, given["stop"])
    gathered.ended = True
    return planning._answer(gathered, settings, "proof", ())


def two_cutovers() -> ExpandedProgramme:
    """The later the second cutover, the further apart; a soft rule costs at least 3 points."""
    moves = [event(name, service="PAY", load=3) for name in ("one", "two")]
    go = replace(event("go", service="PAY", load=1), kind="transfer")
    wait = Precedence(id="WAIT", before="build", after="one")
    apart = Separation(
        id="APART",
        activities=chosen("one"),
        from_activities=chosen("go"),
        calendar_days=30,
        price=Price(points=3),
    )
    of = programme(
        work("build"), *moves, go, load_profile=(2, 1), date_sets={}, last=april(13)
    ).document
    return expand(replace(of, rules=(wait, apart)))


def options_only() -> ExpandedProgramme:
    """Three groups with a cheap, a safe and a middling option each."""
    rows = (((9, 0), (4, 4), (0, 11)), ((7, 1), (6, 2), (1, 6)), ((5, 0), (2, 3), (3, 2)))
    groups = tuple(
        ServiceGroup(
            id=f"G{number}",
            options=tuple(
                SourcingOption(id=f"O{at}", appraisal=appraisal, risk=risk)
                for at, (appraisal, risk) in enumerate(row)
            ),
        )
        for number, row in enumerate(rows)
    )
    document = programme(work("build")).document
    return expand(replace(document, service_groups=groups, services=(), staff_groups=()))


def listed(
    of: ExpandedProgramme, first: ObjectiveLevel, second: ObjectiveLevel
) -> list[tuple[int, int]]:
    """Return the frontier by looking at every plan."""
    terms = [term_of(ObjectiveLevel(name="concessions")), term_of(first), term_of(second)]
    costs = {
        tuple(term.sign * term.measure(of, plan_of(key)) for term in terms)
        for key in checker_plans(of)
    }
    least = min(cost[0] for cost in costs)
    pairs = {cost[1:] for cost in costs if cost[0] == least}
    best = [p for p in pairs if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in pairs)]
    return [(terms[1].sign * p[0], terms[2].sign * p[1]) for p in sorted(best)]


def found(frontier: Frontier) -> list[tuple[int, int]]:
    return [(point.first, point.second) for point in frontier.points]


CASES = (
    (two_cutovers, "last_finish", "spread"),
    (two_cutovers, "spread", "last_finish"),
    (two_cutovers, "schedule_contingency", "peak_change_load"),
    (options_only, "sourcing_appraisal", "risk"),
    (options_only, "risk", "sourcing_appraisal"),
    (options_only, "risk", "last_finish"),
)


@pytest.mark.parametrize(("made", "first", "second"), CASES)
def test_it_is_the_frontier_of_all_plans(made: Any, first: Any, second: Any) -> None:
    of, levels = made(), (ObjectiveLevel(name=first), ObjectiveLevel(name=second))
    frontier = find_frontier(of, levels, SETTINGS, most_points=100)
    assert found(frontier) == listed(of, *levels)
    assert frontier.complete
    for point in frontier.points:
        assert point.proved
        assert verify(of, point.plan).holds
        values = [term_of(level).measure(of, point.plan) for level in levels]
        assert values == [point.first, point.second]


def test_there_is_something_to_find() -> None:
    assert len(listed(options_only(), *APPRAISAL_AND_RISK)) > 5
    assert listed(options_only(), *APPRAISAL_AND_RISK)[0] == (0 + 1 + 2, 11 + 6 + 3)


def test_fewer_points_than_there_are_hold_both_ends_and_say_where_more_may_lie() -> None:
    every = listed(options_only(), *APPRAISAL_AND_RISK)
    frontier = find_frontier(options_only(), APPRAISAL_AND_RISK, SETTINGS, most_points=3)
    points = found(frontier)
    assert len(points) == 3
    assert (points[0], points[-1]) == (every[0], every[-1])
    assert set(points) < set(every)
    assert not frontier.complete
    for first, second in set(every) - set(points):
        assert any(after < first < before for after, before in frontier.unexplored), second


def test_concessions_may_be_weighed_themselves() -> None:
    levels = (ObjectiveLevel(name="concessions"), ObjectiveLevel(name="last_finish"))
    frontier = find_frontier(two_cutovers(), levels, SETTINGS)
    assert frontier.concessions is None
    assert found(frontier)


def test_without_a_plan_there_is_no_point() -> None:
    document = two_cutovers().document
    late = Precedence(id="LATE", before="build", after="one", min_lag=200)
    of = expand(replace(document, rules=(*document.rules, late)))
    frontier = find_frontier(of, APPRAISAL_AND_RISK, SETTINGS)
    assert (frontier.outcome, frontier.points) == ("infeasible", ())


def test_a_stopped_search_keeps_both_ends() -> None:
    stop = threading.Event()

    def told(event: Any) -> None:
        if event["type"] == "level" and event["level"] == "risk":
            stop.set()

    frontier = find_frontier(options_only(), APPRAISAL_AND_RISK, SETTINGS, on_event=told, stop=stop)
    assert frontier.points
    assert not frontier.complete


def test_levels_of_a_point_never_meet_twice_under_one_name() -> None:
    asked: list[tuple[str, ...]] = []

    def watched(programme: ExpandedProgramme, *given: Any, **named: Any) -> Answer:
        asked.append(tuple(level.key for level in programme.document.objectives))
        return solved_here(programme, *given, **named)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "plan_exit", watched)
        find_frontier(options_only(), APPRAISAL_AND_RISK, SETTINGS)
    assert all(len(set(keys)) == len(keys) for keys in asked)
