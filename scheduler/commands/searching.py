"""Solver processes for a part of a command: for so long, and until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scheduler.asking.pool import Pool
from scheduler.commands.plan import default_workers, stopped_by_ctrl_c
from scheduler.explaining.work import Work, ended_after
from scheduler.solver.settings import SearchSettings

QUESTION_SECONDS = 20.0


@contextmanager
def searching(
    seconds: float, on_row: Callable[[object], None] = lambda _: None, *, confirm: bool = True
) -> Iterator[Work]:
    """Give what asks questions side by side; after so many seconds what is open stays unknown."""
    workers = default_workers()
    settings = SearchSettings(time_limit_seconds=QUESTION_SECONDS, workers=workers)
    with stopped_by_ctrl_c() as stop, ended_after(seconds, stop), Pool(settings, stop) as pool:
        yield Work(
            ask=pool.ask,
            side_by_side=workers,
            seconds=QUESTION_SECONDS,
            confirm=confirm,
            on_row=on_row,
            stop=stop,
        )
