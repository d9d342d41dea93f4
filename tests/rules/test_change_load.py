from datetime import date

import pytest

from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ChangeLoad
from tests.rules.easter import breaches, event, plan, programme, shortfall, words


def limit(at_most: int) -> ChangeLoad:
    return ChangeLoad(id="R", user_group="STAFF", at_most=at_most)


@pytest.mark.parametrize(("at_most", "short"), [(5, 0), (4, 1), (0, 5)])
def test_the_load_of_a_week_adds_up_to_the_limit_and_no_more(at_most: int, short: int) -> None:
    of = programme(event("a", load=2), event("b", load=3))
    assert shortfall(limit(at_most), of, plan(a=3, b=9)) == short


def test_a_week_ends_on_sunday() -> None:
    of = programme(event("a", load=2), event("b", load=3))
    assert shortfall(limit(3), of, plan(a=9, b=10)) == 0
    assert shortfall(limit(3), of, plan(a=8, b=9)) == 2


def test_the_profile_weighs_the_weeks_from_the_change_on() -> None:
    # Weeks of the 3rd, 10th, 17th and 24th: a brings 12, 20, 2; b a week later 18, 30, 3.
    of = programme(event("a", load=2), event("b", load=3), load_profile=(6, 10, 1))
    carried = [(b.measured, b.activities) for b in breaches(limit(0), of, plan(a=5, b=11))]
    assert carried == [(12, ("a",)), (20 + 18, ("a", "b")), (2 + 30, ("a", "b")), (3, ("b",))]
    assert shortfall(limit(31), of, plan(a=5, b=11)) == 7 + 1


def test_a_weight_of_zero_loads_nobody() -> None:
    of = programme(event("a", load=2), event("b", load=3), load_profile=(1, 0, 1))
    assert shortfall(limit(3), of, plan(a=3, b=10)) == 0


def test_iso_weeks_do_not_stop_at_new_year() -> None:
    # Monday 28 December 2020 to Sunday 3 January 2021 is week 53 of 2020.
    of = programme(
        event("a", load=2), event("b", load=3), first=date(2020, 12, 28), last=date(2021, 1, 5)
    )

    def on(*days: date) -> Plan:
        pairs = zip("ab", days, strict=True)
        return Plan(options={"HRP": "OWN"}, placed={n: Placed(start=d, finish=d) for n, d in pairs})

    assert shortfall(limit(4), of, on(date(2020, 12, 31), date(2021, 1, 3))) == 1
    assert shortfall(limit(4), of, on(date(2021, 1, 3), date(2021, 1, 4))) == 0


def test_what_is_not_performed_loads_nobody() -> None:
    of = programme(event("a", load=2), event("b", load=3))
    assert shortfall(limit(2), of, plan(a=3)) == 0


def test_words() -> None:
    assert (
        words(limit(40), programme()) == "Council staff carry at most 40 load points in any week."
    )
