"""If one activity slips by months: what each slip comes to, and until when it can be waited for."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from scheduler.analyses.by_kind import ANALYSES, analyse_of
from scheduler.asking.in_process import Answering
from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.planning_rules import DateLimit
from scheduler.explaining.best_known import best_known
from scheduler.explaining.slipping import find_slipping, months_after
from scheduler.explaining.work import Work
from scheduler.pictures.slipping_contents import slipping_contents, slipping_words
from scheduler.solver.settings import SearchSettings
from scheduler.timeline.time_axis import axis_of
from tests.quality.exit_at_easter import CHAIN, DATES, tiny
from tests.rules.easter import april, chosen


def work(rows: list[object] | None = None) -> Work:
    ask = Answering(threading.Event(), SearchSettings(workers=1))
    return Work(ask=ask, on_row=(lambda _: None) if rows is None else rows.append)


def a_year(last: date) -> ExpandedProgramme:
    """The exit may go on beyond Easter: the service transfers by some day."""
    of = tiny(*CHAIN, DateLimit(id="BY", activities=chosen("go"), finish_not_after=last))
    contract = replace(of.document.contract, end_date=date(2023, 8, 31))
    return ExpandedProgramme(replace(of.document, contract=contract, plan_until=date(2024, 6, 28)))


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2023, 4, 3), 12, date(2024, 4, 3)),
        (date(2023, 12, 1), 0, date(2023, 12, 1)),
        (date(9999, 6, 1), 12, date.max),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_each_slip_says_whether_a_plan_is_left_and_what_it_moves() -> None:
    rows: list[object] = []
    of = a_year(date(2023, 8, 31))
    found = find_slipping(of, DATES, "design", work(rows))
    three, six, twelve = found.rows
    # From Monday 3 July two and three working days end on Friday 7 July; the transfer follows.
    assert (three.months, three.day, three.fits) == (3, date(2023, 7, 3), True)
    assert three.last_transfer is not None
    assert date(2023, 7, 7) < three.last_transfer <= date(2023, 8, 31)
    assert (three.moved, three.options_changed) == (1, {})
    assert (six.day, six.fits, twelve.fits) == (date(2023, 10, 3), False, False)
    # Five working days, then the transfer: with or without the bank holiday on the 28th.
    fallback = found.fallback
    assert fallback is not None
    assert date(2023, 8, 21) <= fallback.day <= date(2023, 8, 24)
    assert fallback.none_at == fallback.working_days + 1
    assert fallback.confirmed
    assert len(rows) == 4


def test_the_fallback_date_is_what_the_end_date_survives() -> None:
    # As in the analysis of what the end date survives: a day late is borne, two are not.
    found = find_slipping(tiny(*CHAIN), DATES, "design", work())
    assert [row.fits for row in found.rows] == [False, False, False]
    fallback = found.fallback
    assert fallback is not None
    assert (fallback.working_days, fallback.day, fallback.none_at) == (1, april(4), 2)


def test_beyond_the_last_day_planned_for_nobody_is_asked() -> None:
    asked: list[Question] = []

    def ask(question: Question) -> Reply:
        asked.append(question)
        return Reply(finding="unknown")

    of = tiny(*CHAIN)
    found = find_slipping(of, DATES, "design", Work(ask=ask), months=(12,))
    assert (found.rows[0].fits, found.rows[0].confirmed) == (False, True)
    assert not any(question.levels for question in asked)
    assert found.fallback is not None
    # Nothing is known but that the axis has no working day so late.
    size = axis_of(of).size - axis_of(of).position(DATES.placed["design"].start)
    assert (found.fallback.working_days, found.fallback.none_at) == (0, size)


def test_what_was_stopped_tells_no_slip_as_impossible() -> None:
    of = a_year(date(2023, 8, 31))
    stopped = Work(ask=lambda _: Reply(finding="unknown"))
    stopped.stop.set()
    found = find_slipping(of, DATES, "design", stopped)
    assert [row.fits for row in found.rows if row.day <= of.document.plan_until] == []
    assert found.fallback is None


def test_the_document_is_told_in_words_and_as_a_table() -> None:
    of = a_year(date(2023, 8, 31))
    best = best_known(of, DATES, ())
    document = analyse_of("slip", {"activity": "design"})(of, best, work())
    assert document["rows"][0]["plan"]["activities"]
    words = slipping_words(document)
    assert "If it slips by 3 months there is still a plan." in words
    assert "If it slips by 6 months there is none." in words
    assert "Fallback date: with the sourcing options as they are it can begin on" in words
    assert "A day more has no plan, calculated twice." in words
    table = slipping_contents(document["rows"], of)
    assert table.rows[0][0].lines == ("3 months", "to 3 July 2023")
    assert [row[1].lines[0] for row in table.rows] == ["yes", "no", "no"]
    # Nothing named: the last transfer of the plan.
    assert ANALYSES["slip"](of, best, work())["activity"] == "go"
    assert analyse_of("slip", {"activity": "nothing"})(of, best, work()) == {"feasible": None}
