"""Preconditions on revisions (RFC 9110, section 13): ETags are revision numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from starlette.requests import Request
from starlette.responses import Response

from api.http.problems import Problem

_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)|\s*(?:,|$)')


@dataclass(frozen=True, slots=True)
class Wanted:
    """The revisions that a change may be based on."""

    tags: frozenset[str]
    any: bool = False
    """`If-Match: *`: whatever is the latest."""

    @classmethod
    def only(cls, number: int) -> Self:
        """Want one revision, by its number."""
        return cls(frozenset({etag(number)}))

    def refuse_other(self, current: int) -> None:
        """Raise Problem 412 unless the latest revision is one of those wanted."""
        if not self.any and etag(current) not in self.tags:
            wrong = "does not name the latest" if self.tags else "holds no strong ETag in quotes"
            raise Problem(
                "revision_moved",
                f"If-Match {wrong}; the latest is {etag(current)}.",
                headers={"ETag": etag(current)},
                current=current,
            )


def etag(number: int | str) -> str:
    """Return the ETag of a revision."""
    return f'"{number}"'


def required_match(request: Request) -> Wanted:
    """Return what If-Match wants.

    Raises Problem 428 without the header, 412 when it can match nothing.
    """
    header = ", ".join(request.headers.getlist("if-match")).strip()
    if not request.headers.getlist("if-match"):
        raise Problem(
            "precondition_required",
            "The request has no If-Match; send the ETag of the revision that the change builds on.",
        )
    if header == "*":
        return Wanted(frozenset(), any=True)
    # Weak tags never match strongly, so they are left out.
    return Wanted(frozenset(tag for weak, tag in _tags(header) if not weak))


def not_modified(request: Request, tag: str, headers: dict[str, str]) -> Response | None:
    """Return the answer 304 when If-None-Match names the tag; weak comparison."""
    header = ", ".join(request.headers.getlist("if-none-match")).strip()
    known = {value for _, value in _tags(header)}
    if header == "*" or tag in known:
        return Response(status_code=304, headers={**headers, "ETag": tag})
    return None


def _tags(header: str) -> list[tuple[bool, str]]:
    """Return the tags of a list with whether they are weak; none when it cannot be read."""
    found: list[tuple[bool, str]] = []
    at = 0
    while at < len(header):
        tag = _TAG.match(header, at)
        if tag is None or tag.end() == at:
            return []
        if tag[2] is not None:
            found.append((tag[1] is not None, f'"{tag[2]}"'))
        at = tag.end()
    return found
