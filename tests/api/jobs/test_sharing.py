"""Both sides of a shared analysis with solvers that are played, on both databases."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from types import TracebackType
from typing import Self

import pytest

from api.jobs import helping
from api.jobs.asked import Programmes, asked_text, reply_in, reply_text
from api.jobs.attempt import attempt_job
from api.jobs.sharing import Sharing
from api.jobs.warm import WarmProcesses
from api.jobs.workplace import Workplace
from api.settings import ServiceSettings
from api.store import analyses, attempts, outbox, questions, shares, workers
from api.store.database import Database
from api.store.plans import submit_plan
from api.store.records import Attempt
from scheduler.asking.question import Question, Reply
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.plan import Plan
from scheduler.errors import UnsoundPlan
from scheduler.interchange.valid_programme import valid_programme
from tests.api.jobs.test_analysing import TENANT, asked, plan_of
from tests.api.jobs.test_request import claimed
from tests.api.jobs.yard import until
from tests.api.programmes import SMALL

NONE = Reply(finding="none", confirmed=True)
PROGRAMME = valid_programme(SMALL).expanded


def question(number: int, programme: ExpandedProgramme = PROGRAMME) -> Question:
    """Return a question that is told from others by how long it may take."""
    return Question(programme=programme, seconds=float(number))


@pytest.fixture
def place(database: Database) -> Iterator[Workplace]:
    """A workplace beside that of another worker, which shares at once."""
    with database.writing() as c:
        for name in ("w1", "w2"):
            workers.register(c, name, "host", 1)
    warm = WarmProcesses(1)
    yield Workplace(
        worker="w1",
        database=database,
        settings=ServiceSettings(share_after_seconds=0.0),
        warm=warm,
        searches=1,
        leaving=threading.Event(),
    )
    warm.close()


@pytest.fixture
def analysis(place: Workplace) -> Attempt:
    """An analysis at work."""
    planned = claimed(place)
    with place.database.writing() as c:
        attempts.finish(c, planned, state="completed", answer="{}", outcome="plan")
    attempt = asked(place, plan_of(place))
    with place.database.writing() as c:
        outbox.mark_sent(c, attempt.plan, 1)
    return attempt


class Here:
    """Answers given here, one at a time, each when it may."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.may = threading.Event()

    def ask(self, question: Question) -> Reply:
        self.asked.append(question.seconds)
        assert self.may.wait(60)
        return NONE


@contextmanager
def sharing(place: Workplace, attempt: Attempt, here: Here) -> Iterator[Sharing]:
    stop = threading.Event()
    limits = {"time_limit_seconds": 60.0, "question_limit_seconds": 5.0}
    found = Sharing(
        place, attempt, PROGRAMME, here.ask, at_once=1, settings=lambda: limits, stop=stop
    )
    try:
        with found:
            yield found
    finally:
        stop.set()
        here.may.set()


def share_of(place: Workplace, found: Sharing) -> Attempt:
    """Have a share ordered, and claim it as the other worker."""
    until(lambda: found.more(5) >= 0 and bool(made(place)))
    name = made(place)[0]
    with place.database.writing() as c:
        outbox.mark_sent(c, name, 1)
        attempt = attempts.claim(c, name, "w2")
    assert attempt is not None
    until(lambda: found.more(5) == 2)
    return attempt


def made(place: Workplace) -> list[str]:
    with place.database.reading() as c:
        rows = c.exec_driver_sql("SELECT id FROM plans WHERE kind = 'share' ORDER BY id").scalars()
        return list(rows)


def taken(place: Workplace, share: Attempt) -> questions.Held:
    found: list[questions.Held] = []

    def look() -> bool:
        with place.database.writing() as c:
            held = questions.take(c, share)
        if held is not None:
            found.append(held)
        return bool(found)

    until(look)
    return found[0]


def answered(place: Workplace, share: Attempt, held: questions.Held, reply: Reply) -> None:
    with place.database.writing() as c:
        assert questions.reply(c, share, held, reply_text(held.number, reply))


def test_what_there_is_no_place_for_is_answered_by_a_share(
    place: Workplace, analysis: Attempt
) -> None:
    here = Here()
    with ThreadPoolExecutor(4) as threads, sharing(place, analysis, here) as found:
        first = threads.submit(found.ask, question(1))
        share = share_of(place, found)
        second = threads.submit(found.ask, question(2))
        held = taken(place, share)
        assert Programmes(PROGRAMME).question_in(held.asked) == question(2)
        answered(place, share, held, Reply(finding="unknown", seconds=7.0))
        assert second.result(60).seconds == 7.0
        here.may.set()
        assert first.result(60) == NONE
    assert here.asked == [1.0]
    with place.database.reading() as c:
        assert questions.shared(c, analysis) == []


def test_what_no_share_has_taken_is_asked_here_once_there_is_a_place(
    place: Workplace, analysis: Attempt
) -> None:
    here = Here()
    with ThreadPoolExecutor(4) as threads, sharing(place, analysis, here) as found:
        asked = [threads.submit(found.ask, question(1))]
        share = share_of(place, found)
        asked.append(threads.submit(found.ask, question(2)))
        held = taken(place, share)
        asked.append(threads.submit(found.ask, question(3)))
        until(lambda: held.number + 1 in numbers(place, analysis))
        here.may.set()
        assert [asked[at].result(60) for at in (0, 2)] == [NONE, NONE]
        # The one that a share has waits for it, until it is known to be lost.
        assert not asked[1].done()
        with place.database.writing() as c:
            workers.forget(c, "w2")
        assert asked[1].result(60) == NONE
    assert here.asked == [1.0, 3.0, 2.0]


def numbers(place: Workplace, attempt: Attempt) -> list[int]:
    with place.database.reading() as c:
        return [each.number for each in questions.shared(c, attempt)]


def test_a_plan_of_a_share_is_put_to_the_checker(place: Workplace, analysis: Attempt) -> None:
    here = Here()
    with ThreadPoolExecutor(4) as threads, sharing(place, analysis, here) as found:
        threads.submit(found.ask, question(1))
        share = share_of(place, found)
        second = threads.submit(found.ask, question(2))
        lie = Reply(finding="plan", plan=Plan(options={}, placed={}))
        answered(place, share, taken(place, share), lie)
        with pytest.raises(UnsoundPlan):
            second.result(60)


def test_one_worker_alone_orders_no_share(place: Workplace, analysis: Attempt) -> None:
    with place.database.writing() as c:
        workers.forget(c, "w2")
    here = Here()
    with ThreadPoolExecutor(4) as threads, sharing(place, analysis, here) as found:
        first, second = (threads.submit(found.ask, question(n)) for n in (1, 2))
        assert found.more(5) == 0
        until(lambda: here.asked != [])
        here.may.set()
        assert [first.result(60), second.result(60)] == [NONE, NONE]
        assert found.more(5) == 0
    assert made(place) == []


def test_what_is_stopped_is_not_known(place: Workplace, analysis: Attempt) -> None:
    here = Here()
    with ThreadPoolExecutor(4) as threads:
        with sharing(place, analysis, here) as found:
            threads.submit(found.ask, question(1))
            share_of(place, found)
            second = threads.submit(found.ask, question(2))
            until(lambda: numbers(place, analysis) != [])
            found.stop.set()
        assert second.result(60).finding == "unknown"


def test_questions_and_replies_come_back_as_they_were() -> None:
    document = replace(PROGRAMME.document, name="Another")
    other = ExpandedProgramme(document)
    there = Programmes(PROGRAMME)
    same = there.question_in(asked_text(question(3), PROGRAMME))
    assert same == question(3)
    assert same.programme is PROGRAMME
    first, again = (there.question_in(asked_text(question(n, other), PROGRAMME)) for n in (4, 5))
    assert first.programme.document == document
    # One object, so that its model is built once.
    assert again.programme is first.programme
    assert reply_in(reply_text(1, NONE)) == NONE


class Played:
    """In place of solver processes: answers each question when it may."""

    may = threading.Event()
    asked: list[float] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self, *_: object) -> None:
        self._threads = ThreadPoolExecutor(4)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._threads.shutdown()

    def submit(self, question: Question) -> Future[Reply]:
        return self._threads.submit(self._answer, question)

    def _answer(self, question: Question) -> Reply:
        if question.only is not None:
            return NONE  # that it is loaded
        Played.asked.append(question.seconds)
        assert Played.may.wait(60)
        return replace(NONE, seconds=question.seconds)

    def kill(self) -> None:
        Played.may.set()


@pytest.fixture
def share(place: Workplace, analysis: Attempt, monkeypatch: pytest.MonkeyPatch) -> Attempt:
    """A share of the other worker's with two questions to answer, one at a time."""
    monkeypatch.setattr(helping, "Pool", Played)
    monkeypatch.setattr(helping, "IDLE_SECONDS", 0.5)
    monkeypatch.setattr(helping, "GIVE_WAY_SECONDS", 0.05)
    Played.may.clear()
    Played.asked.clear()
    limits = {"time_limit_seconds": 60.0, "question_limit_seconds": 5.0}
    with place.database.writing() as c:
        quotas = place.settings.quotas
        assert shares.order_share(c, analysis, slots=2, settings=limits, quotas=quotas)
        outbox.mark_sent(c, f"{analysis.plan}-1", 1)
        for number in (1, 2):
            assert questions.put(c, analysis, number, asked_text(question(number), PROGRAMME))
        found = attempts.claim(c, f"{analysis.plan}-1", "w2")
    assert found is not None
    return found


@contextmanager
def helped(
    place: Workplace, share: Attempt, leaving: threading.Event | None = None
) -> Iterator[Callable[[], str]]:
    """Work on a share in a thread; what is given returns how the attempt ended."""
    beside = replace(place, worker="w2", leaving=leaving or threading.Event())
    with ThreadPoolExecutor(1) as thread:
        ending = thread.submit(attempt_job, beside, share)
        try:
            yield lambda: ending.result(60)
        finally:
            Played.may.set()


def replies(place: Workplace, analysis: Attempt) -> dict[int, float | None]:
    """Return of each question what its reply says, where there is one."""
    with place.database.reading() as c:
        found = questions.shared(c, analysis)
    return {q.number: None if q.reply is None else reply_in(q.reply).seconds for q in found}


def state(place: Workplace) -> tuple[str, str | None]:
    with place.database.reading() as c:
        row = c.exec_driver_sql("SELECT state, answer FROM plans WHERE kind = 'share'").one()
    return row.state, row.answer


def test_a_share_answers_what_there_is_and_ends(
    place: Workplace, analysis: Attempt, share: Attempt
) -> None:
    Played.may.set()
    with helped(place, share) as ending:
        assert ending() == "ended"
    assert replies(place, analysis) == {1: 1.0, 2: 2.0}
    assert state(place) == ("completed", '{"answered":2}')


def test_a_share_that_is_waited_for_ends_behind_the_question_that_it_has(
    place: Workplace, analysis: Attempt, share: Attempt
) -> None:
    with helped(place, share) as ending:
        until(lambda: Played.asked == [1.0])
        with place.database.writing() as c:
            submit_plan(
                c, TENANT, "ann", plan_id="pln_b", programme="prg_a", revision=1, settings={}
            )
        threading.Event().wait(0.5)
        Played.may.set()
        assert ending() == "ended"
    assert replies(place, analysis) == {1: 1.0, 2: None}
    assert state(place) == ("completed", '{"answered":1}')


@pytest.mark.parametrize("how", ["cancelled", "its worker leaves"])
def test_a_share_that_is_stopped_writes_nothing_of_what_it_was_at(
    place: Workplace, analysis: Attempt, share: Attempt, how: str
) -> None:
    leaving = threading.Event()
    with helped(place, share, leaving) as ending:
        until(lambda: Played.asked == [1.0])
        if how == "cancelled":
            with place.database.writing() as c:
                analyses.request_stop(c, TENANT, "ann", analysis.plan)
            threading.Event().wait(1.0)
            Played.may.set()
            assert ending() == "ended"
            assert state(place) == ("cancelled", '{"answered":0}')
            assert replies(place, analysis) == {}
        else:
            # Its process is killed, and what that says is no answer.
            leaving.set()
            assert ending() == "released"
            assert state(place) == ("queued", None)
            assert replies(place, analysis) == {1: None, 2: None}
            with place.database.writing() as c:
                assert questions.open_again(c, analysis) == 1
