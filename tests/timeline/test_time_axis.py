"""The axis counts as a walk over the calendar does."""

from datetime import date, timedelta
from random import Random

import pytest

from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.programme import Programme
from scheduler.domain.services import Contract
from scheduler.domain.values import WEEKDAYS, Window
from scheduler.errors import DateOutsideHorizon
from scheduler.timeline.time_axis import TimeAxis, axis_of

ONE_DAY = timedelta(days=1)
EASTER = (
    Window(first=date(2023, 4, 7), last=date(2023, 4, 7)),
    Window(first=date(2023, 4, 10), last=date(2023, 4, 10)),
)


def programme(first: date, last: date, calendar: WorkCalendar) -> ExpandedProgramme:
    return ExpandedProgramme(
        Programme(
            format_version=1,
            id="axis",
            name="axis",
            plan_from=first,
            plan_until=last,
            contract=Contract(supplier="Incumbent", end_date=last),
            calendars=(calendar,),
            default_calendar=calendar.id,
        )
    )


@pytest.fixture
def easter() -> TimeAxis:
    # Axis days: 0 = Thursday the 6th, 1 = Tuesday the 11th, 2 = Wednesday the 12th.
    weekdays = WorkCalendar(id="weekdays", closures=EASTER)
    return axis_of(programme(date(2023, 4, 6), date(2023, 4, 12), weekdays))


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (5, 0, 0),
        (6, 0, 1),
        (7, 1, 1),
        (8, 1, 1),
        (10, 1, 1),
        (11, 1, 2),
        (12, 2, 3),
        (13, 3, 3),
        (20, 3, 3),
    ],
)
def test_positions_on_before_and_after_easter(
    easter: TimeAxis, day: int, before: int, after: int
) -> None:
    assert easter.position(date(2023, 4, day)) == before
    assert easter.position_after(date(2023, 4, day)) == after


def test_starts_and_finishes_are_inclusive_dates(easter: TimeAxis) -> None:
    assert [easter.start_date(i).day for i in range(3)] == [6, 11, 12]
    assert [easter.finish_date(i).day for i in range(1, 4)] == [6, 11, 12]


def test_a_position_without_a_day_is_refused(easter: TimeAxis) -> None:
    for start in (-1, 3):
        with pytest.raises(DateOutsideHorizon):
            easter.start_date(start)
    with pytest.raises(DateOutsideHorizon):
        easter.finish_date(0)


def test_every_calendar_day_has_its_ordinal(easter: TimeAxis) -> None:
    assert [day.day for day in easter.days()] == [6, 7, 8, 9, 10, 11, 12]
    assert [easter.ordinal(day) for day in easter.days()] == list(range(7))
    assert [easter.day_at(easter.ordinal(day)) for day in easter.days()] == list(easter.days())


@pytest.mark.parametrize("chunk", range(10))
def test_the_axis_counts_as_a_walk_does(chunk: int) -> None:
    for seed in range(chunk * 100, (chunk + 1) * 100):
        random = Random(seed)
        first = date(2020, 1, 1) + ONE_DAY * random.randint(0, 1500)
        last = first + ONE_DAY * random.randint(0, 40)
        starts = [first + ONE_DAY * random.randint(-5, 40) for _ in range(random.randint(0, 4))]
        calendar = WorkCalendar(
            id="c",
            working_weekdays=tuple(d for d in WEEKDAYS if random.random() < 0.7),
            closures=tuple(
                Window(first=s, last=s + ONE_DAY * random.randint(0, 3)) for s in starts
            ),
        )
        axis = axis_of(programme(first, last, calendar))
        passed = 0
        day = first
        while day <= last:
            assert axis.position(day) == passed, f"seed {seed}, {day}"
            if calendar.is_working(day):
                assert axis.start_date(passed) == day, f"seed {seed}, {day}"
                passed += 1
            assert axis.position_after(day) == passed, f"seed {seed}, {day}"
            day += ONE_DAY
        assert axis.size == passed, f"seed {seed}"


def test_instants_some_working_days_later() -> None:
    # Friday, a weekend, Monday and Tuesday.
    friday, monday, tuesday = date(2023, 6, 2), date(2023, 6, 5), date(2023, 6, 6)
    axis = TimeAxis(friday, date(2023, 6, 7), (friday, monday, tuesday))
    saturday, wednesday = date(2023, 6, 3), date(2023, 6, 7)
    assert axis.after_working_days(saturday, 0) == saturday
    assert axis.after_working_days(friday, 1) == saturday
    assert axis.after_working_days(saturday, 1) == tuesday
    assert axis.after_working_days(friday, 3) == wednesday
    # The horizon has no fourth: the day after it.
    assert axis.after_working_days(friday, 4) == date(2023, 6, 8)
