"""A change that was made in a form is sent as a tool would send it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.http.idempotency import Repetition
from api.http.preconditions import Wanted
from api.http.problems import Problem
from api.routes.change_requests import made_change
from scheduler.domain.issues import Issue
from scheduler.errors import PatchRejected, ProgrammeRejected

if TYPE_CHECKING:
    from api.http.caller import Caller
    from api.http.state import Services

MOVED = "The programme was changed by somebody else meanwhile. Look, and send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a change."""

    plan: str = ""
    """The plan that is made after it; nothing where it was refused."""
    wrong: Sequence[str] = ()
    """Why it was, in sentences."""


def sent_change(  # what a change is made of
    at: Services, who: Caller, programme: str, revision: int, change: dict[str, Any], key: str
) -> Sent:
    """Make a change of a revision and order its plan; sent twice with one key it is one change.

    Raises Problem 404 and those of a queue that is full.
    """
    repeated = Repetition(key or None, f"POST /programmes/{programme}/change")
    try:
        made = made_change(
            at, who, programme, Wanted.only(revision), json.dumps(change).encode(), repeated
        )
    except (PatchRejected, ProgrammeRejected) as rejected:
        return Sent(wrong=[one.message for one in rejected.issues if isinstance(one, Issue)])
    except Problem as problem:
        if problem.code != "revision_moved":
            raise
        return Sent(wrong=[MOVED])
    return Sent(plan=made.headers["Location"].rpartition("/")[2])
