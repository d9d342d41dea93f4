"""Restart PostgreSQL again and again while plans are asked for, then audit what was acknowledged.

    python -m tests.api.chaos.restarts [--minutes 10] [--seed 1] [--keep DIR]

Every 5 to 20 seconds the server ends, fast or immediately, and comes back within five. Exit code 0
when nothing was lost, duplicated or stuck.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Literal

from api.settings import ServiceSettings
from tests.api.chaos.audit import Report
from tests.api.chaos.rounds import Attack, rounds_of_kills
from tests.api.postgres import Postgres, running

SECONDS_BETWEEN = (5.0, 20.0)
LONGEST_DOWN = 5.0
MODES: tuple[Literal["fast", "immediate"], ...] = ("fast", "immediate")


def main() -> int:
    """Do it and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for logs and files, kept afterwards")
    arguments = parser.parse_args()
    with running() as server, tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report = restarted(server, folder, arguments.minutes, arguments.seed)
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return 0 if report.is_clean else 1


def restarted(server: Postgres, folder: Path, minutes: float, seed: int) -> Report:
    """Restart a server for so long while plans are made on a database of it."""
    random = Random(seed)

    def restart() -> None:
        mode = random.choice(MODES)
        seconds = random.uniform(0, LONGEST_DOWN)
        sys.stdout.write(f"{mode}, down for {seconds:.1f} s\n")
        server.restart(mode, seconds)

    url = server.sqlalchemy_url(server.create())
    settings = ServiceSettings(data=folder / "data", database_url=url)
    attack = Attack(
        kills=sys.maxsize,
        minutes=minutes,
        seconds_between=SECONDS_BETWEEN,
        kinds=("database",),
        crash=restart,
    )
    return rounds_of_kills(settings, folder, attack, seed, print)


if __name__ == "__main__":
    sys.exit(main())
