"""The pages that take a programme file, for a new programme or as a revision of one."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

from api.http.caller import Caller, CallerOf
from api.http.idempotency import Repetition
from api.http.preconditions import Wanted
from api.http.problems import Problem
from api.http.state import Services, ServicesOf
from api.routes.changes import replaced_programme
from api.routes.found import found_programme
from api.routes.programmes import stored_programme
from api.web.crumbs import START, Crumb
from api.web.forms import revision_number, see
from api.web.importing.import_page import (
    FIRST_LINKS,
    LONGEST_ECHO,
    ImportPage,
    Refused,
    refused,
)
from api.web.importing.uploads import Part, Upload, UploadOf
from api.web.templating import page
from scheduler.errors import FileRejected, ProgrammeRejected
from scheduler.pictures.wording import plain

PASTED = "the pasted text"
_MIB = 1024 * 1024
_UNPROCESSABLE = 422
_MOVED = (
    "The programme was changed by somebody else meanwhile. Look at it, and send the file again."
)
_NOTHING = "Choose a file, or paste the text of one."
_BOTH = "Choose a file or paste its text, not both."

router = APIRouter(include_in_schema=False)


@router.get("/programmes/import")
def begin(at: ServicesOf, who: CallerOf) -> Response:
    """Show the form that begins a programme with a file."""
    return _page(at, who)


@router.post("/programmes/import")
def take(at: ServicesOf, who: CallerOf, sent: UploadOf) -> Response:
    """Store the programme that a file holds and show it, or everything wrong with the file."""

    def store(data: bytes) -> str:
        stored = stored_programme(at, who, data, _once(sent, data, "POST /programmes/import"))
        return _place(stored)

    return _taken(at, who, sent, "", store)


@router.get("/programmes/{id}/import")
def begin_again(id: str, at: ServicesOf, who: CallerOf) -> Response:
    """Show the form that makes a file the next revision of a programme."""
    return _page(at, who, id)


@router.post("/programmes/{id}/import")
def take_again(id: str, at: ServicesOf, who: CallerOf, sent: UploadOf) -> Response:
    """Store a file as the next revision after the one that the form was made for."""
    revision = revision_number(sent.get("revision", Part(b"")).text)

    def store(data: bytes) -> str:
        return _place(replaced_programme(at, who, id, Wanted.only(revision), data))

    return _taken(at, who, sent, id, store)


def _taken(
    at: Services, who: Caller, sent: Upload, programme: str, store: Callable[[bytes], str]
) -> Response:
    file, text = sent.get("file", Part(b"")), sent.get("text", Part(b""))
    pasted = bool(text.data.strip())
    if pasted == bool(file.filename or file.data):
        wrong = (_BOTH if pasted else _NOTHING, "file")
        return _page(at, who, programme, text=text.text, errors=(wrong,))
    data = text.data if pasted else file.data
    name = PASTED if pasted else plain(file.filename) or "the file"
    try:
        stored = store(data)
    except (FileRejected, ProgrammeRejected) as error:
        found = refused(error, data, name, at.settings.limits)
        return _page(at, who, programme, text=text.text, found=found)
    except Problem as problem:
        if problem.code == "revision_moved":
            return _page(at, who, programme, text=text.text, errors=((_MOVED, ""),))
        if problem.code == "id_changed":
            found = refused(problem.issues, data, name, at.settings.limits)
            return _page(at, who, programme, text=text.text, found=found)
        raise
    return see(stored)


def _page(
    at: Services,
    who: Caller,
    programme: str = "",
    *,
    text: str = "",
    errors: tuple[tuple[str, str], ...] = (),
    found: Refused | None = None,
) -> Response:
    name, revision = "", 0
    crumbs: tuple[Crumb, ...] = (START,)
    if programme:
        with at.database.reading() as connection:
            record = found_programme(connection, who, programme)
        name, revision = record.name, record.revision
        crumbs = (START, Crumb(words=name, address=f"/programmes/{programme}"))
    shown = ImportPage(
        programme=programme,
        name=name,
        revision=revision,
        largest=f"{at.settings.body_bytes / _MIB:.3g} MB",
        key=secrets.token_hex(16),
        text=text if len(text) <= LONGEST_ECHO else "",
        errors=errors,
        refused=found,
    )
    status = 200 if shown.in_order else _UNPROCESSABLE
    return page(
        "import.html",
        status=status,
        here="" if programme else "programmes",
        crumbs=crumbs,
        taking=shown,
        first_links=FIRST_LINKS,
    )


def _place(stored: Response) -> str:
    """Return where a stored programme is shown, with what is odd about it where anything is."""
    revision = json.loads(bytes(stored.body))
    remarks = "?remarks=shown" if revision["warnings"] else ""
    return f"/programmes/{revision['id']}{remarks}"


def _once(sent: Upload, data: bytes, route: str) -> Repetition:
    """Return by what a form that is sent twice is known; with another file it is another."""
    key = sent.get("key", Part(b"")).text[:64]
    if not key.isalnum():
        return Repetition(None, route)
    return Repetition(f"{key}-{hashlib.sha256(data).hexdigest()[:32]}", route)
