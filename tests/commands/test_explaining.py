"""Commands that give reasons: their documents, tables and exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.command_line import NO_PLAN, SMALL, answer_of, run


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the answer of `plan --json` for the small programme."""
    path = tmp_path_factory.mktemp("answer") / "plan.json"
    made = run("plan", SMALL, "--json", "--workers", "1")
    path.write_text(json.dumps(answer_of(made)), encoding="utf-8")
    return path


def document(*words: str | Path) -> dict[str, Any]:
    made = run(*words, "--json", "--workers", "2")
    assert made.returncode == 0, made.stderr
    found: dict[str, Any] = answer_of(made)
    return found


def test_latest_tells_decisions_options_and_meetings(answer: Path) -> None:
    told = document("latest", SMALL, answer)
    readings = {row["reading"] for row in told["decisions"]}
    assert readings == {"others free", "others as planned"}
    for row in told["decisions"]:
        assert row["proved"]
        assert row["confirmed"]
        assert row["planned"] <= row["latest"]
        assert {"id", "latest", "meeting", "reading", "proved"} <= set(row)
    assert {"group", "option", "expires", "proved"} <= set(told["options"][0])
    counts = [meeting["count"] for meeting in told["calendar"]]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0


def test_latest_of_one_decision_alone() -> None:
    told = document("latest", SMALL, "--decision", "PAYROLL.decision")
    assert [row["id"] for row in told["decisions"]] == ["PAYROLL.decision"]
    assert run("latest", SMALL, "--decision", "nobody").returncode == 2


def test_options_tell_fit_difference_and_appraisal(answer: Path) -> None:
    told = document("options", SMALL, answer)
    fits = {(row["group"], row["option"]): row["fits"] for row in told["options"]}
    assert fits["NETWORK", "SPP"] is False
    assert fits["PAYROLL", "SHR"] is True
    planned = next(row for row in told["options"] if row["option"] == "SPF")
    assert not any(planned["difference"].values())
    assert all(row["proved"] for row in told["options"])
    assert all(row["appraisal"] is not None for row in told["options"])


def test_prices_tell_the_gain_of_one_unit(answer: Path) -> None:
    told = document("prices", SMALL, answer)
    assert any(row["better_by"] for row in told["prices"])
    assert all(row["basis"] not in ("law", "technical") for row in told["prices"])
    gains = [bool(row["better_by"]) for row in told["prices"]]
    assert gains == sorted(gains, reverse=True)


def test_backbone_tells_what_to_do_now(answer: Path) -> None:
    told = document("backbone", SMALL, answer)
    assert told["actions"]
    assert all(row["within_calendar_days"] in (30, 60, 90) for row in told["actions"])
    assert run("backbone", SMALL, answer, "--tolerance", "speed=3").returncode == 2


def test_explain_tells_what_holds_a_plan(answer: Path) -> None:
    told = document("explain", SMALL, answer)
    assert all(held["reasons"] for held in told["activities"].values())
    assert "unconfirmed" in told["caution"]
    one = document("explain", SMALL, answer, "--activity", "PAY.transfer")
    assert list(one["activities"]) == ["PAY.transfer"]
    assert one["activities"]["PAY.transfer"]["true_slack"] is not None


def test_explain_prices_wishes_or_tells_the_clash(answer: Path) -> None:
    words = ("--by", "PAY=2023-05-01", "--option", "PAYROLL=SHR")
    told = document("explain", SMALL, answer, *words)
    never, dearer = told["wishes"]
    assert never["outcome"] == "none"
    assert never["clash"]["rules"]
    assert dearer["outcome"] == "plan"
    assert run("explain", SMALL, answer, "--by", "PAY=soon").returncode == 2
    assert run("explain", SMALL, answer, "--option", "PAYROLL=XYZ").returncode == 2


def test_explain_makes_the_best_plan_where_none_is_given() -> None:
    made = run("explain", SMALL)
    assert made.returncode == 0, made.stderr
    assert "What holds each date" in made.stdout


def test_no_plan_is_told_with_clashes_and_ways_out_that_can_be_taken(tmp_path: Path) -> None:
    made = run("explain", NO_PLAN, "--json", "--time-limit", "60")
    assert made.returncode == 3, made.stderr
    told = answer_of(made)
    assert told["clashes"][0]["proved"]
    for command in ("latest", "options", "prices"):
        assert run(command, NO_PLAN).returncode == 3
    if not told["recovery_options"]:
        return
    said, adjusted = tmp_path / "said.json", tmp_path / "adjusted.json"
    said.write_text(json.dumps(told), encoding="utf-8")
    assert run("adjust", NO_PLAN, said, "--out", adjusted).returncode == 0
    assert run("plan", adjusted, "--workers", "1").returncode == 0


def test_a_plan_of_another_programme_is_refused(answer: Path, tmp_path: Path) -> None:
    moved = json.loads(answer.read_text("utf-8"))
    for activity in moved["plan"]["activities"]:
        if activity["kind"] == "transfer":
            activity["start"] = activity["finish"] = "2023-01-02"
    path = tmp_path / "moved.json"
    path.write_text(json.dumps(moved), encoding="utf-8")
    for command in ("explain", "latest", "options"):
        made = run(command, SMALL, path)
        assert made.returncode == 2
        assert "planning rule" in made.stderr
