from dataclasses import replace

import pytest

from scheduler.domain.activities import Mode
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import Placement
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

RULE = Placement(id="placement")


@pytest.mark.parametrize(
    ("first", "last", "met"),
    [
        (5, 11, True),  # Wednesday, Thursday, and Tuesday after Easter
        (5, 12, False),  # one day too many
        (5, 6, False),  # one too few
        (6, 12, True),
        (7, 12, False),  # starts on Good Friday although three days follow
        (5, 10, False),  # ends on Easter Monday after two days
        (12, 14, True),  # ends with the horizon
        (3, 5, True),  # begins with it
    ],
)
def test_work_takes_its_days_and_pauses_over_closures(first: int, last: int, met: bool) -> None:
    of = programme(work("build", lasting(3)))
    assert holds(RULE, of, plan(build=(first, last))) is met


@pytest.mark.parametrize(("first", "last", "met"), [(4, 6, True), (4, 5, False), (5, 6, False)])
def test_work_is_counted_on_its_own_calendar(first: int, last: int, met: bool) -> None:
    # The supplier is shut on the 5th: Tuesday and Thursday are two days.
    of = programme(work("build", lasting(2), calendar="supplier"))
    assert holds(RULE, of, plan(build=(first, last))) is met


@pytest.mark.parametrize(
    ("day", "met"), [(3, True), (8, True), (10, True), (14, True), (15, False), (2, False)]
)
def test_an_event_may_be_on_any_day_of_the_horizon(day: int, met: bool) -> None:
    assert holds(RULE, programme(event("live")), plan(live=day)) is met


def test_an_event_with_dates_is_on_one_of_them() -> None:
    of = programme(event("live", dates="weekends"), date_sets={"weekends": (april(8), april(9))})
    assert holds(RULE, of, plan(live=9))
    assert [b.measured for b in breaches(RULE, of, plan(live=6))] == [april(6)]


def test_an_event_takes_one_day() -> None:
    assert not holds(RULE, programme(event("live")), plan(live=(8, 9)))


@pytest.mark.parametrize(
    ("first", "last", "met"), [(4, 12, True), (4, 4, True), (7, 12, False), (4, 9, False)]
)
def test_a_span_begins_and_ends_on_working_days(first: int, last: int, met: bool) -> None:
    assert holds(RULE, programme(span("both")), plan(both=(first, last))) is met


@pytest.mark.parametrize(
    ("option", "dates", "met"),
    [
        ("OWN", {"build": (3, 4)}, True),
        ("SHARED", {"build": (3, 5)}, True),
        ("SHARED", {"build": (3, 4)}, False),
        ("BOUGHT", {}, True),
        ("BOUGHT", {"build": (3, 4)}, False),
        ("OWN", {}, False),
    ],
)
def test_the_option_decides_what_is_performed_and_how_long(
    option: str, dates: dict[str, tuple[int, int]], met: bool
) -> None:
    of = programme(work("build", lasting(2, "OWN"), lasting(3, "SHARED"), service="PAY"))
    assert holds(RULE, of, plan(option, **dates)) is met


def test_the_first_mode_that_serves_an_option_counts() -> None:
    of = programme(work("build", lasting(2, "OWN"), lasting(1), service="PAY"))
    assert holds(RULE, of, plan("OWN", build=(3, 4)))
    assert not holds(RULE, of, plan("OWN", build=3))
    assert holds(RULE, of, plan("BOUGHT", build=3))


def test_every_group_has_one_of_its_options_and_no_other_group_any() -> None:
    of = programme()
    assert holds(RULE, of, plan("OWN"))
    assert not holds(RULE, of, plan("ELSEWHERE"))
    assert not holds(RULE, of, Plan(options={}, placed={}))
    assert not holds(RULE, of, Plan(options={"HRP": "OWN", "FIN": "OWN"}, placed={}))


def test_nothing_unknown_is_placed() -> None:
    at = Placed(start=april(3), finish=april(3))
    found = breaches(RULE, programme(), Plan(options={"HRP": "OWN"}, placed={"party": at}))
    assert [b.activities for b in found] == [("party",)]


def test_the_breach_says_what_was_measured() -> None:
    of = programme(
        work("build", lasting(3)), event("live", Mode(options=("SHARED",)), service="PAY")
    )
    found = breaches(RULE, of, plan("OWN", build=(3, 4), live=5))
    assert [(b.activities, b.measured, b.allowed) for b in found] == [
        (("build",), 2, 3),
        (("live",), "performed", "not under the chosen option"),
    ]


def test_words() -> None:
    assert words(RULE, programme()) == (
        "One sourcing option is chosen for each service group, and every activity it needs is done "
        "in full, on days it can be worked, from 3 Apr 2023 to 14 Apr 2023."
    )


def test_work_is_done_on_days_that_all_its_calendars_work() -> None:
    # The supplier is shut on the 5th: from the 4th to the 6th are two days of both.
    both = replace(work("build", lasting(2)), also_calendars=("supplier",))
    assert holds(RULE, programme(both), plan(build=(4, 6)))
    assert not holds(RULE, programme(both), plan(build=(4, 5)))
    assert not holds(RULE, programme(both), plan(build=(5, 6)))


def test_what_may_not_pause_meets_no_closure() -> None:
    without = replace(work("build", lasting(2)), may_pause=False)
    assert holds(RULE, programme(without), plan(build=(5, 6)))
    assert not holds(RULE, programme(without), plan(build=(6, 11))), "Good Friday lies between"
    assert holds(RULE, programme(replace(without, may_pause=True)), plan(build=(6, 11)))


def test_a_weekend_is_no_pause() -> None:
    # From Friday the 14th to Monday the 17th.
    without = replace(work("build", lasting(2)), may_pause=False)
    assert holds(RULE, programme(without, last=april(18)), plan(build=(14, 17)))
