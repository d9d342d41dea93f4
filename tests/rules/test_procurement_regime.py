from datetime import date

import pytest

from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import ProcurementRegime, Regime
from tests.rules.easter import april, event, plan, programme, shortfall, words, work

OF = programme(event("tender"), event("award"), event("sign"), work("build"))
OLD = Regime(name="old regulations", min_lag=4, lag_unit="calendar_days")
NEW = Regime(name="new act", first=april(5), min_lag=2, lag_unit="working_days")
RULE = ProcurementRegime(
    id="R", procurement="tender", before="award", after="sign", regimes=(OLD, NEW)
)


@pytest.mark.parametrize(
    ("tender", "award", "sign", "short"),
    [
        # Old law to the 4th: four whole days, the 6th to the 9th.
        (4, 5, 10, 0),
        (4, 5, 9, 1),
        (4, 5, 5, 5),
        # New law from the 5th: two working days, the 6th and the 11th.
        (5, 5, 12, 0),
        (5, 5, 11, 1),
        (5, 5, 6, 2),
        (6, 4, 7, 0),
        # Signed before the award: the 6th alone lies between, backwards.
        (5, 6, 6, 3),
    ],
)
def test_the_law_of_the_day_the_tender_starts(
    tender: int, award: int, sign: int, short: int
) -> None:
    assert shortfall(RULE, OF, plan(tender=tender, award=award, sign=sign)) == short


def test_real_dates_of_the_change_of_law() -> None:
    """Ten calendar days until 23 February 2025, eight working days from 24 February 2025."""
    real = ProcurementRegime(
        id="R",
        procurement="tender",
        before="award",
        after="sign",
        regimes=(
            Regime(name="Public Contracts Regulations 2015", min_lag=10, lag_unit="calendar_days"),
            Regime(
                name="Procurement Act 2023",
                first=date(2025, 2, 24),
                min_lag=8,
                lag_unit="working_days",
            ),
        ),
    )
    of = programme(
        event("tender"),
        event("award"),
        event("sign"),
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        end=date(2025, 12, 31),
    )

    def short(tender: date, sign: date) -> int:
        # Awarded on Monday 2 June 2025.
        days = {"tender": tender, "award": date(2025, 6, 2), "sign": sign}
        placed = {name: Placed(start=day, finish=day) for name, day in days.items()}
        return shortfall(real, of, Plan(options={"HRP": "OWN"}, placed=placed))

    # The 3rd to the 12th are ten days, so Friday the 13th at the earliest.
    assert short(date(2025, 2, 23), date(2025, 6, 13)) == 0
    assert short(date(2025, 2, 23), date(2025, 6, 12)) == 1
    # The 3rd to the 6th and the 9th to the 12th are eight working days: the same Friday.
    assert short(date(2025, 2, 24), date(2025, 6, 13)) == 0
    assert short(date(2025, 2, 24), date(2025, 6, 12)) == 1
    assert short(date(2025, 2, 24), date(2025, 6, 9)) == 4
    assert short(date(2025, 2, 23), date(2025, 6, 9)) == 4


def test_without_a_procurement_or_one_of_the_two_nothing_is_asked() -> None:
    assert shortfall(RULE, OF, plan(award=5, sign=5)) == 0
    assert shortfall(RULE, OF, plan(tender=5, sign=5)) == 0
    assert shortfall(RULE, OF, plan(tender=5, award=5)) == 0


def test_before_the_first_regime_and_without_a_lag_nothing_is_asked() -> None:
    none = Regime(name="none", first=april(8), min_lag=0, lag_unit="working_days")
    rule = ProcurementRegime(
        id="R", procurement="tender", before="award", after="sign", regimes=(NEW, none)
    )
    assert shortfall(rule, OF, plan(tender=4, award=5, sign=3)) == 0
    assert shortfall(rule, OF, plan(tender=8, award=5, sign=3)) == 0
    assert shortfall(rule, OF, plan(tender=7, award=5, sign=6)) == 2


def test_words() -> None:
    assert words(RULE, OF) == (
        "sign starts after award by the law on the day tender starts: at least 4 calendar days "
        "(old regulations), 2 working days (new act) from 5 Apr 2023 on."
    )
