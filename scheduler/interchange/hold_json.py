"""The document of `risk --hold --json`: which plan holds, and what that costs."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from scheduler.analysis.hold import HoldAnswer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import plan_in, plan_to_jsonable
from scheduler.interchange.risk_json import shares_plain
from scheduler.verification.verify import verify

_ADAPTER: TypeAdapter[HoldAnswer] = TypeAdapter(HoldAnswer)


def hold_from_jsonable(document: Mapping[str, Any]) -> HoldAnswer:
    """Return what a document tells."""

    def point(written: Mapping[str, Any]) -> dict[str, Any]:
        return {**written, "plan": plan_in(written["plan"])}

    soon = document["at_once"]
    return _ADAPTER.validate_python(
        {
            # Searches of documents without it went by seconds.
            "ended_by": "limit",
            **document,
            "points": [point(written) for written in document["points"]],
            "at_once": soon and {**soon, "point": point(soon["point"])},
        }
    )


def hold_to_jsonable(answer: HoldAnswer, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return the answer as plain JSON values, each point with its plan as in plan files."""
    made: dict[str, Any] = shares_plain(answer)
    pairs = list(zip(answer.points, made["points"], strict=True))
    if answer.at_once is not None:
        pairs.append((answer.at_once.point, made["at_once"]["point"]))
    for point, written in pairs:
        concessions = verify(programme, point.plan).concessions
        written["plan"] = plan_to_jsonable(programme, point.plan, concessions)
    return made
