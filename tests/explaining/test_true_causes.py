"""Every cause told is true, and most clashes of shared things have one; against brute force."""

import threading
from dataclasses import replace

import pytest

from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.activities import Activity
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import ConsumableUse, DateLimit
from scheduler.domain.resources import Consumable
from scheduler.expansion.expand import expand
from scheduler.explaining.causes import find_causes
from scheduler.explaining.one_clash import find_clash, trials_by_asking
from scheduler.explaining.told import cause_of
from scheduler.solver.narrowing import Found
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.agreement.clashes import minimal_clashes
from tests.agreement.harness import every_placement
from tests.agreement.random_programmes import Draw
from tests.agreement.test_infeasible_fixtures import PROGRAMMES, expected_clash, programme_in
from tests.rules.easter import april, chosen, lasting, programme


@pytest.mark.parametrize("seed", range(120))
def test_no_plan_meets_the_rules_of_a_cause(seed: int) -> None:
    of = expand(Draw(seed).programme())
    broken = {
        frozenset(violation.rule for violation in verify(of, plan).violations)
        for plan in every_placement(of)
    }
    if not broken or frozenset() in broken:
        return
    for rules in (None, *minimal_clashes(of)):
        for seen in find_causes(of, rules):
            assert all(frozenset(seen.rules) & each for each in broken), seen
            assert rules is None or frozenset(seen.rules) <= rules
            told = seen.cause
            if None not in (told.needed, told.there, told.short):
                assert told.needed - told.there == told.short > 0  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "award_limit_both_to_one",
            (
                "Human resources and payroll and Finance: 2 can only go to Hoople, who may get 1: "
                "1 too many."
            ),
        ),
        (
            "change_load_two_changes_one_week",
            (
                "school offices: 2 changes of 3 or more points must fall into 2 weeks between "
                "13 Mar 2023 and 26 Mar 2023, which can take 1 of them at 45 load points a week: "
                "1 short. They are Payroll: cutover (PAY.cutover) and HR administration: cutover "
                "(HR.cutover)."
            ),
        ),
        (
            "choice_implication_ledger_left_behind",
            "Finance: none of its 3 sourcing options is left, and one is needed: 1 short.",
        ),
        (
            "choice_limit_one_customised_too_many",
            (
                "Human resources and payroll and Finance: 2 can only be sourced by style customised; "
                "1 may be: 1 too many."
            ),
        ),
        (
            "not_at_once_one_test_environment",
            (
                "Payroll: rehearsal (PAY.rehearse) and HR administration: rehearsal (HR.rehearse), "
                "one at a time, take 12 working days; from 20 Mar 2023 to 31 Mar 2023 there are 10: "
                "2 short."
            ),
        ),
        (
            "provider_effort_one_contract_manager",
            (
                "Contract management: the 2 different providers that Human resources and payroll and "
                "Finance need at least take 1.2 people to manage; there are 1: 0.2 short."
            ),
        ),
        (
            "provider_limit_two_where_one_is_managed",
            (
                "Human resources and payroll and Finance need 2 different providers at least; "
                "1 may be: 1 too many."
            ),
        ),
        (
            "rolling_limit_three_in_four_weeks",
            (
                "3 changes must fall on 3 days between 11 Mar 2023 and 25 Mar 2023, which can take 2 "
                "of them with at most 1 in any 14 days: 1 short. They are Payroll: cutover "
                "(PAY.cutover), HR administration: cutover (HR.cutover) and HR administration: portal "
                "(HR.portal)."
            ),
        ),
        (
            "separation_upgrade_and_exit",
            (
                "Payroll: cutover (PAY.cutover) and Finance system: upgrade (HR.upgrade) must be "
                "14 days apart; between 9 Mar 2023 and 31 Mar 2023 they can be 13 days apart: "
                "1 short."
            ),
        ),
        (
            "shared_provider_two_councils",
            (
                "Human resources and payroll and Finance must have one provider; none could serve "
                "more than 1 of these 2: 1 short."
            ),
        ),
    ],
)
def test_what_collides_in_a_clash_is_told_with_its_numbers(name: str, words: str) -> None:
    path = next(path for path in PROGRAMMES if path.stem == name)
    cause = cause_of(tuple(expected_clash(path)), programme_in(path))
    assert cause is not None
    assert cause.words == words


def test_a_sum_begins_a_clash_that_the_solver_cannot_refute_and_does_not_prove_it() -> None:
    work = Activity(id="BUILD", kind="build", modes=(replace(lasting(1), consumes={"DAYS": 3}),))
    document = programme(work).document
    rules = (
        ConsumableUse(id="AMOUNT", consumable="DAYS"),
        DateLimit(id="LATE", activities=chosen("BUILD"), start_not_before=april(4)),
    )
    of = ExpandedProgramme(
        replace(document, rules=rules, consumables=(Consumable(id="DAYS", amount=2),))
    )
    solver = Answering(threading.Event(), SearchSettings(workers=1))

    def slow(question: Question) -> Reply:
        reply = solver(question)
        return Reply(finding="unknown") if reply.finding == "none" else reply

    settings = SearchSettings(workers=1, time_limit_seconds=20.0)
    found = find_clash(trials_by_asking(of, slow, settings))
    assert isinstance(found, Found)
    assert (found.rules, found.proved) == (("AMOUNT",), False)
    told = cause_of(found.rules, of)
    assert told is not None
    assert told.words == "DAYS: whatever is chosen, 3 are used at least; there are 2: 1 short."
