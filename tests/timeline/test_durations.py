"""Start classes: how far work reaches from each day on which it can start."""

from datetime import date
from random import Random

import pytest

from scheduler.domain.calendars import WorkCalendar
from scheduler.domain.values import Window
from scheduler.timeline.durations import StartClass, start_classes, worked_runs
from scheduler.timeline.time_axis import TimeAxis


def test_a_calendar_works_on_some_axis_days() -> None:
    # The supplier is shut on the second of three working days around a weekend.
    friday, monday, tuesday = date(2023, 6, 2), date(2023, 6, 5), date(2023, 6, 6)
    axis = TimeAxis(friday, tuesday, (friday, monday, tuesday))
    shut = WorkCalendar(id="supplier", closures=(Window(first=monday, last=monday),))
    assert worked_runs((shut,), axis, may_pause=True) == ((0, 2),)


def test_days_of_several_calendars_are_those_that_all_of_them_work() -> None:
    friday, monday, tuesday = date(2023, 6, 2), date(2023, 6, 5), date(2023, 6, 6)
    axis = TimeAxis(friday, tuesday, (friday, monday, tuesday))
    shut = WorkCalendar(id="supplier", closures=(Window(first=monday, last=monday),))
    late = WorkCalendar(id="late", working_weekdays=("mon", "tue"))
    assert worked_runs((shut, late), axis, may_pause=True) == ((2,),)


def test_what_may_not_pause_ends_at_a_closure_and_not_at_a_weekend() -> None:
    # Thursday, Friday, a weekend, Monday, a closed Tuesday that is no axis day, Wednesday.
    days = [date(2023, 6, day) for day in (1, 2, 5, 7)]
    axis = TimeAxis(days[0], days[-1], tuple(days))
    shut = WorkCalendar(
        id="shut", closures=(Window(first=date(2023, 6, 6), last=date(2023, 6, 6)),)
    )
    assert worked_runs((shut,), axis, may_pause=False) == ((0, 1, 2), (3,))
    assert start_classes(((0, 1, 2), (3,)), 2) == (StartClass(2, (0, 1)),)


def test_without_closures_there_is_one_class() -> None:
    assert start_classes(((0, 1, 2, 3),), 2) == (StartClass(2, (0, 1, 2)),)


def test_a_closure_lengthens_the_starts_that_meet_it() -> None:
    # Axis day 2 is shut: two days of work from 1 take 1 and 3.
    assert start_classes(((0, 1, 3, 4),), 2) == (StartClass(2, (0, 3)), StartClass(3, (1,)))


def test_one_day_of_work_starts_on_every_worked_day() -> None:
    assert start_classes(((0, 3, 4),), 1) == (StartClass(1, (0, 3, 4)),)


@pytest.mark.parametrize(("working_days", "starts"), [(3, 1), (4, 0), (9, 0)])
def test_work_as_long_as_the_horizon_has_one_start_and_longer_work_none(
    working_days: int, starts: int
) -> None:
    assert sum(len(part.starts) for part in start_classes(((0, 1, 2),), working_days)) == starts


def test_work_of_no_days_starts_nowhere() -> None:
    assert start_classes(((0, 1, 2),), 0) == ()


def test_classes_count_as_a_walk_does() -> None:
    for seed in range(1000):
        random = Random(seed)
        worked = tuple(day for day in range(random.randint(1, 25)) if random.random() < 0.8)
        length = random.randint(1, 6)
        walked = {}
        for start in worked:
            left, day = length, start
            while left and day < 25:
                left -= day in worked
                day += 1
            if not left:
                walked[start] = day - start
        classes = start_classes((worked,), length)
        assert {s: part.reach for part in classes for s in part.starts} == walked, f"seed {seed}"
        assert sum(len(part.starts) for part in classes) == len(walked), f"seed {seed}"
