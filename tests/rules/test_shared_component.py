from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ComponentStop
from scheduler.domain.shared_components import SharedComponent
from scheduler.expansion.expand import expand
from tests.rules.easter import chosen, event, holds, plan, programme, shortfall, words

OFFICES, SCHOOLS = event("offices"), event("schools")
RULE = ComponentStop(id="R", component="LAN", after_calendar_days=2)


def leaning_on(component: SharedComponent) -> ExpandedProgramme:
    """Return the Easter programme, whose contract ends on the 12th, with one shared component."""
    document = programme(OFFICES, SCHOOLS, event("off")).document
    return ExpandedProgramme(replace(document, shared_components=(component,)))


LAN = SharedComponent(id="LAN", name="Old LAN", stop="off", consumers=chosen("offices", "schools"))
OF = leaning_on(LAN)


@pytest.mark.parametrize(
    ("offices", "schools", "off", "short"),
    [
        (3, 6, 8, 0),  # two days after the later one, on a Saturday
        (6, 3, 8, 0),
        (3, 6, 7, 1),
        (3, 6, 6, 2),
        (3, 6, 3, 5),
        (6, 6, 7, 1),  # both are the last: counted once
        (3, 6, 12, 0),  # on the last day of the contract
        (3, 6, 13, 1),  # one day beyond it
        (3, 12, 13, 1 + 1),  # a day early for the schools, a day late for the contract
    ],
)
def test_days_to_the_last_consumer_and_beyond_the_contract_end(
    offices: int, schools: int, off: int, short: int
) -> None:
    assert shortfall(RULE, OF, plan(offices=offices, schools=schools, off=off)) == short


def test_it_may_stop_on_the_day_of_its_last_consumer_when_nothing_more_is_asked() -> None:
    rule = ComponentStop(id="R", component="LAN")
    assert holds(rule, OF, plan(offices=5, schools=6, off=6))
    assert not holds(rule, OF, plan(offices=5, schools=6, off=5))


def test_who_is_not_performed_keeps_nothing_running() -> None:
    assert holds(RULE, OF, plan(offices=3, off=5))
    assert holds(RULE, OF, plan(offices=3, schools=12))
    assert holds(RULE, OF, plan(off=3))


def test_ones_own_component_may_outlive_the_contract() -> None:
    own = leaning_on(replace(LAN, incumbents=False))
    assert holds(RULE, own, plan(offices=3, schools=12, off=14))


def test_a_component_is_kept_though_no_rule_says_so() -> None:
    document = expand(OF.document).document
    rules = [rule for rule in document.rules if isinstance(rule, ComponentStop)]
    assert [(rule.id, rule.after_calendar_days) for rule in rules] == [("component.LAN", 0)]
    again = expand(replace(document, rules=(RULE,))).document
    assert [rule.id for rule in again.rules if isinstance(rule, ComponentStop)] == ["R"]


def test_words() -> None:
    assert words(RULE, OF) == (
        "Old LAN does not stop before 2 days after the last of offices and schools, "
        "nor after 12 Apr 2023."
    )
    own = leaning_on(replace(LAN, name="", incumbents=False))
    assert words(ComponentStop(id="R", component="LAN"), own) == (
        "LAN does not stop before the day of the last of offices and schools."
    )
