"""The document of `frontier --json`."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from scheduler.answers import Frontier, FrontierLevel, FrontierPoint
from scheduler.domain.expanded import ExpandedProgramme
from scheduler.interchange.plan_json import plan_in, plan_to_jsonable
from scheduler.verification.verify import verify


def frontier_to_jsonable(frontier: Frontier, programme: ExpandedProgramme) -> dict[str, Any]:
    """Return a frontier as plain JSON values, each point with its whole plan."""
    return {
        "outcome": frontier.outcome,
        "first": asdict(frontier.first),
        "second": asdict(frontier.second),
        "concessions": frontier.concessions,
        "complete": frontier.complete,
        "points": [
            {
                "first": point.first,
                "second": point.second,
                "proved": point.proved,
                "plan": plan_to_jsonable(
                    programme, point.plan, verify(programme, point.plan).concessions
                ),
            }
            for point in frontier.points
        ],
        "unexplored": [{"after": after, "before": before} for after, before in frontier.unexplored],
        "seconds": frontier.seconds,
    }


def frontier_from_jsonable(document: Mapping[str, Any]) -> Frontier:
    """Return the frontier that a document of ours holds."""
    return Frontier(
        outcome=document["outcome"],
        first=FrontierLevel(**document["first"]),
        second=FrontierLevel(**document["second"]),
        points=tuple(
            FrontierPoint(
                first=point["first"],
                second=point["second"],
                proved=point["proved"],
                plan=plan_in(point["plan"]),
            )
            for point in document["points"]
        ),
        concessions=document["concessions"],
        unexplored=tuple((gap["after"], gap["before"]) for gap in document["unexplored"]),
        seconds=document["seconds"],
    )
