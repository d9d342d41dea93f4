from dataclasses import replace

import pytest

from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.limits import DEFAULT_LIMITS
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.planning_rules import (
    ActualDates,
    AwardLimit,
    ChoiceImplication,
    ChoiceLimit,
    Expiry,
    MovedLimit,
    MoveTogether,
    NotAtOnce,
    Precedence,
    ProviderEffort,
    ProviderLimit,
    Rehearsal,
    RollbackSlot,
    Rule,
    SharedProvider,
)
from scheduler.expansion.expand import expand
from scheduler.generation.generate import MOST_SERVICES, generate, witness
from scheduler.interchange.programme_json import read_programme, write_programme
from scheduler.rules import RULES
from scheduler.validation import find_issues
from scheduler.verification.verify import verify

SIZES = (1, 2, 3, 5, 10, 16, 17, 30, 100)
SEEDS = (1, 2, 3, 4, 5, 6)
FEWER_SEEDS_FROM = 30
EVERY_KIND_FROM = 17
"""Services from which on every kind of rule makes sense."""
UNDER_WAY = {ActualDates, MovedLimit}
"""Kinds about what has happened: a generated programme has yet to begin."""
FOR_SEVERAL_GROUPS = {
    AwardLimit,
    ChoiceImplication,
    ChoiceLimit,
    ProviderEffort,
    ProviderLimit,
    SharedProvider,
}
FOR_SEVERAL_SERVICES = {MoveTogether, Rehearsal}
CASES = [(n, seed) for n in SIZES for seed in (SEEDS[:2] if n >= FEWER_SEEDS_FROM else SEEDS)]


def accepted(services: int, seed: int) -> ExpandedProgramme:
    expanded, issues = find_issues(generate(services=services, seed=seed))
    assert [issue.line() for issue in issues] == []
    assert expanded is not None
    return expanded


@pytest.mark.parametrize(("services", "seed"), CASES)
def test_the_hidden_plan_meets_every_rule(services: int, seed: int) -> None:
    verdict = verify(accepted(services, seed), witness(services=services, seed=seed))
    assert verdict.violations == ()


@pytest.mark.parametrize("services", SIZES)
def test_every_rule_kind_that_makes_sense_is_used(services: int) -> None:
    used = {type(rule) for rule in expand(generate(services=services, seed=7)).document.rules}
    missing = {kind.declares for kind in RULES} - used - UNDER_WAY
    if services >= EVERY_KIND_FROM:
        assert missing == set()
    else:
        assert missing <= FOR_SEVERAL_GROUPS | FOR_SEVERAL_SERVICES


def test_whatever_a_programme_can_say_is_said() -> None:
    made = generate(services=30, seed=1)
    expanded = expand(made).document
    assert any(rule.when for rule in expanded.rules)
    assert any(option.outcomes for option in made.option_profiles)
    assert any(move.from_team and move.to_team for s in made.staff_groups for move in s.moves)
    assert any(team.decay for team in made.teams)
    assert any(team.day_rate for team in made.teams)
    assert any(mode.consumes for a in expanded.activities for mode in a.modes)
    assert made.consumables
    assert made.shared_components
    assert made.budgets
    assert len(made.calendars) > 1
    assert any(activity.also_calendars for activity in expanded.activities)
    assert not all(activity.may_pause for activity in expanded.activities)
    assert any(activity.parts for activity in expanded.activities)


def test_rules_grow_no_faster_than_services() -> None:
    few, many = (expand(generate(services=n, seed=1)).document for n in (32, 96))
    assert len(many.rules) < 3.2 * len(few.rules)
    assert max(map(_selected, many.rules)) <= 4


def _selected(rule: Rule) -> int:
    """Return how many activities the kinds select that look at each pair of them."""
    match rule:
        case RollbackSlot():
            return len(rule.cutovers.activities) * len(rule.free_of.activities)
        case NotAtOnce() | MoveTogether():
            return len(rule.activities.activities) ** 2
        case Expiry():
            return len(rule.used_by.activities) * len(rule.renewals.activities)
        case _:
            return 0


def test_links_lags_and_prices_of_every_sort_are_used() -> None:
    rules = expand(generate(services=16, seed=1)).document.rules
    waits = [rule for rule in rules if isinstance(rule, Precedence)]
    assert {rule.link for rule in waits} == {"FS", "SS", "FF", "SF"}
    assert {rule.lag_unit for rule in waits} == {"working_days", "calendar_days"}
    assert any(rule.max_lag is not None for rule in waits)
    assert {rule.kind for rule in rules if rule.price is not None} >= {
        "allowed_dates",
        "change_freeze",
        "date_limit",
        "schedule_contingency",
    }


@pytest.mark.parametrize("services", [1, 4, 40])
def test_the_same_seed_gives_the_same_file(services: int) -> None:
    one, again, other = (generate(services=services, seed=seed) for seed in (3, 3, 4))
    assert write_programme(one) == write_programme(again)
    assert write_programme(one) != write_programme(other)


def test_the_file_reads_back_as_the_programme() -> None:
    made = generate(services=20, seed=1)
    assert read_programme(write_programme(made)) == made


def test_the_hidden_plan_is_not_in_the_file() -> None:
    made = generate(services=16, seed=1)
    assert made.commitments == ()
    assert made.progress == ()
    assert any(len(group.options) > 2 for group in made.service_groups)


def test_groups_have_two_to_four_options_and_services_one_to_three_waves() -> None:
    for seed in SEEDS:
        made = generate(services=32, seed=seed)
        assert {len(group.options) for group in made.service_groups} <= {2, 3, 4}
        assert {len(service.waves) for service in made.services} == {1, 2, 3}


@pytest.mark.parametrize("services", [0, -1, MOST_SERVICES + 1])
def test_impossible_numbers_of_services_are_refused(services: int) -> None:
    with pytest.raises(ValueError, match=f"{services} services"):
        generate(services=services, seed=1)


def test_a_negative_seed_is_a_seed() -> None:
    assert verify(accepted(3, -2), witness(services=3, seed=-2)).holds


@pytest.mark.parametrize("seed", [1, 2])
def test_the_limits_are_close_to_the_plan(seed: int) -> None:
    """Everything at once, on the day of the last transfer, breaks most kinds of limit."""
    expanded, plan = accepted(16, seed), witness(services=16, seed=seed)
    last = max(p.start for n, p in plan.placed.items() if n.endswith(".transfer"))
    events = {a.id for a in expanded.document.activities if a.form == "event"}
    at_once = {
        n: Placed(start=last, finish=last) if n in events else p for n, p in plan.placed.items()
    }
    broken = verify(expanded, Plan(options=plan.options, placed=at_once)).violations
    assert {v.kind for v in broken} >= {
        "allowed_dates",
        "change_load",
        "placement",
        "precedence",
        "rolling_limit",
        "separation",
        "team_capacity",
    }


def test_a_contract_that_ends_a_year_earlier_has_no_room_for_the_plan() -> None:
    made, plan = generate(services=16, seed=1), witness(services=16, seed=1)
    end = made.contract.end_date
    shorter = replace(
        made, contract=replace(made.contract, end_date=end.replace(year=end.year - 1))
    )
    assert not verify(expand(shorter), plan).holds


@pytest.mark.slow
def test_the_largest_is_just_within_the_limit_of_activities() -> None:
    expanded = accepted(MOST_SERVICES, 1)
    assert 0.99 * DEFAULT_LIMITS.activities < len(expanded.activities) <= DEFAULT_LIMITS.activities
    assert verify(expanded, witness(services=MOST_SERVICES, seed=1)).holds
