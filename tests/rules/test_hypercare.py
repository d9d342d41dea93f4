import pytest

from scheduler.domain.planning_rules import Hypercare
from tests.rules.easter import april, breaches, event, holds, lasting, plan, programme, words, work

OF = programme(event("move"), work("care", lasting(2)), event("accept"))
RULE = Hypercare(
    id="R",
    transfer="move",
    hypercare="care",
    acceptance="accept",
    acceptance_after_calendar_days=5,
    complete_by=april(12),
)


@pytest.mark.parametrize(
    ("move", "care", "met"),
    [
        (5, (5, 6), True),  # the transfer is on a working day
        (5, (6, 11), False),  # a day late
        (6, (5, 6), False),  # a day early
        (7, (11, 12), True),  # on a holiday: the next working day is the 11th
        (10, (11, 12), True),
        (9, (12, 13), False),
        (14, (13, 14), False),  # no working day is left
    ],
)
def test_it_starts_on_the_first_working_day_from_the_transfer(
    move: int, care: tuple[int, int], met: bool
) -> None:
    rule = Hypercare(id="R", transfer="move", hypercare="care")
    assert holds(rule, OF, plan(move=move, care=care)) is met


@pytest.mark.parametrize(("last", "met"), [(11, True), (12, True), (13, False)])
def test_it_is_over_by_a_date_that_counts(last: int, met: bool) -> None:
    assert holds(RULE, OF, plan(move=6, care=(6, last), accept=14)) is met


@pytest.mark.parametrize(("limit", "met"), [(10, False), (11, True), (9, False)])
def test_a_limit_on_a_free_day_means_the_working_day_before(limit: int, met: bool) -> None:
    rule = Hypercare(id="R", transfer="move", hypercare="care", complete_by=april(limit))
    assert holds(rule, OF, plan(move=6, care=(6, 11))) is met


@pytest.mark.parametrize(("accept", "met"), [(9, False), (10, True), (11, True)])
def test_acceptance_waits_from_the_transfer(accept: int, met: bool) -> None:
    # Transfer on the 5th, five calendar days: the 10th.
    assert holds(RULE, OF, plan(move=5, care=(5, 6), accept=accept)) is met


@pytest.mark.parametrize(("accept", "met"), [(11, False), (12, True)])
def test_acceptance_comes_after_the_last_day_of_hypercare(accept: int, met: bool) -> None:
    rule = Hypercare(id="R", transfer="move", hypercare="care", acceptance="accept")
    assert holds(rule, OF, plan(move=6, care=(6, 11), accept=accept)) is met


def test_every_shortcoming_is_named() -> None:
    found = breaches(RULE, OF, plan(move=11, care=(12, 13), accept=13))
    assert [(b.activities, b.measured) for b in found] == [
        (("move", "care"), april(12)),
        (("care",), april(13)),
        (("care", "accept"), april(13)),
        (("move", "accept"), 2),
    ]


def test_what_is_not_performed_asks_for_nothing() -> None:
    assert holds(RULE, OF, plan(care=(12, 13), accept=3))
    assert holds(RULE, OF, plan(move=4, accept=3))
    assert holds(RULE, OF, plan(move=5, care=(5, 6)))
    assert not holds(RULE, OF, plan(move=5, care=(6, 11)))


def test_words() -> None:
    assert words(RULE, OF) == (
        "care starts on the first working day from move on; accept follows its end and is at least "
        "5 days after the transfer; it is over by 12 Apr 2023."
    )
