"""Who asks, and whether they may: the only place that knows.

A key comes as `Authorization: Bearer`, or from a page in a cookie that scripts cannot read; a token
of an identity provider where one is set up (`identity_provider.py`). Without keys, which is for one
person on one machine, everybody is that person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.access import FOR_SOME_GROUPS, OF_ROLE, Role, Scope, scope_of
from api.http.issuing import key_in_force
from api.http.problems import Problem
from api.http.request_log import TENANT
from api.http.same_origin import same_origin
from api.http.state import services
from api.store.keys import KeyRecord, note_use, valid_key
from api.store.walls import for_everybody, work_for

if TYPE_CHECKING:
    from api.http.state import Services

COOKIE = "phased_exit_session"
SESSION = "session of "
"""How the name of a key begins that a page was given when somebody signed in with another."""

_BEARER = "bearer "
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="phased-exit"'}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose data a request sees, whose name stands under what it changes, and what it may do."""

    tenant: str = "default"
    actor: str = "local"
    role: Role = "administrator"
    scopes: frozenset[Scope] = OF_ROLE["administrator"]
    groups: tuple[str, ...] | None = None
    """The only service groups it may read of; None for all."""
    key: str | None = None
    """Id of the key that was shown."""

    def may(self, scope: Scope) -> bool:
        """Tell whether something that needs a scope is allowed."""
        return scope == "open" or scope in self.scopes


NOBODY = Caller(tenant="", actor="", role="viewer", scopes=frozenset())
"""Who shows no key where keys are asked for."""


async def caller(request: Request) -> Caller:
    """Return the caller of a request.

    Raises Problem where there is no valid key, or the key does not allow it.
    """
    route = request.scope.get("route")
    operation, path = getattr(route, "operation_id", None), getattr(route, "path", "")
    needed = scope_of(operation, request.method, path)
    found = await who_asks(request, needs_key=needed != "open")
    request.scope.setdefault("state", {})[TENANT] = found.tenant or None
    # In the context of the request's task, which every thread that works for it takes along.
    work_for(found.tenant)
    if needed == "open":
        return found
    if needed is None or not found.may(needed):
        what = "is not classified" if needed is None else f"needs the scope {needed}"
        detail = f"This {what}; the role {found.role} does not allow it."
        raise Problem("not_allowed", detail)
    if found.groups is not None and operation not in FOR_SOME_GROUPS:
        raise Problem(
            "not_allowed",
            "The key is for some service groups only: read /v1/plans/{id}/view, which leaves out "
            "all others.",
        )
    return found


async def who_asks(request: Request, *, needs_key: bool) -> Caller:
    """Return whose key came with a request.

    Raises Problem where a key came that is none, or none where one is needed.
    """
    of = services(request)
    header = request.headers.get("authorization")
    if header is not None:
        if not header.lower().startswith(_BEARER):
            raise _no_key("Keys are sent as: Authorization: Bearer pe_…")
        token = header[len(_BEARER) :].strip()
        found = await _with_token(of, token)
        if found is None:
            raise _no_key("The key is unknown, revoked or expired.")
        return found
    cookie = request.cookies.get(COOKIE)
    if cookie is not None:
        found = await run_in_threadpool(_with_key, of, cookie)
        if found is not None:
            if request.method not in _SAFE:
                # A browser sends its cookie along whoever asks it to.
                await same_origin(request)
            return found
    if of.settings.keys_required:
        if needs_key:
            raise _no_key("A key is needed: Authorization: Bearer pe_…")
        return NOBODY
    return Caller()


async def _with_token(of: Services, token: str) -> Caller | None:
    if of.identity is not None and token.count(".") == 2:  # noqa: PLR2004  # of a JWT
        return await run_in_threadpool(of.identity.caller, token)
    return await run_in_threadpool(_with_key, of, token)


def _with_key(of: Services, text: str) -> Caller | None:
    """Return whose key this is; None where it is not in force."""
    # Whose key it is has to be found among everybody's.
    with for_everybody(), of.database.reading() as connection:
        known = key_in_force(connection, text)
        if known is None:
            return None
        if known.name.startswith(SESSION) and valid_key(connection, known.created_by) is None:
            # Whoever loses a key loses what was opened with it.
            return None
    if of.uses.is_news(known.id):
        with for_everybody(), of.database.writing() as connection:
            note_use(connection, known.id)
    return caller_of(known)


def caller_of(key: KeyRecord) -> Caller:
    """Return who holds a key."""
    role = as_role(key.role)
    return Caller(
        tenant=key.tenant,
        actor=key.name.removeprefix(SESSION),
        role=role,
        scopes=OF_ROLE[role] & frozenset(key.scopes),
        groups=key.groups,
        key=key.id,
    )


def as_role(text: str) -> Role:
    """Return a role by its name; one that is unknown is the least."""
    for role in OF_ROLE:
        if role == text:
            return role
    return "viewer"


def _no_key(detail: str) -> Problem:
    return Problem("no_valid_key", detail, headers=_CHALLENGE)


CallerOf = Annotated[Caller, Depends(caller)]
