"""What a reader answers, and how a file that is none is refused."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import FileRejected
from scheduler.exchange.losses import Loss
from scheduler.exchange.project_schedule import ProjectSchedule

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes that a reader takes, unpacked."""
MOST_TASKS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProject:
    """A project that was read, and what of the file has no place in it."""

    project: ProjectSchedule
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file that was made, and what of the project it does not carry."""

    content: bytes
    losses: tuple[Loss, ...] = ()


def refused(kind: str, what: str, place: str = "", value: str = "") -> FileRejected:
    """Return the refusal of a file, naming format, place and value."""
    where = f" at {place}" if place else ""
    shown = f": {value}" if value else ""
    return FileRejected(
        f"not a readable {kind} file{where}: {what}{shown}", format=kind, place=place
    )
