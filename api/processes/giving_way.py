"""Processes that work in the background and give way to whoever is waited for."""

import contextlib
import os
from pathlib import Path


def give_way(pid: int, niceness: int) -> None:
    """Let a process of a session of its own give way, where the system allows that."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, pid, niceness)
    # Linux shares processors fairly among sessions first.
    tell_linux(pid, "autogroup", str(niceness))


def tell_linux(pid: int, file: str, value: str) -> None:
    """Set something of a process where the system has it."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/{file}").write_text(value, "ascii")
