"""Reading a plan with what was last heard of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.http.problems import Problem
from api.routes.found_plans import found_plan
from api.schemas.plan_bodies import plan_body
from api.store.watching import latest_event
from scheduler.interchange.elsewhere import BREAKS_RULES
from scheduler.interchange.plan_json import plan_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from api.http.caller import Caller
    from api.http.state import Services
    from api.store.records import PlanRecord, RevisionRecord
    from scheduler.domain.expanded import ExpandedProgramme
    from scheduler.domain.plan import Plan

TRAFFIC_LIGHT = "traffic_light"


def body_of(connection: Connection, plan: PlanRecord) -> str:
    """Return a plan as JSON, with what was last heard of it."""
    latest = latest_event(connection, plan.tenant, plan.id, "plan") if plan.incumbents else None
    progress = latest_event(connection, plan.tenant, plan.id, "progress") if plan.attempt else None
    light = None
    if plan.settings.get("regenerate") and plan.answer is None:
        light = latest_event(connection, plan.tenant, plan.id, TRAFFIC_LIGHT)
    return plan_body(plan, latest, progress, light)


def read_plan_of(services: Services, caller: Caller, plan_id: str) -> tuple[PlanRecord, str]:
    """Return a plan with its JSON. Raises Problem 404."""
    with services.database.reading() as connection:
        plan = found_plan(connection, caller, plan_id)
        return plan, body_of(connection, plan)


def planned_programme(
    services: Services, revision: RevisionRecord, plan: PlanRecord
) -> ExpandedProgramme:
    """Return the programme just as a plan of it is made: its durations, its levels."""
    return services.caches.expanded(
        revision.hash,
        revision.document,
        plan.settings.get("durations"),
        plan.settings.get("profile"),
        near=bool(plan.settings.get("regenerate")),
    )


def best_of(plan: PlanRecord) -> Plan | None:
    """Return the best checked plan of a stored one, read in full; None where it has none."""
    text = _text_of_best(plan)
    return None if text is None else plan_in(json.loads(text))


def has_best(plan: PlanRecord) -> bool:
    """Tell whether a stored plan, read in full, has a checked one, which is not read for it."""
    return _text_of_best(plan) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A plan made elsewhere that breaks planning rules; never shown without them."""

    document: dict[str, Any]
    """The plan object, as files have it."""
    plan: Plan
    violations: tuple[dict[str, Any], ...]


def rejected_of(plan: PlanRecord) -> Rejected | None:
    """Return what a plan made elsewhere breaks, with the plan; None of every other."""
    if plan.outcome != BREAKS_RULES or plan.answer is None:
        return None
    found = json.loads(plan.answer)["rejected"]
    document = found["plan"]
    return Rejected(
        document=document, plan=plan_in(document), violations=tuple(found["violations"])
    )


def final_shown_of(plan: PlanRecord) -> tuple[Plan, tuple[dict[str, Any], ...]]:
    """Return the plan of one that is final with what it breaks, which only others' plans do.

    Raises Problem 409.
    """
    rejected = rejected_of(plan)
    return (final_best_of(plan), ()) if rejected is None else (rejected.plan, rejected.violations)


def _text_of_best(plan: PlanRecord) -> str | None:
    return plan.answer if plan.outcome == "plan" else plan.incumbent


def final_best_of(plan: PlanRecord) -> Plan:
    """Return the best checked plan of one that is final. Raises Problem 409."""
    if not plan.is_terminal:
        detail = f"{plan.id} is {plan.state}; it can be taken once it is final."
        raise Problem("plan_not_final", detail, headers={"Retry-After": "1"}, state=plan.state)
    refuse_rejected(plan)
    found = best_of(plan)
    if found is None:
        raise Problem("no_plan", f"{plan.id} is {plan.state} and has no plan.", final=True)
    return found


def refuse_rejected(plan: PlanRecord) -> None:
    """Raise Problem 409 for a plan made elsewhere that breaks planning rules."""
    if plan.outcome == BREAKS_RULES:
        detail = (
            f"{plan.id} was made elsewhere and breaks planning rules; `rejected` names them. It "
            "can be read, compared and exported, and nothing else."
        )
        raise Problem("plan_breaks_rules", detail)


def stored_difference(plan: PlanRecord) -> dict[str, Any] | None:
    """Return the difference that the answer of a plan holds, where it stayed near another."""
    if plan.answer is None or not plan.settings.get("regenerate"):
        return None
    found: dict[str, Any] | None = json.loads(plan.answer).get("diff")
    return found
