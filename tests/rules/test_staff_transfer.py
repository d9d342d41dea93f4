import pytest

from scheduler.domain.planning_rules import StaffTransfer
from tests.rules.easter import april, event, plan, programme, shortfall, words, work

OF = programme(
    work("inform"),
    work("consult"),
    event("admit"),
    event("move"),
    date_sets={"tranches": (april(8), april(12)), "none": ()},
)
INFORMED = StaffTransfer(
    id="R", transfer="move", liability_information="inform", information_calendar_days=5
)


@pytest.mark.parametrize(("moved", "short"), [(8, 2), (9, 1), (10, 0), (11, 0), (4, 6)])
def test_information_is_complete_so_many_days_before(moved: int, short: int) -> None:
    # Over at the end of the 4th: five whole days, the 5th to the 9th, then the 10th.
    assert shortfall(INFORMED, OF, plan(inform=4, move=moved)) == short


def test_twenty_eight_days_when_nothing_is_said() -> None:
    rule = StaffTransfer(id="R", transfer="move", liability_information="inform")
    assert shortfall(rule, OF, plan(inform=4, move=14)) == 28 - 9


@pytest.mark.parametrize(("moved", "short"), [(5, 1), (6, 0), (9, 0)])
def test_consultation_is_over_before(moved: int, short: int) -> None:
    rule = StaffTransfer(id="R", transfer="move", consultation="consult")
    assert shortfall(rule, OF, plan(consult=5, move=moved)) == short


def test_admission_is_over_before_and_only_where_performed() -> None:
    rule = StaffTransfer(id="R", transfer="move", admission_agreement="admit")
    assert shortfall(rule, OF, plan(admit=8, move=8)) == 1
    assert shortfall(rule, OF, plan(admit=8, move=9)) == 0
    assert shortfall(rule, OF, plan(move=4)) == 0
    assert shortfall(rule, OF, plan(admit=8)) == 0


@pytest.mark.parametrize(("moved", "short"), [(8, 0), (9, 1), (10, 2), (11, 1), (12, 0), (4, 4)])
def test_off_the_tranche_dates_the_nearest_counts(moved: int, short: int) -> None:
    rule = StaffTransfer(id="R", transfer="move", tranche_dates="tranches")
    assert shortfall(rule, OF, plan(move=moved)) == short


def test_no_tranche_at_all_is_one_day_short() -> None:
    rule = StaffTransfer(id="R", transfer="move", tranche_dates="none")
    assert shortfall(rule, OF, plan(move=6)) == 1


def test_shortfalls_add_up() -> None:
    rule = StaffTransfer(
        id="R",
        transfer="move",
        liability_information="inform",
        information_calendar_days=3,
        consultation="consult",
        tranche_dates="tranches",
    )
    # The 6th: one day after the 4th is over, not after the 6th, two before the 8th.
    assert shortfall(rule, OF, plan(inform=4, consult=6, move=6)) == 2 + 1 + 2


def test_words() -> None:
    rule = StaffTransfer(
        id="R",
        transfer="move",
        liability_information="inform",
        consultation="consult",
        admission_agreement="admit",
        tranche_dates="tranches",
    )
    assert words(rule, OF) == (
        "move is at least 28 days after inform, after consult and admit, on a date of tranches."
    )
