"""Plans that hold: the best of small cases is known beforehand, and every plan is checked."""

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.analysis.risk import Share
from scheduler.domain.activities import Selection
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.domain.risks import Risk
from scheduler.domain.values import ThreePoint
from scheduler.interchange.hold_json import hold_from_jsonable, hold_to_jsonable
from scheduler.interchange.valid_programme import valid_programme
from scheduler.pictures.hold_contents import hold_words
from scheduler.simulation.buffered import quantile, with_buffers, with_options
from scheduler.simulation.held import Candidate, frontier_of
from scheduler.simulation.hold import find_hold
from scheduler.simulation.hold_search import HoldSettings
from scheduler.simulation.remade import carried_over, put_forward
from scheduler.simulation.spreads import spread_of
from scheduler.solver.settings import SearchSettings
from scheduler.verification.verify import verify
from tests.simulation.small import Points, Small, chain, plan_at, points
from tests.simulation.test_exact import lincolnshire

QUICK = SearchSettings(time_limit_seconds=12.0, workers=1, confirm=False)
RISKY: Points = (10, 20, 60)
SURE: Points = (30, 30, 30)


def two_options(end: str = "2023-02-14") -> ExpandedProgramme:
    """Return a service with a likely short option that may run long, and a sure longer one."""
    small = Small({"A": RISKY}, links=chain("A"), end=end)
    document: dict[str, Any] = {
        "format_version": 1,
        "id": "two",
        "name": "Two options",
        "plan_from": "2023-01-02",
        "plan_until": "2023-12-29",
        "contract": {"supplier": "Incumbent", "end_date": small.end},
        "calendars": [{"id": "week"}],
        "default_calendar": "week",
        "service_groups": [
            {
                "id": "G",
                "options": [{"id": "risky", "appraisal": 1}, {"id": "sure", "appraisal": 5}],
            }
        ],
        "services": [{"id": "S", "group": "G", "criticality": 3}],
        "activities": [
            {
                "id": "A",
                "kind": "work",
                "service": "S",
                "modes": [
                    {"options": ["risky"], "duration": points(RISKY)},
                    {"options": ["sure"], "duration": points(SURE)},
                ],
            },
            {"id": "T", "kind": "transfer", "form": "event", "service": "S"},
        ],
        "rules": [{"id": "A-T", "kind": "precedence", "before": "A", "after": "T"}],
        "objectives": [{"name": "sourcing_appraisal"}, {"name": "weighted_transfers"}],
    }
    return valid_programme(json.dumps(document).encode()).expanded


def with_option(plan: Plan, option: str) -> Plan:
    return Plan(options={"G": option}, placed=plan.placed)


def reached_by(value: Points, days: int) -> float:
    spread = spread_of(ThreePoint(min=value[0], likely=value[1], max=value[2]), "pert")
    return float(spread.chances()[: days - spread.first + 1].sum())


def test_the_option_that_holds_is_found_with_its_probability_and_its_price() -> None:
    programme = two_options()
    # The transfer may be on 15 February: 32 working days.
    exact = reached_by(RISKY, 32)
    assert 0.5 < exact < 0.9
    plan = with_option(plan_at(programme, A=0, T="2023-01-28"), "risky")
    answer = find_hold(programme, plan, HoldSettings(target_percent=95), QUICK)
    assert answer.reached
    assert answer.chosen is not None
    assert answer.in_time == Share(count=10_000, of=10_000)
    assert answer.given.value == pytest.approx(exact, abs=0.02)
    assert answer.fresh_seed != answer.seed
    first, last = answer.points[0], answer.points[answer.chosen]
    assert first.is_given
    assert last.options_changed == {"G": "sure"}
    assert last.difference["sourcing_appraisal"] == 4
    assert last.per_point is not None
    gained = 100 * (last.in_time.value - first.in_time.value)
    assert last.per_point["sourcing_appraisal"] == pytest.approx(4 / gained, abs=0.001)
    for point in answer.points:
        assert verify(programme, point.plan).holds
    document: Mapping[str, Any] = hold_to_jsonable(answer, programme)
    assert document["in_time"]["share"] == 1
    assert document["points"][answer.chosen]["plan"]["options"] == {"G": "sure"}


def test_a_plan_that_reaches_the_target_is_kept_and_no_search_is_started() -> None:
    programme = two_options()
    plan = with_option(plan_at(programme, A=0, T=20), "risky")
    answer = find_hold(programme, plan, HoldSettings(target_percent=40), QUICK)
    assert answer.reached
    assert answer.tried == 1
    assert answer.points[0].is_given


def test_what_no_plan_that_was_tried_reaches_is_not_called_reached() -> None:
    # Neither option is over in 22 working days with any certainty.
    programme = two_options(end="2023-01-31")
    plan = with_option(plan_at(programme, A=0, T=20), "risky")
    answer = find_hold(programme, plan, HoldSettings(target_percent=90), QUICK)
    assert not answer.reached
    assert answer.chosen == 0
    assert answer.in_time is not None
    assert answer.in_time.value == pytest.approx(reached_by(RISKY, 22), abs=0.02)


def test_work_that_waits_for_nothing_is_put_forward_until_the_target_is_reached() -> None:
    small = Small({"A": RISKY}, links=chain("A"), end="2023-03-31")
    programme = small.programme()
    late = plan_at(programme, A=43, T=63)
    answer = find_hold(programme, late, HoldSettings(target_percent=97), QUICK)
    # The transfer may be on 1 April, a Saturday: 65 working days, 22 of them after the start.
    assert answer.given.value == pytest.approx(reached_by(RISKY, 22), abs=0.02)
    assert answer.reached
    assert answer.chosen is not None
    found = answer.points[answer.chosen].plan
    assert found.placed["A"].start < late.placed["A"].start
    assert found.placed["T"].start <= late.placed["T"].start


@pytest.mark.slow  # two searches
def test_the_same_seed_gives_the_same_and_a_stop_keeps_what_there_is() -> None:
    programme = two_options()
    plan = with_option(plan_at(programme, A=0, T=20), "risky")
    asked = HoldSettings(target_percent=95, seed=7)
    longer = replace(QUICK, time_limit_seconds=120.0)
    # However many programmes are planned side by side.
    one, other = (find_hold(programme, plan, asked, replace(longer, workers=n)) for n in (1, 3))
    assert replace(one, seconds=0.0) == replace(other, seconds=0.0)
    assert one.reached
    assert one.ended_by == "target"


def test_a_stop_keeps_what_there_is() -> None:
    programme = two_options()
    plan = with_option(plan_at(programme, A=0, T=20), "risky")
    stop = threading.Event()
    stop.set()
    kept = find_hold(programme, plan, HoldSettings(target_percent=95), QUICK, stop=stop)
    assert kept.tried == 1
    assert kept.points[0].is_given
    assert not kept.reached
    assert kept.ended_by == "stop"
    assert "The search was stopped before its work was done." in hold_words(kept)


def test_an_answer_says_when_the_limit_in_seconds_ended_the_search() -> None:
    programme = two_options()
    plan = with_option(plan_at(programme, A=0, T=20), "risky")
    at_once = replace(QUICK, time_limit_seconds=0.0)
    answer = find_hold(programme, plan, HoldSettings(target_percent=95), at_once)
    assert answer.ended_by == "limit"
    assert "The limit in seconds ended the search" in hold_words(answer)
    written = hold_to_jsonable(answer, programme)
    assert written.pop("ended_by") == "limit"
    # Documents from before it was told.
    assert hold_from_jsonable(written) == answer


def test_a_plan_that_breaks_rules_is_told_of_and_never_returned() -> None:
    programme = two_options()
    broken = with_option(plan_at(programme, A=0, T=3), "risky")
    answer = find_hold(programme, broken, HoldSettings(target_percent=95), QUICK)
    assert answer.given_violations == 1
    assert answer.reached
    assert all(verify(programme, point.plan).holds for point in answer.points)


def test_the_chance_of_the_next_date_is_that_of_a_missed_one() -> None:
    rule = {
        "id": "second",
        "kind": "fallback_slot",
        "activities": {"activities": ["M"]},
        "within_calendar_days": 60,
    }
    small = Small(
        {"A": RISKY},
        links=(("A", "M"), ("M", "T")),
        events={"M": "meetings"},
        date_sets={"meetings": ["2023-02-06", "2023-03-06", "2023-04-03"]},
        rules=[rule],
    )
    programme = small.programme()
    plan = plan_at(programme, A=0, M="2023-02-06", T=26)
    answer = find_hold(programme, plan, HoldSettings(target_percent=50), QUICK)
    (use,) = answer.fallback
    # 25 working days until the first meeting, 45 until the second.
    first, second = reached_by(RISKY, 25), reached_by(RISKY, 45)
    assert use.activity == "M"
    assert use.missed.value == pytest.approx(1 - first, abs=0.02)
    assert [date.day.isoformat() for date in use.next_dates] == ["2023-03-06", "2023-04-03"]
    assert use.next_dates[0].share.value == pytest.approx(second - first, abs=0.02)
    assert sum(date.share.count for date in use.next_dates) + use.never.count == use.missed.count


three_points = st.tuples(*[st.integers(1, 30)] * 3).map(lambda value: tuple(sorted(value)))


@given(three_points, st.integers(1, 99))
def test_a_quantile_is_the_fewest_days_that_suffice(value: Points, percent: int) -> None:
    days = quantile(ThreePoint(min=value[0], likely=value[1], max=value[2]), (), percent, "pert")
    assert reached_by(value, days) >= percent / 100 - 1e-6
    assert days == value[0] or reached_by(value, days - 1) < percent / 100 + 1e-6


def test_a_quantile_reckons_with_risks() -> None:
    ten = ThreePoint(min=10, likely=10, max=10)
    five = ThreePoint(min=5, likely=5, max=5)
    longer = Risk(
        id="r",
        probability_percent=30,
        effect="longer",
        activities=Selection(activities=("A",)),
        working_days=five,
    )
    again = Risk(
        id="s", probability_percent=30, effect="repeat", activities=Selection(activities=("A",))
    )
    assert [quantile(ten, (longer,), p, "pert") for p in (69, 70, 71, 99)] == [10, 10, 15, 15]
    # 10 in 49 of 100, 15 in 21, 20 in 21, 25 in 9: doubled work is not what is 5 longer, though.
    assert [quantile(ten, (again, longer), p, "pert") for p in (49, 70, 91, 95)] == [10, 15, 20, 25]


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.tuples(st.integers(0, 3), st.integers(0, 3))), max_size=12
    )
)
@settings(max_examples=200)
def test_on_the_frontier_nothing_betters_anything(
    drawn: list[tuple[int, tuple[int, int]]],
) -> None:
    plan = Plan(options={}, placed={})
    found = [Candidate(plan, "", Share(count=n, of=9), costs, {}) for n, costs in drawn]
    kept = frontier_of(found)
    for one in found:
        holder = [k for k in kept if k.in_time.count >= one.in_time.count and k.costs <= one.costs]
        assert holder
    assert all(a.in_time.count < b.in_time.count for a, b in pairwise(kept))
    assert all(a.costs < b.costs for a, b in pairwise(kept))


def test_no_work_takes_less_in_a_programme_with_buffers_and_options_can_be_asked_for() -> None:
    programme, plan = lincolnshire()
    few, many = (with_buffers(programme, percent, "pert") for percent in (10, 90))
    longer = 0
    for activity in programme.document.activities:
        for at, mode in enumerate(activity.modes):
            if mode.duration is None:
                continue
            own = programme.working_days(mode)
            some = few.working_days(few.activities[activity.id].modes[at])
            most = many.working_days(many.activities[activity.id].modes[at])
            assert own <= some <= most
            longer += most > own
    assert longer > 100
    only = with_buffers(programme, 90, "pert", ("HST.build",))
    changed = [
        a.id
        for a in programme.document.activities
        if a.modes != only.activities[a.id].modes and a.id != "HST.build"
    ]
    # Elsewhere nothing changes at all.
    assert changed == []
    assert verify(with_options(programme, plan.options), plan).holds
    other = {**plan.options, "APP": "INC"}
    assert not verify(with_options(programme, other), plan).holds


def test_plans_made_again_are_checked_and_keep_what_they_can() -> None:
    programme, plan = lincolnshire()
    assert carried_over(programme, plan, programme) == plan
    works = frozenset(n for n in plan.placed if programme.activities[n].form == "work")
    made = 0
    for group in ("APP", "HRP", "HST", "NET", "USER"):
        names = frozenset(n for n in works if programme.group_of(programme.activities[n]) == group)
        for days in (0, 28):
            found = put_forward(programme, plan, names, days)
            if found is not None:
                made += 1
                assert verify(programme, found).holds
    assert made >= 5


def test_a_buffered_plan_keeps_its_starts_and_has_buffers_behind_its_work() -> None:
    small = Small({"A": RISKY, "B": RISKY}, links=chain("A", "B"))
    programme = small.programme()
    made_for = with_buffers(programme, 80, "pert")
    days = made_for.working_days(made_for.activities["A"].modes[0])
    assert days > 20
    buffered = plan_at(made_for, A=0, B=days, T=2 * days)
    plan = carried_over(made_for, buffered, programme)
    assert plan is not None
    assert verify(programme, plan).holds
    assert {n: p.start for n, p in plan.placed.items()} == {
        n: p.start for n, p in buffered.placed.items()
    }
    gap = np.busday_count(plan.placed["A"].finish, plan.placed["B"].start) - 1
    assert gap == days - 20
