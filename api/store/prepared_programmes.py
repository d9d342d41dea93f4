"""Programmes ready to be stored: read strictly, found without errors, normalised."""

from dataclasses import dataclass

from sqlalchemy import Connection

from api.store.programmes import add_revision
from api.store.records import RevisionRecord, to_json
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.domain.issues import Issue
from scheduler.domain.limits import Limits
from scheduler.interchange.programme_json import programme_hash, to_jsonable
from scheduler.interchange.valid_programme import valid_programme


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedProgramme:
    """A programme with what its revision will say of it."""

    id: str
    """Inside the document, immutable like it."""
    name: str
    hash: str
    document: str
    """Compact JSON, defaults left out, so that document and hash say the same."""
    expanded: ExpandedProgramme
    warnings: tuple[Issue, ...]


def prepared_programme(data: bytes, limits: Limits) -> PreparedProgramme:
    """Return the programme that a file or body holds.

    Raises FileRejected when it is no JSON; ProgrammeRejected with everything found.
    """
    valid = valid_programme(data, limits)
    return PreparedProgramme(
        id=valid.document.id,
        name=valid.document.name,
        hash=programme_hash(valid.document),
        document=to_json(to_jsonable(valid.document)),
        expanded=valid.expanded,
        warnings=valid.warnings,
    )


def add_prepared(
    c: Connection,
    tenant: str,
    actor: str,
    base: RevisionRecord,
    programme: PreparedProgramme,
    *,
    origin: str,
    change: str | None = None,
) -> RevisionRecord:
    """Store a programme as the revision after one, if that is still the latest.

    Raises NoSuchProgramme, RevisionMoved.
    """
    return add_revision(
        c,
        tenant,
        actor,
        base.programme,
        expected=base.number,
        name=programme.name,
        hash=programme.hash,
        document=programme.document,
        origin=origin,
        change=change,
    )
