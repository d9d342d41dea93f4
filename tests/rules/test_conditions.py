"""Rules that hold only under some choices."""

from dataclasses import replace

import pytest

from scheduler.construction.partial_schedule import PartialSchedule
from scheduler.domain.choice import Choice, OptionFilter
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import DateLimit, Precedence
from scheduler.domain.services import SourcingOption
from scheduler.model.enforcement import Enforcement
from scheduler.model.model_build import ModelBuild
from scheduler.rules.conditional import post_rule
from scheduler.solver.kinds import bars_dates_only
from tests.rules.easter import april, chosen, event, holds, lasting, plan, programme, words, work

OWN = Choice(group="HRP", options=("OWN",))
OWN_OR_SHARED = Choice(group="HRP", options=("OWN", "SHARED"))
BUILD_FIRST = Precedence(id="R", before="BUILD", after="GO", when=(OWN,))


def easter() -> ExpandedProgramme:
    return programme(work("BUILD", lasting(2)), event("GO"))


@pytest.mark.parametrize(("option", "met"), [("OWN", False), ("SHARED", True), ("BOUGHT", True)])
def test_a_rule_is_met_while_its_condition_does_not_hold(option: str, met: bool) -> None:
    # Go-live on the 4th, the build on the 4th and 5th: too early wherever the build comes first.
    assert holds(BUILD_FIRST, easter(), plan(option, BUILD=(4, 5), GO=4)) is met


def test_every_condition_must_hold() -> None:
    both = Precedence(id="R", before="BUILD", after="GO", when=(OWN_OR_SHARED, OWN))
    assert not holds(both, easter(), plan("OWN", BUILD=(4, 5), GO=4))
    assert holds(both, easter(), plan("SHARED", BUILD=(4, 5), GO=4))


def test_no_option_is_none_of_those_asked_for() -> None:
    placed = plan("OWN", BUILD=(4, 5), GO=4).placed
    assert holds(BUILD_FIRST, easter(), Plan(options={}, placed=placed))


def test_words() -> None:
    plain = "The start of GO is no earlier than the finish of BUILD"
    assert words(BUILD_FIRST, easter()) == f"{plain}, if HR and payroll is sourced by own."
    two = Precedence(id="R", before="BUILD", after="GO", when=(OWN_OR_SHARED, OWN))
    group = "HR and payroll"
    conditions = f"{group} is sourced by own or shared and {group} is sourced by own"
    assert words(two, easter()) == f"{plain}, if {conditions}."


def test_dates_barred_under_a_condition_stay_open_without_it() -> None:
    late = DateLimit(id="R", activities=chosen("GO"), start_not_before=april(12), when=(OWN,))
    build = ModelBuild(easter())
    post_rule(late, build, Enforcement(build.model))
    assert april(3) in build.event("GO").on
    assert not bars_dates_only(late)


def test_a_first_plan_minds_rules_only_where_they_hold() -> None:
    of = ExpandedProgramme(replace(easter().document, rules=(BUILD_FIRST,)))
    assert PartialSchedule(of, {"HRP": "OWN"}).links
    assert not PartialSchedule(of, {"HRP": "SHARED"}).links


COUNCIL = SourcingOption(id="PARTNER", model="shared_service", route="agreement", provider="Hoople")


@pytest.mark.parametrize(
    ("asked", "met"),
    [
        (OptionFilter(), True),
        (OptionFilter(options=("PARTNER", "OWN")), True),
        (OptionFilter(options=("OWN",)), False),
        (OptionFilter(models=("in_house", "shared_service")), True),
        (OptionFilter(models=("in_house",)), False),
        (OptionFilter(routes=("agreement",), providers=("Hoople",)), True),
        (OptionFilter(routes=("framework",), providers=("Hoople",)), False),
        (OptionFilter(providers=("hoople",)), False),
        (OptionFilter(styles=("customised",)), False),
    ],
)
def test_filters_that_are_given_must_all_hold(asked: OptionFilter, met: bool) -> None:
    assert asked.admits(COUNCIL) is met
