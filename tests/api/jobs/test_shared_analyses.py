"""What an analysis finds with the help of other workers is what it finds alone, whatever is lost.

Real processes, on both databases.
"""

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from api.settings import ServiceSettings
from api.store.database import migrate
from api.store.tables import plans, questions
from tests.api.jobs.yard import LOST_AFTER_SECONDS, Yard, program_with, until, yard_on
from tests.api.postgres import Postgres

pytestmark = pytest.mark.slow

SLOWLY = """
import time
from scheduler.asking import child, in_process
answer = in_process.Answering.__call__
def slowly(self, question):
    time.sleep(2.0)
    return answer(self, question)
in_process.Answering.__call__ = slowly
child.main()
"""
"""In place of the process that answers questions, so that there is time for a share to begin."""
SHARING = f"""
from scheduler.asking import pool
pool.COMMAND = (sys.executable, "-c", {SLOWLY!r})
"""
PROGRAM = program_with(lost_after_seconds=LOST_AFTER_SECONDS, share_after_seconds=0.0).replace(
    "from api.cli import main", f"{SHARING}\nfrom api.cli import main"
)
LIMITS = {"time_limit_seconds": 1800.0, "question_limit_seconds": 300.0}
"""Never reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A plan, and what an analysis of it finds alone."""

    plan: str
    latest: dict[str, Any]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def yard(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Yard]:
    """A yard whose workers share as soon as they can."""
    folder = tmp_path_factory.mktemp("yard")
    settings = ServiceSettings(data=folder)
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        settings = ServiceSettings(data=folder, database_url=server.sqlalchemy_url(server.create()))
    with yard_on(settings, folder, PROGRAM) as found:
        migrate(found.database)
        yield found


@pytest.fixture(scope="module")
def known(yard: Yard) -> Known:
    """What one worker alone finds, which shares nothing, though it may."""
    yard.ready(1)
    plan = yard.ended(yard.order("programmes/small"))
    assert plan.outcome == "plan"
    alone = yard.order_analysis(plan.id, kind="latest", **LIMITS)
    found = answer(yard, alone)
    assert shares(yard, alone) == {}
    assert found["feasible"]
    assert found["decisions"]
    return Known(plan=plan.id, latest=found)


@pytest.fixture(autouse=True)
def two_workers(yard: Yard, known: Known) -> None:
    del known
    yard.ready(2)


def answer(yard: Yard, analysis: str) -> dict[str, Any]:
    """Wait for the end of an analysis and return its document."""
    until(lambda: yard.analysis(analysis).is_terminal)
    found = yard.analysis(analysis)
    assert (found.state, found.outcome) == ("completed", "complete"), found
    document: dict[str, Any] = json.loads(found.answer or "")
    return document


def shares(yard: Yard, analysis: str) -> dict[str, tuple[str, str | None]]:
    """Return state and answer of each share of an analysis."""
    wanted = select(plans.c.id, plans.c.state, plans.c.answer).where(plans.c.parent == analysis)
    with yard.database.reading() as c:
        return {row.id: (row.state, row.answer) for row in c.execute(wanted)}


def answered(yard: Yard, analysis: str) -> int:
    found = shares(yard, analysis).values()
    return sum(json.loads(text)["answered"] for _, text in found if text is not None)


def taken(yard: Yard) -> list[str]:
    """Return the shares that have a question to answer."""
    wanted = select(questions.c.share).where(
        questions.c.share.is_not(None), questions.c.reply.is_(None)
    )
    with yard.database.reading() as c:
        return list(c.execute(wanted).scalars())


def left(yard: Yard) -> int:
    with yard.database.reading() as c:
        return len(c.execute(select(questions.c.number)).all())


def all_ended(yard: Yard, analysis: str) -> bool:
    return {state for state, _ in shares(yard, analysis).values()} <= {"completed", "cancelled"}


def test_a_shared_analysis_finds_what_it_finds_alone(yard: Yard, known: Known) -> None:
    helped = yard.order_analysis(known.plan, kind="latest", **LIMITS)
    assert answer(yard, helped) == known.latest
    until(lambda: all_ended(yard, helped))
    assert answered(yard, helped) > 0
    assert left(yard) == 0


@pytest.mark.parametrize("kind", ["prices", "options"])
def test_questions_about_other_programmes_and_best_plans_are_shared(
    yard: Yard, known: Known, kind: str
) -> None:
    """One that names how many questions it wants side by side is shared with nobody."""
    alone = yard.order_analysis(known.plan, kind=kind, workers=1, **LIMITS)
    wanted = answer(yard, alone)
    assert shares(yard, alone) == {}
    helped = yard.order_analysis(known.plan, kind=kind, **LIMITS)
    assert answer(yard, helped) == wanted
    until(lambda: all_ended(yard, helped))
    assert answered(yard, helped) > 0


def test_a_share_whose_worker_is_killed_loses_nothing(yard: Yard, known: Known) -> None:
    helped = yard.order_analysis(known.plan, kind="latest", **LIMITS)
    found: list[str] = []

    def is_any_taken() -> bool:
        found.extend(taken(yard))
        return found != []

    until(is_any_taken)
    share = found[0]
    victim = yard.worker_at(share)
    assert victim is not yard.worker_at(helped)
    victim.send(signal.SIGKILL)
    victim.ended()
    assert answer(yard, helped) == known.latest
    assert len(yard.attempts(helped)) == 1
    until(lambda: all_ended(yard, helped))
    assert yard.attempts(share)[0] == (victim.name, "lost")
    assert left(yard) == 0


def test_an_analysis_whose_worker_is_killed_keeps_its_shares(yard: Yard, known: Known) -> None:
    helped = yard.order_analysis(known.plan, kind="latest", **LIMITS)
    until(lambda: taken(yard) != [])
    victim = yard.worker_at(helped)
    victim.send(signal.SIGKILL)
    victim.ended()
    assert answer(yard, helped) == known.latest
    assert [how for _, how in yard.attempts(helped)] == ["lost", "finished"]
    until(lambda: all_ended(yard, helped))
    assert left(yard) == 0


def test_shares_are_cancelled_with_their_analysis(yard: Yard, known: Known) -> None:
    helped = yard.order_analysis(known.plan, kind="latest", **LIMITS)
    until(lambda: taken(yard) != [])
    ended = yard.stopped_analysis(helped)
    assert (ended.state, ended.outcome) == ("cancelled", "partial")
    until(lambda: all_ended(yard, helped))
    assert left(yard) == 0


def test_a_share_gives_its_slot_to_whoever_waits(yard: Yard, known: Known) -> None:
    helped = yard.order_analysis(known.plan, kind="latest", **LIMITS)
    until(lambda: taken(yard) != [])
    # Both workers have something to do, and the plan begins before the analysis ends.
    plan = yard.order("programmes/small")
    until(lambda: yard.plan(plan).state != "queued")
    assert not yard.analysis(helped).is_terminal
    assert yard.ended(plan).outcome == "plan"
    assert answer(yard, helped) == known.latest
    # A share that gave way has ended by itself, not with its analysis.
    assert "completed" in {state for state, _ in shares(yard, helped).values()}
