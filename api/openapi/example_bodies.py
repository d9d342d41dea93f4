"""Examples of bodies: real ones, each put wherever its schema is named."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from api.http.problem_kinds import PROBLEMS
from api.openapi.components import PLACE

_FILES: Mapping[str, str] = {
    "AnalysisList": "analysis_list",
    "AnalysisResource": "analysis",
    "AuditList": "audit_list",
    "AuditVerification": "audit_verification",
    "BaselineList": "baseline_list",
    "CallerFacts": "caller",
    "ChangeResource": "change",
    "Changes": "changes",
    "CheckRequest": "check_request",
    "CheckResult": "check",
    "Churn": "churn",
    "PlanDecision": "decision",
    "PlanDecisionList": "decision_list",
    "Deletion": "deletion",
    "DemoProgrammes": "demo_programmes",
    "ExportLosses": "export_losses",
    "Health": "health",
    "KeepPlanRequest": "keep_plan_request",
    "ImportResult": "import",
    "IssueCodes": "issue_codes",
    "KeyList": "key_list",
    "MergeRequest": "merge_request",
    "NamedBaseline": "baseline",
    "NewSubscription": "new_subscription",
    "SubscriptionList": "subscription_list",
    "NewKey": "new_key",
    "PlanComparison": "plan_comparison",
    "PlanList": "plan_list",
    "PlanResource": "plan",
    "PlanView": "plan_view",
    "Programme": "programme",
    "ProgrammeList": "programme_list",
    "Readiness": "readiness",
    "Revision": "revision",
    "RevisionList": "revision_list",
    "RuleKinds": "rules",
    "ServiceLimits": "limits",
    "ValidationResult": "validation",
    "Webhook": "webhook",
    "WebhookList": "webhook_list",
    "NewWebhook": "new_webhook",
    "NewSecret": "new_secret",
    "Delivery": "delivery",
    "DeliveryList": "delivery_list",
}
"""Schema to the file of its example."""
_BESIDE: Mapping[str, str] = {"CheckRequest": "check_request_made_elsewhere"}
"""Schema to the file of a second example."""
_OF_STATUS: Mapping[str, Mapping[str, str]] = {
    "200": {"Revision": "revision_changed"},
    "202": {
        "PlanResource": "plan_waiting",
        "AnalysisResource": "analysis_waiting",
        "ChangeResource": "change_waiting",
    },
}
"""Where another example is what is answered."""

EVENTS = """\
id: 1
event: queued
data: {"at": "2026-11-23T05:34:07.050Z"}
retry: 1000

id: 2
event: started
data: {"at": "2026-11-23T05:34:10.912Z", "attempt": 1}

"""
_PROBLEM = "application/problem+json"
_EVENT_STREAM = "text/event-stream"
_EVENT = {"description": "Lines of text: `id`, `event` and `data` of each event."}


def add_examples(operation: dict[str, Any]) -> None:
    """Give every body of an operation an example where its route gave none."""
    for media in operation.get("requestBody", {}).get("content", {}).values():
        _add(media, _FILES)
    for status, response in operation["responses"].items():
        own = {**_FILES, **_OF_STATUS.get(status, {})}
        for media_type, media in response.get("content", {}).items():
            if media_type == _PROBLEM:
                codes = [code for code in PROBLEMS if f"`{code}`" in response["description"]]
                media["examples"] = {code: _shared(code) for code in codes}
            elif media_type == _EVENT_STREAM:
                # Version 3.2 of OpenAPI can say what one event holds. Before, some tools take a
                # schema for that of the text and some for that of an event; this one is right for
                # both.
                media.pop("itemSchema", None)
                media |= {"schema": _EVENT, "example": EVENTS}
            else:
                _add(media, own)


def shared_examples() -> dict[str, Any]:
    """Return every example that operations refer to: bodies by file, problems by code."""
    answered = _read("problems")
    others = [name for named in _OF_STATUS.values() for name in named.values()]
    names = (*_FILES.values(), *_BESIDE.values(), *others)
    bodies = {name: {"value": _read(name)} for name in names}
    return bodies | {
        code: {"summary": kind.title, "value": answered.get(code) or _plain_problem(code)}
        for code, kind in PROBLEMS.items()
    }


def _add(media: dict[str, Any], examples: Mapping[str, str]) -> None:
    if "example" in media or "examples" in media:
        return
    schema = media.get("schema", {})
    references = [member.get("$ref", "") for member in schema.get("anyOf", [schema])]
    named = [reference.removeprefix(PLACE) for reference in references]
    found = {examples[name]: _shared(examples[name]) for name in named if name in examples}
    found |= {_BESIDE[name]: _shared(_BESIDE[name]) for name in named if name in _BESIDE}
    if found:
        media["examples"] = found


def _shared(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/examples/{name}"}


def _plain_problem(code: str) -> dict[str, Any]:
    """Return a problem that needs a fault or a race to happen, worded by the table."""
    kind = PROBLEMS[code]
    return {
        "type": f"/docs/problems#{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.meaning,
        "code": code,
        "instance": "/v1/programmes",
        "request_id": "8a1c04d1be0f8f3e",
        "issues": [],
    }


@cache
def _read(name: str) -> Any:  # noqa: ANN401  # JSON of any shape
    return json.loads((files("api.openapi") / "examples" / f"{name}.json").read_bytes())
