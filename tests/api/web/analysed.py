"""What analyses of the small programme tell and end with, without a solver."""

from functools import cache
from typing import Any

from scheduler.answers import Frontier, FrontierLevel, FrontierPoint
from scheduler.explaining.holding import explain_plan
from scheduler.explaining.latest import decisions_of
from scheduler.explaining.words import words_of
from scheduler.interchange.frontier_json import frontier_to_jsonable
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


def priced_contingency() -> dict[str, Any]:
    """Return what more contingency costs: 13 weeks cost 2 points, and 26 cannot be."""
    aims = [{"name": "peak_change_load", "unit": "load points", "maximise": False}]
    common = {"last_day": None, "proved": True, "confirmed": True, "plan": None}
    rows = [
        {
            **common,
            "weeks": weeks,
            "fits": load is not None,
            "kept_free": weeks,
            "last_transfer": None if load is None else day,
            "values": None if load is None else {"peak_change_load": load},
            "difference": None if load is None else {"peak_change_load": load - 40},
        }
        for weeks, day, load in (
            (None, "2024-01-01", 40),
            (13, "2023-12-01", 42),
            (26, None, None),
        )
    ]
    return {"feasible": True, "aims": aims, "rows": rows}


@cache
def weighed_document() -> dict[str, Any]:
    """Return a frontier of three points, the plan of the small programme beside them."""
    programme, plan = small()
    points = ((60, 30, True), (70, 40, False), (80, 70, True))
    frontier = Frontier(
        outcome="plan",
        first=FrontierLevel(name="schedule_contingency", unit="working days", maximise=True),
        second=FrontierLevel(name="peak_change_load", unit="load points", maximise=False),
        points=tuple(
            FrontierPoint(first=first, second=second, proved=proved, plan=plan)
            for first, second, proved in reversed(points)
        ),
        concessions=0,
        unexplored=((80, 70),),
        seconds=1.5,
    )
    made = frontier_to_jsonable(frontier, programme)
    return {"feasible": True, **made, "at_hand": {"first": 65, "second": 55}}
