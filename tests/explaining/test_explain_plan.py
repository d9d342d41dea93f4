"""What holds the dates of plans worked by hand."""

import json
from dataclasses import replace

import pytest

from scheduler.analysis.holding import Holding
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import (
    DateLimit,
    Hypercare,
    Placement,
    Precedence,
    Rule,
    TeamCapacity,
)
from scheduler.domain.resources import CapacityPeriod, Team
from scheduler.errors import PlanBreaksRules
from scheduler.explaining.holding import explain_plan
from scheduler.interchange.holding_json import holding_to_jsonable
from tests.rules.easter import april, chosen, event, lasting, plan, programme, work

TEAM = Team(
    id="PAYTEAM", name="Payroll team", capacity=(CapacityPeriod(first=april(1), hundredths=100),)
)


def payroll() -> ExpandedProgramme:
    """Design 3-4 not before the 3rd; build waits for it and, like side, needs the one person."""
    go = replace(event("go", service="PAY"), kind="transfer")
    rules: tuple[Rule, ...] = (
        Placement(id="placement"),
        DateLimit(id="FIRST", activities=chosen("design"), start_not_before=april(4)),
        Precedence(id="DESIGNED", before="design", after="build"),
        Precedence(id="BUILT", before="build", after="go"),
        Hypercare(id="CARE", transfer="go", hypercare="care"),
        TeamCapacity(id="PEOPLE", team="PAYTEAM"),
    )
    made = programme(
        work("design"),
        work("build", lasting(2, PAYTEAM=100)),
        work("side", lasting(1, PAYTEAM=100)),
        go,
        work("care"),
        teams=(TEAM,),
    )
    return ExpandedProgramme(replace(made.document, rules=rules))


def dates() -> Plan:
    # side keeps the one person busy on the 5th, so that build is on the 6th and the 11th.
    return plan(design=4, side=5, build=(6, 11), go=12, care=12)


def held() -> Holding:
    return explain_plan(payroll(), dates())


def test_each_reason_has_its_kind_rule_and_others() -> None:
    found = {
        name: [(r.kind, r.rule, r.other) for r in one.reasons]
        for name, one in held().activities.items()
    }
    assert found == {
        "design": [("window", "FIRST", ())],
        "side": [("objective_only", None, ())],
        "build": [("team", "PEOPLE", ("side",))],
        "go": [("precedence", "BUILT", ("build",)), ("precedence", "CARE", ("care",))],
        "care": [("precedence", "CARE", ("go",))],
    }
    assert [r.comes_along for r in held().activities["go"].reasons] == [False, True]


def test_the_chain_goes_back_to_the_first_cause() -> None:
    chain = held().activities["care"].chain
    assert [link.activity for link in chain.links] == ["side", "build", "go", "care"]
    assert chain.ending == "objective"
    assert held().activities["design"].chain.ending == "reason"


def test_what_is_free_earlier_is_told() -> None:
    assert {n: one.free_on for n, one in held().activities.items()} == {
        "design": None,
        "side": april(4),
        "build": None,
        "go": None,
        "care": None,
    }


def test_activities_bound_to_one_another_are_moved_together() -> None:
    # Without what comes before, go and care hold one another; together they are free.
    made = payroll().document
    alone = tuple(rule for rule in made.rules if rule.id in {"placement", "CARE"})
    of = ExpandedProgramme(
        replace(
            made,
            rules=alone,
            activities=tuple(a for a in made.activities if a.id in {"go", "care"}),
        )
    )
    one = explain_plan(of, plan(go=12, care=12)).activities["go"]
    assert [(r.kind, r.rule, r.along) for r in one.reasons] == [
        ("precedence", "CARE", ()),
        ("objective_only", None, ("care",)),
    ]
    assert one.chain.ending == "objective"


def test_a_plan_that_breaks_a_rule_is_not_explained() -> None:
    with pytest.raises(PlanBreaksRules) as raised:
        explain_plan(payroll(), plan(design=3, side=5, build=(6, 11), go=12, care=12))
    assert raised.value.facts["rules"] == ["FIRST"]


def test_the_document_has_the_agreed_fields() -> None:
    document = json.loads(json.dumps(holding_to_jsonable(held())))
    one = document["activities"]["build"]
    assert {"reasons", "total_float", "free_float", "true_slack", "proved"} <= set(one)
    assert one["reasons"][0] == {
        "kind": "team",
        "rule": "PEOPLE",
        "statement": "Payroll team has 1 person at most, fewer when booked or on leave.",
        "other": ["side"],
        "on": "2023-04-05",
        "comes_along": False,
        "along": [],
    }
    assert (one["true_slack"], one["proved"]) == (None, False)
    assert document["milestone"] == "go"
    assert document["paths"][0]["activities"][-1] == "go"


def test_only_what_is_asked_for_is_explained() -> None:
    assert list(explain_plan(payroll(), dates(), activities=["go", "nobody"]).activities) == ["go"]
