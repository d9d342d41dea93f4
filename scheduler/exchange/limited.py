"""A file from outside read in a process of its own, so that it hangs or bloats nobody else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scheduler.exchange.formats import recognised

COMMAND = (sys.executable, "-m", "scheduler.exchange.child")
MEMORY = 512 * 1024 * 1024
"""Bytes of data that reading one file may take."""
SECONDS = 10.0
_PREFIX = "phased-exit-import-"
OF_OTHER_PROGRAMS = ("mpp", "mpx", "planner")
"""Formats read by a further process, which has limits of its own and takes its time to begin."""
SECONDS_OF_OTHERS = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a file was not read."""

    message: str
    issues: tuple[Mapping[str, Any], ...] = ()
    """What is wrong with the mapping that came with it."""
    reason: str = ""
    """A word that is always the same for some of the reasons."""


def import_in_child(
    file: bytes,
    mapping: bytes = b"",
    programme: bytes = b"",
    format_id: str | None = None,
    *,
    seconds: float | None = None,
) -> dict[str, Any] | Refusal:
    """Return what `import --json` says of a file, or why it was not read."""
    other = (format_id or recognised(file)) in OF_OTHER_PROGRAMS
    parts = {"file": file, "mapping": mapping, "programme": programme}
    told = {
        "format": format_id,
        "memory": None if other else MEMORY,
        "parts": {name: len(part) for name, part in parts.items()},
    }
    limit = seconds or (SECONDS_OF_OTHERS if other else SECONDS)
    sent = json.dumps(told).encode() + b"\n" + b"".join(parts.values())
    said = _said(sent, limit)
    if isinstance(said, Refusal):
        return said
    answer: dict[str, Any] = json.loads(said)
    if "refused" in answer:
        issues = tuple(answer["issues"])
        return Refusal(message=answer["refused"], issues=issues, reason=answer["reason"])
    return answer


def _said(sent: bytes, limit: float) -> bytes | Refusal:
    """Return what the child says within a limit; what it began and wrote itself goes with it."""
    # A child that is killed does not clear away its own temporary files.
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
        return _said_from(sent, limit, folder)


def _said_from(sent: bytes, limit: float, folder: str) -> bytes | Refusal:
    child = subprocess.Popen(  # noqa: S603  # the command is ours
        COMMAND,
        env={**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with child:
        try:
            said, _ = child.communicate(sent, timeout=limit)
        except subprocess.TimeoutExpired:
            return Refusal(message=f"reading the file takes longer than {limit:g} seconds")
        finally:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    if child.returncode or not said:
        # Killed for its memory, which not every library tells by an exception.
        return Refusal(message="the file cannot be read within the memory that there is for one")
    return said
