"""What a second machine brings to an analysis: one worker on one processor, or two on two.

    python -m tests.api.jobs.machines [--programme lincolnshire] [--kind latest] [--rounds 2]

A worker that may use one processor is what a machine with one is; the database is shared, as it
would be. Alone and together alternate, so that what else the machine does weighs on both alike.
The time is that from the first attempt to the end, as the database has it. The service that takes
requests does not run: it has no part in an analysis.

Exit code 0 when every analysis ended complete, those together were shared, and all found the same.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import select

from api.settings import ServiceSettings
from api.store.database import migrate
from api.store.tables import plans
from tests.api.jobs.yard import WorkerProcess, Yard, program_with, until, yard_on
from tests.api.postgres import running

LOOK_SECONDS = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One analysis, from its first attempt to its end."""

    seconds: float
    shares: int
    is_complete: bool
    answer: str | None


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programme", default="lincolnshire")
    parser.add_argument("--kind", default="latest")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--plan-seconds", type=float, default=20.0)
    parser.add_argument("--question-seconds", type=float, default=20.0)
    parser.add_argument(
        "--share-after", type=float, default=5.0, help="seconds; the default is ours"
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))[:2]
    if len(cores) < 2:  # two machines
        parser.error("two processors are needed")
    alone: list[Measured] = []
    together: list[Measured] = []
    with _yard(asked.database, asked.share_after) as yard:
        first = _started(yard, cores[0])
        ordered = yard.order(f"programmes/{asked.programme}", time_limit_seconds=asked.plan_seconds)
        plan = yard.ended(ordered).id
        for _ in range(asked.rounds):
            alone.append(_measured(yard, plan, asked))
            second = _started(yard, cores[1])
            together.append(_measured(yard, plan, asked))
            second.send(signal.SIGTERM)
            second.ended()
            # Whoever has the next analysis must not look for a worker that has gone.
            until(lambda: yard.alive() == {first.name})
            _say(f"alone {alone[-1].seconds:6.1f} s, together {together[-1].seconds:6.1f} s")
    gain = median(one.seconds for one in alone) / median(one.seconds for one in together)
    shared = [one.shares for one in together]
    answers = len({one.answer for one in (*alone, *together)})
    _say(
        f"{asked.kind} of {asked.programme}: two machines are {gain:.2f} times as fast as one; "
        f"shares {shared}, different answers {answers}, load {os.getloadavg()[0]:.1f}"
    )
    done = all(one.is_complete for one in (*alone, *together))
    kept = done and all(shared) and not any(one.shares for one in alone)
    return 0 if kept and answers == 1 else 1


@contextmanager
def _yard(database: str, share_after: float) -> Iterator[Yard]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = None
        if database == "postgresql":
            server = stack.enter_context(running())
            url = server.sqlalchemy_url(server.create())
        settings = ServiceSettings(data=folder, database_url=url)
        yard = stack.enter_context(
            yard_on(settings, folder, program_with(share_after_seconds=share_after))
        )
        migrate(yard.database)
        yield yard


def _started(yard: Yard, core: int) -> WorkerProcess:
    """Start a worker that may use one processor, as all that it starts itself."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        worker = yard.start()
    finally:
        os.sched_setaffinity(0, before)
    until(lambda: "is ready" in worker.said(), worker.said)
    return worker


def _measured(yard: Yard, plan: str, asked: argparse.Namespace) -> Measured:
    made = yard.order_analysis(
        plan,
        kind=asked.kind,
        time_limit_seconds=1800.0,
        question_limit_seconds=asked.question_seconds,
    )
    until(lambda: yard.analysis(made).is_terminal, seconds=LOOK_SECONDS)
    found = yard.analysis(made)
    with yard.database.reading() as c:
        shares = c.execute(select(plans.c.id).where(plans.c.parent == made)).all()
    began, ended = found.started_at or 0, found.finished_at or 0
    return Measured(
        seconds=(ended - began) / 1000,
        shares=len(shares),
        is_complete=(found.state, found.outcome) == ("completed", "complete"),
        answer=found.answer,
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
