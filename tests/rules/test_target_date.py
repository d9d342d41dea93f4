from typing import Literal

import pytest

from scheduler.domain.planning_rules import TargetDate
from scheduler.domain.values import Price
from tests.rules.easter import (
    april,
    chosen,
    event,
    lasting,
    plan,
    programme,
    shortfall,
    words,
    work,
)

OF = programme(event("go"), work("build", lasting(2)))


def wish(
    instant: Literal["start", "finish"] = "start",
    direction: Literal["either", "late", "early"] = "either",
    price: Price | None = None,
) -> TargetDate:
    return TargetDate(
        id="R",
        activities=chosen("go", "build"),
        target=april(8),
        instant=instant,
        direction=direction,
        price=price,
    )


@pytest.mark.parametrize(
    ("go", "either", "late", "early"),
    [(8, 0, 0, 0), (7, 1, 0, 1), (9, 1, 1, 0), (12, 4, 4, 0), (3, 5, 0, 5)],
)
def test_days_away_on_either_side_or_on_one(go: int, either: int, late: int, early: int) -> None:
    assert shortfall(wish(direction="either"), OF, plan(go=go)) == either
    assert shortfall(wish(direction="late"), OF, plan(go=go)) == late
    assert shortfall(wish(direction="early"), OF, plan(go=go)) == early


def test_first_or_last_day_of_work() -> None:
    # From Thursday the 6th to Tuesday the 11th: two days before the 8th, three after it.
    assert shortfall(wish("start"), OF, plan(build=(6, 11))) == 2
    assert shortfall(wish("finish"), OF, plan(build=(6, 11))) == 3


def test_activities_add_up_and_what_is_not_performed_is_free() -> None:
    assert shortfall(wish(), OF, plan(go=9, build=(6, 11))) == 1 + 2
    assert shortfall(wish(), OF, plan()) == 0


def test_words() -> None:
    assert words(wish(), OF) == "go and build: starts on 8 Apr 2023."
    assert words(wish("finish", "late"), OF) == "go and build: finishes no later than 8 Apr 2023."
    priced = wish(price=Price(points=1, per="unit"))
    assert words(priced, OF) == "go and build: starts as near as possible to 8 Apr 2023."
