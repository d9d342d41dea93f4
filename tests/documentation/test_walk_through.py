"""The README's way through the service over HTTP, gone by a shell against a running one."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import serving
from tests.architecture.source_tree import ROOT

README = (ROOT / "README.md").read_text("utf-8")
WALK = "".join(re.findall(r"^```bash\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
ADDRESS = "http://127.0.0.1:8000"
GUARD_SECONDS = 300
"""Against hanging for ever; machines that test are busy."""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    """Address of `phased-exit serve` on an empty store."""
    folder = tmp_path / "served"
    folder.mkdir()
    with serving(folder) as address:
        yield address


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a clone."""
    found = tmp_path / "clone"
    found.mkdir()
    (found / "fixtures").symlink_to(ROOT / "fixtures")
    return found


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_the_walk_through_works_as_it_stands(service: str, folder: Path) -> None:
    assert WALK.count(ADDRESS) == 1
    script = WALK.replace(ADDRESS, service)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=GUARD_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""

    def kept(name: str) -> Any:
        return json.loads((folder / name).read_text("utf-8"))

    assert kept("stored.json")["revision"] == 1
    assert (kept("first.json")["outcome"], kept("first.json")["revision"]) == ("plan", 1)
    assert '"origin":"json_patch"' in done.stdout
    for event in ("queued", "started", "plan", "finished"):
        assert f"event: {event}\n" in done.stdout
    assert (kept("second.json")["outcome"], kept("second.json")["revision"]) == ("plan", 2)
    assert (folder / "gantt.svg").read_text("utf-8").startswith("<svg")
    assert kept("check.json")["ok"] is True
    change = kept("change.json")
    assert (change["revision"]["revision"], change["revision"]["origin"]) == (3, "change")
    assert change["traffic_light"]["state"] in {"feasible", "unknown"}
    assert change["plan"]["settings"]["in_force"] == kept("second.json")["id"]
    difference = kept("diff.json")
    assert difference["against"] == kept("second.json")["id"]
    assert "/rules[id=freeze-christmas]" in [each["path"] for each in difference["changes"]]
    assert (folder / "churn.svg").read_text("utf-8").startswith("<svg")
    latest = kept("latest.json")
    assert (latest["kind"], latest["plan"]) == ("latest", kept("first.json")["id"])
    assert latest["state"] != "failed"
    assert (kept("moved.json")["format"], kept("moved.json")["issues"]) == ("mspdi", [])
    assert kept("losses.json")["losses"]
    assert kept("imported.json")["programme"]["id"] == "small"
    assert (folder / "exit.ics").read_text("utf-8").startswith("BEGIN:VCALENDAR")
    assert "<h1" in (folder / "board.html").read_text("utf-8")
    assert kept("third.json")["state"] in {"cancelled", "stopping", "completed"}


def test_the_settings_table_names_every_argument_and_its_default() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "api.cli", "serve", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "200"},
    ).stdout
    arguments = set(re.findall(r"^  (--[a-z]+)", helped, re.MULTILINE)) - {"--demo"}
    (table,) = re.findall(r"^### Settings\n\n(.*?)\n\n", README, re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"(--[a-z]+)", table)) == arguments
    for default in re.findall(r"\(default: ([\w.-]+)", helped):
        assert default in table
