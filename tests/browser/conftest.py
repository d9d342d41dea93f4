"""A service with plans to look at, and a browser to look with."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.api.serving import serving
from tests.architecture.source_tree import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome")
NEEDED = "PHASED_EXIT_BROWSER"
"""Set where a missing browser is a failure: `.ci/run` installs one."""
WIDE = {"width": 1280, "height": 900}
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)
FREEZE = {
    "id": "closed",
    "kind": "change_freeze",
    "basis": "policy",
    "activities": {"kinds": ["cutover"]},
    "windows": [{"first": "2023-07-31", "last": "2023-08-06", "name": "Closed"}],
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A service, and what is stored in it."""

    address: str
    programme: str
    plan: str
    """A final plan."""
    changed: str
    """A plan that stays near it, after a change."""
    none: str
    """A plan that does not exist."""
    brought: str
    """A plan made elsewhere that keeps every rule."""
    broken: str
    """A plan made elsewhere that breaks some."""

    def at(self, place: str) -> str:
        """Return the address of a place, ids filled in."""
        return self.address + place.format(
            programme=self.programme,
            plan=self.plan,
            changed=self.changed,
            none=self.none,
            brought=self.brought,
            broken=self.broken,
        )


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The small programme, planned and changed by a real worker."""
    folder: Path = tmp_path_factory.mktemp("shelf")
    with serving(folder) as address, httpx.Client(base_url=address, timeout=100) as client:
        document = (ROOT / "fixtures/programmes/small.json").read_bytes()
        json = {"Content-Type": "application/json", "Prefer": "wait=90"}
        stored = client.post("/v1/programmes", content=document, headers=json).raise_for_status()
        place = stored.headers["Location"]
        plan = _final(client, client.post(f"{place}/plans", json={}, headers=json))
        # For the same revision as the plan.
        programme = stored.json()["id"]
        brought, broken = (_brought(client, programme, plan["plan"], days) for days in (0, 900))
        patch = [{"op": "add", "path": "/rules/-", "value": FREEZE}]
        asked: dict[str, Any] = {"title": "A closed week", "patch": patch, "plan": plan["id"]}
        headers = {**json, "If-Match": stored.headers["ETag"]}
        changed = client.post(f"{place}/changes", json=asked, headers=headers)
        near = _final(client, changed, "plan")
        document = (ROOT / "fixtures/infeasible/change_freeze_year_end.json").read_bytes()
        asked_for = client.post("/v1/programmes", content=document, headers=json)
        place = asked_for.raise_for_status().headers["Location"]
        none = _final(client, client.post(f"{place}/plans", json={}, headers=json))
        yield Shelf(address, programme, plan["id"], near["id"], none["id"], brought, broken)


def _brought(client: httpx.Client, programme: str, plan: dict[str, Any], days: int) -> str:
    """Keep the dates of a plan as made elsewhere, one transfer so much later; return its id."""
    far = timedelta(days=days)
    activities = [
        {
            "id": one["id"],
            **{
                end: (
                    date.fromisoformat(one[end]) + far * (one["id"] == "NET.transfer")
                ).isoformat()
                for end in ("start", "finish")
            },
        }
        for one in plan["activities"]
    ]
    body = {
        "plan": {"options": plan["options"], "activities": activities},
        "made_elsewhere": "Their plan.mpp",
    }
    made = client.post(f"/v1/programmes/{programme}/plans/made-elsewhere", json=body)
    found = made.raise_for_status().json()
    assert found["outcome"] == ("breaks_rules" if days else "plan"), found
    return str(found["id"])


def _is_complaint(told: ConsoleMessage) -> bool:
    """Whether the browser complains; that a page was answered 404 or 422 is none of it."""
    return told.type == "error" and "the server responded with a status of 4" not in told.text


def _final(
    client: httpx.Client, answer: httpx.Response, inside: str | None = None
) -> dict[str, Any]:
    """Return the plan that was asked for once it is final, however busy the machine is."""
    found = answer.raise_for_status().json()
    plan: dict[str, Any] = found[inside] if inside else found
    place = f"/v1/plans/{plan['id']}"
    while plan["state"] in {"queued", "running"}:
        # A stream of events ends with its plan, or after a while.
        client.get(f"{place}/events").raise_for_status()
        plan = client.get(place).raise_for_status().json()
    assert plan["state"] == "completed", plan
    return plan


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get(NEEDED):
            pytest.fail("no browser is installed")
        pytest.skip("no browser is installed")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor with a wide window."""
    made = browser.new_context(viewport=WIDE)  # type: ignore[arg-type]
    made.set_default_timeout(PATIENCE_MS)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which every complaint of the browser is a failure, those of the CSP among them."""
    made = context.new_page()
    said: list[str] = []
    made.on("console", lambda told: said.append(told.text) if _is_complaint(told) else None)
    made.on("pageerror", lambda error: said.append(str(error)))
    outside: list[str] = []
    made.on("request", lambda asked: outside.append(asked.url))
    yield made
    assert not said
    assert {url.split("/")[2].split(":")[0] for url in outside if url.startswith("http")} <= {
        "127.0.0.1",
        "localhost",
    }
