"""The document of `risk --hold --json`: which plan holds, and what that costs."""

from typing import Any

from scheduler.analysis.hold import HoldAnswer
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.interchange.risk_json import shares_plain
from scheduler.verification.verify import verify


def hold_to_jsonable(answer: HoldAnswer, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return the answer as plain JSON values, each point with its plan as in plan files."""
    made: dict[str, Any] = shares_plain(answer)
    for point, written in zip(answer.points, made["points"], strict=True):
        concessions = verify(programme, point.plan).concessions
        written["plan"] = plan_to_jsonable(programme, point.plan, concessions)
    return made
