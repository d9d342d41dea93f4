"""The JSON of programmes and their revisions."""

import json
from collections.abc import Iterable
from typing import Any

from api.http.json_text import json_text
from api.http.preconditions import etag
from api.http.problems import issue_to_jsonable
from api.schemas.instants import instant
from api.store.records import ProgrammeRecord, RevisionRecord
from scheduler.domain.issues import Issue

LONGEST_CHANGE = 2_000
"""Characters of a patch that a list of revisions shows."""


def programme_facts(programme: ProgrammeRecord) -> dict[str, Any]:
    """Return what a list says of a programme."""
    return {
        "id": programme.id,
        "name": programme.name,
        "revision": programme.revision,
        "hash": programme.hash,
        "created_at": instant(programme.created_at),
        "updated_at": instant(programme.updated_at),
    }


def revision_facts(revision: RevisionRecord) -> dict[str, Any]:
    """Return what is said of a revision everywhere."""
    return {
        "id": revision.programme,
        "revision": revision.number,
        "parent": revision.parent,
        "origin": revision.origin,
        "hash": revision.hash,
        "name": revision.name,
        "created_at": instant(revision.created_at),
        "created_by": revision.created_by,
    }


def revision_in_list(revision: RevisionRecord) -> dict[str, Any]:
    """Return what a list says of a revision."""
    short = revision.change is not None and len(revision.change) <= LONGEST_CHANGE
    change = json.loads(revision.change) if revision.change is not None and short else None
    return {**revision_facts(revision), "change": change}


def revision_with_warnings(revision: RevisionRecord, warnings: Iterable[Issue]) -> dict[str, Any]:
    """Return what answers a change."""
    said = [issue_to_jsonable(issue) for issue in warnings]
    return {**revision_facts(revision), "warnings": said}


def revision_body(revision: RevisionRecord, warnings: Iterable[Issue]) -> str:
    """Return the JSON that answers a change."""
    return json_text(revision_with_warnings(revision, warnings))


def address(programme: str, revision: int | None = None) -> str:
    """Return the address of a programme or of one of its revisions."""
    latest = f"/v1/programmes/{programme}"
    return latest if revision is None else f"{latest}/revisions/{revision}"


def revision_headers(revision: RevisionRecord) -> dict[str, str]:
    """Return the headers that name a revision."""
    return {
        "ETag": etag(revision.number),
        "Content-Location": address(revision.programme, revision.number),
    }
