"""The lexicographic search in this process: statuses, bounds, tolerances, second opinions."""

import queue
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.activities import Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import DateLimit
from scheduler.objectives import TERMS
from scheduler.solver import child, levels, refute
from scheduler.solver.gather import Gathered
from scheduler.solver.levels import LevelSearch
from scheduler.solver.messages import plan_from_message
from scheduler.solver.run import Run, run
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.solver.children import small

SETTINGS = SearchSettings(time_limit_seconds=60.0, workers=1)


def answered(
    programme: ExpandedProgramme, settings: SearchSettings = SETTINGS, hint: Plan | None = None
) -> tuple[Gathered, list[dict[str, Any]]]:
    """Run the child's work here; return what its supervisor makes of it, and all it said."""
    said: list[dict[str, Any]] = []
    gathered = Gathered(programme, lambda _: None)
    hints: queue.Queue[Plan] = queue.Queue()
    if hint is not None:
        hints.put(hint)
    child.answer(programme, settings, hints, said.append, threading.Event())
    for message in said:
        gathered.take(message)
    return gathered, said


def with_levels(*wanted: ObjectiveLevel) -> ExpandedProgramme:
    return ExpandedProgramme(replace(small().document, objectives=wanted))


def without_plan() -> ExpandedProgramme:
    """The contract ends, for one service, before anything can be done."""
    document = small().document
    transfer = next(a.id for a in document.activities if a.kind == "transfer")
    rule = DateLimit(
        id="TOO-EARLY",
        basis="policy",
        activities=Selection(activities=(transfer,)),
        finish_not_after=document.plan_from + timedelta(days=14),
    )
    return ExpandedProgramme(replace(document, rules=(*document.rules, rule)))


@pytest.fixture(scope="module")
def settled() -> tuple[Gathered, list[dict[str, Any]]]:
    return answered(small())


def test_every_level_is_proved_and_confirmed_with_the_value_of_its_plan(
    settled: tuple[Gathered, list[dict[str, Any]]],
) -> None:
    gathered, said = settled
    assert gathered.outcome == "plan"
    found = [m for m in said if m["type"] == "level"]
    assert [m["level"] for m in found] == [level.name for level in small().document.objectives]
    assert all(m["proved"] for m in found)
    assert len([m for m in said if m["type"] == "confirmed" and m["ok"] == "infeasible"]) == 5
    for level in gathered.level_outcomes():
        assert level.claim == "bound_confirmed_by_second_configuration"
        assert level.bound is not None
        assert abs(level.value - level.bound) <= level.tolerance


def test_the_solvers_value_is_the_measured_one_where_it_is_proved_exactly(
    settled: tuple[Gathered, list[dict[str, Any]]],
) -> None:
    plan: Plan | None = None
    compared = 0
    for message in settled[1]:
        if message["type"] == "plan":
            plan = plan_from_message(message["plan"])
        if message["type"] == "level":
            assert plan is not None
            term = TERMS[message["level"]]
            measured = term.measure(small(), plan)
            assert term.sign * measured <= term.sign * message["value"]
            if message["value"] == message["bound"]:
                assert measured == message["value"]
                compared += 1
    assert compared >= 4


def test_tidying_keeps_the_value_of_every_level_and_moves_something(
    settled: tuple[Gathered, list[dict[str, Any]]],
) -> None:
    _, said = settled
    begins = next(i for i, m in enumerate(said) if m["type"] == "tidying")
    before = next(m for m in reversed(said[:begins]) if m["type"] == "plan")
    after = next(m for m in said[begins:] if m["type"] == "plan")
    plans = [plan_from_message(m["plan"]) for m in (before, after)]
    for level in small().document.objectives:
        term = TERMS[level.name]
        was, became = (term.sign * term.measure(small(), plan) for plan in plans)
        assert became <= max(was, 0 if level.tolerance == 0 else was + level.tolerance)
    starts = [sum(at.start.toordinal() for at in plan.placed.values()) for plan in plans]
    assert starts[1] < starts[0]


def test_a_later_level_may_use_the_tolerance_of_an_earlier_one_and_no_more() -> None:
    values = {}
    for tolerance in (0, 30):
        programme = with_levels(
            ObjectiveLevel(name="schedule_contingency", tolerance=tolerance),
            ObjectiveLevel(name="peak_change_load"),
            ObjectiveLevel(name="sourcing_appraisal"),
        )
        gathered, _ = answered(programme)
        contingency, _, appraisal = gathered.level_outcomes()
        assert contingency.proved
        assert contingency.bound is not None
        assert 0 <= contingency.bound - contingency.value <= tolerance
        values[tolerance] = (contingency.bound, appraisal.value)
    assert values[30][0] >= values[0][0], "the bound speaks of the best, not of the plan"
    assert values[30][1] < values[0][1], "this programme has something to buy with slack"


def level_asked_for(model: cp_model.CpModel) -> str:
    """Return the level that a model minimises, if it is one."""
    minimised = model.proto.objective.vars
    name = model.proto.variables[minimised[0]].name if len(minimised) == 1 else ""
    return name.removeprefix("cost[").removesuffix("]")


def test_a_level_that_is_not_proved_still_holds_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cut_short(*given: Any, **named: Any) -> Run:
        result = run(*given, **named)
        return replace(result, status="feasible") if result.status == "optimal" else result

    monkeypatch.setattr(levels, "run", cut_short)
    gathered, said = answered(small())
    assert gathered.outcome == "plan"
    # Where no plan could be better, as without any concession, nothing is left to be proved.
    found = [level for level in gathered.level_outcomes() if level.name != "concessions"]
    assert len(found) == 4
    assert not any(level.proved for level in found)
    assert {level.claim.value for level in found} == {"feasible_checked"}
    for level in found:
        term = TERMS[level.name]
        told = next(m for m in said if m["type"] == "level" and m["level"] == level.name)
        assert term.sign * level.value <= term.sign * told["value"]


def test_a_level_without_any_new_solution_is_told_of_and_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nothing_more(*given: Any, **named: Any) -> Run:
        if level_asked_for(given[0]) == "peak_change_load":
            return Run(status="unknown", objective=None, bound=None, solution=())
        return run(*given, **named)

    monkeypatch.setattr(levels, "run", nothing_more)
    gathered, said = answered(small())
    told = next(m for m in said if m["type"] == "level" and m["level"] == "peak_change_load")
    assert (told["bound"], told["proved"]) == (None, False)
    level = gathered.level_outcomes()[2]
    assert (level.bound, level.proved, level.claim.value) == (None, False, "feasible_checked")
    assert level.value <= told["value"], "later levels may not worsen it"


def test_a_search_that_contradicts_its_own_solution_claims_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def contradiction(*given: Any, **named: Any) -> Run:
        if level_asked_for(given[0]) == "peak_change_load":
            return Run(status="infeasible", objective=None, bound=None, solution=())
        return run(*given, **named)

    monkeypatch.setattr(levels, "run", contradiction)
    gathered, _ = answered(small())
    assert gathered.outcome == "plan"
    assert not any(level.proved for level in gathered.level_outcomes()[:3])


@pytest.mark.parametrize(
    ("says", "claim"),
    [("unknown", "bound_claimed_by_solver"), ("feasible", "feasible_checked")],
)
def test_a_claim_is_only_confirmed_by_a_second_solve_that_agrees(
    monkeypatch: pytest.MonkeyPatch, says: Any, claim: str
) -> None:
    solutions: list[tuple[int, ...]] = []

    def second(*given: Any, **named: Any) -> Run:
        if named.get("profile") == "second configuration":
            solution = solutions[-1] if says == "feasible" else ()
            return Run(status=says, objective=None, bound=None, solution=solution)
        result = run(*given, **named)
        solutions.append(result.solution)
        return result

    monkeypatch.setattr(levels, "run", second)
    gathered, _ = answered(small())
    assert {level.claim.value for level in gathered.level_outcomes()} == {claim}
    assert gathered.best is not None
    assert verify(small(), gathered.best).holds


def test_nothing_is_confirmed_without_asking() -> None:
    gathered, said = answered(small(), replace(SETTINGS, confirm=False))
    assert not [m for m in said if m["type"] == "confirmed"]
    claims = {level.claim.value for level in gathered.level_outcomes()}
    assert claims == {"bound_claimed_by_solver"}


def test_a_programme_without_levels_is_answered_with_any_plan() -> None:
    gathered, _ = answered(with_levels())
    assert gathered.outcome == "plan"
    assert gathered.best is not None
    assert gathered.level_outcomes() == ()


def test_no_plan_is_a_verdict_confirmed_and_explained() -> None:
    gathered, said = answered(without_plan())
    assert (gathered.outcome, gathered.confirmed, gathered.best) == ("infeasible", True, None)
    assert gathered.clash is not None
    assert "TOO-EARLY" in gathered.clash["rules"]
    assert gathered.clash["minimal"]
    assert gathered.clash["proved"]
    assert [m["confirmed"] for m in said if m["type"] == "outcome"] == [False, True]


def test_a_verdict_is_not_confirmed_by_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*given: Any, **named: Any) -> Run:
        if named.get("profile") == "second configuration":
            return Run(status="unknown", objective=None, bound=None, solution=())
        return run(*given, **named)

    monkeypatch.setattr(refute, "run", silent)
    gathered, _ = answered(without_plan())
    assert (gathered.outcome, gathered.confirmed) == ("infeasible", False)
    assert gathered.clash is not None
    assert not gathered.clash["proved"], "a clash is proved by both configurations or not at all"


def test_a_plan_of_the_second_configuration_refutes_the_verdict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none(*_given: Any, **_named: Any) -> Run:
        return Run(status="infeasible", objective=None, bound=None, solution=())

    monkeypatch.setattr(levels, "run", none)
    gathered, _ = answered(small())
    assert gathered.outcome != "infeasible"
    assert gathered.best is not None
    assert verify(small(), gathered.best).holds
    claims = {level.claim.value for level in gathered.level_outcomes()}
    assert claims == {"feasible_checked"}


def bad_hints() -> dict[str, Plan]:
    document = small().document
    everything = [activity.id for activity in document.activities]
    first = {group.id: group.options[-1].id for group in document.service_groups}

    def all_on(day: Any) -> Plan:
        at = Placed(start=day, finish=day)
        return Plan(options=first, placed=dict.fromkeys(everything, at))

    return {
        "nothing": Plan(options={}, placed={}),
        "unknown names": Plan(
            options={"X": "Y"}, placed={"NO.SUCH": all_on(document.plan_from).placed[everything[0]]}
        ),
        "all on the first day": all_on(document.plan_from),
        "long before the horizon": all_on(document.plan_from.replace(year=1990)),
        "long after the horizon": all_on(document.plan_until.replace(year=2199)),
        "on a weekend": all_on(
            document.plan_from + timedelta(days=5 - document.plan_from.weekday())
        ),
    }


@pytest.mark.parametrize("name", bad_hints())
def test_a_bad_hint_is_harmless(name: str, settled: tuple[Gathered, list[dict[str, Any]]]) -> None:
    gathered, _ = answered(small(), hint=bad_hints()[name])
    same = [(level.value, level.bound) for level in settled[0].level_outcomes()]
    assert [(level.value, level.bound) for level in gathered.level_outcomes()] == same


def test_a_stopped_search_keeps_what_it_has_and_ends() -> None:
    said: list[dict[str, Any]] = []
    stop = threading.Event()

    def emit(message: dict[str, Any]) -> None:
        said.append(message)
        if message["type"] == "level":
            stop.set()

    search = LevelSearch(small(), SETTINGS, emit, stop)
    assert search.settle_all() == "plan"
    assert len([m for m in said if m["type"] == "level"]) == 1
    assert any(m["type"] == "plan" for m in said)


def test_the_largest_seed_has_a_second_configuration() -> None:
    gathered, _ = answered(small(), replace(SETTINGS, seed=2**31 - 1))
    assert all(
        level.claim.value.endswith("second_configuration") for level in gathered.level_outcomes()
    )


def test_without_any_plan_the_first_level_may_use_all_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[float] = []

    def nothing(*given: Any, **_named: Any) -> Run:
        asked.append(given[2])
        return Run(status="unknown")

    monkeypatch.setattr(levels, "run", nothing)
    monkeypatch.setattr(LevelSearch, "_start_from_schedule", lambda _: False)
    gathered, _ = answered(small())
    assert gathered.outcome == "undecided"
    assert asked[-1] > 0.95 * SETTINGS.time_limit_seconds


def test_schedules_are_searched_where_the_solver_finds_no_plan_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LevelSearch, "_find_first", lambda _: "unknown")
    programme = with_levels(
        ObjectiveLevel(name="schedule_contingency"), ObjectiveLevel(name="weighted_transfers")
    )
    settings = replace(SETTINGS, time_limit_seconds=8.0)
    gathered, said = answered(programme, settings)
    first = next(n for n, m in enumerate(said) if m["type"] == "plan")
    done = [n for n, m in enumerate(said) if m["type"] == "level"]
    assert gathered.best is not None
    assert done
    assert first < done[0]
    assert verify(programme, plan_from_message(said[first]["plan"])).holds
    assert all(level.value is not None for level in gathered.level_outcomes())


def test_a_clash_is_told_of_before_it_is_proved() -> None:
    gathered, said = answered(without_plan())
    early = [set(message["rules"]) for message in said if message["type"] == "clash_found"]
    (last,) = [message for message in said if message["type"] == "clash"]
    assert early
    assert all(one >= set(last["rules"]) for one in early)
    assert gathered.clash == last
