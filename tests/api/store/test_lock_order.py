"""On PostgreSQL nobody waits in a circle, and who loses a race is told so, not that we failed."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from threading import Barrier

import pytest
from sqlalchemy import Connection, text

from api.errors import (
    NoSuchPlan,
    NoSuchProgramme,
    PlanAtWork,
    RevisionMoved,
)
from api.settings import DEFAULT_QUOTAS
from api.store import (
    approvals,
    attempts,
    baselines,
    deliveries,
    handing_over,
    outbox,
    plans,
    questions,
    shares,
    webhooks,
    workers,
)
from api.store.analyses import submit_analysis
from api.store.audit_chain import verify_chains
from api.store.database import Database
from api.store.deletion import delete_programme
from api.store.programmes import add_revision, get_programme
from api.store.quotas import refuse_beyond
from api.store.records import Attempt
from tests.api.conftest import opened
from tests.api.store.shelf import PROGRAMME, TENANT, claim, finish, save, stock

ROUNDS = 4
LOSING = (NoSuchPlan, NoSuchProgramme, RevisionMoved, PlanAtWork)
"""What may come of a deed whose subject another has changed or deleted a moment before."""


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[Database]:
    """A database of PostgreSQL, which has many writers at once."""
    with opened(postgres_url) as database:
        yield database


class Crowd:
    """Everything that many do at once to one programme of one tenant."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._number = count()
        self.done: Counter[str] = Counter()

    def new(self, kind: str) -> str:
        return f"{kind}_{next(self._number)}"

    def listen(self) -> None:
        """Keep a webhook for a moment, which is told of some deeds of the others."""
        id = self.new("whk")
        with self.database.writing() as c:
            webhooks.create_webhook(
                c,
                TENANT,
                "ann",
                webhook_id=id,
                url="https://example.org/",
                events=["plan.queued", "plan.finished", "plan.approved", "programme.changed"],
                programme=None,
                secret=webhooks.new_secret(),
            )
            deliveries.ping(c, TENANT, "ann", id)
        with self.database.writing() as c:
            webhooks.disable_webhook(c, TENANT, "ann", id, webhooks.BY_HAND)
        with self.database.writing() as c:
            webhooks.enable_webhook(c, TENANT, "ann", id)
        with self.database.writing() as c:
            assert webhooks.remove_webhook(c, TENANT, "ann", id)

    def change(self) -> None:
        """Store a revision and ask for a plan of it, in one transaction."""
        with self.database.writing() as c:
            refuse_beyond(c, TENANT, DEFAULT_QUOTAS)
            known = get_programme(c, TENANT, PROGRAMME)
            if known is None:
                raise NoSuchProgramme(PROGRAMME)
            made = add_revision(
                c,
                TENANT,
                "ann",
                PROGRAMME,
                expected=known.revision,
                name="Exit",
                hash=self.new("h"),
                document="{}",
                origin="changed",
            )
            self._ask(c, made.number)

    def ask_and_stop(self) -> None:
        """Ask for a plan and take that back."""
        with self.database.writing() as c:
            id = self._ask(c, 1)
        with self.database.writing() as c:
            plans.request_stop(c, TENANT, "ann", id)

    def work(self) -> None:
        """Ask for a plan and find it; name it, approve it, have it analysed."""
        with self.database.writing() as c:
            id = self._ask(c, 1)
        with self.database.writing() as c:
            attempt = attempts.claim(c, id, "w1")
        if attempt is None:
            return
        save(self.database, attempt, "p")
        finish(self.database, attempt)
        for deed in (self._name, self._approve, self._analyse):
            with self.database.writing() as c:
                deed(c, id)

    def share(self) -> None:
        """Have a plan analysed with shares, one of them at work as the analysis ends."""
        with self.database.writing() as c:
            id = self._ask(c, 1)
        with self.database.writing() as c:
            attempt = attempts.claim(c, id, "w1")
        if attempt is None or not finish(self.database, attempt):
            return
        with self.database.writing() as c:
            made = self._analyse(c, id)
        with self.database.writing() as c:
            analysis = attempts.claim(c, made, "w1")
        if analysis is None:
            return
        with self.database.writing() as c:
            workers.register(c, "w2", "host", 1)
        for number in (1, 2):
            with self.database.writing() as c:
                shares.order_share(c, analysis, slots=9, settings={}, quotas=DEFAULT_QUOTAS)
            with self.database.writing() as c:
                outbox.mark_sent(c, f"{made}-{number}", 1)
        with self.database.writing() as c:
            helper = attempts.claim(c, f"{made}-1", "w2")
            questions.put(c, analysis, 1, "asked")
        if helper is not None:
            self.done["shares"] += 1
            with self.database.writing() as c:
                held = questions.take(c, helper)
            with self.database.writing() as c:
                assert held is None or questions.reply(c, helper, held, "said")
                questions.open_again(c, analysis)
        with ThreadPoolExecutor(2) as threads:
            ends = [threads.submit(finish, self.database, analysis)]
            if helper is not None:
                ends.append(threads.submit(finish, self.database, helper))
            for end in ends:
                end.result()

    def order_anew(self) -> None:
        """Order plans anew, as takeover does, and carry orders out."""
        with self.database.reading() as c:
            found = sorted(handing_over.due(c, 3, DEFAULT_QUOTAS))
        for plan, _ in found:
            with self.database.writing() as c:
                outbox.dispatch_again(c, plan)
        with self.database.writing() as c:
            for plan, number in found:
                outbox.mark_sent(c, plan, number)

    def delete(self) -> None:
        """Delete the programme with all that there is of it, and store it again."""
        with suppress(*LOSING), self.database.writing() as c:
            delete_programme(c, TENANT, "ann", PROGRAMME)
        with self.database.reading() as c:
            gone = get_programme(c, TENANT, PROGRAMME) is None
        if gone:
            stock(self.database, self.new("pln"))

    def _ask(self, c: Connection, revision: int) -> str:
        id = self.new("pln")
        plans.submit_plan(
            c,
            TENANT,
            "ann",
            plan_id=id,
            programme=PROGRAMME,
            revision=revision,
            settings={},
        )
        return id

    def _name(self, c: Connection, id: str) -> None:
        baselines.set_baseline(c, TENANT, "ann", programme=PROGRAMME, name="approved", plan=id)

    def _approve(self, c: Connection, id: str) -> None:
        plan = plans.get_plan(c, TENANT, id)
        if plan is None:
            raise NoSuchPlan(id)
        approvals.decide(c, "ann", plan, role="approver", decision="approved", comment="")

    def _analyse(self, c: Connection, id: str) -> str:
        plan = plans.get_plan(c, TENANT, id)
        if plan is None:
            raise NoSuchPlan(id)
        made = self.new("anl")
        submit_analysis(c, "ann", plan, analysis_id=made, settings={})
        return made


def _ends(c: Connection, attempt: Attempt) -> Iterator[bool]:
    """Find a better plan and end, as `_conclude` does."""
    yield attempts.save_incumbent(c, attempt, "better", "0.1", "h1", {})
    yield attempts.finish(c, attempt, state="completed", answer="{}", outcome="plan")


def _fails(c: Connection, attempt: Attempt) -> Iterator[bool]:
    yield attempts.add_event(c, attempt, "bound", {})
    yield attempts.finish(c, attempt, state="failed", answer=None, failure_code="x")


def _leaves(c: Connection, attempt: Attempt) -> Iterator[bool]:
    """Give a job back and have it handed over anew, as `_leave` does."""
    yield attempts.add_event(c, attempt, "bound", {})
    yield attempts.release(c, attempt)
    yield outbox.dispatch_again(c, attempt.plan)


def _goes_on(c: Connection, attempt: Attempt) -> Iterator[bool]:
    """Tell several things, as a watch does."""
    yield attempts.save_incumbent(c, attempt, "better", "0.1", "h1", {})
    yield attempts.save_incumbent(c, attempt, "best", "0.1", "h1", {})
    yield attempts.add_event(c, attempt, "bound", {})


@pytest.mark.parametrize("kind", ["plan", "share"])
@pytest.mark.parametrize("deed", [_ends, _fails, _leaves, _goes_on])
def test_a_worker_that_writes_and_a_deletion_wait_in_one_order(
    postgresql: Database,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    deed: Callable[[Connection, Attempt], Iterator[bool]],
) -> None:
    monkeypatch.setattr(shares, "has_room", lambda *_: True)
    attempt = _at_work(postgresql, kind)
    with ThreadPoolExecutor(1) as threads:
        with postgresql.writing() as c:
            steps = deed(c, attempt)
            assert next(steps)
            deleting = threads.submit(_delete, postgresql)
            _wait_for_a_waiting_one(postgresql)
            assert all(steps)
        gone = deleting.result(timeout=60)
    # A share's analysis is at work, too.
    assert gone == (kind != "share" and deed is not _goes_on)
    with postgresql.reading() as c:
        assert (get_programme(c, TENANT, PROGRAMME) is None) == gone


def test_what_was_deleted_takes_no_more_writes(postgresql: Database) -> None:
    attempt = _at_work(postgresql, "plan")
    finish(postgresql, attempt)
    assert _delete(postgresql)
    with postgresql.writing() as c:
        for deed in (_ends, _fails, _leaves, _goes_on):
            assert not any(deed(c, attempt))


def _at_work(database: Database, kind: str) -> Attempt:
    """Return the attempt at a job of a kind."""
    stock(database, "pln_z")
    attempt = claim(database, "w1", "pln_z")
    if kind == "plan":
        return attempt
    finish(database, attempt)
    with database.writing() as c:
        plan = plans.get_plan(c, TENANT, "pln_z")
        assert plan is not None
        submit_analysis(c, "ann", plan, analysis_id="anl_a", settings={})
    attempt = claim(database, "w1", "anl_a")
    with database.writing() as c:
        assert shares.order_share(c, attempt, slots=9, settings={}, quotas=DEFAULT_QUOTAS)
    return claim(database, "w2", "anl_a-1")


def _delete(database: Database) -> bool:
    """Delete the programme; False where one of its jobs is at work."""
    try:
        with database.writing() as c:
            delete_programme(c, TENANT, "ann", PROGRAMME)
    except PlanAtWork:
        return False
    return True


def _wait_for_a_waiting_one(database: Database) -> None:
    """Wait until somebody waits for a lock."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _ in range(1000):
        # Each in a transaction of its own, for which the server looks anew.
        with database.reading() as c:
            if c.execute(waiting).scalar_one():
                return
        time.sleep(0.01)
    pytest.fail("nobody waits")


def test_many_deeds_at_once_wait_for_each_other_in_one_order(
    postgresql: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "has_room", lambda *_: True)
    stock(postgresql)
    crowd = Crowd(postgresql)
    deeds = [
        crowd.listen,
        crowd.listen,
        crowd.change,
        crowd.ask_and_stop,
        crowd.work,
        crowd.share,
        crowd.order_anew,
        crowd.delete,
    ]
    start = Barrier(len(deeds))

    def repeat(deed: Callable[[], None]) -> list[Exception]:
        met: list[Exception] = []
        start.wait()
        for _ in range(ROUNDS):
            try:
                deed()
            except LOSING:
                continue
            except Exception as error:  # noqa: BLE001 - counted
                met.append(error)
        return met

    with ThreadPoolExecutor(len(deeds)) as threads:
        met = [error for found in threads.map(repeat, deeds) for error in found]
    assert met == []
    with postgresql.reading() as c:
        assert all(chain.holds for chain in verify_chains(c))
