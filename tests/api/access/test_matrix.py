"""Every route, every role, two tenants: nobody does what their role does not allow, none sees another's.

A route that nobody has classified, or that is not tried here, fails these tests.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from api.access import OF_ROLE, OPERATIONS, PAGES, ROLES, Role, scope_of
from api.app import PAGES as PAGE_ROUTERS
from api.app import ROUTERS
from api.http.metrics import METHODS
from api.store.database import Database
from tests.api.access.council import Shared
from tests.api.programmes import SMALL, issues
from tests.api.routes.changing import in_force, name_plan

MARK = "Northshire's secret exit"
BODIES: dict[str, tuple[str, Any]] = {
    "createProgramme": ("application/json", json.loads(SMALL)),
    "replaceProgramme": ("application/json", json.loads(SMALL)),
    "changeProgramme": ("application/merge-patch+json", {"name": "Taken over"}),
    "makeChange": (
        "application/json",
        {"patch": [{"op": "test", "path": "/format_version", "value": 1}]},
    ),
    "mergeProgramme": ("application/json", {"base": 1, "document": json.loads(SMALL)}),
    "setBaseline": ("application/json", {"plan": "PLAN"}),
    "createAnalysis": ("application/json", {"kind": "latest"}),
    "decidePlan": ("application/json", {"decision": "approved"}),
    "keepPlan": (
        "application/json",
        {"plan": {"options": {}, "activities": []}, "made_elsewhere": "theirs.mpp"},
    ),
    "createSubscription": ("application/json", {"name": "Board"}),
    "createKey": ("application/json", {"name": "Somebody", "role": "viewer"}),
    "checkPlan": ("application/json", {}),
    "validateProgramme": ("application/json", json.loads(SMALL)),
}
"""What operations with bodies are sent."""


@pytest.fixture
def app_routes() -> list[APIRoute]:
    """Every route there is."""
    return routes_there_are()


def routes_there_are() -> list[APIRoute]:
    routers = (*ROUTERS, *PAGE_ROUTERS)
    found = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    assert len(found) == sum(len(router.routes) for router in routers)
    return found


def test_the_application_has_these_routes_and_no_other(sharing: Shared) -> None:
    assert len(sharing.app.routes) == len((*ROUTERS, *PAGE_ROUTERS))


def methods_of(route: APIRoute) -> list[str]:
    return sorted((route.methods or set()) & METHODS)


def test_every_route_is_classified(app_routes: list[APIRoute]) -> None:
    unclassified = [
        f"{method} {route.path}"
        for route in app_routes
        for method in methods_of(route)
        if scope_of(route.operation_id, method, route.path) is None
    ]
    assert unclassified == []


def test_nothing_is_classified_that_is_not_there(app_routes: list[APIRoute]) -> None:
    operations = {route.operation_id for route in app_routes if route.include_in_schema}
    assert set(OPERATIONS) == operations
    pages = {f"{m} {r.path}" for r in app_routes if not r.include_in_schema for m in methods_of(r)}
    assert set(PAGES) == pages


class North:
    """A council with something of every kind, all of it marked."""

    def __init__(self, sharing: Shared) -> None:
        service = sharing.of("north")
        self.programme, self.plan = in_force(service)
        changed = service.client.patch(
            f"/v1/programmes/{self.programme}",
            json={"name": MARK},
            headers={
                "If-Match": service.client.get(f"/v1/programmes/{self.programme}").headers["ETag"],
                "Content-Type": "application/merge-patch+json",
            },
        )
        assert changed.status_code == 200, changed.text
        named = name_plan(service, self.programme, "approved", self.plan)
        assert named.status_code == 201, named.text
        self.analysis = service.analyse(self.plan).json()["id"]
        subscriptions = f"/v1/programmes/{self.programme}/calendar-subscriptions"
        made = service.client.post(subscriptions, json={"name": MARK})
        assert made.status_code == 201, made.text
        self.subscription, self.feed = made.json()["id"], made.json()["path"]
        self.key = service.client.get("/v1/keys").json()["keys"][0]["id"]

    def address(self, path: str) -> str:
        """Fill a route's address with what this council has."""
        for parameter, value in (
            ("{programme_id}", self.programme),
            ("{plan_id}", self.plan),
            ("{analysis_id}", self.analysis),
            ("{key_id}", self.key),
            ("{subscription_id}", self.subscription),
            ("{subscription}", self.subscription),
            # Of nobody's: whose address it is, is tried by itself.
            ("{token}", f"pc_{self.subscription.removeprefix('sub_')}_{'0' * 64}"),
            ("{number}", "1"),
            ("{name}", "approved"),
            ("{demo_id}", "small"),
            ("{id}", self.plan if "/plans/" in path else self.programme),
        ):
            path = path.replace(parameter, value)
        if path.endswith("/diff"):
            path += "?from=1&to=2" if "/programmes/" in path else f"?against={self.plan}"
        return path

    @property
    def ids(self) -> tuple[str, ...]:
        """By which its things would be known."""
        return (self.programme, self.plan, self.analysis, self.key, self.subscription, MARK)


def send(
    client: httpx.Client, route: APIRoute, method: str, address: str, plan: str
) -> httpx.Response:
    media_type, body = BODIES.get(route.operation_id or "", ("application/json", None))
    headers = {"If-Match": '"2"', "Content-Type": media_type}
    content = None if body is None else json.dumps(body).replace("PLAN", plan)
    return client.request(method, address, content=content, headers=headers)


def tried() -> Iterator[tuple[APIRoute, str]]:
    for route in routes_there_are():
        for method in methods_of(route):
            yield route, method


def test_nobody_sees_or_changes_what_another_tenant_has(sharing: Shared) -> None:
    north = North(sharing)
    before = everything(sharing.database)
    client = sharing.client(sharing.key("south", "administrator"))
    for route, method in tried():
        address = north.address(route.path)
        answer = send(client, route, method, address, north.plan)
        where = f"{method} {route.path}: {answer.status_code}"
        assert answer.status_code < 500, where
        said = answer.text.replace(address, "")
        for path in (address, address.split("?")[0]):
            said = said.replace(path, "")
        shown = [id for id in north.ids if id in said and id not in address]
        assert shown == [], where
        if any(
            p in route.path for p in ("{programme_id}", "{plan_id}", "{analysis_id}", "{key_id}")
        ):
            assert answer.status_code == 404, f"{where} {answer.text[:300]}"
            assert issues(answer) == []
    assert everything(sharing.database) == before


def everything(database: Database) -> dict[str, list[Any]]:
    """Return all rows of the first council."""
    from sqlalchemy import select  # noqa: PLC0415

    from api.store.tables import METADATA  # noqa: PLC0415

    with database.reading() as connection:
        return {
            table.name: sorted(
                map(repr, connection.execute(select(table).where(table.c.tenant == "north")))
            )
            for table in METADATA.sorted_tables
            if "tenant" in table.c and table.name not in {"keys", "audit"}
        }


@pytest.mark.parametrize("role", [None, *ROLES])
def test_a_role_allows_what_its_scopes_say(sharing: Shared, role: Role | None) -> None:
    north = North(sharing)
    client = sharing.client(None if role is None else sharing.key("north", role))
    for route, method in tried():
        operation = route.operation_id
        needed = scope_of(operation, method, route.path)
        assert needed is not None
        if operation in {"followPlan", "followAnalysis"} and role is not None:
            continue  # Streams end when jobs do; they share their dependency with the others.
        address = north.address(route.path)
        answer = send(client, route, method, address, north.plan)
        where = f"{method} {route.path}: {answer.status_code} {answer.text[:200]}"
        if needed == "open":
            assert answer.status_code not in {401, 403} or route.path == "/sign-in", where
        elif role is None:
            assert answer.status_code == 401, where
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), where
        elif needed in OF_ROLE[role]:
            assert answer.status_code not in {401, 403}, where
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), where
        if operation == "revokeKey" and answer.status_code == 204:
            break
