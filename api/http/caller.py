"""Who asks: the only place that knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose data a request sees, and whose name stands under what it changes."""

    tenant: str = "default"
    actor: str = "local"


async def caller() -> Caller:
    """Return the caller of a request; without keys there is one."""
    return Caller()


CallerOf = Annotated[Caller, Depends(caller)]
