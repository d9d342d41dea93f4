"""Clashes, causes and partial plans of small programmes, against listing every plan by dates."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.answers import Clashes
from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit
from scheduler.expansion.expand import expand
from scheduler.explaining.clashes import explain_none, find_clashes
from scheduler.explaining.one_clash import trials_by_asking
from scheduler.solver.more_clashes import Told, hitting_sets
from scheduler.solver.settings import SearchSettings
from tests.agreement.clashes import minimal_clashes
from tests.agreement.random_programmes import Draw
from tests.agreement.test_infeasible_fixtures import PROGRAMMES, expected_clash, programme_in
from tests.rules.easter import april, chosen, event, programme

SETTINGS = SearchSettings(workers=1, time_limit_seconds=60.0)
FEW_SEEDS = 60


def answering() -> Answering:
    return Answering(threading.Event(), SETTINGS)


def explained(of: ExpandedProgramme, at_most: int = 5) -> Clashes:
    return explain_none(of, answering(), SETTINGS, at_most=at_most, with_partial_plan=False)


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_an_infeasible_programme_has_its_clash_and_no_other(path: Path) -> None:
    found = explained(programme_in(path))
    assert [frozenset(clash.rules) for clash in found.clashes] == [expected_clash(path)]
    assert found.complete
    assert found.none_apart
    assert all(clash.minimal and clash.proved for clash in found.clashes)


@pytest.mark.parametrize("seed", range(FEW_SEEDS))
def test_clashes_of_a_random_programme_are_those_that_listing_all_plans_finds(seed: int) -> None:
    of = expand(Draw(seed).programme())
    expected = minimal_clashes(of)
    told = find_clashes(trials_by_asking(of, answering(), SETTINGS), at_most=50)
    if not expected:
        assert told == "plan"
        return
    assert isinstance(told, Told)
    found = [frozenset(clash.rules) for clash in told.found]
    assert len(set(found)) == len(found)
    assert set(found) == expected
    assert told.complete


def test_two_configurations_that_disagree_are_told_of_and_nothing_is_proved() -> None:
    solver = answering()

    def two_minded(question: Question) -> Reply:
        reply = solver(question)
        if question.sure and reply.finding == "none":
            return replace(reply, finding="unknown", confirmed=False, disagreement=True)
        return reply

    found = explain_none(two_apart(), two_minded, SETTINGS, with_partial_plan=False)
    assert found.clashes
    assert not any(clash.proved for clash in found.clashes)
    assert all(clash.alarms for clash in found.clashes)
    assert found.alarms


def test_a_clash_that_is_not_confirmed_is_likely_only() -> None:
    solver = answering()

    def in_doubt(question: Question) -> Reply:
        return replace(solver(question), confirmed=False)

    found = explain_none(two_apart(), in_doubt, SETTINGS, with_partial_plan=False)
    assert [clash.proved for clash in found.clashes] == [False]
    assert not found.complete


def test_a_trial_that_does_not_end_keeps_its_rule_and_the_claim_of_minimality_back() -> None:
    solver = answering()

    def slow(question: Question) -> Reply:
        if question.only == frozenset({"EARLY"}):
            return Reply(finding="unknown")
        return solver(question)

    of = two_apart()
    found = explain_none(of, slow, SETTINGS, at_most=1, with_partial_plan=False)
    assert {"EARLY", "LATE"} in [set(clash.rules) for clash in found.clashes]
    assert not found.clashes[0].minimal


def test_clashes_that_share_nothing_are_both_found() -> None:
    first, second = two_apart(), two_apart("X")
    of = replace(
        first.document,
        activities=(*first.document.activities, *second.document.activities),
        rules=(*first.document.rules, *second.document.rules),
    )
    found = explained(ExpandedProgramme(of))
    assert {clash.rules for clash in found.clashes} == {("EARLY", "LATE"), ("EARLYX", "LATEX")}
    assert found.none_apart
    assert found.complete


def test_a_programme_with_a_plan_has_no_clash() -> None:
    assert explained(programme(event("GO"))).outcome == "plan"


def test_clashes_are_told_as_they_are_found() -> None:
    said: list[object] = []
    explain_none(
        two_apart(),
        answering(),
        SETTINGS,
        on_event=lambda event: said.append(event.get("clash")),
        with_partial_plan=False,
    )
    assert [clash.rules for clash in said if clash is not None] == [("EARLY", "LATE")]  # type: ignore[attr-defined]


def test_minimal_hitting_sets() -> None:
    sets = [frozenset("ab"), frozenset("bc"), frozenset("d")]
    assert set(hitting_sets(sets)) == {frozenset("bd"), frozenset("acd")}


def two_apart(more: str = "") -> ExpandedProgramme:
    """Return a programme whose only event is to be after the 11th and by the 5th."""
    go = chosen(f"GO{more}")
    of = programme(event(f"GO{more}")).document
    rules = (
        DateLimit(id=f"EARLY{more}", activities=go, finish_not_after=april(5), basis="contract"),
        DateLimit(id=f"LATE{more}", activities=go, start_not_before=april(11), basis="law"),
    )
    return ExpandedProgramme(replace(of, rules=rules))


def test_a_clash_tells_what_its_rules_rest_on() -> None:
    assert [clash.bases for clash in explained(two_apart()).clashes] == [("contract", "law")]
