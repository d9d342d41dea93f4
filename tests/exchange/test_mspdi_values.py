"""Durations, codes and dates that come back, beside what Project says and a plain search."""

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.exchange.mspdi import values
from scheduler.exchange.mspdi.codes import TASK_FIELDS, unit_code, unit_of
from scheduler.exchange.mspdi.left_out import LEFT_OUT, is_known, says_nothing
from scheduler.exchange.mspdi.recurrence import (
    EVERY_FEW_DAYS,
    MONTHLY,
    MONTHLY_BY_POSITION,
    WEEKLY,
    YEARLY,
    YEARLY_BY_POSITION,
    Recurrence,
    dates,
)
from scheduler.exchange.project_schedule import TimeUnit

UNITS: list[TimeUnit] = ["minutes", "hours", "days", "weeks", "months"]


@given(st.integers(0, 10**9))
def test_minutes_come_back(minutes: int) -> None:
    assert values.duration(values.duration_text(minutes)) == (minutes, True)


@given(st.integers(1, 24 * 60))
def test_ends_of_shifts_come_back_with_midnight_as_0(minutes: int) -> None:
    assert values.clock(values.clock_text(minutes)) == (minutes % (24 * 60), True)


@given(st.integers(0, 10**9))
def test_hundredths_come_back(hundredths: int) -> None:
    assert values.hundredths(values.hundredths_text(hundredths)) == (hundredths, True)


@given(st.datetimes(datetime.fromisoformat("1000-01-01"), datetime.fromisoformat("8999-12-31")))
def test_moments_come_back_to_the_second(at: datetime) -> None:
    assert values.moment(values.moment_text(at)) == (at.replace(microsecond=0), True)


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_none(text: str) -> None:
    for read in (values.duration, values.moment, values.clock, values.hundredths, values.whole):
        read(text)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("elapsed", [False, True])
@pytest.mark.parametrize("estimated", [False, True])
def test_units_come_back(unit: TimeUnit, elapsed: bool, estimated: bool) -> None:
    code = unit_code(unit, elapsed=elapsed, estimated=estimated)
    assert unit_of(code, "days") == (unit, elapsed, estimated)


def test_units_have_the_numbers_of_the_schema() -> None:
    assert [unit_code(unit, elapsed=False) for unit in UNITS] == [3, 5, 7, 9, 11]
    assert unit_code("days", elapsed=True, estimated=True) == 40
    assert unit_of(21, "weeks") == ("weeks", False, False)
    assert unit_of(53, "weeks") == ("weeks", False, True)
    assert [code for code in range(60) if unit_of(code, "days") is None] == [
        *(0, 1, 2, *range(13, 21), *range(22, 35), *range(45, 53), *range(54, 60)),
    ]


def test_custom_fields_have_their_numbers() -> None:
    by_name = {name: number for number, name in TASK_FIELDS.items()}
    assert len(by_name) == len(TASK_FIELDS) == 30 + 10 + 10 + 20 + 20 + 10 + 10 + 10 + 10
    # As Project writes them.
    assert by_name["Text1"] == 188743731
    assert by_name["Text5"] == 188743743
    assert by_name["Text10"] == 188743750
    assert by_name["Text30"] == 188744016
    assert by_name["Start6"] == 188743962
    assert by_name["Finish10"] == 188743971
    assert by_name["Flag20"] == 188743981
    assert by_name["Number20"] == 188743996
    assert by_name["Duration10"] == 188743961
    assert by_name["Cost10"] == 188743944
    assert by_name["Date10"] == 188743954
    assert by_name["Outline Code10"] == 188744114


NEW_YEAR = date(2004, 1, 1)
OF_PROJECT = [
    # What is set, how often, and the last day that Project itself works out for it.
    (
        Recurrence(kind=EVERY_FEW_DAYS, first=NEW_YEAR, last=None, occurrences=4, period=3),
        date(2004, 1, 10),
    ),
    (
        Recurrence(
            kind=WEEKLY, first=date(2001, 1, 1), last=None, occurrences=9, period=7, days_of_week=1
        ),
        date(2002, 3, 17),
    ),
    (
        Recurrence(
            kind=MONTHLY_BY_POSITION,
            first=date(2002, 1, 1),
            last=None,
            occurrences=7,
            period=6,
            month_item=8,
            month_position=4,
        ),
        date(2005, 1, 28),
    ),
    (
        Recurrence(
            kind=MONTHLY, first=date(2003, 1, 1), last=None, occurrences=6, period=5, month_day=4
        ),
        date(2005, 2, 4),
    ),
    (
        Recurrence(
            kind=YEARLY_BY_POSITION,
            first=NEW_YEAR,
            last=None,
            occurrences=6,
            month=4,
            month_item=7,
            month_position=2,
        ),
        date(2009, 5, 21),
    ),
    (
        Recurrence(
            kind=YEARLY, first=date(2005, 1, 1), last=None, occurrences=5, month=3, month_day=3
        ),
        date(2009, 4, 3),
    ),
]


@pytest.mark.parametrize(("recurrence", "last"), OF_PROJECT, ids=lambda one: str(one)[:30])
def test_the_last_day_is_the_one_of_project(recurrence: Recurrence, last: date) -> None:
    found = dates(recurrence)
    assert found is not None
    assert (len(found), found[-1]) == (recurrence.occurrences, last)


@given(
    st.sampled_from([MONTHLY_BY_POSITION, YEARLY_BY_POSITION]),
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.integers(0, 9),
    st.integers(0, 4),
    st.integers(0, 11),
    st.integers(1, 12),
)
@settings(max_examples=60, deadline=None)
def test_positions_in_months_are_those_of_a_plain_search(
    kind: int, first: date, item: int, position: int, month: int, period: int
) -> None:
    found = dates(
        Recurrence(
            kind=kind,
            first=first,
            last=first + timedelta(days=1200),
            occurrences=None,
            period=period,
            month=month,
            month_item=item,
            month_position=position,
        )
    )
    days = [first.replace(day=1) + timedelta(days=at) for at in range(1300)]
    fitting = [day for day in days if _fits(item, day)]
    by_month: dict[tuple[int, int], list[date]] = {}
    for day in fitting:
        by_month.setdefault((day.year, day.month), []).append(day)
    expected = []
    for day in fitting:
        of_month = by_month[day.year, day.month]
        months = (day.year - first.year) * 12 + day.month - first.month
        right_month = day.month == month + 1 if kind == YEARLY_BY_POSITION else months % period == 0
        at_position = of_month.index(day) == position if position < 4 else day == of_month[-1]
        if right_month and at_position and first <= day <= first + timedelta(days=1200):
            expected.append(day)
    assert found == expected


def _fits(item: int, day: date) -> bool:
    name = day.strftime("%A")
    weekend = name in {"Saturday", "Sunday"}
    if item < 3:
        return (True, not weekend, weekend)[item]
    week = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    return name == week[item - 3]


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    monthly = Recurrence(
        kind=MONTHLY, first=date(2027, 1, 31), last=None, occurrences=3, month_day=31
    )
    assert dates(monthly) == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]


def test_what_has_no_end_or_too_many_days_has_no_dates() -> None:
    for_ever = Recurrence(kind=EVERY_FEW_DAYS, first=NEW_YEAR, last=None, occurrences=None)
    assert dates(for_ever) is None
    daily = Recurrence(kind=EVERY_FEW_DAYS, first=NEW_YEAR, last=date(8000, 1, 1), occurrences=None)
    assert dates(daily) is None
    never = Recurrence(kind=WEEKLY, first=NEW_YEAR, last=date(8000, 1, 1), occurrences=None)
    assert dates(never) == []


def test_what_is_left_out_has_a_reason_and_is_not_read_elsewhere() -> None:
    for kind, by_name in LEFT_OUT.items():
        for name, reason in islice(by_name.items(), 200):
            assert reason, (kind, name)
            assert not is_known(kind, name) or kind == "Project/Task", (kind, name)


@pytest.mark.parametrize("value", ["", "0", "0.00", "-0", "PT0H0M0S", "false", "NA", None, " "])
def test_nothing_is_said_by(value: str | None) -> None:
    assert says_nothing("Task", "Cost", value)


@pytest.mark.parametrize("value", ["1", "0.01", "PT1H0M0S", "PT0H0M1S", "text", "true", "-1"])
def test_something_is_said_by(value: str) -> None:
    assert not says_nothing("Task", "Cost", value)
