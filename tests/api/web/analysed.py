"""What analyses of the small programme tell and end with, without a solver."""

from functools import cache
from typing import Any

from scheduler.explaining.holding import explain_plan
from scheduler.explaining.latest import decisions_of
from scheduler.explaining.words import words_of
from scheduler.interchange.holding_json import holding_to_jsonable
from tests.api.routes.played_worker import PlayedWorker, small

WHY_NONE: dict[str, Any] = {
    "feasible": False,
    "outcome": "infeasible",
    "clashes": [
        {"rules": ["XMAS", "END"], "statements": ["one", "two"], "minimal": True, "proved": True}
    ],
    "complete": False,
    "none_apart": True,
    "partial_plan": None,
    "recovery_options": [],
    "alarms": [],
    "seconds": 1.0,
}

PARTIAL: dict[str, Any] = {
    "kept_back": [
        {
            "service": "NET",
            "name": "Network",
            "criticality": 5,
            "rules": ["END"],
            "earliest_transfer": "2024-05-20",
            "calendar_days_after_end": 50,
        }
    ],
    "criticality": 5,
    "fewest": True,
    "plan": {
        "services": {
            "NET": {"transfer": None},
            "PAY": {"transfer": "2024-01-01"},
            "CSC": {"transfer": "2023-10-02"},
        }
    },
}
OPTION: dict[str, Any] = {
    "changes": [
        {
            "rule": "contingency-8-weeks",
            "from": 40,
            "to": 20,
            "owner": "Programme board",
            "price": 20,
            "basis": "policy",
            "words": "Four weeks instead of eight stay free.",
            "adjustments": [],
        }
    ],
    "price": 20,
    "contract_points": 0,
    "checked": True,
    "cheapest_proved": True,
    "irreducible_proved": True,
    "patch": [
        {
            "op": "add",
            "path": "/adjustments",
            "value": [
                {
                    "id": "four-weeks",
                    "kind": "eased",
                    "rule": "contingency-8-weeks",
                    "field": "working_days",
                    "to": 20,
                }
            ],
        }
    ],
    "plan": {},
}
WAYS_OUT: dict[str, Any] = {
    **WHY_NONE,
    "partial_plan": PARTIAL,
    "recovery_options": [OPTION],
    "recovery": {"complete": True, "at_least": 0, "asked": 1, "seconds": 1.0},
}


@cache
def held_plan() -> dict[str, Any]:
    """Return what holds the dates of the plan that played workers find."""
    programme, plan = small()
    holding = explain_plan(programme, plan)
    return holding_to_jsonable(holding, words_of(holding, programme, plan))


def tell_dates(worker: PlayedWorker) -> None:
    """Tell until when the first decision can be taken, and one option be chosen."""
    programme, _ = small()
    known = {"proved": True, "confirmed": True}
    worker.tell(
        "row",
        {
            "row": "latest_date",
            "id": decisions_of(programme)[0],
            "reading": "others free",
            "latest": "2023-01-24",
            "meeting": "Executive",
            "decide_by": "2022-12-20",
            "papers_by": None,
            "planned": "2022-11-01",
            **known,
        },
    )
    group = programme.document.service_groups[0]
    option = {"group": group.id, "option": group.options[0].id, "decision": None}
    worker.tell(
        "row", {"row": "option_expiry", **option, "alive": True, "expires": "2023-01-24", **known}
    )
    worker.tell("progress", {"questions": 3, "rows": 2, "seconds": 1.5})
