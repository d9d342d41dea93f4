"""`serve` for one other process: it ends when standard input does, so it never outlives that one.

Run as `python -m api.commands.tied_serve`, with the arguments of `serve`.
"""

import os
import signal
import sys
import threading

from scheduler.cli import main as scheduler_main

STANDARD_INPUT = 0
SOME_BYTES = 4096


def _end_with_standard_input() -> None:
    while os.read(STANDARD_INPUT, SOME_BYTES):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Serve until told to stop, or until standard input ends."""
    threading.Thread(target=_end_with_standard_input, name="tie", daemon=True).start()
    return scheduler_main(["serve", *sys.argv[1:]], further=("api.commands.serve",))


if __name__ == "__main__":
    sys.exit(main())
