"""Who asks: the only place that knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from api.http.request_log import TENANT


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose data a request sees, and whose name stands under what it changes."""

    tenant: str = "default"
    actor: str = "local"


async def caller(request: Request) -> Caller:
    """Return the caller of a request; without keys there is one."""
    found = Caller()
    request.scope.setdefault("state", {})[TENANT] = found.tenant
    return found


CallerOf = Annotated[Caller, Depends(caller)]
