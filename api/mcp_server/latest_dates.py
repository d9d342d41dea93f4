"""`latest`: until when each decision can be taken, and each outside given may be late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier
from api.mcp_server.inputs import LatestInput
from api.mcp_server.stored import is_final, page_of, stored_analysis, working
from api.mcp_server.toolbox import Toolbox

LATEST_DATES = "latest_dates"
NO_PLAN_EXISTS = "no_plan_exists"
NOT_KNOWN = "not_known"
_DATED = ("reading", "latest", "decide_by", "papers_by", "planned", "proved", "confirmed")
_OPTION = ("alive", "expires", "proved", "confirmed")


async def latest(tools: Toolbox, asked: LatestInput) -> Answer:
    """Return the latest decision dates of a stored plan."""
    service = await tools.service.reached()
    found = await stored_analysis(
        tools, asked.plan, "latest", asked.time_limit_seconds, asked.wait_seconds
    )
    if not is_final(found):
        return working(service.url, found, "Ask `latest` again to go on waiting.")
    return _answer(asked.plan, found, page_of(service.url, asked.plan))


def _answer(plan: str, found: Mapping[str, Any], link: str) -> Answer:
    document = found["document"] or {"feasible": None}
    feasible = document.get("feasible")
    if not feasible:
        exists = feasible is False
        return Answer(
            status=NO_PLAN_EXISTS if exists else NOT_KNOWN,
            says="No plan exists, so no decision has a latest date."
            if exists
            else "Not known: no plan was found in time.",
            facts={"plan": plan},
            link=link,
        )
    dated = [*document["decisions"], *document["givens"]]
    complete = found["outcome"] == "complete"
    says = (
        f"{len(document['decisions'])} decisions and {len(document['givens'])} outside givens have "
        f"latest dates; {len(document['options'])} sourcing options are looked at."
    )
    return Answer(
        status=LATEST_DATES,
        says=says if complete else f"{says} The time was up: some are missing or not proved.",
        facts={
            "plan": plan,
            "complete": complete,
            "decisions": [_dated(row) for row in first_of(document["decisions"])],
            "givens": [_dated(row) for row in first_of(document["givens"])],
            "options": [
                {
                    "group": identifier(row["group"]),
                    "option": identifier(row["option"]),
                    "decision": identifier(row.get("decision")),
                    **{name: row.get(name) for name in _OPTION},
                }
                for row in first_of(document["options"])
            ],
        },
        file_text={"meetings": sorted({row["meeting"] for row in dated if row.get("meeting")})},
        link=link,
    )


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": identifier(row["id"]), **{name: row.get(name) for name in _DATED}}
