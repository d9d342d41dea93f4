"""Standard input and output of a solver process: messages and nothing else."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
from typing import Any, TextIO

from scheduler.solver.messages import Emit


def emitter() -> Emit:
    """Keep standard output for messages, one a line; return what says one."""
    out = _private_stdout()
    lock = threading.Lock()

    def emit(message: dict[str, Any]) -> None:
        line = json.dumps(message)
        with lock:
            out.write(line + "\n")
            out.flush()

    return emit


def take_utf_8() -> None:
    """Read UTF-8 from standard input, whatever this process's locale says."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8")


def _private_stdout() -> TextIO:
    """Send whatever a library prints to standard error."""
    private = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return private
