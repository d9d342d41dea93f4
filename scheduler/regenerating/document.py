"""The programme document that is planned again: changed, with the plan in force as its baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.domain.plan import Plan
from scheduler.interchange.change_document import ChangeDocument, changed
from scheduler.interchange.json_text import JsonValue
from scheduler.interchange.valid_programme import ValidProgramme, valid_programme


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPlanAgain:
    """A changed programme with the plan in force, and what it was before."""

    before: JsonValue
    """The document that the plan in force was made for."""
    after: JsonValue
    """The document as it is now; with a baseline."""
    valid: ValidProgramme


def to_plan_again(
    before: JsonValue,
    after: JsonValue,
    in_force: Plan | None,
    *,
    change: ChangeDocument | None = None,
    status_date: date | None = None,
    name: str = "",
) -> ToPlanAgain:
    """Return the changed document with the plan in force as its baseline, read as a programme.

    Without a plan in force the document keeps the baseline that it has.

    Raises PatchRejected where the change does not fit, ProgrammeRejected where what comes out is no
    programme.
    """
    made = after if change is None else changed(after, change)
    if isinstance(made, dict):
        made = dict(made)
        if in_force is not None:
            made["baseline"] = baseline_document(in_force, name)
        if status_date is not None:
            made["status_date"] = status_date.isoformat()
    return ToPlanAgain(before=before, after=made, valid=valid_programme(json.dumps(made).encode()))


def baseline_document(plan: Plan, name: str = "") -> dict[str, JsonValue]:
    """Return the `baseline` field of a programme file."""
    dates: Mapping[str, Any] = {
        activity: {"start": at.start.isoformat(), "finish": at.finish.isoformat()}
        for activity, at in sorted(plan.placed.items())
    }
    return {"name": name, "options": dict(plan.options), "dates": dict(dates)}
