"""Programmes planned side by side: the same plans however many at a time, until an end."""

import threading
import time

import pytest

from scheduler.analyses import holding_plan
from scheduler.asking.question import Reply
from scheduler.domain.plan import Plan
from scheduler.explaining.work import Work
from scheduler.simulation import hold
from scheduler.simulation.planned import Ending, ToPlan, plan_each
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.simulation.small import Small, chain, plan_at

NEVER = float("inf")


def test_the_end_has_come_with_a_stop_or_at_its_instant() -> None:
    stop = threading.Event()
    assert not Ending(stop, NEVER).is_set()
    assert Ending(stop, time.monotonic()).is_set()
    ending = Ending(stop, NEVER)
    stop.set()
    assert ending.is_set()


def test_answers_come_in_the_order_of_what_was_asked() -> None:
    programmes = [
        Small({"A": (days, days, days)}, links=chain("A")).programme() for days in (5, 10, 20)
    ]
    asked = [
        ToPlan(programme=programme, start=plan_at(programme, A=30, T=60), seconds=5.0)
        for programme in programmes
    ]
    search = SearchSettings(workers=2)
    answers = plan_each(asked, search, Ending(threading.Event(), NEVER))
    for programme, answer in zip(programmes, answers, strict=True):
        assert answer.plan is not None
        assert verify(programme, answer.plan).holds
        assert answer.solve.reproducible
    assert len({answer.plan.placed["T"].start for answer in answers if answer.plan}) == 3


def test_solver_processes_have_the_memory_that_the_work_allows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[SearchSettings] = []

    class Seen(Exception):
        pass

    def seen(*given: object, **_: object) -> None:
        asked.extend(one for one in given if isinstance(one, SearchSettings))
        raise Seen

    monkeypatch.setattr(hold, "find_hold", seen)
    programme = Small({"A": (5, 5, 5)}, links=chain("A")).programme()
    work = Work(ask=lambda _: Reply(finding="unknown"), memory_limit_mb=321)
    with pytest.raises(Seen):
        holding_plan.look_for_hold(programme, Plan(options={}, placed={}), work)
    assert [settings.memory_limit_mb for settings in asked] == [321]
