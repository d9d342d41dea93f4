import pytest

from scheduler.domain.planning_rules import ParallelRunning
from tests.rules.easter import april, breaches, event, holds, plan, programme, span, words

# Pay periods begin on Monday the 3rd, Wednesday the 5th, Good Friday, Sunday the 9th, Wednesday
# the 12th.
OF = programme(
    span("both"),
    event("live"),
    date_sets={"periods": (april(3), april(5), april(7), april(9), april(12))},
)


def rule(periods: int) -> ParallelRunning:
    return ParallelRunning(
        id="R", activity="both", cutover="live", pay_periods="periods", periods=periods
    )


@pytest.mark.parametrize(
    ("periods", "both", "live", "met"),
    [
        (1, (3, 4), 5, True),
        (1, (3, 4), 6, False),  # not on a boundary
        (1, (3, 5), 5, False),  # runs on after the cutover
        (1, (4, 4), 5, False),  # begins a day late
        (1, (5, 6), 7, True),  # up to a holiday
        (1, (6, 6), 9, False),  # from Friday to Saturday nothing is worked
        (1, (11, 11), 12, True),  # from a Sunday: first worked on Tuesday
        (2, (5, 6), 9, True),  # two periods, the second without a working day
        (2, (3, 6), 7, True),
        (2, (11, 11), 12, True),
        (2, (3, 4), 5, False),  # only one period before
        (3, (3, 6), 9, True),
        (1, (3, 4), 3, False),  # no period before the first boundary
    ],
)
def test_whole_pay_periods_up_to_the_cutover(
    periods: int, both: tuple[int, int], live: int, met: bool
) -> None:
    assert holds(rule(periods), OF, plan(both=both, live=live)) is met


def test_breaches_name_what_is_wrong_first() -> None:
    assert (
        breaches(rule(1), OF, plan(both=(3, 4), live=6))[0].allowed == "first day of a pay period"
    )
    assert breaches(rule(2), OF, plan(both=(3, 4), live=5))[0].measured == 1
    found = breaches(rule(1), OF, plan(both=(3, 3), live=5))
    assert [(b.measured, b.allowed) for b in found] == [
        ("2023-04-03 to 2023-04-03", "2023-04-03 to 2023-04-04")
    ]


def test_without_span_or_cutover_there_is_nothing_to_meet() -> None:
    assert holds(rule(1), OF, plan(live=6))
    assert holds(rule(1), OF, plan(both=(4, 12)))


def test_words() -> None:
    assert words(rule(2), OF) == (
        "both covers 2 whole pay periods up to the day before live, "
        "which falls on the first day of a pay period."
    )
