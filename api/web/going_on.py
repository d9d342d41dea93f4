"""Searching on from a plan whose search ended by its time, or that was made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.schemas.plans import PlanRequest
from api.store.records import PlanRecord
from api.web.wording import made_elsewhere

_EARLY = frozenset({"limit", "request"})
"""Reasons for an end after which more may be found."""


def can_go_on(record: PlanRecord, document: Mapping[str, Any]) -> bool:
    """Whether a final plan, as tools get it, may become better by more of the same search."""
    if not record.is_terminal or document["plan"] is None:
        return False
    stopped = (document["solve"] or {}).get("stopped_by")
    return bool(made_elsewhere(record)) or record.state == "cancelled" or stopped in _EARLY


def going_on(record: PlanRecord, longest_seconds: float) -> dict[str, Any]:
    """Return the settings of a search that begins with a plan and lasts as long as can be.

    It is asked for as the plan was, but for what is about that one try; what was made elsewhere
    was not asked for here, so that it is searched for as usual.
    """
    asked = PlanRequest().settings() if made_elsewhere(record) else record.settings
    kept = {name: value for name, value in asked.items() if name not in {"retry_of", "gentle"}}
    return {**kept, "start_from": record.id, "time_limit_seconds": longest_seconds}
