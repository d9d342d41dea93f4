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
