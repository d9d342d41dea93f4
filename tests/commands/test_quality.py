"""`quality` tells how good a plan is: a verdict first, tables, or one document."""

import json
from pathlib import Path

import pytest

from tests.agreement.worlds import FIXTURES
from tests.commands.command_line import SMALL, answer_of, run

LINCOLNSHIRE = FIXTURES / "programmes" / "lincolnshire.json"
IN_FORCE = FIXTURES / "changes" / "plan-in-force.json"


def test_people_get_a_verdict_first_and_then_tables() -> None:
    made = run("quality", LINCOLNSHIRE, IN_FORCE)
    assert made.returncode == 0, made.stderr
    assert made.stdout.startswith("The plan passes 3 of the 11 DCMA checks that apply and fails ")
    for caption in (
        "The fourteen DCMA checks",
        "GAO's ten best practices",
        "Lints of the programme",
    ):
        assert caption in made.stdout


def test_the_document_has_every_figure() -> None:
    made = run("quality", LINCOLNSHIRE, IN_FORCE, "--json")
    assert made.returncode == 0, made.stderr
    document = answer_of(made)
    verdicts = {check["number"]: check["verdict"] for check in document["checks"]}
    assert verdicts[7] == verdicts[12] == verdicts[13] == "pass"
    assert {n for n, verdict in verdicts.items() if verdict == "not applicable"} == {9, 11, 14}
    assert all(len(check["sample"]) <= 10 for check in document["checks"])
    assert len(document["practices"]) == 10
    measures = {row["code"]: row["value"] for row in document["measures"]}
    assert measures["schedule_contingency"] == 100
    assert measures["unconfirmed_assumptions"] == 52
    assert {lint["code"] for lint in document["lints"]} >= {"redundant_link", "cannot_bind"}


def test_a_plan_made_by_search_and_its_true_slack(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    made = run("plan", SMALL, "--json", "--workers", "1", "--time-limit", "30")
    assert made.returncode == 0, made.stderr
    plan.write_text(made.stdout, encoding="utf-8")
    fast = answer_of(run("quality", SMALL, plan, "--json", "--few-days", "5"))
    assert {row["code"] for row in fast["measures"]} >= {"little_float", "peak_team_load"}
    thorough = run("quality", SMALL, plan, "--json", "--thorough", "--time-limit", "1")
    assert thorough.returncode == 0, thorough.stderr
    codes = {row["code"] for row in answer_of(thorough)["measures"]}
    assert codes >= {"little_true_slack", "replanned_critical_path"}
    simulated = answer_of(run("quality", SMALL, plan, "--json", "--risk"))
    standings = {row["number"]: row["standing"] for row in simulated["practices"]}
    assert standings[8] in {"met", "partly"}


def test_a_plan_that_is_none_is_refused(tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"options": {}, "activities": []}), encoding="utf-8")
    made = run("quality", SMALL, plan)
    assert made.returncode == 2
    assert "planning rules of this programme" in made.stderr


@pytest.mark.parametrize("words", [(), (SMALL,), (SMALL, IN_FORCE, "--few-days", "0")])
def test_arguments_that_make_no_sense_are_refused(words: tuple[str, ...]) -> None:
    assert run("quality", *words).returncode == 2
