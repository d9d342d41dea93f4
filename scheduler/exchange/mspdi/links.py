"""Links of a Microsoft Project XML file, with their lags in minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.exchange.losses import shortened
from scheduler.exchange.mspdi.codes import (
    ESTIMATED,
    LINKS,
    MOST_MINUTES,
    PERCENT,
    PERCENT_OF_CLOCK,
    TENTHS,
    unit_of,
)
from scheduler.exchange.mspdi.record import Record
from scheduler.exchange.project_schedule import Link, Task, TimeUnit

_MOST_LAG = TENTHS * MOST_MINUTES
_FINISH_TO_START = 1
_PERCENT = 100

Lag = tuple[int, TimeUnit, bool]


def read_links(
    task: Record, successor: Task, tasks: Mapping[str, Task], default: TimeUnit
) -> Iterator[Link]:
    """Go through the links of a task to those that it waits for."""
    for record in task.within("PredecessorLink", place=task.place):
        record.tell_rest(
            {"PredecessorUID", "Type", "LinkLag", "LagFormat", "CrossProject", "CrossProjectName"}
        )
        predecessor = _predecessor(record, successor, tasks)
        if predecessor is None:
            continue
        lag, unit, elapsed = _lag(record, predecessor, default)
        number = record.whole("Type", 0, 3)
        yield Link(
            predecessor=predecessor.id,
            successor=successor.id,
            kind=LINKS[_FINISH_TO_START if number is None else number],
            lag=lag,
            lag_unit=unit,
            elapsed=elapsed,
        )


def _predecessor(record: Record, successor: Task, tasks: Mapping[str, Task]) -> Task | None:
    if record.flag("CrossProject"):
        other = shortened(record.text("CrossProjectName") or record.text("PredecessorUID"))
        text = f"it waits for a task of another project, {other}"
        record.lose("not_read", "CrossProject", text, other)
        return None
    number = record.whole("PredecessorUID", 0, 2**31 - 1)
    found = tasks.get(str(number))
    if found is None:
        record.lose("not_understood", "PredecessorUID", "there is no such task")
    elif found.id == successor.id:
        record.lose("not_understood", "PredecessorUID", "a task does not wait for itself")
        return None
    return found


def _lag(record: Record, predecessor: Task, default: TimeUnit) -> Lag:
    lag = record.whole("LinkLag", -_MOST_LAG, _MOST_LAG) or 0
    code = record.whole("LagFormat", 0, 2**31 - 1)
    if code is None:
        return _minutes(record, lag), default, False
    plain = code - ESTIMATED if code > ESTIMATED else code
    if plain in {PERCENT, PERCENT_OF_CLOCK}:
        return _percent(record, lag, plain == PERCENT_OF_CLOCK, predecessor)
    found = unit_of(code, default)
    if found is None:
        record.lose("not_understood", "LagFormat", "the lag is taken as working time")
        return _minutes(record, lag), default, False
    unit, elapsed, _ = found
    return _minutes(record, lag), unit, elapsed


def _minutes(record: Record, tenths: int) -> int:
    minutes = (tenths + TENTHS // 2) // TENTHS
    if tenths % TENTHS:
        record.lose("changed", "LinkLag", "rounded to minutes")
    return minutes


def _percent(record: Record, percent: int, of_clock: bool, predecessor: Task) -> Lag:  # noqa: FBT001
    """A share of the time that the task waited for takes."""
    elapsed = of_clock or predecessor.elapsed
    whole = _clock_minutes(predecessor) if of_clock else predecessor.duration
    if percent == 0:
        return 0, predecessor.duration_unit, elapsed
    if whole is None:
        text = "a lag in percent of a task of unknown duration is left out"
        record.lose("not_read", "LinkLag", text, f"{percent}%")
        return 0, predecessor.duration_unit, elapsed
    minutes = (percent * whole + _PERCENT // 2) // _PERCENT
    if abs(minutes) > MOST_MINUTES:
        record.lose("not_understood", "LinkLag", "a lag that is too long is left out")
        return 0, predecessor.duration_unit, elapsed
    text = "a lag in percent of the task waited for is kept in minutes"
    record.lose("changed", "LinkLag", text, f"{percent}%")
    return minutes, predecessor.duration_unit, elapsed


def _clock_minutes(task: Task) -> int | None:
    if task.elapsed:
        return task.duration
    if task.start is None or task.finish is None:
        return None
    return int((task.finish - task.start).total_seconds()) // 60
