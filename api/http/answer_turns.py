"""Turns at putting together a large answer, which takes several times its length meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends
from starlette.requests import Request

from api.http.state import services

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def _turn(request: Request) -> AsyncIterator[None]:
    async with services(request).turns:
        yield


# Until the answer is made, not until it is taken: who takes nothing holds up nobody.
IN_TURN = Depends(_turn, scope="function")
"""For routes whose answers grow with the programme."""
