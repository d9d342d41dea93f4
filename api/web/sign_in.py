"""Signing in with a key: the browser gets a key of its own, in a cookie that no script reads."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.http.bodies import read_body
from api.http.caller import COOKIE, SESSION
from api.http.issuing import issue_key, key_in_force
from api.http.same_origin import FromOurPages
from api.http.state import Services, ServicesOf
from api.store.keys import expire_key
from api.store.walls import for_everybody, show
from api.web.forms import see
from api.web.templating import page

LASTS_HOURS = 12
LONGEST_FORM = 4096

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
async def ask(next: str = "/") -> Response:  # noqa: A002  # as the address says it
    """Show the form."""
    return page("sign_in.html", here="", crumbs=(), next=_here(next), refused=False)


@router.post("/sign-in")
async def sign_in(request: Request, at: ServicesOf, _: FromOurPages) -> Response:
    """Open a session for whoever shows a key, and go on to where they wanted to be."""
    form = parse_qs((await read_body(request, LONGEST_FORM)).decode("utf-8", "replace"))
    shown, back = form.get("key", [""])[0].strip(), _here(form.get("next", ["/"])[0])
    session = await run_in_threadpool(_opened, at, shown)
    if session is None:
        refused = page("sign_in.html", here="", crumbs=(), next=back, refused=True, status=401)
        refused.headers["WWW-Authenticate"] = 'Bearer realm="phased-exit"'
        return refused
    answer = see(back)
    answer.set_cookie(
        COOKIE,
        session,
        max_age=LASTS_HOURS * 3600,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, at: ServicesOf, _: FromOurPages) -> Response:
    """End the session, here and in the browser."""
    await run_in_threadpool(_closed, at, request.cookies.get(COOKIE, ""))
    answer = see("/sign-in")
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def _opened(at: Services, text: str) -> str | None:
    """Return a key for the browser that is good for some hours; None where no valid one came."""
    with for_everybody(), at.database.writing() as connection:
        known = key_in_force(connection, text)
        if known is None or known.name.startswith(SESSION):
            return None
        show(connection, known.tenant)
        _, session = issue_key(
            connection,
            known.tenant,
            known.id,
            name=f"{SESSION}{known.name}",
            role=known.role,
            scopes=known.scopes,
            groups=known.groups,
            lasts_ms=LASTS_HOURS * 3_600_000,
        )
    return session.text


def _closed(at: Services, text: str) -> None:
    with for_everybody(), at.database.writing() as connection:
        known = key_in_force(connection, text)
        if known is not None and known.name.startswith(SESSION):
            expire_key(connection, known.tenant, known.created_by, known.id, in_ms=0)


def _here(address: str) -> str:
    """Return an address if it is one of this service, else the start page."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and address.isprintable() else "/"
