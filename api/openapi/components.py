"""Schemas of everything that is sent or answered, from the declarations that read and write it."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import TypeAdapter

from api.schemas.analyses import AnalysisList, AnalysisRequest, AnalysisResource
from api.schemas.audit import AuditList, AuditVerification
from api.schemas.baselines import BaselineList, BaselineRequest, NamedBaseline
from api.schemas.catalogue import DemoProgrammes, IssueCodes, RuleKinds
from api.schemas.changes import ChangeRequest, ChangeResource, MergeRequest
from api.schemas.checks import CheckRequest, CheckResult
from api.schemas.churn import Churn
from api.schemas.decisions import PlanDecision, PlanDecisionList, PlanDecisionRequest, PlanView
from api.schemas.deletions import Deletion
from api.schemas.differences import PlanComparison
from api.schemas.imports import ExportLosses, ImportResult
from api.schemas.keys import CallerFacts, KeyList, KeyRequest, NewKey, RotationRequest
from api.schemas.limits import ServiceLimits
from api.schemas.operation import Health, Readiness
from api.schemas.patches import JSON_PATCH, MERGE_PATCH
from api.schemas.plans import KeepPlanRequest, PlanList, PlanRequest, PlanResource
from api.schemas.problems import Problem
from api.schemas.programmes import Changes, ProgrammeList, Revision, RevisionList
from api.schemas.subscriptions import NewSubscription, SubscriptionList, SubscriptionRequest
from api.schemas.validation import ValidationResult
from api.schemas.webhooks import (
    Delivery,
    DeliveryList,
    NewSecret,
    NewWebhook,
    Webhook,
    WebhookChange,
    WebhookEvent,
    WebhookList,
    WebhookRequest,
)
from scheduler.exchange.mapping.declaration import ProjectMapping
from scheduler.reference.schema import plan_schema, programme_schema

PLACE = "#/components/schemas/"

_ENVELOPES: tuple[type, ...] = (
    Revision,
    ProgrammeList,
    RevisionList,
    Changes,
    PlanRequest,
    KeepPlanRequest,
    PlanResource,
    PlanList,
    ChangeRequest,
    ChangeResource,
    PlanComparison,
    BaselineRequest,
    NamedBaseline,
    BaselineList,
    Churn,
    MergeRequest,
    AnalysisRequest,
    AnalysisResource,
    AnalysisList,
    Deletion,
    AuditList,
    AuditVerification,
    CheckRequest,
    CheckResult,
    ValidationResult,
    ProjectMapping,
    ImportResult,
    ExportLosses,
    SubscriptionRequest,
    NewSubscription,
    SubscriptionList,
    WebhookRequest,
    WebhookChange,
    NewWebhook,
    Webhook,
    WebhookList,
    NewSecret,
    Delivery,
    DeliveryList,
    WebhookEvent,
    RuleKinds,
    IssueCodes,
    DemoProgrammes,
    ServiceLimits,
    Health,
    Readiness,
    KeyRequest,
    RotationRequest,
    NewKey,
    KeyList,
    CallerFacts,
    PlanDecisionRequest,
    PlanDecision,
    PlanDecisionList,
    PlanView,
    Problem,
)
"""What stands in bodies beside programmes, plans and patches."""


def schemas() -> dict[str, Any]:
    """Return every schema by its name, those of documents first."""
    programme = _moved(programme_schema())
    answer = _moved(plan_schema())
    made: dict[str, Any] = {
        "Programme": {k: v for k, v in programme.items() if k not in ("$defs", "$schema")},
        "MergePatch": MERGE_PATCH,
        "JsonPatch": JSON_PATCH,
    }
    adapters: list[tuple[str, Literal["validation"], TypeAdapter[Any]]] = [
        (envelope.__name__, "validation", TypeAdapter(envelope)) for envelope in _ENVELOPES
    ]
    _, found = TypeAdapter.json_schemas(adapters, ref_template=PLACE + "{model}")
    for declared in (programme["$defs"], answer["$defs"], found["$defs"]):
        for name, schema in declared.items():
            made.setdefault(name, schema)
    return dict(sorted(made.items()))


def _moved(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema whose references lead to where OpenAPI keeps declarations."""
    moved: dict[str, Any] = json.loads(json.dumps(schema).replace('"#/$defs/', f'"{PLACE}'))
    return moved
