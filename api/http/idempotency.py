"""`Idempotency-Key` on requests that create: repeating one creates nothing twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.requests import Request

from api.errors import IdempotencyRace, Overlapping
from api.http.caller import Caller
from api.http.json_text import JsonResponse
from api.http.problems import Problem, malformed_parameter
from api.store.idempotency import remember, remembered

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.state import Services

MOST_TRIES = 3
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True, slots=True)
class Reply:
    """A response that can be kept and given again."""

    status: int
    body: str
    """JSON text."""
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, *, replayed: bool = False) -> JsonResponse:
        """Return the response, marked when it is given again."""
        again = {"Idempotency-Replayed": "true"} if replayed else {}
        return JsonResponse(self.body, status_code=self.status, headers={**self.headers, **again})


@dataclass(frozen=True, slots=True)
class Repetition:
    """By what a repeated request is known: its key, its address and a hash of its body."""

    key: str | None
    route: str
    """Method and path, ids included: a key counts for one address."""

    def replayed(self, services: Services, caller: Caller, body: bytes) -> JsonResponse | None:
        """Return the reply kept for the key, before any work is spent on the request.

        Raises Problem 422 when the key was used with another body.
        """
        if self.key is None:
            return None
        with services.database.reading() as connection:
            return self._found(connection, caller, _hash(body))

    def once(
        self,
        services: Services,
        caller: Caller,
        body: bytes,
        create: Callable[[Connection], Reply],
    ) -> JsonResponse:
        """Return what `create` replies, or what was replied to the same request before.

        Creation and key are one transaction: both are there or neither.
        Raises IdempotencyRace (409) while another request with the key is under way.
        """
        try:
            return self._patiently(services, caller, _hash(body), create)
        except IdempotencyRace:
            # The other request has won and may be done by now.
            found = self.replayed(services, caller, body)
            if found is None:
                raise
            return found

    def _patiently(
        self,
        services: Services,
        caller: Caller,
        body_hash: str,
        create: Callable[[Connection], Reply],
    ) -> JsonResponse:
        """Try again where another transaction was preferred, which has kept nothing of this one."""
        for _ in range(MOST_TRIES - 1):
            with suppress(Overlapping):
                return self._once(services, caller, body_hash, create)
        return self._once(services, caller, body_hash, create)

    def _once(
        self,
        services: Services,
        caller: Caller,
        body_hash: str,
        create: Callable[[Connection], Reply],
    ) -> JsonResponse:
        with services.database.writing() as connection:
            if self.key is None:
                return create(connection).response()
            found = self._found(connection, caller, body_hash)
            if found is not None:
                return found
            made = create(connection)
            remember(
                connection,
                caller.tenant,
                self.key,
                self.route,
                body_hash,
                made.status,
                dict(made.headers),
                made.body,
            )
        return made.response()

    def _found(self, connection: Connection, caller: Caller, body_hash: str) -> JsonResponse | None:
        if self.key is None:
            return None
        kept = remembered(connection, caller.tenant, self.key, self.route)
        if kept is None:
            return None
        if kept.body_hash != body_hash:
            detail = "The key was used before with another body."
            raise Problem("idempotency_key_reused", detail)
        return Reply(kept.status, kept.body, kept.headers).response(replayed=True)


async def repetition(request: Request) -> Repetition:
    """Return by what a repetition of this request would be known.

    Raises Problem 422 for a key that is none: 1 to 255 visible ASCII characters, given once.
    """
    given = request.headers.getlist("idempotency-key")
    if len(given) > 1 or (given and _KEY.fullmatch(given[0]) is None):
        message = "Idempotency-Key is 1 to 255 visible ASCII characters, given once"
        raise malformed_parameter("header/Idempotency-Key", message, given[0])
    return Repetition(given[0] if given else None, f"{request.method} {request.scope['path']}")


RepetitionOf = Annotated[Repetition, Depends(repetition)]


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
