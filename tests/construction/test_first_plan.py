"""Schedules made in one go are mostly plans on small programmes, and never claim to be."""

import pytest

from scheduler.analysis.measures import last_transfer
from scheduler.construction.baselines import baselines
from scheduler.construction.first_plan import first_plan
from scheduler.construction.list_schedule import Wishes, list_schedule
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.expansion.expand import expand
from scheduler.generation.generate import generate
from scheduler.verification.verify import verify

SEEDS = range(1, 21)


def _programme(services: int, seed: int) -> ExpandedProgramme:
    return expand(generate(services=services, seed=seed))


@pytest.mark.parametrize(("services", "at_least"), [(1, 19), (2, 18), (3, 15)])
def test_most_small_programmes_get_a_plan_without_a_search(services: int, at_least: int) -> None:
    # Counted once: 19 of 20, 18 of 20, 15 of 20.
    made = [_programme(services, seed) for seed in SEEDS]
    held = sum(verify(programme, first_plan(programme)).holds for programme in made)
    assert held >= at_least


def test_the_same_programme_gets_the_same_schedule() -> None:
    assert first_plan(_programme(5, 3)) == first_plan(_programme(5, 3))


def test_a_fixed_event_stays_where_it_is_put() -> None:
    programme = _programme(2, 1)
    transfer = next(a.id for a in programme.document.activities if a.kind == "transfer")
    options = {g.id: g.options[0].id for g in programme.document.service_groups}
    day = programme.document.plan_from
    plan = list_schedule(programme, options, Wishes(fixed={transfer: day}))
    assert plan.placed[transfer].start == day


def test_no_round_is_begun_again_once_cancelled() -> None:
    rounds = {True: 0, False: 0}
    for cancelled in rounds:

        def asked(answer: bool = cancelled) -> bool:  # bound in the loop
            rounds[answer] += 1
            return answer

        first_plan(_programme(8, 26), cancelled=asked)
    assert rounds[True] < rounds[False]


def test_nothing_more_is_placed_once_cancelled() -> None:
    asked = iter([False] * 10)
    plan = first_plan(_programme(8, 26), cancelled=lambda: next(asked, True))
    assert 0 < len(plan.placed) < 11


def test_naive_ways_are_judged_by_the_checker_and_one_at_a_time_is_last() -> None:
    programme = _programme(3, 1)
    judged = {outcome.name: outcome for outcome in baselines(programme)}
    assert list(judged) == ["big bang on the end date", "greedy list", "one group at a time"]
    for outcome in judged.values():
        assert outcome.feasible == (outcome.rules_broken == 0)
    assert judged["big bang on the end date"].rules_broken > 0
    plan = first_plan(programme)
    assert last_transfer(programme, plan) is not None
