"""Let solver processes fail in every way, again and again, then audit what was promised.

    python -m tests.api.chaos.faults [--each 100] [--database sqlite|postgresql] [--keep DIR]

Exit code 0 when every plan ended as what it was, none twice, and no process was left. The times it
prints besides are those of this machine, under the load that it names.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from api.settings import ServiceSettings
from tests.api.chaos.fault_kinds import CONTROL, light
from tests.api.chaos.fault_latency import paired_runs
from tests.api.chaos.fault_rounds import (
    audited,
    orphans_of,
    rounds_of_faults,
    struck_enough,
    untyped,
)
from tests.api.chaos.fault_stage import FaultStage, fault_stage
from tests.api.chaos.fault_times import answers_late, cancelling_took, kinds_timed, summary
from tests.api.chaos.stage import described
from tests.api.postgres import running

SEED = 1
say = partial(print, flush=True)


def main() -> int:
    """Run what the arguments ask for and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=100, help="orders that each fault strikes")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--pairs", type=int, default=5, help="runs of reads without and with")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each run of reads")
    parser.add_argument("--answers", type=int, default=15, help="rounds of answers timed, a kind")
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 2, 4], help="in a round")
    parser.add_argument("--cancels", type=int, default=60, help="a kind of solver process")
    parser.add_argument("--keep", type=Path, help="folder for logs and files, kept afterwards")
    arguments = parser.parse_args()
    # Ended from outside, it leaves no service behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    with tempfile.TemporaryDirectory() as temporary:
        folder: Path = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        is_clean = True
        if arguments.each:
            with _settings(arguments.database, folder) as settings:
                is_clean = tried(settings, folder, arguments.each)
        with _settings(arguments.database, folder / "timed") as settings:
            timed(settings, folder / "timed", arguments)
        return 0 if is_clean else 1


@contextmanager
def _settings(database: str, folder: Path) -> Iterator[ServiceSettings]:
    data = folder / "data"
    if database == "sqlite":
        yield ServiceSettings(data=data)
        return
    with running() as server:
        yield ServiceSettings(data=data, database_url=server.sqlalchemy_url(server.create()))


def tried(settings: ServiceSettings, folder: Path, each: int) -> bool:
    """Let faults strike and audit; print all and tell whether every promise was kept."""
    light(folder / "journal").touch()
    with fault_stage(settings, folder, slots=6) as stage:
        stuck = rounds_of_faults(stage, each, SEED, say)
        report, kinds = audited(stage, stuck, orphans_of(stage))
    report.orphans.extend(f"after the end: {described(pid)}" for pid in stage.marked())
    bad = untyped(report, kinds)
    for kind, of in kinds.items():
        say(of.line(kind))
    say("\n".join(line for line in report.lines() if not line.startswith(("kills", "takeovers"))))
    say(f"ended as nobody foresaw: {len(bad)} {bad}")
    say(f"load {os.getloadavg()}")
    return report.is_clean and not bad and struck_enough(kinds, each)


def timed(settings: ServiceSettings, folder: Path, wanted: argparse.Namespace) -> None:
    """Take times and print them, where any are asked for."""
    if wanted.answers or wanted.cancels or wanted.pairs:
        with fault_stage(settings, folder, slots=2) as stage:
            _times(stage, wanted)


def _times(stage: FaultStage, wanted: argparse.Namespace) -> None:
    for kind in kinds_timed():
        name = "at work" if kind == CONTROL else kind
        for at_once in wanted.at_once if wanted.answers else ():
            late = answers_late(stage, kind, wanted.answers, at_once)
            say(f"answers beyond the limit, {name}, {at_once} at once: {summary(late)}")
        if wanted.cancels:
            took = cancelling_took(stage, kind, wanted.cancels, SEED)
            say(f"ended after a request to cancel, {name}: {summary(took)}")
        say(f"load {os.getloadavg()}")
    if wanted.pairs:
        pairs = paired_runs(stage, wanted.pairs, wanted.seconds, SEED, say)
        ratios = [failing / without for without, failing in pairs]
        say(f"reads p99, failing to at work: median {median(ratios):.2f}, most {max(ratios):.2f}")


if __name__ == "__main__":
    sys.exit(main())
