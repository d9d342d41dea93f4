"""Attack the service for a while, with and without ids that exist.

    python -m tests.api.fuzz [--database sqlite|postgresql] [--seconds 300] [--examples 40]

Exit code 0 when every check of every case passed and, with ids that exist, every operation with an
id in its path was reached behind its 404.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.api.fuzz.schemathesis_run import attack, something_to_find
from tests.api.postgres import running
from tests.api.serving import serving


def main() -> int:
    """Run both ways and print what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--seconds", type=int, default=300, help="for each of the two ways")
    parser.add_argument("--examples", type=int, default=40)
    arguments = parser.parse_args()
    words = ["--max-time", str(arguments.seconds), "-n", str(arguments.examples)]
    bad = 0
    missed: list[str] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = None
        if arguments.database == "postgresql":
            server = stack.enter_context(running())
            url = server.sqlalchemy_url(server.create()).replace("+psycopg", "")
        address = stack.enter_context(serving(folder, url))
        found = something_to_find(address)
        for title, phases, among in (
            ("made-up ids", "examples,fuzzing,stateful", {}),
            ("existing ids", "examples,coverage,fuzzing", found),
        ):
            result = attack(address, folder, "--phases", phases, *words, among=among)
            bad += len(result.failures) + len(result.errors)
            sys.stdout.write(
                f"{title}: {result.cases} cases, {len(result.failures)} failures, "
                f"{len(result.errors)} errors\n"
            )
            sent, past = result.past()
            sys.stdout.write(
                f"    with an id in the path: {sent} requests, {past} past 404 "
                f"({past / max(sent, 1):.0%}), never past: {result.never_past() or 'none'}\n"
            )
            missed.extend(result.never_past() if among else [])
            if result.failures or result.errors:
                sys.stdout.write(result.said[-6000:])
        log = (folder / "serve.log").read_text("utf-8")
        sys.stdout.write(f"lines of ERROR in the service's log: {log.count(' ERROR ')}\n")
    return 1 if bad or missed else 0


if __name__ == "__main__":
    sys.exit(main())
