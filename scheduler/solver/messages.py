"""What solver processes and their supervisors say to each other: one JSON object a line.

A line of the child is taken for what it is: bytes from a process that may be dying, or whose
libraries may print. One that does not say what its type promises is passed over.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import NoneType
from typing import Any

from scheduler.domain.plan import Placed, Plan

Emit = Callable[[dict[str, Any]], None]
"""Says one message of a child."""

OUTCOMES = frozenset({"plan", "infeasible", "undecided"})
_WHOLE = (int, NoneType)

FIELDS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "started": {"ortools": (str,)},
    "built": {"seconds": (float, int)},
    "compiling": {},
    "compiled": {"seconds": (float, int)},
    "plan": {"plan": (dict,)},
    "progress": {"level": (str,), "value": _WHOLE, "bound": _WHOLE},
    "level": {"level": (str,), "value": (int,), "bound": _WHOLE, "proved": (bool,)},
    "configurations": {"used": (dict,)},
    "tidying": {},
    "confirmed": {"level": (str,), "ok": (str,)},
    "refuted": {"level": (str,)},
    "outcome": {"outcome": (str,), "confirmed": (bool,)},
    "clash_trial": {"rules": (int,)},
    "clash_found": {"rules": (list,), "minimal": (bool,), "proved": (bool,)},
    "clash": {"rules": (list,), "minimal": (bool,), "proved": (bool,)},
    "reply": {"number": (int,), "finding": (str,), "levels": (list,), "confirmed": (bool,)},
    "end": {},
}
"""What a child says, and what each kind of message must hold."""


def message_in(line: bytes) -> dict[str, Any] | None:
    """Return the message that a line of a child holds, if it holds one."""
    try:
        said = json.loads(line, parse_constant=_no_number)
        fields = FIELDS[said["type"]]
        if not all(isinstance(said[name], types) for name, types in fields.items()):
            return None
        if said["type"] in PROMISED and not PROMISED[said["type"]](said):
            return None
        if said.get("plan") is not None:
            plan_from_message(said["plan"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    message: dict[str, Any] = said
    return message


def _no_number(word: str) -> None:
    raise ValueError(word)


def _all_text(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


PROMISED: Mapping[str, Callable[[dict[str, Any]], bool]] = {
    "configurations": lambda said: _all_text(said["used"].values()),
    "outcome": lambda said: said["outcome"] in OUTCOMES,
    "clash_found": lambda said: _all_text(said["rules"]),
    "clash": lambda said: _all_text(said["rules"]) and _all_text(said.get("alarms", ())),
}
"""What a message promises beyond the types of its fields."""


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
