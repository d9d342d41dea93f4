"""`adjust` adds a recovery option to a programme; taking it out is the programme again."""

import json
import threading
from pathlib import Path
from typing import Any

from scheduler.asking.in_process import Answering
from scheduler.explaining.recovery import recovery_options
from scheduler.interchange.json_patch import apply_patch
from scheduler.interchange.recovery_json import recovery_to_jsonable
from scheduler.interchange.valid_programme import valid_programme
from scheduler.solver.settings import SearchSettings
from tests.commands.command_line import NO_PLAN, run


def explained() -> dict[str, Any]:
    """Return what is said of a programme whose cutover falls into a freeze at the year end."""
    valid = valid_programme(NO_PLAN.read_bytes())
    ask = Answering(threading.Event(), SearchSettings(workers=1))
    recovery = recovery_options(valid.expanded, ask, seconds=60.0)
    return recovery_to_jsonable(recovery, valid.document, valid.expanded)


def test_an_option_is_one_command_and_leaves_a_plan(tmp_path: Path) -> None:
    answer, out = tmp_path / "answer.json", tmp_path / "adjusted.json"
    said = explained()
    answer.write_text(json.dumps(said))
    done = run("adjust", NO_PLAN, answer, "--option", "1", "--out", out)
    assert done.returncode == 0, done.stderr
    assert run("plan", NO_PLAN, "--no-baselines").returncode == 3
    assert run("plan", out, "--no-baselines").returncode == 0
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(said["recovery_options"][0]["plan"]))
    assert run("check", out, plan).returncode == 0
    without = json.loads(out.read_text())
    del without["adjustments"]
    assert without == json.loads(NO_PLAN.read_text())


def test_the_patch_of_an_option_does_the_same(tmp_path: Path) -> None:
    answer, out = tmp_path / "answer.json", tmp_path / "adjusted.json"
    said = explained()
    answer.write_text(json.dumps(said))
    run("adjust", NO_PLAN, answer, "--out", out)
    patched = apply_patch(json.loads(NO_PLAN.read_text()), said["recovery_options"][0]["patch"])
    assert patched == json.loads(out.read_text())


def test_an_option_that_there_is_not_is_refused(tmp_path: Path) -> None:
    answer, out = tmp_path / "answer.json", tmp_path / "adjusted.json"
    answer.write_text(json.dumps({"recovery_options": []}))
    done = run("adjust", NO_PLAN, answer, "--option", "2", "--out", out)
    assert done.returncode == 2
    assert "there is no recovery option 2" in done.stderr
    assert not out.exists()
