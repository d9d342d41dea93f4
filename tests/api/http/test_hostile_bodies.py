import json
from collections.abc import Mapping

import pytest
from fastapi.routing import APIRoute
from httpx import Client, Response

from api.app import ROUTERS
from tests.api.http.hostile import VALUES, WHOLE
from tests.api.programmes import JSON_PATCH, MERGE_PATCH, PROBLEM, stored
from tests.architecture.source_tree import ROOT

JSON = "application/json"
SPARSE = (ROOT / "fixtures" / "exchange" / "sparse.xml").read_bytes()
ROUTES: Mapping[str, tuple[str, str, str, str]] = {
    "create": ("POST", "/v1/programmes", JSON, '{"id": "p", "name": @}'),
    "create id": ("POST", "/v1/programmes", JSON, '{"id": @}'),
    "create number": (
        "POST",
        "/v1/programmes",
        JSON,
        '{"services": [{"id": "A", "yearly_cost": {"pence": @}}]}',
    ),
    "replace": ("PUT", "@programme", JSON, '{"id": "small", "name": @}'),
    "merge": ("PATCH", "@programme", MERGE_PATCH, '{"name": @}'),
    "merge key": ("PATCH", "@programme", MERGE_PATCH, '{"contract": {"notice_calendar_days": @}}'),
    "patch value": (
        "PATCH",
        "@programme",
        JSON_PATCH,
        '[{"op": "replace", "path": "/name", "value": @}]',
    ),
    "patch path": ("PATCH", "@programme", JSON_PATCH, '[{"op": "remove", "path": @}]'),
    "patch whole": ("PATCH", "@programme", JSON_PATCH, "@"),
    "change title": ("POST", "@programme/changes", JSON, '{"title": @, "merge": {}}'),
    "change patch": ("POST", "@programme/changes", JSON, '{"patch": @}'),
    "change plan": ("POST", "@programme/changes", JSON, '{"merge": {}, "plan": @}'),
    "three-way base": ("POST", "@programme/merge", JSON, '{"base": @, "document": {}}'),
    "three-way document": ("POST", "@programme/merge", JSON, '{"base": 1, "document": @}'),
    "baseline": ("PUT", "@programme/baselines/approved", JSON, '{"plan": @}'),
    "plan seed": ("POST", "@programme/plans", JSON, '{"seed": @}'),
    "plan time": ("POST", "@programme/plans", JSON, '{"time_limit_seconds": @}'),
    "plan start": ("POST", "@programme/plans", JSON, '{"start_from": @}'),
    "analysis kind": ("POST", "@plan/analyses", JSON, '{"kind": @}'),
    "analysis time": (
        "POST",
        "@plan/analyses",
        JSON,
        '{"kind": "latest", "time_limit_seconds": @}',
    ),
    "analysis target": ("POST", "@plan/analyses", JSON, '{"kind": "hold", "target_percent": @}'),
    "check programme": ("POST", "/v1/check", JSON, '{"programme": {"id": @}, "plan": {}}'),
    "check plan": (
        "POST",
        "/v1/check",
        JSON,
        '{"programme_id": "@id", "plan": {"options": {}, "activities": [{"id": @}]}}',
    ),
    "check ids": ("POST", "/v1/check", JSON, '{"programme_id": @, "plan": {}}'),
    "check revision": (
        "POST",
        "/v1/check",
        JSON,
        '{"programme_id": "@id", "revision": @, "plan": {}}',
    ),
    "check plan id": ("POST", "/v1/check", JSON, '{"plan_id": @}'),
    "validate": ("POST", "/v1/validate", JSON, '{"name": @}'),
    "decision": ("POST", "@plan/decisions", JSON, '{"decision": "approved", "comment": @}'),
    "kept plan": (
        "POST",
        "@programme/plans/made-elsewhere",
        JSON,
        '{"plan": {"options": {}, "activities": [{"id": @}]}, "made_elsewhere": "a.mpp"}',
    ),
    "kept plan's file": (
        "POST",
        "@programme/plans/made-elsewhere",
        JSON,
        '{"plan": {"options": {}, "activities": []}, "made_elsewhere": @}',
    ),
    "subscription": ("POST", "@programme/calendar-subscriptions", JSON, '{"name": @}'),
    "subscription days": (
        "POST",
        "@programme/calendar-subscriptions",
        JSON,
        '{"name": "n", "expires_in_days": @}',
    ),
    "subscription dates": (
        "POST",
        "@programme/calendar-subscriptions",
        JSON,
        '{"name": "n", "shown": @}',
    ),
    "key": ("POST", "/v1/keys", JSON, '{"name": @, "role": "viewer"}'),
    "key days": ("POST", "/v1/keys", JSON, '{"name": "n", "role": "viewer", "expires_in_days": @}'),
    "rotation": ("POST", "/v1/keys/#key/rotation", JSON, '{"overlap_hours": @}'),
    "webhook": ("POST", "/v1/webhooks", JSON, '{"url": @}'),
    "webhook events": (
        "POST",
        "/v1/webhooks",
        JSON,
        '{"url": "https://example.com/", "events": @}',
    ),
    "webhook change": ("PATCH", "/v1/webhooks/#webhook", JSON, '{"url": @}'),
}
OF_FORMS = {("POST", "/v1/imports")}
"""Forms with a file; each is read in a process of its own, so that fewer values are tried."""
WITHOUT_BODY = {
    ("POST", "/v1/plans/{plan_id}/cancel"),
    ("POST", "/v1/analyses/{analysis_id}/cancel"),
    ("POST", "/v1/plans/{plan_id}/retry"),
    ("POST", "/v1/webhooks/{webhook_id}/ping"),
    ("POST", "/v1/webhooks/{webhook_id}/rotation"),
    ("POST", "/v1/deliveries/{delivery_id}/replay"),
}


def _send(client: Client, at: str, route: str, data: bytes) -> Response:
    method, path, media_type, _ = ROUTES[route]
    headers = {"Content-Type": media_type, "If-Match": "*"}
    if "@plan" in path:
        path = path.replace("@plan", client.post(f"{at}/plans", json={}).headers["Location"])
    if "#webhook" in path:
        made = client.post("/v1/webhooks", json={"url": "https://example.com/"})
        path = path.replace("#webhook", made.json().get("id", "whk_none"))
    if "#key" in path:
        made = client.post("/v1/keys", json={"name": "n", "role": "viewer"})
        path = path.replace("#key", made.json()["id"])
    return client.request(method, path.replace("@programme", at), content=data, headers=headers)


def _looked_at(response: Response, sent: str) -> None:
    """No failure of ours, and an answer that any strict reader can read."""
    assert response.status_code < 500, (sent, response.text)
    document = json.loads(response.content.decode("utf-8"), parse_constant=pytest.fail)
    json.dumps(document, ensure_ascii=False, allow_nan=False).encode("utf-8")
    assert len(response.content) < 2_000_000, sent
    if response.status_code >= 400:
        assert response.headers["Content-Type"] == PROBLEM
        assert document["detail"]
        assert document["code"] in {
            "file_rejected",
            "programme_rejected",
            "plan_rejected",
            "patch_rejected",
            "body_rejected",
            "id_changed",
            "too_large",
            "no_such_plan",
            "plan_not_final",
            "no_such_programme",
            "no_such_revision",
            "too_many_webhooks",
            "too_many_subscriptions",
            "no_such_webhook",
            "import_rejected",
        }, (sent, document)


@pytest.mark.parametrize("route", ROUTES)
def test_no_value_in_a_body_makes_the_service_fail(client: Client, route: str) -> None:
    at = stored(client)
    template = ROUTES[route][3].replace("@id", at.rsplit("/", 1)[1])
    for name, value in VALUES.items():
        _looked_at(_send(client, at, route, template.replace("@", value).encode()), name)


@pytest.mark.parametrize(
    "route", ["create", "replace", "merge", "patch value", "plan seed", "check ids", "validate"]
)
def test_no_body_makes_the_service_fail(client: Client, route: str) -> None:
    at = stored(client)
    for name, data in WHOLE.items():
        _looked_at(_send(client, at, route, data), name)


@pytest.mark.parametrize("name", [*VALUES][::3])
def test_no_value_in_a_mapping_makes_the_service_fail(client: Client, name: str) -> None:
    mapping = f'{{"supplier": {VALUES[name]}}}'
    parts = {"file": ("x.xml", SPARSE), "mapping": (None, mapping.encode())}
    _looked_at(client.post("/v1/imports", files=parts), name)


@pytest.mark.parametrize("name", [*WHOLE][::6])
def test_no_file_makes_the_service_fail(client: Client, name: str) -> None:
    _looked_at(client.post("/v1/imports", files={"file": ("x", WHOLE[name])}), name)


def test_every_route_with_a_body_is_attacked() -> None:
    found = {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in (route.methods or set()) & {"POST", "PUT", "PATCH"}
    }
    attacked = {
        (
            method,
            path.replace("@programme", "/v1/programmes/{programme_id}")
            .replace("@plan", "/v1/plans/{plan_id}")
            .replace("/approved", "/{name}")
            .replace("#webhook", "{webhook_id}")
            .replace("#key", "{key_id}"),
        )
        for method, path, _, _ in ROUTES.values()
    }
    assert found - WITHOUT_BODY - OF_FORMS == attacked
