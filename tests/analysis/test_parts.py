from dataclasses import replace

import pytest

from scheduler.analysis.parts import parts_with_dates
from scheduler.domain.activities import ActivityPart
from scheduler.domain.plan import Placed
from tests.rules.easter import april, lasting, programme, work


def divided(days: int, *shares: int, also: tuple[str, ...] = ()) -> list[tuple[int, int]]:
    """Return first and last day of each part of work that starts on Tuesday the 4th of April."""
    parts = tuple(ActivityPart(id=f"p{n}", share_percent=s) for n, s in enumerate(shares))
    activity = replace(work("build", lasting(days)), parts=parts, also_calendars=also)
    worked = [day for day in (4, 5, 6, 11, 12, 13, 14) if not also or day != 5]
    placed = Placed(start=april(4), finish=april(worked[days - 1]))
    found = parts_with_dates(activity, placed, programme(activity))
    return [(dated.start.day, dated.finish.day) for dated in found]


@pytest.mark.parametrize(
    ("days", "shares", "expected"),
    [
        (4, (50, 50), [(4, 5), (6, 11)]),  # two working days each, over Easter
        (5, (50, 50), [(4, 6), (11, 12)]),  # two and a half days are three
        (6, (33, 33, 34), [(4, 5), (6, 11), (12, 13)]),  # 1.98 and 3.96 days
        (7, (100,), [(4, 14)]),
        (1, (50, 50), [(4, 4), (4, 4)]),  # fewer days than parts
        (2, (10, 80, 10), [(4, 4), (4, 5), (5, 5)]),  # 0.2, 1.8 and 2 days
    ],
)
def test_parts_follow_each_other_on_working_days(
    days: int, shares: tuple[int, ...], expected: list[tuple[int, int]]
) -> None:
    assert divided(days, *shares) == expected


def test_days_are_those_of_all_calendars() -> None:
    # The supplier is shut on the 5th.
    assert divided(4, 50, 50, also=("supplier",)) == [(4, 6), (11, 12)]


def test_work_without_parts_has_none() -> None:
    assert divided(3) == []
