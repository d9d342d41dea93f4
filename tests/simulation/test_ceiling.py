"""No plan of a small world is likelier to hold than the ceiling says, and none is earlier."""

import random
import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from scheduler.analysis.exact_interval import at_most
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.simulation.ceiling import ceiling_of
from scheduler.simulation.held import Scoring
from scheduler.simulation.hold import find_hold
from scheduler.simulation.hold_search import HoldSettings
from scheduler.simulation.relaxed import least_dates, options_open, relaxed
from scheduler.simulation.wait_and_see import planned_days
from scheduler.timeline.time_axis import axis_of
from tests.agreement.harness import plan_of, solver_plans
from tests.agreement.worlds import World, file_worlds
from tests.simulation.small import Small, chain, plan_at
from tests.simulation.test_exact import lincolnshire
from tests.simulation.test_hold import QUICK, RISKY, reached_by, two_options, with_option

SETTINGS = HoldSettings(target_percent=90)
PLANS_OF_A_WORLD = 12


def earlier_than_least(programme: ExpandedProgramme, plan: Plan) -> list[object]:
    """Return what a plan has before the least dates, under its own options and with all open."""
    world, axis = relaxed(programme), axis_of(programme)
    own = []
    for group in programme.document.service_groups:
        names = [option.id for option in group.options]
        own.append(frozenset({names.index(plan.options[group.id])}))
    found: list[object] = []
    for allowed in (options_open(world), tuple(own)):
        least = least_dates(world, allowed, planned_days(world), {})
        for i, activity in enumerate(programme.document.activities):
            placed = plan.placed.get(activity.id)
            if i not in least.starts:
                continue
            if placed is None:
                found.append((activity.id, "left out"))
                continue
            days = axis.ordinal(placed.start), axis.ordinal(placed.finish) + 1
            if int(least.starts[i][0]) > days[0] or int(least.finishes[i][0]) > days[1]:
                found.append((activity.id, days, least.starts[i][0], least.finishes[i][0]))
    return found


def no_plan_is_earlier(worlds: Sequence[World]) -> int:
    """Compare plans of some worlds with what is least; return how many."""
    draw = random.Random(2)
    tried = 0
    for world in worlds:
        plans = sorted(solver_plans(world.programme).plans)
        few = plans if len(plans) <= PLANS_OF_A_WORLD else draw.sample(plans, PLANS_OF_A_WORLD)
        for key in few:
            tried += 1
            assert earlier_than_least(world.programme, plan_of(key)) == [], (world.name, key)
    return tried


def test_no_plan_of_some_small_worlds_is_earlier_than_the_relaxed_world() -> None:
    assert no_plan_is_earlier(file_worlds()[::12]) > 50


@pytest.mark.slow  # every small world
def test_no_plan_of_any_small_world_is_earlier_than_the_relaxed_world() -> None:
    assert no_plan_is_earlier(file_worlds()) > 1_000


def test_nor_has_a_plan_of_a_real_programme() -> None:
    programme, plan = lincolnshire()
    assert earlier_than_least(programme, plan) == []


def test_an_earlier_date_would_be_noticed() -> None:
    programme, plan = lincolnshire()
    name = "HST.build"
    first = plan.placed[name]
    axis = axis_of(programme)
    earlier = replace(first, start=axis.first, finish=axis.first)
    assert earlier_than_least(
        programme, Plan(options=plan.options, placed={**plan.placed, name: earlier})
    )


def small_worlds() -> list[ExpandedProgramme]:
    """Return worlds with an estimate that matters, a date set, a team for two works, an option."""
    meetings = {"meetings": ["2023-02-06", "2023-03-06"]}
    return [
        Small({"A": RISKY}, links=chain("A"), end="2023-02-14").programme(),
        Small(
            {"A": RISKY},
            links=(("A", "M"), ("M", "T")),
            events={"M": "meetings"},
            date_sets=meetings,
            end="2023-02-20",
        ).programme(),
        Small(
            {"A": (5, 8, 20), "B": (5, 8, 20)},
            links=(("A", "T"), ("B", "T")),
            team=True,
            end="2023-01-20",
        ).programme(),
        two_options(end="2023-02-03"),
    ]


def plans_of(programme: ExpandedProgramme) -> list[Plan]:
    """Return plans with every start of work from the first day on, the transfer at once after."""
    found = []
    names = [a.id for a in programme.document.activities if a.form == "work"]
    for option in [o.id for o in programme.document.service_groups[0].options]:
        for start in range(6):
            at, starts = start, {}
            for name in names:
                mode = programme.activities[name].mode_under(option)
                assert mode is not None
                starts[name] = at
                at += programme.working_days(mode)
            plan = plan_at(programme, **starts)
            mode = programme.activities[names[0]].mode_under(option)
            axis = axis_of(programme)
            placed = {}
            for name in names:
                mode = programme.activities[name].mode_under(option)
                assert mode is not None
                days = programme.working_days(mode)
                placed[name] = replace(
                    plan.placed[name], finish=axis.finish_date(starts[name] + days)
                )
            events = {}
            if "M" in programme.activities:
                meeting = next(
                    day
                    for day in programme.date_sets["meetings"]
                    if axis.ordinal(day) >= axis.ordinal(axis.finish_date(at)) + 1
                )
                events = {"M": meeting.isoformat(), "T": meeting.isoformat()}
            else:
                events = {"T": axis.start_date(at).isoformat()}
            more = plan_at(programme, **events).placed
            found.append(Plan(options={"G": option}, placed={**placed, **more}))
    return found


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("at_once", [False, True])
def test_no_plan_is_likelier_to_hold_than_the_ceiling(number: int, *, at_once: bool) -> None:
    programme = small_worlds()[number]
    ceiling = ceiling_of(programme, SETTINGS, samples=4_000, seed=3, at_once=at_once)
    world = replace(SETTINGS, policy="right-away" if at_once else "as-planned")
    scoring = Scoring(programme, 4_000, 5, world)
    likeliest = max(scoring.score(plan, "").in_time.value for plan in plans_of(programme))
    # Both are counted on samples of their own.
    assert likeliest <= ceiling.at_most + 0.01
    assert ceiling.in_time.value < 1


def test_the_ceiling_of_one_work_is_its_own_chance() -> None:
    programme = small_worlds()[0]
    ceiling = ceiling_of(programme, SETTINGS, samples=10_000, seed=3, at_once=False)
    exact = reached_by(RISKY, 32)
    assert ceiling.in_time.value == pytest.approx(exact, abs=0.02)
    assert ceiling.at_most > exact
    assert ceiling.at_most == at_most(ceiling.in_time.count, 10_000)


def test_the_limit_leaves_out_one_in_twenty() -> None:
    # Exact for no successes: (1 - limit) to the power of the tries is 5 %.
    assert at_most(0, 100) == pytest.approx(1 - 0.05**0.01)
    assert at_most(100, 100) == 1.0
    truth, missed = 0.8, 0
    draw = np.random.default_rng(4)
    for count in draw.binomial(200, truth, 2_000):
        missed += at_most(int(count), 200) < truth
    assert missed / 2_000 < 0.06


def test_the_options_are_those_of_the_best_set() -> None:
    # 24 working days: the sure option takes 30.
    programme = two_options(end="2023-02-02")
    ceiling = ceiling_of(programme, SETTINGS, samples=4_000, seed=3, at_once=False)
    assert ceiling.options == {"G": "risky"}
    assert ceiling.in_time.value == pytest.approx(reached_by(RISKY, 24), abs=0.03)


def test_a_target_that_no_plan_can_reach_is_shown_to_be_impossible() -> None:
    programme = two_options(end="2023-01-31")
    plan = with_option(plan_at(programme, A=0, T=20), "risky")
    stop = threading.Event()
    stop.set()
    answer = find_hold(programme, plan, HoldSettings(target_percent=90), QUICK, stop=stop)
    assert not answer.reached
    assert [ceiling.at_once for ceiling in answer.ceilings] == [False, True]
    assert all(ceiling.at_most < 0.9 for ceiling in answer.ceilings)
    assert answer.in_time is not None
    assert all(answer.in_time.value <= ceiling.at_most for ceiling in answer.ceilings)
