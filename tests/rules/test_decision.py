from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.calendars import DateSet
from scheduler.domain.planning_rules import DateLimit, Decision
from scheduler.expansion.expand import expand
from scheduler.solver.build import build_model
from tests.rules.easter import (
    april,
    chosen,
    event,
    plan,
    programme,
    shortfall,
    words,
    work,
)

OF = programme(
    work("paper"), event("award", dates="board"), event("also"), event("sign"), work("build")
)


def decision(
    call_in: int = 0,
    standstill: int = 0,
    *,
    in_turn: bool = False,
) -> Decision:
    return Decision(
        id="R",
        meeting="award",
        papers=chosen("paper"),
        paper_deadline_calendar_days=2,
        call_in_working_days=call_in,
        standstill_calendar_days=standstill,
        standstill_after_call_in=in_turn,
        takes_effect=chosen("sign", "build"),
        same_meeting_as=("also",),
    )


@pytest.mark.parametrize(("paper", "award", "short"), [(3, 6, 0), (4, 6, 1), (6, 6, 3), (6, 9, 0)])
def test_two_whole_days_lie_between_paper_and_meeting(paper: int, award: int, short: int) -> None:
    assert shortfall(decision(), OF, plan(paper=paper, award=award)) == short


@pytest.mark.parametrize(
    ("call_in", "standstill", "in_turn", "first"),
    [
        (0, 0, False, 6),
        # Two working days after Wednesday the 5th: Thursday the 6th and, after Easter, the 11th.
        (1, 0, False, 7),
        (2, 0, False, 12),
        # Four whole days: the 6th to the 9th.
        (0, 4, False, 10),
        (1, 4, False, 10),
        (2, 4, False, 12),
        # In turn: call-in on the 6th, then the 7th to the 10th.
        (1, 4, True, 11),
        # Six working days are more than the horizon has left: the day after it at the earliest.
        (6, 0, False, 15),
    ],
)
def test_effects_wait_for_call_in_and_standstill(
    call_in: int, standstill: int, in_turn: bool, first: int
) -> None:
    rule = decision(call_in, standstill, in_turn=in_turn)
    if first <= 14:
        assert shortfall(rule, OF, plan(award=5, sign=first)) == 0
    assert shortfall(rule, OF, plan(award=5, sign=first - 1)) == 1
    assert shortfall(rule, OF, plan(award=5, sign=6, build=6)) == 2 * max(0, first - 6)


def test_a_missed_deadline_costs_the_gap_to_the_next_meeting() -> None:
    # Meetings on the 6th and 13th, papers two whole days before, no waits. Final on the 3rd:
    # decided on the 6th, signed from the 7th. Final on the 4th, a day later: decided on the 13th,
    # signed on the 14th, seven days later.
    dates = {"board": (april(6), april(13))}
    of = programme(*OF.document.activities, date_sets=dates)
    for paper, first in ((3, 7), (4, 14)):
        later = DateLimit(id="L", activities=chosen("paper"), start_not_before=april(paper))
        rules = (decision(), later)
        build = build_model(expand(replace(of.document, rules=rules)))
        build.model.minimize(build.start("sign").ordinal)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(build.model) == cp_model.OPTIMAL
        assert round(solver.objective_value) == first - 3


def test_other_decisions_of_the_paper_are_on_the_same_date() -> None:
    assert shortfall(decision(), OF, plan(award=6, also=6)) == 0
    assert shortfall(decision(), OF, plan(award=6, also=4)) == 2
    assert shortfall(decision(), OF, plan(award=6, also=9)) == 3


def test_without_a_meeting_nothing_is_asked() -> None:
    assert shortfall(decision(5, 10), OF, plan(paper=6, also=4, sign=3)) == 0


def test_expansion_writes_the_date_sets_paper_deadline_out() -> None:
    board = DateSet(id="board", dates=(april(4),), meeting=True, paper_deadline_calendar_days=14)
    open_rule = replace(decision(), paper_deadline_calendar_days=None)
    elsewhere = replace(open_rule, id="S", meeting="also")
    own = replace(decision(), id="T")
    document = replace(OF.document, date_sets=(board,), rules=(open_rule, elsewhere, own))
    written = {rule.id: rule for rule in expand(document).document.rules}
    deadlines = [written[name].paper_deadline_calendar_days for name in "RST"]  # type: ignore[union-attr]
    assert deadlines == [14, 0, 2]


def test_words() -> None:
    assert words(decision(5, 10), OF) == (
        "paper: final at least 2 days before award; also: on the date of award; "
        "sign and build: starts no earlier than 5 working days of call-in and "
        "10 days of standstill after award."
    )
    only = Decision(id="R", meeting="award", takes_effect=chosen("sign"))
    assert words(only, OF) == "sign: starts after award."
    in_turn = replace(only, call_in_working_days=1, standstill_calendar_days=1)
    assert words(replace(in_turn, standstill_after_call_in=True), OF) == (
        "sign: starts no earlier than 1 working day of call-in and then 1 day of standstill "
        "after award."
    )
