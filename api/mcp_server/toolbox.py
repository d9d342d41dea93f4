"""What every tool works with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.mcp_server.answers import Answer
from api.mcp_server.service import Report, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolbox:
    """The service, the folder whose files may be read, and how to tell of progress."""

    service: Service
    files: Path
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool as it is offered."""

    name: str
    title: str
    description: str
    takes: type[Any]
    statuses: tuple[str, ...]
    """Beside those of refusals."""
    run: Callable[[Toolbox, Any], Awaitable[Answer]]
    reads_only: bool = True
    """Whether nothing that is stored becomes another; plans and analyses may be added."""
