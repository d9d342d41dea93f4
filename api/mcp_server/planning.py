"""`plan`, `recover` and `change`: asking for plans and for what would make one possible."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier
from api.mcp_server.differences import difference_facts, difference_text
from api.mcp_server.inputs import ChangeInput, PlanInput, RecoverInput
from api.mcp_server.plan_answers import (
    NO_PLAN_EXISTS,
    PLAN,
    clash_facts,
    clash_text,
    plan_answer,
)
from api.mcp_server.stored import (
    awaited_plan,
    document_of,
    is_final,
    is_plan,
    page_of,
    stored_analysis,
    stored_plan,
    stored_programme,
    working,
)
from api.mcp_server.toolbox import Toolbox

RECOVERY_OPTIONS = "recovery_options"
PLAN_EXISTS = "plan_exists"
NONE_FOUND = "no_recovery_found"
_LONGER = "Ask again with a longer wait_seconds; what is found by then is not lost."


async def plan(tools: Toolbox, asked: PlanInput) -> Answer:
    """Plan a programme, or go on waiting for a plan."""
    url = (await tools.service.reached()).url
    if isinstance(asked.programme, str) and is_plan(asked.programme):
        found = await awaited_plan(tools, asked.programme, asked.wait_seconds)
        return plan_answer(url, found)
    programme = await stored_programme(tools, asked.programme)
    found = await stored_plan(tools, programme, asked.time_limit_seconds, asked.wait_seconds)
    return plan_answer(url, found, programme.warnings)


async def recover(tools: Toolbox, asked: RecoverInput) -> Answer:
    """Say what would have to change for a plan to exist."""
    url = (await tools.service.reached()).url
    if isinstance(asked.programme, str) and is_plan(asked.programme):
        found = await awaited_plan(tools, asked.programme, asked.wait_seconds)
    else:
        programme = await stored_programme(tools, asked.programme)
        found = await stored_plan(tools, programme, asked.time_limit_seconds, asked.wait_seconds)
    if not is_final(found):
        return working(url, found, _LONGER)
    known = plan_answer(url, found)
    if known.status == PLAN:
        return Answer(
            status=PLAN_EXISTS,
            says=f"A plan exists, so nothing has to be recovered. {known.says}",
            facts=known.facts,
            file_text=known.file_text,
            link=known.link,
        )
    if known.status != NO_PLAN_EXISTS:
        return known
    document: Mapping[str, Any] = found
    if not found["recovery_options"]:
        made = await stored_analysis(
            tools, found["id"], "explanation", asked.time_limit_seconds, asked.wait_seconds
        )
        if not is_final(made):
            return working(url, made, _LONGER)
        document = made["document"] or {}
    return _recovery(found["id"], document, page_of(url, found["id"]))


def _recovery(plan_id: str, document: Mapping[str, Any], link: str) -> Answer:
    options = [one for one in document.get("recovery_options") or [] if one["checked"]]
    clashes = document.get("clashes") or []
    cheapest = min((option["price"] for option in options), default=None)
    says = (
        "No plan exists as things stand, and no change that would help was found in time."
        if not options
        else f"No plan exists as things stand. Ways to have one again, each with a checked plan: "
        f"{len(options)}; the cheapest costs {cheapest} points. People decide on them."
    )
    return Answer(
        status=RECOVERY_OPTIONS if options else NONE_FOUND,
        says=says,
        facts={
            "plan": plan_id,
            "options": [_option_facts(option) for option in first_of(options)],
            "clashes": clash_facts(clashes),
        },
        file_text={
            "options": [_option_text(option) for option in first_of(options)],
            "clashes": clash_text(clashes),
        },
        link=link,
    )


def _option_facts(option: Mapping[str, Any]) -> dict[str, Any]:
    services = (option.get("plan") or {}).get("services") or {}
    kept = ("price", "contract_points", "checked", "cheapest_proved", "irreducible_proved")
    return {
        **{name: option.get(name) for name in kept},
        "rules": [identifier(change.get("rule")) for change in first_of(option["changes"])],
        "transfers": {
            str(identifier(name)): services[name].get("transfer") for name in first_of(services)
        },
    }


def _option_text(option: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recovery option in words, with the patch that makes it of the programme."""
    names = ("rule", "from", "to", "owner", "basis", "words")
    changes = [{name: change.get(name) for name in names} for change in option["changes"]]
    return {"changes": changes, "patch": option.get("patch")}


async def change(tools: Toolbox, asked: ChangeInput) -> Answer:
    """Make a change of a stored programme, and plan what it becomes."""
    service = await tools.service.reached()
    body = {
        **document_of(tools, asked.change),
        "solve": {"time_limit_seconds": asked.time_limit_seconds},
    }
    if asked.plan is not None:
        body["plan"] = asked.plan
    made = await service.post(
        f"/v1/programmes/{asked.programme}/changes",
        body,
        once=True,
        headers={"If-Match": f'"{asked.revision}"'},
    )
    found = await awaited_plan(
        tools, made["plan"]["id"], asked.wait_seconds, asked.time_limit_seconds
    )
    known = plan_answer(service.url, found, tuple(made["revision"]["warnings"]))
    facts, text = dict(known.facts), dict(known.file_text)
    light = made["traffic_light"]
    facts["revision"] = made["revision"]["revision"]
    if light is not None:
        facts["traffic_light"] = {name: light[name] for name in ("state", "how")}
        text["traffic_light"] = light["words"]
    if found.get("diff") is not None:
        facts["diff"] = difference_facts(found["diff"])
        text["diff"] = difference_text(found["diff"])
    return Answer(
        status=known.status,
        says=f"Revision {facts['revision']} is stored. {known.says}",
        facts=facts,
        file_text=text,
        link=known.link,
    )
