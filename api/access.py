"""Who may do what: roles, and the one table of which scope each operation and page needs.

What is not in the table is refused to everybody, so that nothing new is open by oversight; a test
names what is missing. Least privilege, and duties kept apart: who plans does not approve.
"""

from collections.abc import Mapping
from typing import Literal, get_args

Scope = Literal["open", "read", "plan", "approve", "administer"]
"""`open` asks for no key; an address of a calendar holds a secret of its own."""
Role = Literal["viewer", "planner", "approver", "administrator"]

SCOPES: tuple[Scope, ...] = get_args(Scope)[1:]
ROLES: tuple[Role, ...] = get_args(Role)

OF_ROLE: Mapping[Role, frozenset[Scope]] = {
    "viewer": frozenset({"read"}),
    "planner": frozenset({"read", "plan"}),
    "approver": frozenset({"read", "approve"}),
    "administrator": frozenset(SCOPES),
}

OPERATIONS: Mapping[str, Scope] = {
    "createProgramme": "plan",
    "listProgrammes": "read",
    "readProgramme": "read",
    "replaceProgramme": "plan",
    "changeProgramme": "plan",
    "listRevisions": "read",
    "readRevision": "read",
    "compareRevisions": "read",
    "createPlan": "plan",
    "keepPlan": "plan",
    "readPlan": "read",
    "listPlans": "read",
    "cancelPlan": "plan",
    "retryPlan": "administer",
    "followPlan": "read",
    "drawGantt": "read",
    "drawHeatMap": "read",
    "drawRiskCurve": "read",
    "exportPlan": "read",
    "readExportLosses": "read",
    "readPaper": "read",
    "exportProgramme": "read",
    "readCalendar": "read",
    "createSubscription": "plan",
    "listSubscriptions": "plan",
    "revokeSubscription": "plan",
    "readSubscribedCalendar": "open",
    "importFile": "read",
    "makeChange": "plan",
    "comparePlans": "read",
    "setBaseline": "plan",
    "listBaselines": "read",
    "readBaseline": "read",
    "removeBaseline": "plan",
    "listChurn": "read",
    "drawChurn": "read",
    "mergeProgramme": "plan",
    "createAnalysis": "plan",
    "listAnalyses": "read",
    "readAnalysis": "read",
    "cancelAnalysis": "plan",
    "followAnalysis": "read",
    "decidePlan": "approve",
    "listDecisions": "read",
    "readPlanView": "read",
    "createKey": "administer",
    "listKeys": "administer",
    "revokeKey": "administer",
    "rotateKey": "administer",
    "readCaller": "read",
    "checkPlan": "read",
    "validateProgramme": "read",
    "listRuleKinds": "open",
    "listIssueCodes": "open",
    "listDemoProgrammes": "open",
    "readDemoProgramme": "open",
    "readLimits": "open",
    "readHealth": "open",
    "readReadiness": "open",
    "readMetrics": "administer",
    "createWebhook": "administer",
    "listWebhooks": "administer",
    "readWebhook": "administer",
    "changeWebhook": "administer",
    "removeWebhook": "administer",
    "rotateWebhookSecret": "administer",
    "listDeliveries": "administer",
    "pingWebhook": "administer",
    "replayDelivery": "administer",
    "deleteProgramme": "administer",
    "listAudit": "administer",
    "verifyAudit": "administer",
}
"""Operations of the programming interface, by id."""

PAGES: Mapping[str, Scope] = {
    "GET /": "read",
    "POST /demo-programmes/{id}": "plan",
    "GET /programmes/{id}": "read",
    "GET /programmes/{id}/contents": "read",
    "POST /programmes/{id}/plans": "plan",
    "GET /plans/{id}": "read",
    "GET /plans/{id}/timeline": "read",
    "GET /programmes/new": "plan",
    "POST /programmes/new": "plan",
    "GET /programmes/import": "plan",
    "POST /programmes/import": "plan",
    "GET /programmes/template.xlsx": "read",
    "POST /programmes/import/answers": "plan",
    "GET /programmes/{id}/import": "plan",
    "POST /programmes/{id}/import": "plan",
    "POST /programmes/{id}/import/answers": "plan",
    "GET /programmes/{id}/dates": "plan",
    "POST /programmes/{id}/dates": "plan",
    "GET /programmes/{id}/calendar": "plan",
    "POST /programmes/{id}/calendar": "plan",
    "POST /programmes/{id}/calendar/{subscription}/revoke": "plan",
    "GET /plans/{id}/not-carried": "read",
    "GET /programmes/{id}/progress": "plan",
    "POST /programmes/{id}/progress": "plan",
    "GET /programmes/{id}/change": "plan",
    "GET /programmes/{id}/change/{kind}": "plan",
    "POST /programmes/{id}/change/{kind}": "plan",
    "POST /plans/{id}/accept": "plan",
    "POST /plans/{id}/discard": "plan",
    "GET /plans/{id}/hand-over": "read",
    "GET /plans/{id}/public": "read",
    "GET /plans/{id}/exempt": "read",
    "GET /plans/{id}/board": "read",
    "POST /plans/{id}/decisions": "approve",
    "GET /plans/{id}/load": "read",
    "GET /plans/{id}/decisions": "read",
    "GET /plans/{id}/compare": "read",
    "GET /plans/{id}/activities/{activity}": "read",
    "POST /plans/{id}/stop": "plan",
    "POST /plans/{id}/search-on": "plan",
    "POST /plans/{id}/analyses": "plan",
    "GET /plans/{id}/weigh": "read",
    "POST /plans/{id}/weigh": "plan",
    "GET /plans/{id}/ask/{kind}": "read",
    "POST /plans/{id}/ask/{kind}": "plan",
    "GET /analyses/{id}": "read",
    "POST /analyses/{id}/stop": "plan",
    "POST /analyses/{id}/keep": "plan",
    "POST /analyses/{id}/options/{number}": "plan",
    "GET /sign-in": "open",
    "POST /sign-in": "open",
    "POST /sign-out": "open",
    "GET /openapi.json": "open",
    "GET /docs": "open",
    "GET /docs/problems": "open",
    "GET /static/{name}": "open",
}
"""Pages and what they send, by method and route."""

FOR_SOME_GROUPS = frozenset({"readPlanView", "readCaller"})
"""What a key for some service groups only may ask for: views that leave out all the others."""


def scope_of(operation: str | None, method: str, path: str) -> Scope | None:
    """Return the scope that a route needs; None where nobody has classified it."""
    if operation is not None and operation in OPERATIONS:
        return OPERATIONS[operation]
    return PAGES.get(f"{method} {path}")
