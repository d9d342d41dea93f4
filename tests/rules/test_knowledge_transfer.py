import pytest

from scheduler.domain.plan import Plan
from scheduler.domain.planning_rules import KnowledgeTransfer
from tests.rules.easter import breaches, chosen, event, holds, lasting, plan, programme, words, work

OF = programme(work("show", lasting(2), calendar="supplier"), work("rerun"), event("move"))
RULE = KnowledgeTransfer(
    id="R",
    sessions=chosen("show", "rerun"),
    until="move",
    within_calendar_days=6,
    working_days=3,
)


@pytest.mark.parametrize(
    ("rerun", "move", "met"), [(6, 6, False), (6, 7, True), (6, 10, True), (6, 11, False)]
)
def test_each_session_lies_within_the_days_before(rerun: int, move: int, met: bool) -> None:
    # Two days from the 4th on, which is six days before the 10th; the third on the 6th.
    assert holds(RULE, OF, plan(show=(4, 6), rerun=rerun, move=move)) is met


@pytest.mark.parametrize(("first", "last", "met"), [(3, 4, False), (4, 6, True), (6, 11, False)])
def test_worked_days_add_up_with_those_of_a_pause(first: int, last: int, met: bool) -> None:
    # The supplier is shut on the 5th: from the 4th to the 6th are three days, over Easter two.
    alone = KnowledgeTransfer(
        id="R", sessions=chosen("show"), until="move", within_calendar_days=20, working_days=3
    )
    assert holds(alone, OF, plan(show=(first, last), move=14)) is met


def test_what_is_missing_is_told_of_all_sessions() -> None:
    found = breaches(RULE, OF, plan(show=(3, 4), move=7))
    assert [(b.activities, b.measured, b.allowed) for b in found] == [(("show",), 2, 3)]


@pytest.mark.parametrize("by", [plan(move=7), plan(show=(12, 13), rerun=14)])
def test_without_the_event_or_any_session_nothing_is_asked(by: Plan) -> None:
    assert holds(RULE, OF, by)


def test_words() -> None:
    assert words(RULE, OF) == (
        "show and rerun: at least 3 working days together, all within the 6 days before move."
    )
