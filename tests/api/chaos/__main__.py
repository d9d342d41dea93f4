"""Kill processes of the service again and again, then audit what was acknowledged.

    python -m tests.api.chaos --database sqlite|postgresql --kills 60 [--seed 1] [--keep DIR]

Exit code 0 when nothing was lost, duplicated or stuck.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from api.settings import ServiceSettings
from tests.api.chaos.rounds import Attack, rounds_of_kills
from tests.api.postgres import running


def main() -> int:
    """Run what the arguments ask for and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for logs and files, kept afterwards")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        settings = ServiceSettings(data=folder / "data")
        attack = Attack(kills=arguments.kills)
        if arguments.database == "sqlite":
            report = rounds_of_kills(settings, folder, attack, arguments.seed, print)
        else:
            with running() as server:
                url = server.sqlalchemy_url(server.create())
                settings = ServiceSettings(data=folder / "data", database_url=url)
                attack = Attack(kills=arguments.kills, crash=server.crash)
                report = rounds_of_kills(settings, folder, attack, arguments.seed, print)
    sys.stdout.write("\n".join(report.lines()) + "\n")
    return 0 if report.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
