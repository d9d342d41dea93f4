"""What of a search's events is told, and how often."""

from typing import Any

import pytest

from api.jobs import recording
from api.jobs.recording import Recording, told_of
from scheduler.domain.plan import Plan

PLAN = Plan(options={}, placed={})


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(recording, "time", made)
    return made


def checked(source: str) -> dict[str, Any]:
    return {
        "type": "plan_checked",
        "source": source,
        "elapsed": 1.239,
        "plan": PLAN,
        "objectives": (),
    }


def progress(value: int | None, bound: int | None) -> dict[str, Any]:
    said = {"type": "progress", "level": "peak_change_load", "value": value, "bound": bound}
    return {**said, "seconds": 2.0}


def level(name: str) -> dict[str, Any]:
    said = {"type": "level", "level": name, "value": 1, "bound": 1, "proved": True}
    return {**said, "elapsed": 0.1, "seconds": 2.5}


@pytest.mark.usefixtures("clock")
def test_of_plans_and_progress_only_the_newest_waits() -> None:
    kept = Recording()
    for event in (checked("construction"), progress(9, 3), level("one"), checked("solver")):
        kept.take(event)
    kept.take(progress(8, 3))
    assert [(told.type, dict(told.data)) for told in kept.due()] == [
        (
            "level",
            {"level": "one", "value": 1, "bound": 1, "proved": True, "seconds": 2.5},
        ),
        ("plan", {"source": "solver", "seconds": 1.24}),
        (
            "progress",
            {"level": "peak_change_load", "value": 8, "bound": 3, "gap": 5, "seconds": 2.0},
        ),
    ]


def test_plans_and_progress_are_told_twice_a_second_and_the_rest_at_once(clock: Clock) -> None:
    kept = Recording()
    kept.take(checked("construction"))
    kept.written(kept.due())
    clock.now += 0.4
    kept.take(checked("solver"))
    kept.take(level("one"))
    assert [told.type for told in kept.due()] == ["level"]
    kept.written(kept.due())
    clock.now += 0.1
    assert [told.type for told in kept.due()] == ["plan"]


@pytest.mark.usefixtures("clock")
def test_at_the_end_everything_is_told() -> None:
    kept = Recording()
    kept.take(checked("construction"))
    kept.written(kept.due())
    kept.take(checked("solver"))
    assert kept.due() == []
    assert [told.type for told in kept.due(everything=True)] == ["plan"]


@pytest.mark.usefixtures("clock")
def test_what_could_not_be_written_stays() -> None:
    kept = Recording()
    kept.take(level("one"))
    assert kept.due() == kept.due()
    kept.take(level("two"))
    first, _ = kept.due()
    kept.written([first])
    assert [told.data["level"] for told in kept.due()] == ["two"]


@pytest.mark.usefixtures("clock")
def test_plans_of_a_repeated_search_wait_for_its_end() -> None:
    kept = Recording(plans_at_once=False)
    kept.take(checked("solver"))
    assert kept.due() == []
    assert [told.type for told in kept.due(everything=True)] == ["plan"]


@pytest.mark.parametrize(
    ("value", "bound", "gap"), [(40, 63, 23), (63, 40, 23), (None, 5, None), (5, None, None)]
)
def test_the_gap_is_the_distance_where_both_are_known(
    value: int | None, bound: int | None, gap: int | None
) -> None:
    told = told_of(progress(value, bound))
    assert told is not None
    assert told.data["gap"] == gap


@pytest.mark.parametrize(
    ("said", "agrees"), [("infeasible", True), ("unknown", None), ("feasible", False)]
)
def test_a_second_configuration_agrees_or_not(said: str, agrees: bool | None) -> None:
    event = {"type": "confirmed", "level": "concessions", "ok": said, "seconds": 1.0}
    told = told_of(event)
    assert told is not None
    assert told.data == {"level": "concessions", "agrees": agrees, "seconds": 1.0}


@pytest.mark.parametrize("kind", ["started", "built", "plan", "tidying", "refuted", "end"])
def test_what_matters_to_nobody_outside_is_not_told(kind: str) -> None:
    assert told_of({"type": kind, "seconds": 1.0}) is None
