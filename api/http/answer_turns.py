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


async def _turn_at_job(request: Request) -> AsyncIterator[None]:
    async with services(request).turns_at_jobs:
        yield


async def _turn_at_document(request: Request) -> AsyncIterator[None]:
    async with services(request).bodies.alone:
        yield


# Until the answer is made, not until it is taken: who takes nothing holds up nobody.
IN_TURN = Depends(_turn, scope="function")
# A document is read as a large body is: one after the other, for what it takes meanwhile.
IN_TURN_AT_DOCUMENTS = Depends(_turn_at_document, scope="function")
# Plans and analyses are read again and again and are small beside documents, behind which they
# would wait otherwise.
IN_TURN_AT_JOBS = Depends(_turn_at_job, scope="function")
"""For routes whose answers grow with the programme."""
