"""What a file becomes: a new programme, or the next revision of one."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api.http.caller import Caller
from api.http.idempotency import Repetition
from api.http.preconditions import Wanted
from api.http.state import Services
from api.routes.changes import replaced_programme
from api.routes.found import found_revision
from api.routes.programmes import stored_programme
from api.web.crumbs import START, Crumb
from api.web.forms import revision_number
from api.web.importing.uploads import Upload, text_of

_BEGINNING = "POST /programmes/import"
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a file goes."""

    programme: str = ""
    """Id of the programme that gets a new revision; nothing where one is begun."""
    name: str = ""
    revision: int = 0
    """Its latest one."""
    document_id: str = ""
    """The id within its document, which never changes."""
    made_for: int = 0
    """The revision that the form was made for."""
    key: str = ""
    """So that a form that is sent twice stores one programme."""

    @property
    def action(self) -> str:
        """Where a file is sent."""
        return f"/programmes/{self.programme}/import" if self.programme else "/programmes/import"

    @property
    def wanted(self) -> Wanted:
        """The revision that a new one may follow."""
        return Wanted.only(self.made_for)

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The way back."""
        if not self.programme:
            return (START,)
        return (START, Crumb(words=self.name, address=f"/programmes/{self.programme}"))

    @property
    def here(self) -> str:
        """Which place of the service the page belongs to."""
        return "" if self.programme else "programmes"

    def stored(self, at: Services, who: Caller, data: bytes) -> str:
        """Store a programme; return where it is shown. Raises Problem, ProgrammeRejected."""
        if self.programme:
            return _place(replaced_programme(at, who, self.programme, self.wanted, data))
        return _place(stored_programme(at, who, data, self._once(data)))

    def fitted(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return a programme made of a project, under the id of the one whose revision it is."""
        return {**document, "id": self.document_id} if self.programme else document

    def _once(self, data: bytes) -> Repetition:
        """Return by what a form that is sent twice is known; with another file it is another."""
        if not self.key.isalnum():
            return Repetition(None, _BEGINNING)
        digest = hashlib.sha256(data).hexdigest()[:32]
        return Repetition(f"{self.key}-{digest}", _BEGINNING)


def target_of(at: Services, who: Caller, programme: str = "", sent: Upload | None = None) -> Target:
    """Return where a file goes: what a form was made for, or else a fresh one. Raises Problem."""
    key = secrets.token_hex(16) if sent is None else text_of(sent, "key")[:_LONGEST_KEY]
    if not programme:
        return Target(key=key)
    with at.database.reading() as connection:
        latest = found_revision(connection, who, programme)
    document = json.loads(latest.document)
    made_for = latest.number if sent is None else revision_number(text_of(sent, "revision"))
    return Target(
        programme=programme,
        name=document["name"],
        revision=latest.number,
        document_id=document["id"],
        made_for=made_for,
        key=key,
    )


def _place(stored: Response) -> str:
    """Return where a stored programme is shown, with what is odd about it where anything is."""
    revision = json.loads(bytes(stored.body))
    remarks = "?remarks=shown" if revision["warnings"] else ""
    return f"/programmes/{revision['id']}{remarks}"
