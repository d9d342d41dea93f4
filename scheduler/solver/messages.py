"""What solver processes and their supervisors say to each other: one JSON object a line."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.domain.plan import Placed, Plan


def plan_to_message(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values."""
    return {
        "options": dict(plan.options),
        "placed": {
            name: [at.start.isoformat(), at.finish.isoformat()] for name, at in plan.placed.items()
        },
    }


def plan_from_message(message: Mapping[str, Any]) -> Plan:
    """Return the plan that a message holds."""
    return Plan(
        options=dict(message["options"]),
        placed={
            name: Placed(start=date.fromisoformat(first), finish=date.fromisoformat(last))
            for name, (first, last) in message["placed"].items()
        },
    )
