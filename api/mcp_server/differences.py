"""`diff`: what one plan changes of another, why, and who must be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier, identifiers
from api.mcp_server.inputs import DiffInput
from api.mcp_server.refusals import refused
from api.mcp_server.stored import page_of
from api.mcp_server.toolbox import Toolbox

SAME = "same"
DIFFERENT = "different"
_MOVES = ("from", "to", "from_finish", "to_finish", "working_days", "announced", "field")
_WHY = ("finding", "proved", "minimal")


async def diff(tools: Toolbox, asked: DiffInput) -> Answer:
    """Compare two stored plans, or two revisions of a programme."""
    service = await tools.service.reached()
    if (asked.plan is None) == (asked.programme is None):
        raise refused("Give either `plan`, with `against`, or `programme`.")
    if asked.plan is not None:
        query = {} if asked.against is None else {"against": asked.against}
        found = await service.get(f"/v1/plans/{asked.plan}/diff", **query)
        return _of_plans(found, page_of(service.url, asked.plan))
    numbers = {"from": asked.from_revision, "to": asked.to_revision}
    found = await service.get(
        f"/v1/programmes/{asked.programme}/diff",
        **{name: str(number) for name, number in numbers.items() if number is not None},
    )
    changes = found["changes"]
    return Answer(
        status=DIFFERENT if changes else SAME,
        says=f"From revision {found['from']} to {found['to']} there are {len(changes)} changes.",
        facts={
            "programme": asked.programme,
            "from_revision": found["from"],
            "to_revision": found["to"],
            "changes": len(changes),
            "kinds": [change["op"] for change in first_of(changes)],
        },
        file_text={"changes": first_of(changes)},
    )


def _of_plans(found: Mapping[str, Any], link: str) -> Answer:
    moved = [move for move in found["moved"] if move["announced"]]
    says = (
        "The plans have the same dates and options."
        if found["same"]
        else f"{len(found['moved'])} activities have other dates, {len(moved)} of them transfers "
        f"or technical cutovers; {len(found['options'])} sourcing options and "
        f"{len(found['commitments_changed'])} commitments changed; "
        f"{len(found['tell'])} must be told."
    )
    return Answer(
        status=SAME if found["same"] else DIFFERENT,
        says=says,
        facts={
            "plan": found["plan"],
            "against": found["against"],
            **difference_facts(found),
        },
        file_text=difference_text(found),
        link=link,
    )


def difference_facts(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what moved, by ids and dates."""
    return {
        "same": found["same"],
        "moved": [
            {
                "activity": identifier(move["activity"]),
                **{name: move.get(name) for name in (*_MOVES, *_WHY)},
            }
            for move in first_of(found["moved"])
        ],
        "moved_in_all": len(found["moved"]),
        "options": [
            {
                "group": identifier(change["group"]),
                "from": identifier(change["from"]),
                "to": identifier(change["to"]),
                **{name: change.get(name) for name in _WHY},
            }
            for change in first_of(found["options"])
        ],
        "commitments_changed": [
            {name: identifier(change.get(name)) for name in ("id", "activity", "group")}
            for change in first_of(found["commitments_changed"])
        ],
        "tell": [
            {"role": who["role"], "about": identifiers(who["about"]), "on": who["on"]}
            for who in first_of(found["tell"])
        ],
    }


def difference_text(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the difference in words, its causes and the names of those to be told."""
    return {
        "words": found["words"],
        "causes": [
            {"activity": move["activity"], "causes": [cause["words"] for cause in move["causes"]]}
            for move in first_of(found["moved"])
            if move["causes"]
        ],
        "tell": [{"role": who["role"], "who": who["who"]} for who in first_of(found["tell"])],
        "changes": [change["words"] for change in first_of(found["changes"])],
    }
