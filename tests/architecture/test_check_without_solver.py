"""`check`, `expand` and `schema` run where no solver is installed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

PROGRAMME = {
    "format_version": 1,
    "id": "tiny",
    "name": "One service",
    "plan_from": "2023-06-01",
    "plan_until": "2023-06-30",
    "contract": {"supplier": "Incumbent", "end_date": "2023-06-30"},
    "calendars": [{"id": "weekdays"}],
    "default_calendar": "weekdays",
    "service_groups": [{"id": "G", "options": [{"id": "OWN"}]}],
    "services": [{"id": "S", "group": "G", "criticality": 3}],
    "activities": [
        {
            "id": "S.build",
            "kind": "build",
            "service": "S",
            "modes": [{"duration": {"min": 2, "likely": 2, "max": 2}}],
        },
        {"id": "S.transfer", "kind": "transfer", "form": "event", "service": "S"},
    ],
    "rules": [
        {"id": "ORDER", "kind": "precedence", "before": "S.build", "after": "S.transfer"},
    ],
}


def plan(transfer: str) -> dict[str, object]:
    # The build takes Friday 2 June and Monday 5 June.
    return {
        "options": {"G": "OWN"},
        "activities": [
            {"id": "S.build", "start": "2023-06-02", "finish": "2023-06-05"},
            {"id": "S.transfer", "start": transfer, "finish": transfer},
        ],
    }


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    blocked = "import sys; sys.modules['ortools'] = None; from scheduler.cli import main; "
    program = f"{blocked}sys.exit(main({list(arguments)!r}))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def programme(tmp_path: Path) -> str:
    path = tmp_path / "programme.json"
    path.write_text(json.dumps(PROGRAMME), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("transfer", "code", "broken"), [("2023-06-06", 0, []), ("2023-06-05", 5, ["ORDER"])]
)
def test_check_tells_a_plan_from_none(
    programme: str, tmp_path: Path, transfer: str, code: int, broken: list[str]
) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan(transfer)), encoding="utf-8")
    answer = run("check", programme, str(path), "--json")
    assert answer.returncode == code, answer.stderr
    verdict = json.loads(answer.stdout)
    assert verdict["ok"] is (code == 0)
    assert [violation["rule"] for violation in verdict["violations"]] == broken


def test_expand_and_schema_need_no_solver_either(programme: str) -> None:
    for arguments in (("expand", programme), ("schema",)):
        answer = run(*arguments)
        assert answer.returncode == 0, answer.stderr
        assert json.loads(answer.stdout)
