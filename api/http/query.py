"""Query parameters: known ones, once each, read strictly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from fastapi import Query
from fastapi.dependencies.models import Dependant
from pydantic import BeforeValidator
from starlette.requests import Request

from api.http.ids import is_id
from api.http.problems import Problem, malformed_parameter
from scheduler.domain.issues import Issue
from scheduler.interchange.shape_issues import shown, with_suggestion

MOST_LISTED = 200
"""Entries of one page of a list."""

_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")


def whole(text: object) -> object:
    """Return a parameter as a whole number, where it is written as one and nothing else."""
    if isinstance(text, str):
        if _WHOLE.fullmatch(text) is None:
            message = "a whole number in decimal digits is expected"
            raise ValueError(message)
        return int(text)
    return text


def refuse_no_cursor(kind: str, after: str | None) -> None:
    """Raise Problem 422 unless a list of some kind of thing can go on behind this id."""
    if after is not None and not is_id(kind, after):
        raise malformed_parameter("query/after", "after is no cursor of this list", after)


Limit = Annotated[
    int,
    BeforeValidator(whole),
    Query(ge=1, le=MOST_LISTED, description="Entries to return at most."),
]
"""How many entries of a list are wanted."""


async def known_query(request: Request) -> None:
    """Refuse parameters that the route does not have, and any given twice.

    For `include_router`: what a route has is read from its own declaration.
    """
    known = sorted(_parameters(request.scope["route"].dependant))
    given = Counter(name for name, _ in request.query_params.multi_items())
    issues = [_unknown(name, known) for name in given if name not in known]
    issues += [_repeated(name) for name, times in given.items() if name in known and times > 1]
    if issues:
        detail = "; ".join(issue.message.replace("\n", ". ") for issue in issues[:5])
        raise Problem("malformed_parameter", detail, issues=issues)


def _parameters(dependant: Dependant) -> Iterator[str]:
    for field in dependant.query_params:
        yield field.alias
    for inner in dependant.dependencies:
        yield from _parameters(inner)


def _unknown(name: str, known: list[str]) -> Issue:
    allowed = f"known are {', '.join(known)}" if known else "it has none"
    message = f"the route has no query parameter {shown(name)}; {allowed}"
    message = with_suggestion(message, name, known)
    return Issue(code="unknown_parameter", path=f"query/{name}", message=message)


def _repeated(name: str) -> Issue:
    message = f"the query parameter {shown(name)} is given more than once"
    return Issue(code="repeated_parameter", path=f"query/{name}", message=message)
