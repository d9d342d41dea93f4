"""Programmes that are nothing but a project: recognised, lowered, settled, claimed with care."""

import itertools
import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import scheduler.project_search
from scheduler.benchmarks.as_programme import programme_of
from scheduler.domain.choice import Choice
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.objectives import ObjectiveLevel
from scheduler.domain.programme import Programme
from scheduler.domain.project_instance import ProjectInstance
from scheduler.domain.resources import Booking
from scheduler.domain.values import Price
from scheduler.expansion.expand import expand
from scheduler.objectives import TERMS
from scheduler.project_search import Project, Schedule, lower_bound, search
from scheduler.solver import child, levels, project_level
from scheduler.solver.gather import Gathered
from scheduler.solver.plain_project import project_of
from scheduler.solver.run import Run
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.benchmarks.instances import multi_mode, single_mode, with_maximum_lags
from tests.solver.children import small

SETTINGS = SearchSettings(time_limit_seconds=60.0, workers=2)


def answered(programme: ExpandedProgramme) -> Gathered:
    """Run the child's work here; return what its supervisor makes of it."""
    said: list[dict[str, Any]] = []
    child.answer(programme, SETTINGS, queue.Queue(), said.append, threading.Event())
    gathered = Gathered(programme, lambda _: None)
    for message in said:
        gathered.take(message)
    return gathered


def changed(**wanted: object) -> ExpandedProgramme:
    document = expand(programme_of(single_mode(1, 8))).document
    return ExpandedProgramme(replace(document, **wanted))  # type: ignore[arg-type]


@pytest.mark.parametrize("instance", [single_mode(1, 12), multi_mode(2, 8)], ids=lambda i: i.name)
def test_a_schedule_of_the_lowered_project_is_a_plan_of_its_length(
    instance: ProjectInstance,
) -> None:
    programme = expand(programme_of(instance))
    plain = project_of(programme)
    assert plain is not None
    schedule = search(plain.project, iterations=200)
    assert schedule is not None
    plan = plain.plan_of(schedule)
    assert plan is not None
    assert verify(programme, plan).violations == ()
    assert TERMS["last_finish"].measure(programme, plan) == schedule.makespan


def test_a_schedule_beyond_the_horizon_is_no_plan() -> None:
    plain = project_of(expand(programme_of(single_mode(1, 8))))
    assert plain is not None
    schedule = search(plain.project, iterations=50)
    assert schedule is not None
    assert plain.plan_of(replace(schedule, makespan=plain.axis.size + 1)) is None


def test_greatest_lags_make_more_than_a_project() -> None:
    assert project_of(expand(programme_of(with_maximum_lags(31, 12)))) is None


def test_an_exit_programme_is_more_than_a_project() -> None:
    assert project_of(small()) is None


def document_of() -> Programme:
    return changed().document


@pytest.mark.parametrize(
    "wanted",
    [
        {"objectives": (ObjectiveLevel(name="last_finish", goal=9),)},
        {"objectives": (ObjectiveLevel(name="last_finish"), ObjectiveLevel(name="providers"))},
        {
            "rules": tuple(
                replace(r, price=Price(points=1)) if r.kind == "precedence" else r
                for r in document_of().rules
            )
        },
        {
            "teams": tuple(
                replace(
                    team,
                    bookings=(
                        Booking(
                            first=document_of().plan_from,
                            last=document_of().plan_from + timedelta(days=2),
                            hundredths=1,
                        ),
                    ),
                )
                for team in document_of().teams
            )
        },
        {
            "rules": tuple(
                replace(r, when=(Choice(group="G", options=("M1",)),))
                if r.kind == "precedence"
                else r
                for r in document_of().rules
            )
        },
        {"activities": tuple(replace(a, may_pause=False) for a in document_of().activities)},
    ],
    ids=["goal", "two levels", "soft rule", "booking", "conditional rule", "no pause"],
)
def test_what_a_project_cannot_say_is_left_to_the_search_by_levels(wanted: dict[str, Any]) -> None:
    assert project_of(changed()) is not None
    assert project_of(changed(**wanted)) is None


@pytest.mark.parametrize("instance", [single_mode(3, 12), multi_mode(4, 8)], ids=lambda i: i.name)
def test_both_ways_prove_and_confirm_the_same_value(
    instance: ProjectInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = expand(programme_of(instance))
    (schedules,) = answered(programme).level_outcomes()
    monkeypatch.setattr(levels, "project_of", lambda _: None)
    (solver,) = answered(programme).level_outcomes()
    assert schedules.value == solver.value
    assert schedules.bound == solver.bound == solver.value
    assert schedules.claim == solver.claim == "bound_confirmed_by_second_configuration"


def one_by_one(project: Project, *, on_better: Callable[[Schedule], None], **_: object) -> None:
    """Find the longest schedule there is without idle days, and no other."""
    durations = [modes[0].duration for modes in project.activities]
    starts = tuple(itertools.accumulate(durations, initial=0))[:-1]
    modes = (0,) * len(durations)
    on_better(Schedule(starts=starts, modes=modes, makespan=sum(durations)))


def test_the_exact_search_proves_without_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(level: Any, _: object) -> Run:
        assert level.known.closed.wait(60)
        return Run(status="unknown")

    programme = expand(programme_of(single_mode(5, 12)))
    plain = project_of(programme)
    assert plain is not None
    monkeypatch.setattr(project_level._ProjectLevel, "_solve", wait)
    (outcome,) = answered(programme).level_outcomes()
    assert lower_bound(plain.project) < outcome.value
    assert outcome.bound == outcome.value
    assert outcome.claim == "bound_confirmed_by_second_configuration"


def test_it_goes_on_from_every_shorter_schedule_that_it_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programme = expand(programme_of(single_mode(5, 12)))
    (right,) = answered(programme).level_outcomes()
    monkeypatch.setattr(scheduler.project_search, "search", one_by_one)

    def wait(level: Any, _: object) -> Run:
        assert level.known.closed.wait(60)
        return Run(status="unknown")

    monkeypatch.setattr(project_level._ProjectLevel, "_solve", wait)
    (outcome,) = answered(programme).level_outcomes()
    assert outcome.value == outcome.bound == right.value


def test_a_wrong_refutation_is_not_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = expand(programme_of(single_mode(5, 12)))
    (right,) = answered(programme).level_outcomes()

    monkeypatch.setattr(scheduler.project_search, "search", one_by_one)
    monkeypatch.setattr(scheduler.project_search, "shorter_than", lambda *_, **__: "none")
    (wrong,) = answered(programme).level_outcomes()
    claimed = wrong.claim == "bound_confirmed_by_second_configuration"
    assert not claimed or wrong.value == right.value


@pytest.mark.parametrize("too_much", [1, 50])
def test_a_wrong_bound_is_not_confirmed(too_much: int, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = expand(programme_of(single_mode(3, 12)))
    (right,) = answered(programme).level_outcomes()
    monkeypatch.setattr(scheduler.project_search, "lower_bound", lambda _: right.value + too_much)
    gathered = answered(programme)
    (wrong,) = gathered.level_outcomes()
    assert gathered.best is not None
    claimed = wrong.claim == "bound_confirmed_by_second_configuration"
    assert not claimed or wrong.value == right.value


def test_a_project_that_cannot_be_performed_is_infeasible() -> None:
    document = document_of()
    teams = tuple(
        replace(team, capacity=tuple(replace(c, hundredths=0) for c in team.capacity))
        for team in document.teams
    )
    assert answered(changed(teams=teams)).outcome == "infeasible"
