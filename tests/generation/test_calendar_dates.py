from datetime import date

import pytest

from scheduler.generation.calendar_dates import DEFAULT, month_end, work_calendars, yearly_windows

D = date


@pytest.mark.parametrize(
    ("day", "working"),
    [
        # Bank holidays in England and Wales as published on gov.uk.
        (D(2025, 4, 17), True),
        (D(2025, 4, 18), False),
        (D(2025, 4, 21), False),
        (D(2025, 4, 22), True),
        (D(2025, 5, 5), False),
        (D(2025, 5, 26), False),
        (D(2025, 8, 25), False),
        (D(2025, 12, 23), True),
        (D(2025, 12, 24), False),
        (D(2026, 1, 1), False),
        (D(2026, 1, 2), True),
        (D(2026, 4, 3), False),
        (D(2026, 4, 6), False),
        (D(2027, 3, 26), False),
        (D(2027, 3, 29), False),
        # 1 January 2028 is a Saturday, kept on Monday 3 January.
        (D(2028, 1, 3), False),
        (D(2028, 1, 4), True),
        # 1 January 2033 is a Saturday, 2034 a Sunday.
        (D(2033, 1, 3), False),
        (D(2034, 1, 2), False),
        (D(2034, 1, 3), True),
    ],
)
def test_bank_holidays(day: date, working: bool) -> None:
    calendars = {c.id: c for c in work_calendars(D(2024, 12, 1), D(2034, 12, 31))}
    assert calendars[DEFAULT].is_working(day) is working


def test_a_horizon_that_begins_on_new_years_day_has_it_closed() -> None:
    assert not work_calendars(D(2026, 1, 1), D(2026, 12, 31))[0].is_working(D(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (D(2024, 2, 1), D(2024, 2, 29)),
        (D(2025, 2, 28), D(2025, 2, 28)),
        (D(2025, 12, 31), D(2025, 12, 31)),
        (D(2025, 4, 30), D(2025, 4, 30)),
    ],
)
def test_month_ends(day: date, last: date) -> None:
    assert month_end(day) == last


def test_windows_over_new_year_belong_to_the_year_they_open_in() -> None:
    windows = yearly_windows("Freeze", (12, 18), (1, 2), D(2026, 1, 2), D(2026, 12, 18))
    assert [(w.first, w.last, w.name) for w in windows] == [
        (D(2025, 12, 18), D(2026, 1, 2), "Freeze 2025"),
        (D(2026, 12, 18), D(2027, 1, 2), "Freeze 2026"),
    ]


def test_windows_outside_the_dates_are_left_out() -> None:
    assert yearly_windows("Freeze", (3, 1), (3, 31), D(2026, 4, 1), D(2027, 2, 28)) == ()
