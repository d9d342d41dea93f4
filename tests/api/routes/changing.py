"""Something changes: short ways to say so, and plans in force of the small programme."""

from typing import Any

import httpx

from tests.api.programmes import merge
from tests.api.routes.played_worker import small
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
