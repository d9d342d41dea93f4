"""One Java that reads file after file as the child process does: a start costs more than a file.

Arguments: the folder of its files, megabytes of the heap. Every line of standard input is JSON: the
reader's class, the file, the file to be made; every line of standard output is what the child
process would print.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from scheduler.exchange.mpxj.child import by_java, limit, start

_SECONDS = 24 * 3600
"""Of processor time for all files; each has its own limit of time in who asks."""


def main(arguments: list[str]) -> None:
    """Read files until there are no more."""
    folder, megabytes = arguments
    limit(int(megabytes), _SECONDS)
    said = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Java's libraries print lines of their own.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    jpype: Any = import_module("jpype")
    problem = start(jpype, int(megabytes), Path(folder))
    for line in sys.stdin:
        outcome = problem or by_java(jpype, *json.loads(line))
        said.write(f"{json.dumps(outcome)}\n")
        said.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
