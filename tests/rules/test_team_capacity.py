import pytest

from scheduler.domain.activities import Mode
from scheduler.domain.planning_rules import TeamCapacity
from scheduler.domain.resources import Booking, CapacityPeriod, Team
from tests.rules.easter import (
    april,
    breaches,
    event,
    holds,
    lasting,
    plan,
    programme,
    span,
    words,
    work,
)

RULE = TeamCapacity(id="capacity.HR", team="HR")
ONE = Team(id="HR", name="HR team", capacity=(CapacityPeriod(first=april(1), hundredths=100),))


def asking(hundredths: int) -> Mode:
    return lasting(2, HR=hundredths)


@pytest.mark.parametrize(("b", "met"), [(40, True), (41, False)])
def test_demands_add_up_to_the_capacity_and_no_more(b: int, met: bool) -> None:
    of = programme(work("a", asking(60)), work("b", asking(b)), teams=(ONE,))
    assert holds(RULE, of, plan(a=(4, 5), b=(5, 6))) is met
    assert holds(RULE, of, plan(a=(4, 5), b=(6, 11)))


@pytest.mark.parametrize(
    ("first", "last", "met"), [(5, 6, True), (6, 11, False), (12, 13, False), (13, 14, True)]
)
def test_capacity_falls_and_rises_on_its_days(first: int, last: int, met: bool) -> None:
    # One person until Sunday the 9th, half until the 12th, one again from the 13th.
    periods = ((1, 100), (9, 50), (13, 100))
    team = Team(
        id="HR", capacity=tuple(CapacityPeriod(first=april(d), hundredths=h) for d, h in periods)
    )
    of = programme(work("a", asking(60)), teams=(team,))
    assert holds(RULE, of, plan(a=(first, last))) is met


@pytest.mark.parametrize(("day", "met"), [(4, True), (5, False), (6, False), (11, True)])
def test_bookings_include_both_days_and_leave_never_less_than_nothing(day: int, met: bool) -> None:
    team = Team(
        id="HR",
        capacity=ONE.capacity,
        bookings=(
            Booking(first=april(5), last=april(6), hundredths=80),
            Booking(first=april(6), last=april(6), hundredths=80),
        ),
    )
    of = programme(work("a", lasting(1, HR=30)), teams=(team,))
    assert holds(RULE, of, plan(a=day)) is met


def test_work_paused_over_easter_asks_for_nobody_there() -> None:
    of = programme(work("a", asking(100)), event("e", Mode(demands={"HR": 100})), teams=(ONE,))
    for free in (7, 8, 9, 10):
        assert holds(RULE, of, plan(a=(6, 11), e=free))
    assert not holds(RULE, of, plan(a=(6, 11), e=11))


def test_events_ask_on_their_date_weekends_included() -> None:
    mode = Mode(demands={"HR": 60})
    of = programme(event("e", mode), event("f", mode), teams=(ONE,))
    assert not holds(RULE, of, plan(e=8, f=8))
    assert holds(RULE, of, plan(e=8, f=9))


def test_a_span_asks_on_each_of_its_working_days() -> None:
    of = programme(
        span("s", Mode(demands={"HR": 60})), event("e", Mode(demands={"HR": 50})), teams=(ONE,)
    )
    assert [holds(RULE, of, plan(s=(6, 11), e=day)) for day in (5, 6, 9, 11, 12)] == [
        True,
        False,
        True,
        False,
        True,
    ]


def test_work_stretched_by_its_own_calendar_still_asks_on_the_days_between() -> None:
    of = programme(
        work("a", lasting(2, HR=60), calendar="supplier"),
        work("b", lasting(1, HR=60)),
        teams=(ONE,),
    )
    assert not holds(RULE, of, plan(a=(4, 6), b=5))


def test_the_option_decides_the_demand() -> None:
    own, bought = lasting(1, "OWN", HR=150), lasting(1, "BOUGHT")
    of = programme(work("a", own, bought, service="PAY"), teams=(ONE,))
    assert not holds(RULE, of, plan("OWN", a=4))
    assert holds(RULE, of, plan("BOUGHT", a=4))


def test_a_run_of_overloaded_days_is_one_breach() -> None:
    of = programme(work("a", asking(60)), work("b", asking(60)), teams=(ONE,))
    found = breaches(RULE, of, plan(a=(5, 6), b=(5, 6)))
    assert [(b.activities, b.measured, b.allowed) for b in found] == [
        (("a", "b"), "120 on 2023-04-05", 100)
    ]


def test_words() -> None:
    assert words(RULE, programme(teams=(ONE,))) == (
        "HR team has 1 person at most, fewer when booked or on leave."
    )
