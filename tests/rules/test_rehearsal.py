from dataclasses import replace

import pytest

from scheduler.domain.planning_rules import Rehearsal
from tests.rules.easter import event, holds, plan, programme, words, work

OF = programme(work("trial"), event("go"), event("cut"))
RULE = Rehearsal(
    id="R",
    rehearsal="trial",
    cutover="cut",
    go_no_go="go",
    least_working_days=1,
    notice_calendar_days=2,
    most_calendar_days=8,
)


@pytest.mark.parametrize(
    ("tried", "decided", "cut", "met"),
    [
        (4, 6, 8, True),  # the 5th is for mending
        (5, 6, 8, False),  # nothing between the 5th and the 6th
        (5, 7, 9, True),  # the 6th is
        (6, 11, 13, False),  # only free days from the 7th to the 10th
        (6, 12, 14, True),  # the 11th is a working day; eight days old
        (5, 12, 14, False),  # nine days old
        (4, 6, 7, False),  # a day's notice
    ],
)
def test_mending_notice_and_age(tried: int, decided: int, cut: int, met: bool) -> None:
    assert holds(RULE, OF, plan(trial=tried, go=decided, cut=cut)) is met


def test_without_a_decision_the_cutover_waits() -> None:
    rule = replace(RULE, go_no_go=None)
    assert holds(rule, OF, plan(trial=4, cut=6))
    assert not holds(rule, OF, plan(trial=5, cut=6))
    assert holds(RULE, OF, plan(trial=4, cut=6)), "nobody decides under the chosen option"


def test_it_is_over_the_day_before_where_no_mending_is_asked() -> None:
    rule = Rehearsal(id="R", rehearsal="trial", cutover="cut")
    assert holds(rule, OF, plan(trial=6, cut=7))
    assert not holds(rule, OF, plan(trial=6, cut=6))


def test_what_is_not_performed_is_met() -> None:
    assert holds(RULE, OF, plan(go=6, cut=8))
    assert holds(RULE, OF, plan(trial=8, go=6))
    assert not holds(RULE, OF, plan(go=7, cut=8))


def test_words() -> None:
    assert words(RULE, OF) == (
        "trial is over 1 working day before go, which is at least 2 days before cut; "
        "at cut it is at most 8 days old."
    )
    assert (
        words(Rehearsal(id="R", rehearsal="trial", cutover="cut"), OF)
        == "trial is over before cut."
    )
