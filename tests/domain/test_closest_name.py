from difflib import SequenceMatcher

import pytest

from scheduler.domain.closest_name import closest_name


def test_the_closest_name_is_found() -> None:
    assert closest_name("sercices", ["services", "teams"]) == "services"
    assert closest_name("xyz", ["services", "teams"]) is None
    assert closest_name("a", []) is None


def test_among_very_many_those_that_begin_alike_are_looked_at() -> None:
    many = [f"NO{n}" for n in range(5_000)] + ["PAYC.build"]
    assert closest_name("PAYC.biuld", many) == "PAYC.build"


def test_no_name_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    ratio = SequenceMatcher.real_quick_ratio

    def counted(self: SequenceMatcher[str]) -> float:
        nonlocal looked_at
        looked_at += 1
        return ratio(self)

    monkeypatch.setattr(SequenceMatcher, "real_quick_ratio", counted)
    closest_name("SERVICE", [f"SERVICE{n}" for n in range(10_000)])
    assert 0 < looked_at <= 200
    closest_name("x" * 201, ["x" * 200])
    assert looked_at <= 200
