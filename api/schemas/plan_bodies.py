"""The JSON of a plan: its facts, with the stored answer beside them.

Answers and plans are large and stored as JSON text by the worker that made them. They are put into
the body as they are: reading and writing them again would cost far more than the rest of a request.
"""

import json
from collections.abc import Mapping
from typing import Any

from api.schemas.instants import instant, instant_if_any
from api.schemas.priorities import priority_word
from api.store.records import EventRecord, PlanRecord
from scheduler.interchange.answer_json import not_searched


def listed_plan(plan: PlanRecord, latest: EventRecord | None) -> dict[str, Any]:
    """Return what lists say of a plan; `latest` is its newest event of type `plan`."""
    return {**_facts(plan, latest), "outcome": _outcome(plan)}


def _facts(plan: PlanRecord, latest: EventRecord | None) -> dict[str, Any]:
    failure = None
    if plan.failure_code is not None:
        failure = {"code": plan.failure_code, "detail": plan.failure_detail}
    return {
        "id": plan.id,
        "state": plan.state,
        "programme": plan.programme,
        "revision": plan.revision,
        "priority": priority_word(plan.priority),
        "settings": plan.settings,
        "submitted_at": instant(plan.submitted_at),
        "submitted_by": plan.submitted_by,
        "started_at": instant_if_any(plan.started_at),
        "finished_at": instant_if_any(plan.finished_at),
        "attempts": plan.attempt,
        "plans_checked": plan.incumbents,
        "summary": _said(latest).get("summary"),
        "failure": failure,
    }


def plan_body(
    plan: PlanRecord,
    latest: EventRecord | None,
    progress: EventRecord | None,
    light: EventRecord | None = None,
) -> str:
    """Return the plan resource as JSON; `progress` is its newest event of that type, as `light`."""
    facts = {
        **_facts(plan, latest),
        "queue_position": plan.queue_position,
        "progress": None if progress is None else dict(progress.data),
    }
    head = _compact(facts)[:-1]
    if plan.answer is not None:
        return f"{head},{plan.answer.lstrip()[1:]}"
    without = _without_answer(plan, latest)
    if light is not None:
        without |= {"traffic_light": dict(light.data), "diff": None}
    known = _compact(without)[1:-1]
    return f'{head},{known},"plan":{plan.incumbent or "null"}}}'


def _without_answer(plan: PlanRecord, latest: EventRecord | None) -> dict[str, Any]:
    """Return the fields of the answer document beside the plan, as far as they are known."""
    outcome = _outcome(plan)
    return {
        "outcome": outcome,
        "claim": "feasible_checked" if outcome == "plan" else None,
        "objectives": _said(latest).get("objectives"),
        **not_searched(),
    }


def _outcome(plan: PlanRecord) -> str | None:
    """Return the outcome; where a worker was lost before it could answer, what is known."""
    if plan.outcome is not None or not plan.is_terminal:
        return plan.outcome
    if plan.incumbents:
        return "plan"
    return "undecided" if plan.state == "cancelled" else None


def _said(event: EventRecord | None) -> Mapping[str, Any]:
    return {} if event is None else event.data


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
