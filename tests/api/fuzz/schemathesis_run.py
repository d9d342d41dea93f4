"""One run of Schemathesis against a running service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from api.routes.found_baselines import IN_FORCE
from tests.api.fuzz.existing import ANSWERED, KEY, KNOWN, WEBHOOK
from tests.api.programmes import MERGE_PATCH, SMALL
from tests.architecture.source_tree import ROOT

CONFIG = Path(__file__).with_name("schemathesis.toml")
WAIT = {"Prefer": "wait=60"}
HOOKS = "tests.api.fuzz.existing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a run found."""

    cases: int
    failures: Sequence[Any]
    errors: Sequence[Any]
    said: str
    answered: Counter[tuple[str, int]]
    """How often an operation was answered with a status."""

    def past(self) -> tuple[int, int]:
        """Return the requests of operations with an id in their path, and how many met no 404."""
        of_ids = {
            (operation, status): number
            for (operation, status), number in self.answered.items()
            if operation in WITH_IDS
        }
        found = sum(number for (_, status), number in of_ids.items() if status != NOT_FOUND)
        return sum(of_ids.values()), found

    def never_past(self) -> list[str]:
        """Return the operations with an id in their path that never got past a 404."""
        past = {operation for operation, status in self.answered if status != NOT_FOUND}
        met = {operation for operation, _ in self.answered}
        return sorted((met & WITH_IDS) - past)


def attack(address: str, folder: Path, *words: str, among: Mapping[str, str]) -> Findings:
    """Make requests up; `among` are ids that exist, for most of them to name, or none."""
    report, answered = folder / "report.json", folder / "answered.txt"
    for file in (report, answered):
        file.unlink(missing_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "schemathesis.cli"]
    command += ["--config-file", str(CONFIG), "run", f"{address}/openapi.json"]
    command += ["--continue-on-failure", "--report-json-path", str(report), *words]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SCHEMATHESIS_HOOKS": HOOKS,
        KNOWN: json.dumps({**among, "address": address} if among else {}),
        ANSWERED: str(answered),
    }
    told = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    said = told.stdout + told.stderr
    if not report.exists():
        raise RuntimeError(said)
    found = json.loads(report.read_text("utf-8"))
    return Findings(
        cases=found["test_cases"]["generated"],
        failures=found["failures"],
        errors=found["errors"],
        said=said,
        answered=_counted(answered),
    )


def _counted(answered: Path) -> Counter[tuple[str, int]]:
    pairs = (line.split() for line in answered.read_text("utf-8").splitlines())
    return Counter((operation, int(status)) for operation, status in pairs)


def something_to_find(address: str) -> dict[str, str]:
    """Store one of everything that has an id, and return the ids by the names of their parameters.

    A programme with two revisions, a finished plan that has a name, a finished analysis with a
    curve, a webhook that was pinged, a key, a subscription.
    """
    with httpx.Client(base_url=address, timeout=100) as client:

        def made(path: str, body: object, **headers: str) -> dict[str, Any]:
            answer = client.post(path, json=body, headers=headers).raise_for_status()
            found: dict[str, Any] = answer.json()
            return found

        programme = made("/v1/programmes", json.loads(SMALL))["id"]
        place = f"/v1/programmes/{programme}"
        changed = {"name": "Three services leave, renamed"}
        headers = {"If-Match": "*", "Content-Type": MERGE_PATCH}
        client.patch(place, json=changed, headers=headers).raise_for_status()
        plan = made(f"{place}/plans", {}, **WAIT)["id"]
        named = {"plan": plan}
        client.put(f"{place}/baselines/{IN_FORCE}", json=named).raise_for_status()
        analysis = made(f"/v1/plans/{plan}/analyses", {"kind": "risk"}, **WAIT)["id"]
        webhook = made("/v1/webhooks", WEBHOOK)["id"]
        delivery = made(f"/v1/webhooks/{webhook}/ping", None)["id"]
        key = made("/v1/keys", KEY)["id"]
        subscription = made(f"{place}/calendar-subscriptions", {"name": "Board"})
        demo = client.get("/v1/demo-programmes").raise_for_status().json()["demo_programmes"][0]
    return {
        "programme_id": programme,
        "number": "1",
        "name": IN_FORCE,
        "plan_id": plan,
        "analysis_id": analysis,
        "webhook_id": webhook,
        "delivery_id": delivery,
        "key_id": key,
        "subscription_id": subscription["id"],
        "token": subscription["path"].rpartition("/")[2].removesuffix(".ics"),
        "demo_id": demo["id"],
    }


def _with_ids() -> frozenset[str]:
    paths = json.loads((ROOT / "api/openapi.json").read_bytes())["paths"]
    return frozenset(
        operation["operationId"]
        for path, item in paths.items()
        for operation in item.values()
        if "{" in path and "operationId" in operation
    )


NOT_FOUND = 404
WITH_IDS = _with_ids()
"""Operations with an id in their path."""
