"""Something changes: short ways to say so, and plans in force of the small programme."""

from typing import Any

import httpx

from scheduler.regenerating.comparison import compare
from scheduler.regenerating.difference_json import difference_to_jsonable
from scheduler.regenerating.input_changes import InputChange
from scheduler.regenerating.told import who_is_told
from tests.api.programmes import merge
from tests.api.routes.played_worker import later, small
from tests.api.routes.service import Service

NEW_NAME = {"title": "It is called otherwise", "merge": {"name": "Later"}}
"""A change that the plan in force does not mind."""


def in_force(service: Service) -> tuple[str, str]:
    """Return the ids of a fresh programme and of a plan of it that was found."""
    plan = service.planned()
    return str(service.read(plan)["programme"]), plan


def change(
    service: Service,
    programme: str,
    body: dict[str, Any],
    match: str = '"1"',
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """Make a change."""
    given = {"If-Match": match, **(headers or {})}
    return service.client.post(f"/v1/programmes/{programme}/changes", json=body, headers=given)


def name_plan(service: Service, programme: str, name: str, plan: str) -> httpx.Response:
    """Give a plan a name."""
    address = f"/v1/programmes/{programme}/baselines/{name}"
    return service.client.put(address, json={"plan": plan})


def closed_for_cutovers(activity: str) -> dict[str, Any]:
    """Return a rule that forbids the day on which an activity begins in the plan in force."""
    day = small()[1].placed[activity].start.isoformat()
    return {
        "id": "closed",
        "kind": "change_freeze",
        "basis": "contract",
        "activities": {"activities": [activity]},
        "windows": [{"first": day, "last": day, "name": "Closed"}],
    }


def rename(service: Service, programme: str, name: str, match: str = '"1"') -> httpx.Response:
    """Change the name of a programme and nothing else."""
    return merge(service.client, f"/v1/programmes/{programme}", {"name": name}, match)


LIGHT = {
    "state": "feasible",
    "how": "mended",
    "words": "The plan in force breaks 1 planning rule; moved where it must be, it holds again.",
    "broken": [{"rule": "closed", "statement": "Closed."}],
    "cause": None,
    "rules": [],
    "seconds": 0.1,
}
"""A traffic light as workers tell of it."""


def stayed_near(service: Service) -> tuple[str, str, str]:
    """Return a programme, its plan in force, and the plan that was made after a change."""
    programme, before = in_force(service)
    made = change(service, programme, {**NEW_NAME, "plan": before}).json()["plan"]["id"]
    worker = service.work(made)
    worker.tell("traffic_light", LIGHT)
    worker.find(later())
    worker.finish(plan=later(), traffic_light=LIGHT, diff=difference())
    return programme, before, made


def difference() -> dict[str, Any]:
    """Return what `later` changes, with a cause of what came before as a worker stores it."""
    programme, plan = small()
    comparison = compare((programme, plan), (programme, later()))
    name = InputChange(path="/name", kind="changed", field="name", entry=None, was="a", now="b")
    told = who_is_told(comparison, programme)
    return difference_to_jsonable(comparison, told, changes=[name])
