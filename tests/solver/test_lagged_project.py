"""Projects with greatest lags: read, settled by implied orders and cores, claimed with care."""

import queue
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from scheduler.benchmarks.as_programme import programme_of
from scheduler.domain.activities import Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit, Precedence
from scheduler.domain.values import ThreePoint
from scheduler.expansion.expand import expand
from scheduler.project_search.orders import implied_orders
from scheduler.solver import child, levels
from scheduler.solver.gather import Gathered
from scheduler.solver.lagged_project import lagged_project_of
from scheduler.solver.settings import SearchSettings
from tests.benchmarks.instances import with_maximum_lags
from tests.solver.children import small


def answered(programme: ExpandedProgramme, workers: int = 2) -> Gathered:
    """Run the child's work here; return what its supervisor makes of it."""
    said: list[dict[str, Any]] = []
    settings = SearchSettings(time_limit_seconds=60.0, workers=workers)
    child.answer(programme, settings, queue.Queue(), said.append, threading.Event())
    gathered = Gathered(programme, lambda _: None)
    for message in said:
        gathered.take(message)
    return gathered


def lagged(seed: int = 32) -> ExpandedProgramme:
    return expand(programme_of(with_maximum_lags(seed, 12)))


def changed(**wanted: object) -> ExpandedProgramme:
    return ExpandedProgramme(replace(lagged().document, **wanted))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(31, 39))
def test_plans_meet_what_is_read_and_implied(seed: int) -> None:
    programme = lagged(seed)
    read = lagged_project_of(programme)
    assert read is not None
    implied = implied_orders(read.project)
    gathered = answered(programme)
    if implied is None:
        assert gathered.outcome == "infeasible"
        return
    assert gathered.best is not None
    placed = gathered.best.placed
    first = programme.document.plan_from
    starts = [(placed[activity.id].start - first).days for activity in read.activities]
    assert all(starts[lag.after] >= starts[lag.before] + lag.days for lag in read.project.lags)
    for before, after in implied.orders:
        assert starts[before] + read.project.durations[before] <= starts[after]


@pytest.mark.parametrize("seed", range(31, 39))
@pytest.mark.parametrize("workers", [1, 2])
def test_both_ways_give_the_same_answer(
    seed: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = lagged(seed)
    by_cores = answered(programme, workers)
    monkeypatch.setattr(levels, "lagged_project_of", lambda _: None)
    plainly = answered(programme)
    assert by_cores.outcome == plainly.outcome
    of_cores, of_plain = by_cores.level_outcomes(), plainly.level_outcomes()
    assert [level.value for level in of_cores] == [level.value for level in of_plain]
    confirmed = {"bound_confirmed_by_second_configuration"}
    assert {level.claim for level in (*of_cores, *of_plain)} <= confirmed


LINKS = {
    # Link, least and greatest lag, the lags between starts of three days' and five days' work.
    "FS": (2, 4, 5, -7),
    "SS": (2, 4, 2, -4),
    "FF": (2, 4, 0, -2),
    "SF": (2, 4, -3, 1),
}


@pytest.mark.parametrize("link", LINKS)
def test_lags_are_read_from_start_to_start(link: str) -> None:
    least, greatest, forth, back = LINKS[link]
    activities = lagged().document.activities[:2]
    modes = [
        (replace(a.modes[0], duration=ThreePoint(min=d, likely=d, max=d)),)
        for a, d in zip(activities, (3, 5), strict=True)
    ]
    rule = Precedence(
        id="it",
        before=activities[0].id,
        after=activities[1].id,
        link=link,  # type: ignore[arg-type]
        min_lag=least,
        max_lag=greatest,
    )
    read = lagged_project_of(
        changed(
            activities=tuple(replace(a, modes=m) for a, m in zip(activities, modes, strict=True)),
            rules=(rule,),
        )
    )
    assert read is not None
    assert [(lag.before, lag.after, lag.days) for lag in read.project.lags] == [
        (0, 1, forth),
        (1, 0, back),
    ]


def test_dates_are_read_as_first_and_last_starts() -> None:
    document = lagged().document
    name, working = document.activities[0].id, document.activities[0].modes[0].duration
    assert working is not None
    days = working.likely
    limit = DateLimit(
        id="it",
        activities=Selection(activities=(name,)),
        start_not_before=document.plan_from + timedelta(days=3),
        finish_not_after=document.plan_from + timedelta(days=3 + days),
    )
    read = lagged_project_of(changed(rules=(limit,)))
    assert read is not None
    assert (read.project.first_starts[0], read.project.last_starts[0]) == (3, 4)


def test_an_exit_programme_is_more_than_a_project_with_lags() -> None:
    assert lagged_project_of(small()) is None


def test_what_does_not_fit_at_all_has_no_plan_and_needs_no_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = lagged().document
    never = DateLimit(
        id="never",
        activities=Selection(activities=(document.activities[0].id,)),
        finish_not_after=document.plan_from - timedelta(days=1),
    )
    programme = changed(rules=(*document.rules, never))
    assert answered(programme).outcome == "infeasible"
    monkeypatch.setattr(
        "scheduler.solver.lagged_level._LaggedLevel.search_side_by_side",
        lambda _: pytest.fail("searched"),
    )
    assert answered(programme).outcome == "infeasible"


@pytest.mark.parametrize("wrong", [1, 40])
def test_a_wrong_order_is_not_confirmed(wrong: int, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = lagged()
    (right,) = answered(programme).level_outcomes()
    read = lagged_project_of(programme)
    assert read is not None
    implied = implied_orders(read.project)
    assert implied is not None
    later = tuple(first + wrong for first in implied.first_starts)
    monkeypatch.setattr(
        "scheduler.project_search.orders.implied_orders",
        lambda _: replace(implied, first_starts=later),
    )
    gathered = answered(programme)
    for level in gathered.level_outcomes():
        claimed = level.claim == "bound_confirmed_by_second_configuration"
        assert not claimed or level.value == right.value
