"""`replan` and `diff`: their documents, tables and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.command_line import SMALL, answer_of, run

LATER = "2023-11-03"


@pytest.fixture(scope="module")
def in_force(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the answer of `plan --json` for the small programme."""
    path = tmp_path_factory.mktemp("in_force") / "plan.json"
    made = run("plan", SMALL, "--json", "--workers", "1", "--no-baselines")
    path.write_text(json.dumps(answer_of(made)), encoding="utf-8")
    return path


def dates(document: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {a["id"]: (a["start"], a["finish"]) for a in document["plan"]["activities"]}


def change_to(path: Path, **fields: Any) -> Path:
    """Write a change document: the offices' cutover cannot be before some day."""
    rule = {
        "id": "CIRCUITS",
        "kind": "date_limit",
        "activities": {"activities": ["NET.cutover_2"]},
        "start_not_before": fields.pop("day", LATER),
    }
    document = {
        "title": "Circuits are late",
        "patch": [{"op": "add", "path": "/rules/-", "value": rule}],
    }
    path.write_text(json.dumps({**document, **fields}), encoding="utf-8")
    return path


def test_a_plan_with_nothing_changed_returns_itself(in_force: Path) -> None:
    told = answer_of(run("replan", SMALL, "--baseline", in_force, "--json", "--workers", "1"))
    before = json.loads(in_force.read_text("utf-8"))
    assert told["traffic_light"]["state"] == "feasible"
    assert told["traffic_light"]["how"] == "unchanged"
    assert dates(told) == dates(before)
    assert told["plan"]["options"] == before["plan"]["options"]
    assert told["diff"]["same"]
    assert told["diff"]["tell"] == []
    stability = [level for level in told["objectives"] if level["unit"] in ("dates", "days")]
    assert all(level["value"] == 0 and level["proved"] for level in stability)


def test_a_change_moves_what_it_forces_and_names_itself(in_force: Path, tmp_path: Path) -> None:
    change = change_to(tmp_path / "change.json")
    programme = tmp_path / "changed.json"
    made = run(
        *("replan", SMALL, "--baseline", in_force, "--change", change, "--json"),
        *("--programme-out", programme, "--workers", "2"),
    )
    assert made.returncode == 0, made.stderr
    told = answer_of(made)
    moved = {row["activity"]: row for row in told["diff"]["moved"]}
    assert moved["NET.cutover_2"]["to"] >= LATER
    assert moved["NET.cutover_2"]["finding"] == "forced"
    assert [cause["path"] for cause in moved["NET.cutover_2"]["causes"]] == ["/rules[id=CIRCUITS]"]
    assert moved["NET.cutover_2"]["minimal"]
    assert "PAY.transfer" not in moved
    assert {row["role"] for row in told["diff"]["tell"]} >= {"users", "owner", "meeting"}
    assert any("CIRCUITS" in words for words in told["diff"]["words"])
    assert told["diff"]["changes"][0]["words"] == "planning rule CIRCUITS added"
    written = json.loads(programme.read_text("utf-8"))
    assert written["baseline"]["options"] == told["plan"]["options"]
    again = run("diff", in_force, in_force, "--programmes", SMALL, programme, "--json")
    assert answer_of(again)["same"]
    assert answer_of(again)["changes"][0]["path"] == "/rules[id=CIRCUITS]"


def test_people_get_the_light_the_tables_and_who_must_be_told(
    in_force: Path, tmp_path: Path
) -> None:
    change = change_to(tmp_path / "change.json")
    made = run("replan", SMALL, "--baseline", in_force, "--change", change, "--workers", "2")
    assert made.returncode == 0, made.stderr
    assert "The plan in force breaks 1 planning rule" in made.stderr
    assert "Who must be told" in made.stdout
    assert "because of planning rule CIRCUITS added" in made.stdout


def test_what_cannot_be_is_said_with_the_clash(in_force: Path, tmp_path: Path) -> None:
    change = change_to(tmp_path / "change.json", day="2024-03-25")
    made = run("replan", SMALL, "--baseline", in_force, "--change", change, "--json")
    assert made.returncode == 3
    told = answer_of(made)
    assert told["traffic_light"]["state"] in ("impossible", "unknown")
    assert told["diff"] is None
    assert "CIRCUITS" in told["clashes"][0]["rules"]


def test_a_change_that_does_not_fit_is_refused(in_force: Path, tmp_path: Path) -> None:
    change = tmp_path / "change.json"
    change.write_text('{"patch": [{"op": "remove", "path": "/rules[id=NOBODY]"}], "colour": 1}')
    made = run("replan", SMALL, "--baseline", in_force, "--change", change)
    assert made.returncode == 2
    assert "unknown_field" in made.stderr
    change.write_text('{"patch": [{"op": "remove", "path": "/rules[id=NOBODY]"}]}')
    made = run("replan", SMALL, "--baseline", in_force, "--change", change)
    assert made.returncode == 2
    assert "no_such_place" in made.stderr
    assert run("replan", SMALL).returncode == 2
