"""One run of Schemathesis against a running service."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.architecture.source_tree import ROOT

CONFIG = Path(__file__).with_name("schemathesis.toml")
WAIT = {"Prefer": "wait=60"}
BASELINE = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a run found."""

    cases: int
    failures: Sequence[Any]
    errors: Sequence[Any]
    said: str


def attack(address: str, folder: Path, *words: str, among: dict[str, str]) -> Findings:
    """Make requests up; `among` are ids that path parameters take, where any are given."""
    config = folder / "schemathesis.toml"
    known = "".join(f'"path.{name}" = "{value}"\n' for name, value in among.items())
    config.write_text(f"{CONFIG.read_text('utf-8')}\n[parameters]\n{known}", "utf-8")
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "schemathesis.cli"]
    command += ["--config-file", str(config), "run", f"{address}/openapi.json"]
    command += ["--continue-on-failure", "--report-json-path", str(report), *words]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = told.stdout + told.stderr
    if not report.exists():
        raise RuntimeError(said)
    found = json.loads(report.read_text("utf-8"))
    return Findings(
        cases=found["test_cases"]["generated"],
        failures=found["failures"],
        errors=found["errors"],
        said=said,
    )


def something_to_find(address: str) -> dict[str, str]:
    """Store a programme with two revisions and a finished plan that has a name; return the ids."""
    document = json.loads((ROOT / "fixtures/programmes/small.json").read_bytes())
    with httpx.Client(base_url=address, timeout=100) as client:
        stored = client.post("/v1/programmes", json=document).raise_for_status()
        place = stored.headers["Location"]
        changed = {"name": "Three services leave, renamed"}
        client.patch(
            place,
            json=changed,
            headers={"If-Match": stored.headers["ETag"], "Content-Type": MERGE_PATCH},
        ).raise_for_status()
        plan = client.post(f"{place}/plans", json={}, headers=WAIT).raise_for_status().json()
        named = {"plan": plan["id"]}
        client.put(f"{place}/baselines/{BASELINE}", json=named).raise_for_status()
    ids = {"programme_id": stored.json()["id"], "plan_id": plan["id"]}
    return {**ids, "number": "1", "name": BASELINE}


MERGE_PATCH = "application/merge-patch+json"
