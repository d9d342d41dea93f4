"""Numbers by which Microsoft Project XML says kinds, units and fields.

Source: Microsoft's reference of the Project XML schema; field numbers as Project writes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.exchange.project_schedule import ConstraintKind, LinkKind, TimeUnit

KIND = "Microsoft Project XML"
"""The format's name in refusals."""

NAMESPACE = "http://schemas.microsoft.com/project"
UNASSIGNED = -65535
"""The resource of work that nobody has been given."""

AS_SOON_AS_POSSIBLE = 0
CONSTRAINTS: dict[int, ConstraintKind] = {
    1: "as_late_as_possible",
    2: "must_start_on",
    3: "must_finish_on",
    4: "start_no_earlier_than",
    5: "start_no_later_than",
    6: "finish_no_earlier_than",
    7: "finish_no_later_than",
}
LINKS: dict[int, LinkKind] = {0: "FF", 1: "FS", 2: "SF", 3: "SS"}

UNITS: dict[int, TimeUnit] = {3: "minutes", 5: "hours", 7: "days", 9: "weeks", 11: "months"}
"""Units of durations and lags; one more for time of the clock, and `ESTIMATED` more for a guess."""
ESTIMATED = 32
PERCENT = 19
PERCENT_OF_CLOCK = 20
NO_UNIT = 21
"""The project's own unit; 53 where it is estimated."""

TENTHS = 10
"""Lags are in tenths of minutes."""

MOST_MINUTES = (2**31 - 1) // TENTHS
"""Longer durations and lags, of about four hundred years, do not fit into the format."""

FIRST_MOMENT = "1984-01-01T00:00:00"
LAST_MOMENT = "2049-12-31T23:59:00"
"""What Project writes where a time has no beginning or no end."""


def unit_of(code: int, default: TimeUnit) -> tuple[TimeUnit, bool, bool] | None:
    """Return a unit, whether it is of the clock, and whether it is estimated.

    None for a number that is no unit, such as a percentage.
    """
    estimated = code > ESTIMATED
    plain = code - ESTIMATED if estimated else code
    if plain == NO_UNIT:
        return default, False, estimated
    elapsed = plain % 2 == 0
    unit = UNITS.get(plain - 1 if elapsed else plain)
    return None if unit is None else (unit, elapsed, estimated)


def unit_code(unit: TimeUnit, *, elapsed: bool, estimated: bool = False) -> int:
    """Return the number of a unit."""
    plain = next(code for code, name in UNITS.items() if name == unit)
    return plain + (1 if elapsed else 0) + (ESTIMATED if estimated else 0)


_TASK_FIELDS = 188743000
_RUNS: tuple[tuple[str, int, tuple[tuple[int, int, int], ...]], ...] = (
    # Name, first number of it, runs of (field of its first, how many, step).
    ("Text", 1, ((731, 5, 3), (746, 5, 1), (997, 20, 1))),
    ("Start", 1, ((732, 5, 3), (962, 5, 2))),
    ("Finish", 1, ((733, 5, 3), (963, 5, 2))),
    ("Flag", 1, ((752, 10, 1), (972, 10, 1))),
    ("Number", 1, ((767, 5, 1), (982, 15, 1))),
    ("Duration", 1, ((783, 3, 1), (955, 7, 1))),
    ("Cost", 1, ((786, 3, 1), (938, 7, 1))),
    ("Date", 1, ((945, 10, 1),)),
    ("Outline Code", 1, ((1096, 10, 2),)),
)


def _fields() -> Iterator[tuple[int, str]]:
    for name, first, runs in _RUNS:
        number = first
        for start, count, step in runs:
            for at in range(count):
                yield _TASK_FIELDS + start + at * step, f"{name}{number}"
                number += 1


TASK_FIELDS: dict[int, str] = dict(_fields())
"""Custom fields of tasks by their numbers."""
