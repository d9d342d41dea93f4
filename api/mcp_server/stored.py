"""From what a caller names to what is stored: programmes, plans and analyses at the service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.mcp_server.answers import Answer, first_of, identifier
from api.mcp_server.files import read_document
from api.mcp_server.inputs import PATTERN_OF_PLANS, PATTERN_OF_PROGRAMMES
from api.mcp_server.refusals import failed
from api.mcp_server.service import FINAL, Reached
from api.mcp_server.toolbox import Toolbox

WORKING = "working"
_ENDED_BADLY = frozenset({"cancelled", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProgramme:
    """A programme at the service, with what it said about it when it was stored."""

    id: str
    revision: int | None
    """None stands for the latest."""
    warnings: tuple[Mapping[str, Any], ...] = ()


def is_plan(named: object) -> bool:
    """Return whether something is the id of a stored plan."""
    return isinstance(named, str) and re.fullmatch(PATTERN_OF_PLANS, named) is not None


def document_of(tools: Toolbox, named: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """Return a document that is given, or that a file holds. Raises Refused."""
    return read_document(named, tools.files) if isinstance(named, str) else named


async def stored_programme(tools: Toolbox, named: Mapping[str, Any] | str) -> StoredProgramme:
    """Return a programme by its id, or store the one that is given; the same one only once.

    Raises Refused.
    """
    if isinstance(named, str) and re.fullmatch(PATTERN_OF_PROGRAMMES, named):
        return StoredProgramme(id=named, revision=None)
    document = document_of(tools, named)
    service = await tools.service.reached()
    made = await service.post("/v1/programmes", document, once=True)
    return StoredProgramme(
        id=made["id"], revision=made["revision"], warnings=tuple(made.get("warnings") or ())
    )


async def stored_plan(
    tools: Toolbox, programme: StoredProgramme, time_limit_seconds: float, wait_seconds: float
) -> Mapping[str, Any]:
    """Ask for a plan and return it once it is final, or as it is when the time is up.

    The same wish about the same revision is the same plan, unless that ended badly. Raises Refused.
    """
    service = await tools.service.reached()
    path = f"/v1/programmes/{programme.id}/plans"
    revision = programme.revision
    if revision is None:
        revision = await latest_revision(service, programme.id)
    body = {"revision": revision, "time_limit_seconds": time_limit_seconds, "compare": False}
    made = await service.post(path, body, once=True)
    found = await awaited_plan(tools, made["id"], 0, time_limit_seconds)
    if found["state"] in _ENDED_BADLY:
        made = await service.post(path, body)
    return await awaited_plan(tools, made["id"], wait_seconds, time_limit_seconds)


async def latest_revision(service: Reached, programme: str) -> int:
    """Return the number of the latest revision. Raises Refused."""
    found = await service.get(f"/v1/programmes/{programme}/revisions", limit="1")
    number: int = found["revisions"][0]["revision"]
    return number


async def awaited_plan(
    tools: Toolbox, plan: str, wait_seconds: float, time_limit_seconds: float | None = None
) -> Mapping[str, Any]:
    """Return a stored plan, telling how it comes on. Raises Refused."""
    service = await tools.service.reached()

    async def told(found: Mapping[str, Any]) -> None:
        await tools.report(*_progress(found, time_limit_seconds))

    found: Mapping[str, Any] = await service.final(f"/v1/plans/{plan}", wait_seconds, told)
    return found


async def stored_analysis(
    tools: Toolbox, plan: str, kind: str, time_limit_seconds: float, wait_seconds: float
) -> Mapping[str, Any]:
    """Ask for an analysis and return it once it is final, or as it is when the time is up.

    Raises Refused.
    """
    service = await tools.service.reached()
    path, body = (
        f"/v1/plans/{plan}/analyses",
        {
            "kind": kind,
            "time_limit_seconds": time_limit_seconds,
        },
    )

    async def told(found: Mapping[str, Any]) -> None:
        progress = found.get("progress") or {}
        rows = int(progress.get("rows") or 0)
        seconds = float(progress.get("seconds") or 0)
        await tools.report(
            seconds, time_limit_seconds, f"The analysis is {found['state']}; {rows} rows so far."
        )

    made = await service.post(path, body, once=True)
    found: Mapping[str, Any] = await service.final(f"/v1/analyses/{made['id']}", 0, told)
    if found["state"] in _ENDED_BADLY:
        made = await service.post(path, body)
    found = await service.final(f"/v1/analyses/{made['id']}", wait_seconds, told)
    if found["state"] in _ENDED_BADLY:
        raise failed(f"The analysis is {found['state']}.")
    return found


def working(tools_url: str, found: Mapping[str, Any], again: str) -> Answer:
    """Return the answer for what is not final yet; `again` says how to ask for it later."""
    plan = found["plan"] if isinstance(found.get("plan"), str) else found["id"]
    return Answer(
        status=WORKING,
        says=f"Not known yet: {found['id']} is {found['state']}. {again}",
        facts={"id": found["id"], "state": found["state"], "plan": plan},
        link=page_of(tools_url, plan),
    )


def page_of(url: str, plan: str) -> str:
    """Return the address of a plan's page, for people."""
    return f"{url}/plans/{plan}"


def is_final(found: Mapping[str, Any]) -> bool:
    """Return whether a plan or an analysis will not change any more."""
    return found["state"] in FINAL


def shown_issues(issues: tuple[Mapping[str, Any], ...]) -> list[dict[str, Any]]:
    """Return warnings and errors as text of others."""
    names = ("code", "severity", "path", "message")
    return [{name: issue.get(name) for name in names} for issue in first_of(issues)]


def _progress(found: Mapping[str, Any], limit: float | None) -> tuple[float, float | None, str]:
    progress = found.get("progress") or {}
    seconds = float(progress.get("seconds") or 0)
    checked = found["plans_checked"]
    if found["state"] == "queued":
        place = found.get("queue_position")
        return 0.0, limit, f"Queued{'' if place is None else f', place {place}'}."
    level = identifier(progress.get("level"))
    on = "" if level is None else f" on {level}"
    return seconds, limit, f"{found['state'].capitalize()}{on}; {checked} checked plans so far."
