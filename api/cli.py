"""The command line with everything: the scheduler's commands, and those of the service.

The service's libraries take a while to load, and `phased-exit plan` needs none of them: modules of
commands load them when they run.
"""

import sys
from collections.abc import Sequence

from scheduler.cli import main as scheduler_main

SERVICE = (
    "api.commands.serve",
    "api.commands.worker",
    "api.commands.backup",
    "api.commands.audit",
    "api.commands.forget",
    "api.commands.mcp",
    "api.commands.keys",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; see `scheduler.cli`."""
    return scheduler_main(arguments, further=SERVICE)


if __name__ == "__main__":
    sys.exit(main())
