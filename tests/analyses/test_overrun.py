"""If work takes longer: how often the plan still holds, step by step, worked by hand over Easter."""

import threading
from dataclasses import replace

from scheduler.analyses.by_kind import ANALYSES, analyse_of
from scheduler.analyses.overrun import STEPS, find_overrun, longer
from scheduler.asking.in_process import Answering
from scheduler.explaining.best_known import best_known
from scheduler.explaining.work import Work
from scheduler.pictures.overrun_contents import overrun_contents, overrun_words
from scheduler.solver.settings import SearchSettings
from tests.papers.worlds import small
from tests.quality.exit_at_easter import CHAIN, DATES, done, tiny


def work(rows: list[object]) -> Work:
    ask = Answering(threading.Event(), SearchSettings(workers=1))
    return Work(ask=ask, on_row=rows.append)


def test_certain_work_holds_as_planned_and_not_half_as_long_again() -> None:
    # Three and five days instead of two and three: from the 3rd to the 17th, over Easter.
    found = find_overrun(tiny(*CHAIN), DATES, (0, 50), samples=50)
    assert [(row.percent, row.in_time.count) for row in found.rows] == [(0, 50), (50, 0)]
    assert found.rows[0].last.p50 == DATES.placed["go"].start


def test_what_has_begun_takes_what_it_took() -> None:
    begun = tiny(*CHAIN, done("design", 3, 4), done("build", 5, 11))
    found = find_overrun(begun, DATES, (50,), samples=50)
    assert found.rows[0].in_time.count == 50


def test_every_point_of_an_estimate_is_longer_and_nothing_else_is_another() -> None:
    three = small()
    made = longer(three.programme, 40)
    pairs = zip(three.programme.document.activities, made.document.activities, strict=True)
    for before, after in pairs:
        for was, now in zip(before.modes, after.modes, strict=True):
            if was.duration is None or now.duration is None:
                assert was == now
                continue
            assert now.duration.likely == was.duration.likely * 1.4
            assert now.duration.max == was.duration.max * 1.4
            assert replace(now, duration=was.duration) == was
    assert longer(three.programme, 0).document == three.programme.document


def test_longer_work_never_holds_more_often_and_the_dial_has_a_step_of_its_own() -> None:
    rows: list[object] = []
    three = small()
    shares = [row.in_time.value for row in find_overrun(three.programme, three.plan).rows]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]
    of = tiny(*CHAIN)
    found = analyse_of("overrun", {"percent": 35})(of, best_known(of, DATES, ()), work(rows))
    assert [row["percent"] for row in found["rows"]] == sorted({*STEPS, 35})
    assert len(rows) == len(found["rows"])
    assert "if all work that has not begun takes so much longer" in overrun_words(found)
    table = overrun_contents(found["rows"])
    assert [row[0].lines[0] for row in table.rows][:2] == ["as estimated", "10 %"]


def test_what_was_stopped_says_what_it_knows() -> None:
    rows: list[object] = []
    made = work(rows)
    made.stop.set()
    found = ANALYSES["overrun"](tiny(*CHAIN), best_known(tiny(*CHAIN), DATES, ()), made)
    assert found["rows"] == []
    assert overrun_words(found) == "Nothing was tried in the time given."
    assert ANALYSES["overrun"](tiny(*CHAIN), None, made) == {"feasible": None}
