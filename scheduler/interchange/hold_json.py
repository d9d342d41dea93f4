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
    pairs = list(zip(answer.points, made["points"], strict=True))
    if answer.at_once is not None:
        pairs.append((answer.at_once.point, made["at_once"]["point"]))
    for point, written in pairs:
        concessions = verify(programme, point.plan).concessions
        written["plan"] = plan_to_jsonable(programme, point.plan, concessions)
    return made
