"""Which operations take what another one has created: links, as OpenAPI calls them."""

from collections.abc import Mapping
from typing import Any

_FOLLOWING: Mapping[tuple[str, str], tuple[str, str, tuple[str, ...]]] = {
    ("createProgramme", "201"): (
        "programme_id",
        "The programme that was stored",
        (
            "readProgramme",
            "replaceProgramme",
            "changeProgramme",
            "listRevisions",
            "compareRevisions",
            "createPlan",
            "makeChange",
            "mergeProgramme",
            "listBaselines",
            "setBaseline",
            "listChurn",
            "drawChurn",
            "exportProgramme",
            "readCalendar",
            "keepPlan",
            "createSubscription",
            "listSubscriptions",
            "deleteProgramme",
        ),
    ),
    ("createPlan", "202"): (
        "plan_id",
        "The plan that was asked for",
        (
            "readPlan",
            "followPlan",
            "cancelPlan",
            "comparePlans",
            "drawGantt",
            "drawHeatMap",
            "exportPlan",
            "readExportLosses",
            "readPaper",
            "readPlanView",
            "decidePlan",
            "listDecisions",
            "createAnalysis",
            "listAnalyses",
        ),
    ),
    ("createWebhook", "201"): (
        "webhook_id",
        "The webhook that was stored",
        (
            "readWebhook",
            "changeWebhook",
            "removeWebhook",
            "rotateWebhookSecret",
            "pingWebhook",
            "listDeliveries",
        ),
    ),
    ("pingWebhook", "202"): (
        "delivery_id",
        "What is being delivered",
        ("replayDelivery",),
    ),
    ("createAnalysis", "202"): (
        "analysis_id",
        "The analysis that was asked for",
        ("readAnalysis", "followAnalysis", "cancelAnalysis", "drawRiskCurve"),
    ),
    ("createKey", "201"): (
        "key_id",
        "The key that was made",
        ("revokeKey", "rotateKey"),
    ),
}
"""Operation and status to the parameter that the id in the answer is for, and who has it."""


def add_links(operation: dict[str, Any]) -> None:
    """Say in the answer of an operation which others its id is good for."""
    for (operation_id, status), (parameter, said, following) in _FOLLOWING.items():
        if operation["operationId"] == operation_id:
            operation["responses"][status]["links"] = {
                other: {
                    "operationId": other,
                    "parameters": {parameter: "$response.body#/id"},
                    "description": f"{said}, by its id.",
                }
                for other in following
            }
