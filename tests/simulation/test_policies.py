"""What holds while a plan is carried out: windows, freezes, people, order, seeds."""

from dataclasses import replace
from datetime import date

import numpy as np

from scheduler.domain.activities import Mode
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed, Plan
from scheduler.domain.values import ThreePoint
from scheduler.simulation.chance import Chance, chance_of, planned_spreads
from scheduler.simulation.names import AGAIN, DAYS_OF_WORK, GAP, NEVER
from scheduler.simulation.policy import Carried, carried
from scheduler.simulation.runs import BLOCK, Runs, carry_out, carry_out_as_drawn
from scheduler.verification.verify import verify
from tests.simulation.small import Small, chain, plan_at, serial
from tests.simulation.test_exact import lincolnshire

FOUR = (4, 4, 4)


def late(under: Carried, **days: int) -> dict[str, date | None]:
    """Return where everything starts when some work takes so many days more."""
    activities = under.programme.document.activities
    table = np.zeros((3, 1, len(activities)), np.int64)
    table[DAYS_OF_WORK, 0] = [s.first for s in planned_spreads(under.programme, under.plan)]
    for i, activity in enumerate(activities):
        if activity.form == "event":
            table[AGAIN, 0, i] = days.get(activity.id, 0) > 0
            table[GAP, 0, i] = max(0, days.get(activity.id, 0) - 1)
        else:
            table[DAYS_OF_WORK, 0, i] += days.get(activity.id, 0)
    starts, _ = carry_out_as_drawn(under, table)
    return {
        activity.id: None if starts[0, i] == NEVER else under.axis.day_at(int(starts[0, i]))
        for i, activity in enumerate(activities)
        if activity.id in under.plan.placed
    }


def test_what_has_slack_takes_up_a_delay_and_planned_starts_are_kept() -> None:
    programme = Small({"A": FOUR, "B": FOUR}, links=chain("A", "B")).programme()
    plan = plan_at(programme, A=0, B=10, T=20)
    as_planned, right_away = carried(programme, plan), carried(programme, plan, "right-away")
    assert late(as_planned)["B"] == date(2023, 1, 16)
    assert late(as_planned, A=6)["B"] == date(2023, 1, 16)
    assert late(as_planned, A=7)["B"] == date(2023, 1, 17)
    # The fourth day of A is a Thursday.
    assert late(right_away)["B"] == date(2023, 1, 6)
    assert late(right_away)["T"] == date(2023, 1, 12)


def test_a_missed_meeting_is_the_next_one_and_what_waits_for_it_is_late() -> None:
    small = Small(
        {"A": FOUR, "B": FOUR},
        links=(("A", "M"), ("M", "B"), ("B", "T")),
        events={"M": "meetings"},
        date_sets={"meetings": ["2023-01-09", "2023-02-06", "2023-03-06"]},
    )
    programme = small.programme()
    plan = plan_at(programme, A=0, M="2023-01-09", B=6, T=12)
    under = carried(programme, plan)
    assert late(under, A=1)["M"] == date(2023, 1, 9)
    assert late(under, A=2)["M"] == date(2023, 2, 6)
    assert late(under, A=2)["B"] == date(2023, 2, 7)
    assert late(under, M=1)["M"] == date(2023, 2, 6)
    # Twenty-one working days later than the first is after the second.
    assert late(under, M=21)["M"] == date(2023, 3, 6)
    assert late(under, M=60) == {**late(under), "M": None, "B": None, "T": None}


def test_work_does_not_begin_in_a_freeze_and_a_cutover_waits_for_its_end() -> None:
    freeze = {
        "id": "XMAS",
        "kind": "change_freeze",
        "activities": {"activities": ["B", "T"]},
        "windows": [{"first": "2023-01-09", "last": "2023-01-20"}],
    }
    small = Small({"A": FOUR, "B": FOUR}, links=chain("A", "B"), rules=[freeze])
    programme = small.programme()
    under = carried(programme, plan_at(programme, A=0, B=4, T="2023-01-21"))
    assert late(under)["B"] == date(2023, 1, 6)
    assert late(under, A=1)["B"] == date(2023, 1, 23)
    assert late(under, A=1)["T"] == date(2023, 1, 27)


def test_a_team_goes_by_the_order_of_the_plan() -> None:
    small = Small({"A": FOUR, "B": FOUR}, links=(("A", "T"), ("B", "T")), team=True)
    programme = small.programme()
    for first, second in (("A", "B"), ("B", "A")):
        under = carried(programme, plan_at(programme, **{first: 0, second: 4}, T=8))
        found = late(under, **{first: 3})
        assert found[first] == date(2023, 1, 2)
        assert found[second] == date(2023, 1, 11)


def test_two_that_are_not_at_once_wait_for_each_other() -> None:
    rule = {"id": "one", "kind": "not_at_once", "activities": {"activities": ["A", "B"]}}
    small = Small({"A": FOUR, "B": FOUR}, links=(("A", "T"), ("B", "T")), rules=[rule])
    programme = small.programme()
    under = carried(programme, plan_at(programme, A=0, B=4, T=8))
    assert late(under, A=3)["B"] == date(2023, 1, 11)


def test_what_lies_too_long_before_is_put_off_only_where_nothing_gets_later() -> None:
    near = {"kind": "precedence", "before": "A", "after": "B", "min_lag": 0, "max_lag": 3}
    small = Small(
        {"A": FOUR, "B": FOUR, "C": FOUR},
        links=(("C", "B"), ("B", "T")),
        rules=[
            {"id": "near", **near},
        ],
    )
    programme = small.programme()
    under = carried(programme, plan_at(programme, A=0, C=0, B=4, T=8))
    assert late(under, C=2)["A"] == date(2023, 1, 2)
    # B starts nine working days in; A is over six before at the earliest.
    assert late(under, C=5)["A"] == date(2023, 1, 4)
    assert late(under, C=5)["B"] == date(2023, 1, 13)


def test_events_that_move_together_wait_for_the_last_of_them() -> None:
    rule = {
        "id": "together",
        "kind": "move_together",
        "activities": {"activities": ["M", "N"]},
        "within_calendar_days": 0,
    }
    small = Small(
        {"A": FOUR, "B": FOUR},
        links=(("A", "M"), ("B", "N"), ("N", "T")),
        events={"M": "meetings", "N": "meetings"},
        date_sets={"meetings": ["2023-01-09", "2023-02-06", "2023-03-06"]},
        rules=[rule],
    )
    programme = small.programme()
    under = carried(programme, plan_at(programme, A=0, B=0, M="2023-01-09", N="2023-01-09", T=6))
    for slow in ("A", "B"):
        found = late(under, **{slow: 5})
        assert found["M"] == found["N"] == date(2023, 2, 6)


def test_what_is_past_the_horizon_never_happens_and_nor_does_what_waits_for_it() -> None:
    small = Small({"A": FOUR, "B": FOUR}, links=chain("A", "B"), until="2023-12-29")
    programme = small.programme()
    under = carried(programme, serial(programme, "A", "B"))
    found = late(under, A=400)
    assert (found["A"], found["B"], found["T"]) == (None, None, None)


def test_a_sample_does_not_depend_on_those_before_it() -> None:
    programme, plan = lincolnshire()
    under = carried(programme, plan)
    chance = chance_of(under)
    all_of_them = carry_out(under, chance, samples=3 * BLOCK, seed=4)
    few = carry_out(under, chance, samples=BLOCK + 7, seed=4)
    assert np.array_equal(all_of_them.starts[: BLOCK + 7], few.starts)
    assert np.array_equal(all_of_them.days[: BLOCK + 7], few.days)
    table = np.zeros((3, 40, len(under.planned[0])), np.int64)
    column = list(chance.uncertain)
    table[DAYS_OF_WORK] = [s.first for s in chance.spreads]
    table[DAYS_OF_WORK][:, column] = all_of_them.days[5:45]
    forward, _ = carry_out_as_drawn(under, table)
    backward, _ = carry_out_as_drawn(under, np.ascontiguousarray(table[:, ::-1]))
    assert np.array_equal(forward, backward[::-1])
    assert np.array_equal(forward, all_of_them.starts[5:45])


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    programme = Small({"A": (2, 9, 30)}, links=chain("A")).programme()
    under = carried(programme, serial(programme, "A"))
    chance = chance_of(under)
    one, same, other = (carry_out(under, chance, samples=400, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one.days, same.days)
    assert not np.array_equal(one.days, other.days)


LAST_DAYS_AND_SLOTS = {"schedule_contingency", "fallback_slot", "rollback_slot", "hypercare"}
"""Kinds that a delay may break: contingency is used up, last days are missed."""
MAY_LIE_TOO_LONG = {"precedence", "waves", "expiry"}
"""Kinds with a greatest lag."""


def test_every_run_meets_what_the_checker_knows_of_the_rules_that_are_simulated() -> None:
    programme, plan = lincolnshire()
    under = carried(programme, plan)
    chance = chance_of(under)
    runs = carry_out(under, chance, samples=12, seed=9)
    checked = 0
    for sample in range(12):
        if (runs.starts[sample] == NEVER).any():
            continue
        checked += 1
        for violation in verify(*as_it_went(under, chance, runs, sample)).violations:
            if violation.kind in LAST_DAYS_AND_SLOTS:
                continue
            assert violation.kind in MAY_LIE_TOO_LONG, violation
            assert violation.measured > violation.allowed, violation  # type: ignore[operator]
    assert checked > 5


def as_it_went(
    under: Carried, chance: Chance, runs: Runs, sample: int
) -> tuple[ExpandedProgramme, Plan]:
    """Return a run as a plan, of a programme whose work takes as long as in the run."""
    document = under.programme.document
    drawn = {i: float(runs.days[sample, k]) for k, i in enumerate(chance.uncertain)}
    activities = tuple(
        replace(a, modes=tuple(lasting(m, drawn[i]) for m in a.modes)) if i in drawn else a
        for i, a in enumerate(document.activities)
    )
    placed = {
        a.id: Placed(
            start=under.axis.day_at(int(runs.starts[sample, i])),
            finish=under.axis.day_at(int(runs.finishes[sample, i]) - 1),
        )
        for i, a in enumerate(activities)
        if a.id in under.plan.placed
    }
    plan = Plan(options=under.plan.options, placed=placed)
    return ExpandedProgramme(replace(document, activities=activities)), plan


def lasting(mode: Mode, days: float) -> Mode:
    return replace(mode, duration=ThreePoint(min=days, likely=days, max=days))
