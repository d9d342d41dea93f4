"""`serve` for one other process: it ends when standard input does, so it never outlives that one.

Run as `python -m api.commands.tied_serve`, with the arguments of `serve`.
"""

import os
import signal
import sys

from api.processes.lifeline import when_cut
from scheduler.cli import main as scheduler_main


def main() -> int:
    """Serve until told to stop, or until standard input ends."""
    when_cut(lambda: os.kill(os.getpid(), signal.SIGTERM))
    return scheduler_main(["serve", *sys.argv[1:]], further=("api.commands.serve",))


if __name__ == "__main__":
    sys.exit(main())
