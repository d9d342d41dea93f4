import pytest

from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import SourcingChoice
from tests.rules.easter import breaches, holds, plan, programme, words

TWO = SourcingChoice(id="BOARD", group="HRP", options=("OWN", "SHARED"))


@pytest.mark.parametrize(("option", "met"), [("OWN", True), ("SHARED", True), ("BOUGHT", False)])
def test_only_listed_options_are_open(option: str, met: bool) -> None:
    assert holds(TWO, programme(), plan(option)) is met


def test_no_option_is_none_of_those_listed() -> None:
    found = breaches(TWO, programme(), Plan(options={}, placed={}))
    assert [(b.measured, b.allowed) for b in found] == [(None, ["OWN", "SHARED"])]


def test_words() -> None:
    assert words(TWO, programme()) == "HR and payroll is sourced by one of: own; shared."
    one = SourcingChoice(id="BOARD", group="HRP", options=("SHARED",))
    assert words(one, programme()) == "HR and payroll is sourced by shared."
