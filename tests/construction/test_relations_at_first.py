"""A schedule made in one go minds decisions, and lays spans beside work."""

from dataclasses import replace

from scheduler.construction.first_plan import first_plan
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Placed
from scheduler.domain.planning_rules import Decision, Expiry, NotAtOnce, Rule, Synchronised
from scheduler.expansion.expand import expand
from scheduler.validation.find_issues import find_issues
from scheduler.verification.verify import verify
from tests.rules.easter import april, chosen, event, lasting, programme, span, work

OF = programme(
    work("paper", lasting(2)),
    event("award", dates="board"),
    work("learn", lasting(2)),
    span("watch"),
    date_sets={"board": (april(4), april(6), april(13))},
)
WAITS = Decision(
    id="D",
    meeting="award",
    papers=chosen("paper"),
    paper_deadline_calendar_days=1,
    call_in_working_days=1,
    takes_effect=chosen("learn"),
)
BESIDE = Synchronised(id="B", activities=chosen("watch", "learn"))


def under(*rules: Rule) -> ExpandedProgramme:
    return expand(replace(OF.document, rules=rules))


def test_a_decision_waits_for_its_papers_and_a_span_lasts_as_long_as_the_work_beside_it() -> None:
    # Written on the 3rd and 4th, decided on the 6th, called in on the 11th; learned on the 12th
    # and 13th.
    of = under(WAITS, BESIDE)
    made = first_plan(of)
    assert verify(of, made).holds
    assert made.placed["award"].start == april(6)
    assert made.placed["learn"] == made.placed["watch"]
    assert made.placed["watch"] == Placed(start=april(12), finish=april(13))


def test_what_is_not_at_once_and_what_expires_is_minded() -> None:
    of = under(
        BESIDE,
        NotAtOnce(id="N", activities=chosen("paper", "learn", "award")),
        Expiry(id="E", used_by=chosen("award"), renewals=chosen("paper"), valid_calendar_days=9),
    )
    assert verify(of, first_plan(of)).holds


def test_a_span_beside_work_has_its_days_and_one_beside_an_event_has_not() -> None:
    beside_event = replace(BESIDE, activities=chosen("watch", "award"))
    for rule, told in ((BESIDE, False), (beside_event, True)):
        _, issues = find_issues(replace(OF.document, rules=(rule,)))
        assert ("span_without_rule" in {issue.code for issue in issues}) is told
