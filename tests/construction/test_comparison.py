"""The comparison goes on beside a search and keeps nobody waiting."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scheduler.construction.comparison import Comparison

SOON = 20.0
MADE = "scheduler.construction.comparison.baselines"


def test_all_of_it_is_there_where_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MADE, lambda _, **__: iter(["one", "two"]))
    compared: Any = Comparison(None)  # type: ignore[arg-type]
    assert compared.until(time.monotonic() + SOON, threading.Event()) == ("one", "two")


@pytest.mark.parametrize("ended_by", ["stop", "time"])
def test_what_is_known_is_kept_and_no_more_is_begun(
    monkeypatch: pytest.MonkeyPatch, ended_by: str
) -> None:
    stop, second, begun = threading.Event(), threading.Event(), list[str]()

    def slow(_: object, cancelled: Callable[[], bool]) -> Iterator[str]:
        for name in ("one", "two", "three"):
            begun.append(name)
            if name == "two":
                stop.set()
                assert second.wait(SOON)
            if cancelled():
                return
            yield name

    monkeypatch.setattr(MADE, slow)
    compared: Any = Comparison(None)  # type: ignore[arg-type]
    compared.begin()
    assert stop.wait(SOON)
    asked = stop if ended_by == "stop" else threading.Event()
    latest = time.monotonic() + (SOON if ended_by == "stop" else 0.0)
    assert compared.until(latest, asked) == ("one",)
    second.set()
    compared._thread.join(SOON)
    assert begun == ["one", "two"]


def test_what_went_wrong_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(_: object, **__: object) -> Iterator[str]:
        raise LookupError("no such thing")
        yield

    monkeypatch.setattr(MADE, wrong)
    compared = Comparison(None)  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        compared.until(time.monotonic() + SOON, threading.Event())
