"""The go-live of April 2015, planned over again, to see what would have been named beforehand.

What is known of it, what is assumed and what the answers do not say: fixtures/replay/README.md.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from scheduler.analysis.measures import changes_behind, peak_weeks, weekly_change_load
from scheduler.analysis.risk import RiskAnswer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.interchange.plan_json import disagreements, read_plan
from scheduler.interchange.valid_programme import valid_programme
from scheduler.planning import plan_exit
from scheduler.simulation.assess import RiskSettings, assess
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify

REPLAY = Path(__file__).resolve().parents[2] / "fixtures" / "replay"
GO_LIVE = date(2015, 4, 1)
WEEK_OF_GO_LIVE, WEEK_AFTER = date(2015, 3, 30), date(2015, 4, 6)
SYSTEM = "AGR"
PAYROLL = ("PAYC", "PAYF", "PAYS", "HRA")
FINANCE = ("EXC", "ACF")
ELSE = ("IT", "CSC")
FEW = RiskSettings(samples=2_000)
SETTINGS = SearchSettings(time_limit_seconds=60, reproducible=True)

Document = dict[str, Any]


def document() -> Document:
    found: Document = json.loads((REPLAY / "go-live-2015.json").read_text(encoding="utf-8"))
    return found


def expanded(changed: Document) -> ExpandedProgramme:
    return valid_programme(json.dumps(changed).encode()).expanded


@cache
def programme() -> ExpandedProgramme:
    return expanded(document())


@cache
def as_done() -> Plan:
    return read_plan((REPLAY / "go-live-2015.plan.json").read_bytes(), programme()).plan


@cache
def as_done_risk() -> RiskAnswer:
    return assess(programme(), as_done(), FEW)


@cache
def phased() -> Plan:
    return planned(programme())


def planned(asked: ExpandedProgramme) -> Plan:
    answer = plan_exit(asked, SETTINGS, with_baselines=False)
    assert answer.plan is not None
    assert all(level.proved for level in answer.objectives)
    return answer.plan


def transferred(answer: RiskAnswer) -> dict[str, float]:
    """Return the chance of each service to be transferred in time."""
    found = {}
    for service in answer.services:
        assert service.transfer.in_time is not None
        found[service.service] = service.transfer.in_time.value
    return found


def peak(asked: ExpandedProgramme, plan: Plan) -> int:
    return max(week.points for week in peak_weeks(asked, plan).values())


def test_the_plan_as_it_was_done_is_a_plan_with_every_lesson_given_up() -> None:
    read = read_plan((REPLAY / "go-live-2015.plan.json").read_bytes(), programme())
    assert not read.other_programme
    assert disagreements(programme(), read) == []
    verdict = verify(programme(), as_done())
    assert verdict.holds
    assert len(verdict.concessions) == 21
    assert {f"change-load-{group}" for group in ("fin", "hr", "sch")} < {
        concession.rule for concession in verdict.concessions
    }
    moves = [
        placed.start
        for name, placed in as_done().placed.items()
        if name.endswith((".transfer", ".cutover_1"))
    ]
    assert moves == [GO_LIVE] * 18


def test_the_load_of_everybody_peaks_in_the_week_after_the_go_live() -> None:
    # Not in its own week: what changes is felt most in the second one.
    peaks = peak_weeks(programme(), as_done())
    assert {week.monday for week in peaks.values()} == {WEEK_AFTER}
    assert peaks["HR"].points == peak(programme(), as_done()) == 1_700
    assert peaks["FIN"].points == peaks["SCH"].points == 1_300
    load = weekly_change_load(programme(), as_done())
    assert load["HR"][WEEK_OF_GO_LIVE] == 1_020


def test_payroll_and_finance_lead_the_load_of_whoever_they_serve() -> None:
    heaviest = {
        group: changes_behind(programme(), as_done(), group, WEEK_AFTER)[0].activity.split(".")[0]
        for group in ("HR", "OFF", "FRS", "SCH", "FIN", "ASC", "SUP")
    }
    assert heaviest["OFF"] == "PAYC"
    assert heaviest["FRS"] == "PAYF"
    assert heaviest["ASC"] == "ACF"
    assert heaviest["SUP"] == "EXC"
    assert heaviest["HR"] == heaviest["FIN"] == heaviest["SCH"] == SYSTEM
    # IT is behind the load of most people as well.
    behind = [
        group
        for group in programme().user_groups
        if "IT.cutover_1"
        in {change.activity for change in changes_behind(programme(), as_done(), group, WEEK_AFTER)}
    ]
    assert len(behind) == 6


def test_payroll_and_finance_are_the_places_of_failure_and_schools_the_first() -> None:
    chance = transferred(as_done_risk())
    assert 0.15 < chance["PAYS"] < 0.3
    assert as_done_risk().in_time.value == chance["PAYS"]
    waiting = {chance[service] for service in (SYSTEM, *PAYROLL, *FINANCE) if service != "PAYS"}
    # All wait for one system, so that nothing tells them apart.
    assert len(waiting) == 1
    assert 0.35 < waiting.pop() < 0.55
    assert all(chance[service] == 1 for service in ELSE)
    late = [mode.activities[0].split(".")[0] for mode in as_done_risk().failures][:7]
    assert late[0] == "PAYS"
    assert set(late) == {SYSTEM, *PAYROLL, *FINANCE}
    assert as_done_risk().firm_up[0].id == "AGR.build"


def test_acceptance_names_nobody() -> None:
    # Hypercare has one length whatever went live: the long tail of 2015 is not in the figures.
    for service in as_done_risk().services:
        assert service.acceptance is not None
        assert service.acceptance.in_time is not None
        assert service.acceptance.in_time.value == 1


def test_phased_the_peak_is_a_third_and_all_is_in_time() -> None:
    assert set(phased().options.values()) == {"SERCO", "OLD-FIRST"}
    assert verify(programme(), phased()).concessions == ()
    assert peak(programme(), phased()) == 500
    assert assess(programme(), phased(), FEW).in_time.value > 0.99


def test_phased_most_is_in_time_even_if_no_lesson_is_given_up_when_late() -> None:
    rules = tuple(replace(rule, price=None) for rule in programme().document.rules)
    strict = ExpandedProgramme(replace(programme().document, rules=rules))
    assert not verify(strict, as_done()).holds
    assert verify(strict, phased()).holds
    answer = assess(strict, phased(), FEW)
    assert answer.transferred.value > 0.99
    assert 0.85 < answer.in_time.value < 0.97
    # What is then late is the acceptance of schools payroll.
    late = {
        service.service
        for service in answer.services
        if service.acceptance and service.acceptance.in_time
        if service.acceptance.in_time.value < 0.98
    }
    assert late == {"PAYS"}


def without_old_system(changed: Document) -> None:
    for group in changed["service_groups"]:
        group["options"] = [o for o in group["options"] if o["id"] != "OLD-FIRST"]
    changed["rule_templates"] = [
        t
        for t in changed["rule_templates"]
        if "OLD-FIRST" not in [o for c in t["rule"].get("when", ()) for o in c["options"]]
    ]


def schools_told_at_once(changed: Document) -> None:
    changed["rules"] = [rule for rule in changed["rules"] if rule["id"] != "schools-in-scope"]


def changed_by(*changes: Callable[[Document], None]) -> ExpandedProgramme:
    changed = document()
    for change in changes:
        change(changed)
    return expanded(changed)


def test_without_the_old_system_phasing_helps_the_schools_alone() -> None:
    asked = changed_by(without_old_system)
    plan = planned(asked)
    assert len(verify(asked, plan).concessions) == 16
    assert peak(asked, plan) == 1_300
    answer = assess(asked, plan, FEW)
    chance = transferred(answer)
    assert chance["PAYS"] == chance["PAYC"] == answer.in_time.value
    assert 0.35 < answer.in_time.value < 0.55


def test_schools_are_named_because_they_were_told_late() -> None:
    asked = changed_by(schools_told_at_once)
    # As long as that of the council's own payroll, which began in March 2014.
    early = {**as_done().placed, "PAYS.build": as_done().placed["PAYC.build"]}
    answer = assess(asked, replace(as_done(), placed=early), FEW)
    assert answer.violations == 0
    chance = transferred(answer)
    assert chance["PAYS"] == chance["PAYC"] > transferred(as_done_risk())["PAYS"]
