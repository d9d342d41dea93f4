"""What Schemathesis loads beside itself: requests that name what there is, and what came of them.

Where a run is told of ids (`KNOWN`), most requests that are right so far take these instead of
made-up ones: in paths, in queries, and in bodies that name a plan or a programme. What a request
ends is made for it just before. Some bodies take one member of what was made up into a programme
that is valid, so that more of them get past the first rule of meaning.

Every answer is written as one line (`ANSWERED`): the operation and its status.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import httpx
import schemathesis
from schemathesis.core.parameters import ParameterLocation

from tests.api.programmes import SMALL

KNOWN = "PHASED_EXIT_FUZZ_KNOWN"
ANSWERED = "PHASED_EXIT_FUZZ_ANSWERED"
SHARE_KNOWN = 0.9
"""Of requests; the others keep their made-up ids."""
SHARE_IN_BODIES = 0.5

_random = Random(1)
_numbers = count(1)
_PROGRAMME: dict[str, Any] = json.loads(SMALL)


@cache
def _known() -> Mapping[str, str]:
    found: dict[str, str] = json.loads(os.environ.get(KNOWN, "{}"))
    return found


@schemathesis.hook
def before_call(
    context: Any, case: Any, kwargs: Any
) -> None:  # of a library that is not typed here
    """Put ids that exist into a request, where it was meant to be right."""
    del context, kwargs
    if not _known() or case.meta is None:
        return
    operation = case.operation.definition.raw["operationId"]
    if _is_right(case, ParameterLocation.PATH) and _random.random() < SHARE_KNOWN:
        ids = {**_known(), **_FRESH.get(operation, dict)()}
        case.path_parameters = {
            name: ids.get(name, value) for name, value in (case.path_parameters or {}).items()
        }
    if _is_right(case, ParameterLocation.QUERY) and case.query:
        case.query = {name: _in_query(name, value) for name, value in case.query.items()}
    if _is_right(case, ParameterLocation.HEADER) and "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = _random.choice(["*", case.headers["If-Match"]])
    if (
        isinstance(case.body, dict)
        and _is_right(case, ParameterLocation.BODY)
        and _random.random() < SHARE_IN_BODIES
    ):
        case.body = _in_body(operation, case.body)


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Write down what came of a request."""
    del context
    if ANSWERED in os.environ:
        operation = case.operation.definition.raw["operationId"]
        with Path(os.environ[ANSWERED]).open("a", encoding="utf-8") as told:
            told.write(f"{operation} {response.status_code}\n")


def _is_right(case: Any, where: ParameterLocation) -> bool:
    part = case.meta.components.get(where)
    return part is None or not part.mode.is_negative


def _in_query(name: str, value: object) -> object:
    known = {
        "against": _known()["plan_id"],
        "programme": _known()["programme_id"],
        "revision": "1",
        "from": "1",
        "to": "2",
    }
    return known.get(name, value) if _random.random() < SHARE_KNOWN else value


def _in_body(operation: str, body: dict[str, Any]) -> object:
    """Return a body that names what exists, or is a valid programme but for one member."""
    known = _known()
    match operation:
        case "createProgramme" | "replaceProgramme" | "validateProgramme":
            return _mostly_valid(body)
        case "mergeProgramme":
            return {**body, "base": 1, "document": _mostly_valid(body.get("document"))}
        case "checkPlan":
            return {"programme_id": known["programme_id"], "plan_id": known["plan_id"]}
        case "setBaseline":
            return {**body, "plan": known["plan_id"]}
        case "createPlan" if "start_from" in body:
            return {**body, "start_from": known["plan_id"]}
        case "makeChange" if "plan" in body:
            return {**body, "plan": known["plan_id"]}
        case "createWebhook" | "changeWebhook" if "programme" in body:
            return {**body, "programme": known["programme_id"]}
        case _:
            return body


def _mostly_valid(body: object) -> object:
    if not isinstance(body, dict) or not body:
        return body
    name = _random.choice(sorted(body))
    return {**_PROGRAMME, name: body[name]}


def _sent(method: str, path: str, **words: Any) -> dict[str, Any]:  # JSON
    with httpx.Client(base_url=_known()["address"], timeout=100) as client:
        answer = client.request(method, path, **words)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def _programme() -> dict[str, str]:
    return {"programme_id": _sent("POST", "/v1/programmes", json=_PROGRAMME)["id"]}


def _named() -> dict[str, str]:
    path = f"/v1/programmes/{_known()['programme_id']}/baselines/n{next(_numbers)}"
    return {"name": _sent("PUT", path, json={"plan": _known()["plan_id"]})["name"]}


def _webhook() -> dict[str, str]:
    return {"webhook_id": _sent("POST", "/v1/webhooks", json=WEBHOOK)["id"]}


def _key() -> dict[str, str]:
    return {"key_id": _sent("POST", "/v1/keys", json=KEY)["id"]}


def _subscription() -> dict[str, str]:
    path = f"/v1/programmes/{_known()['programme_id']}/calendar-subscriptions"
    return {"subscription_id": _sent("POST", path, json={"name": "Office"})["id"]}


WEBHOOK = {"url": "https://example.com/hook"}
KEY = {"name": "n", "role": "viewer"}
_FRESH: Mapping[str, Callable[[], dict[str, str]]] = {
    "deleteProgramme": _programme,
    "removeBaseline": _named,
    "removeWebhook": _webhook,
    "revokeKey": _key,
    "revokeSubscription": _subscription,
}
"""Operation to what makes that which it ends."""
