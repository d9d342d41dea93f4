"""Plans made elsewhere, as they are sent to be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx

from scheduler.domain.plan import Placed, Plan
from tests.api.routes.played_worker import small
from tests.api.routes.service import Service

FILE = "Their plan.mpp"


def written(plan: Plan) -> dict[str, Any]:
    """Return no more of a plan than must be said."""
    return {
        "options": dict(plan.options),
        "activities": [
            {"id": id, "start": at.start.isoformat(), "finish": at.finish.isoformat()}
            for id, at in plan.placed.items()
        ],
    }


def broken(days: int = 900) -> Plan:
    """Return the plan with one transfer long after the end of the contract."""
    plan = small()[1]
    at = plan.placed["NET.transfer"]
    far = timedelta(days=days)
    moved = Placed(start=at.start + far, finish=at.finish + far)
    return replace(plan, placed={**plan.placed, "NET.transfer": moved})


def keep(
    service: Service, programme: str, plan: dict[str, Any], key: str | None = None
) -> httpx.Response:
    """Send a plan to be kept."""
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"plan": plan, "made_elsewhere": FILE}
    at = f"/v1/programmes/{programme}/plans/made-elsewhere"
    return service.client.post(at, json=body, headers=headers)


def kept(service: Service, programme: str, plan: Plan) -> dict[str, Any]:
    """Keep a plan; return it as it is read."""
    made = keep(service, programme, written(plan))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = service.client.get(made.headers["Location"]).json()
    assert found == made.json()
    return found
