"""`check`: whether a plan meets every planning rule, by dates alone and without a solver."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier, identifiers
from api.mcp_server.inputs import PATTERN_OF_PROGRAMMES, CheckInput
from api.mcp_server.refusals import refused
from api.mcp_server.stored import document_of, is_plan
from api.mcp_server.toolbox import Toolbox

MEETS = "meets_every_rule"
BREAKS = "breaks_rules"


async def check(tools: Toolbox, asked: CheckInput) -> Answer:
    """Check a plan independently of whoever made it."""
    body: dict[str, Any] = {}
    if isinstance(asked.plan, str) and is_plan(asked.plan):
        body["plan_id"] = asked.plan
    else:
        body["plan"] = document_of(tools, asked.plan)
        if asked.programme is None:
            raise refused("A plan that is not stored is checked against a `programme`.")
    if isinstance(asked.programme, str) and re.fullmatch(PATTERN_OF_PROGRAMMES, asked.programme):
        body["programme_id"] = asked.programme
    elif asked.programme is not None:
        body["programme"] = document_of(tools, asked.programme)
    service = await tools.service.reached()
    return _answer(await service.post("/v1/check", body))


def _answer(found: Mapping[str, Any]) -> Answer:
    violations, concessions = found["violations"], found["concessions"]
    says = (
        f"Every hard planning rule is met; {len(concessions)} soft ones are not fully met."
        if found["ok"]
        else f"The plan does not hold: {len(violations)} violations."
    )
    return Answer(
        status=MEETS if found["ok"] else BREAKS,
        says=says,
        facts={
            "violations": [
                {
                    "rule": identifier(one["rule"]),
                    "kind": identifier(one["kind"]),
                    "activities": identifiers(one["activities"]),
                }
                for one in first_of(violations)
            ],
            "violations_in_all": len(violations),
            "concessions": len(concessions),
        },
        file_text={
            "violations": first_of(violations),
            "concessions": first_of(concessions),
            **{name: found[name] for name in ("notices", "verified", "not_verified", "alarms")},
        },
    )
