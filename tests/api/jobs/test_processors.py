"""How many searches run side by side."""

import os
from pathlib import Path

import pytest

from api.jobs.processors import allowed_processors, searches_side_by_side


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("max 100000\n", 4),
        ("200000 100000\n", 2),
        # Half a processor still has to do.
        ("50000 100000\n", 1),
        ("1600000 100000\n", 4),
        ("nonsense", 4),
    ],
)
def test_a_container_may_allow_less_than_the_machine_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, allowed: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    limit = tmp_path / "cpu.max"
    limit.write_text(written, "ascii")
    assert allowed_processors(limit) == allowed
    assert allowed_processors(tmp_path / "missing") == 4


@pytest.mark.parametrize(
    ("processors", "slots", "searches"), [(2, 1, 2), (2, 2, 1), (2, 3, 1), (32, 1, 8), (32, 8, 4)]
)
def test_processors_are_shared_among_the_slots_and_eight_are_enough(
    monkeypatch: pytest.MonkeyPatch, processors: int, slots: int, searches: int
) -> None:
    monkeypatch.setattr("api.jobs.processors.allowed_processors", lambda: processors)
    assert searches_side_by_side(slots) == searches
