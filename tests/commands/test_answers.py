"""Every command with and without --json: what it prints where, and its exit code."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from scheduler.interchange.programme_json import read_programme
from tests.commands.command_line import MAIN, NO_PLAN, SMALL, answer_of, environment, run

QUICK = ("--workers", "1", "--no-baselines")


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "small.plan.json"
    made = run("plan", SMALL, "--workers", "1", "--json", "--out", path)
    assert made.returncode == 0
    assert json.loads(path.read_text("utf-8")) == answer_of(made)
    return path


def test_a_plan_is_answered_with_0_and_checks(plan_file: Path) -> None:
    document = json.loads(plan_file.read_text("utf-8"))
    assert list(document) == [
        "outcome",
        "claim",
        "objectives",
        "plan",
        "clashes",
        "recovery_options",
        "baselines",
        "solve",
        "alarms",
        "certificate",
    ]
    assert document["outcome"] == "plan"
    assert len(document["baselines"]) == 3
    for arguments in (("--json",), ()):
        checked = run("check", SMALL, plan_file, *arguments)
        assert checked.returncode == 0
    alone = plan_file.with_name("alone.json")
    alone.write_text(json.dumps(document["plan"]), encoding="utf-8")
    assert answer_of(run("check", SMALL, alone, "--json"))["ok"] is True


def test_people_get_tables_and_progress_beside_them() -> None:
    made = run("plan", SMALL, "--workers", "1")
    assert made.returncode == 0
    for words in (
        "Aims, most important first",
        "Against planning without optimising",
        "contingency",
    ):
        assert words.lower() in made.stdout.lower()
    assert "first checked plan" in made.stderr
    assert "first checked plan" not in made.stdout


def test_no_plan_is_answered_with_3_and_a_clash() -> None:
    made = run("plan", NO_PLAN, *QUICK, "--json")
    assert made.returncode == 3
    document = answer_of(made)
    assert (document["outcome"], document["plan"]) == ("infeasible", None)
    assert document["claim"] == "bound_confirmed_by_second_configuration"
    clash = document["clashes"][0]
    assert clash["minimal"]
    assert clash["proved"]
    assert len(clash["rules"]) == len(clash["statements"]) > 0
    assert clash["cause"]["short"] > 0
    told = run("plan", NO_PLAN, *QUICK)
    assert told.returncode == 3
    assert clash["cause"]["words"].split(":")[0] in " ".join(told.stdout.split())
    for rule in clash["rules"]:
        assert rule in told.stdout


UNDECIDED = (
    "from scheduler.solver import child; "
    "child.LevelSearch.settle_all = lambda self: 'undecided'; child.main()"
)


def test_undecided_is_answered_with_4() -> None:
    made = run("plan", NO_PLAN, *QUICK, "--json", child=UNDECIDED)
    assert made.returncode == 4
    document = answer_of(made)
    assert (document["outcome"], document["claim"], document["plan"]) == ("undecided", None, None)
    assert document["solve"]["stopped_by"] == "limit"
    told = run("plan", NO_PLAN, *QUICK, child=UNDECIDED)
    assert told.returncode == 4
    assert "Undecided" in told.stdout


def test_a_dead_solver_is_our_defect_with_1(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    made = run("plan", NO_PLAN, *QUICK, "--json", "--out", out, child="raise SystemExit(9)")
    assert made.returncode == 1
    assert made.stdout == ""
    assert not out.exists()
    assert "defect" in made.stderr
    assert "solver_failed" in made.stderr


UNSOUND = """
from dataclasses import replace
from scheduler.solver import child, levels
right = levels.decode
def wrong(build, value):
    plan = right(build, value)
    return replace(plan, placed=dict(list(plan.placed.items())[1:]))
levels.decode = wrong
child.main()
"""


@pytest.mark.parametrize("arguments", [("--json",), ()])
def test_a_plan_that_the_checker_refuses_is_never_shown(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    out = tmp_path / "out.json"
    out.write_text("kept", encoding="utf-8")
    made = run("plan", SMALL, *QUICK, *arguments, "--out", out, child=UNSOUND)
    assert made.returncode == 1
    assert made.stdout == ""
    assert "unsound_plan" in made.stderr
    assert "breaks" in made.stderr
    assert out.read_text("utf-8") == "kept"


def test_violations_are_answered_with_5(plan_file: Path, tmp_path: Path) -> None:
    document = json.loads(plan_file.read_text("utf-8"))
    activity = document["plan"]["activities"][0]
    activity["finish"] = "2025-01-01"
    path = tmp_path / "spoilt.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    made = run("check", SMALL, path, "--json")
    assert made.returncode == 5
    verdict = answer_of(made)
    assert verdict["ok"] is False
    fields = {"rule", "kind", "statement", "activities", "measured", "allowed"}
    assert all(fields <= set(violation) for violation in verdict["violations"])
    assert activity["id"] in {a for v in verdict["violations"] for a in v["activities"]}
    told = run("check", SMALL, path, env={"COLUMNS": "200"})
    assert told.returncode == 5
    assert activity["id"] in told.stdout


def test_checking_needs_no_solver(plan_file: Path) -> None:
    blocked = "import sys; sys.modules['ortools'] = None; " + MAIN
    for arguments in (("check", SMALL, plan_file, "--json"), ("export", SMALL, plan_file)):
        made = subprocess.run(
            [sys.executable, "-c", blocked, *map(str, arguments)],
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr


def test_a_written_out_programme_is_itself_a_programme(tmp_path: Path) -> None:
    made = run("expand", SMALL)
    assert made.returncode == 0
    assert made.stdout == run("expand", SMALL, "--json").stdout
    path = tmp_path / "expanded.json"
    path.write_text(made.stdout, encoding="utf-8")
    assert asdict(read_programme(path.read_bytes()))
    assert run("expand", path).stdout == made.stdout


def test_schemas_are_documents() -> None:
    both = answer_of(run("schema"))
    assert set(both) == {"programme", "plan"}
    for which, schema in both.items():
        assert answer_of(run("schema", which, "--json")) == schema


def test_a_generated_programme_is_the_same_from_the_same_seed(tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    for path in (first, second):
        made = run("generate", "--services", "2", "--seed", "5", "--out", path)
        assert (made.returncode, made.stdout) == (0, "")
    assert first.read_bytes() == second.read_bytes()
    assert run("expand", first).returncode == 0


def test_pictures_go_to_a_file_or_to_standard_output(plan_file: Path, tmp_path: Path) -> None:
    for kind in ("svg", "heatmap-svg"):
        path = tmp_path / f"{kind}.svg"
        assert run("export", SMALL, plan_file, "--format", kind, "--out", path).stdout == ""
        shown = run("export", SMALL, plan_file, "--format", kind)
        assert shown.returncode == 0
        assert shown.stdout == path.read_text("utf-8")
        assert shown.stdout.startswith("<svg")


def test_a_programme_is_read_from_standard_input(plan_file: Path) -> None:
    given = SMALL.read_bytes()
    made = run("plan", "-", *QUICK, "--json", given=given)
    assert made.returncode == 0
    assert answer_of(made)["plan"]["programme_hash"]
    assert answer_of(run("check", "-", plan_file, "--json", given=given))["ok"] is True
    assert answer_of(run("check", SMALL, "-", "--json", given=plan_file.read_bytes()))["ok"] is True
    assert run("expand", "-", given=given).returncode == 0


def test_other_durations_are_another_programme(plan_file: Path) -> None:
    made = run("plan", SMALL, *QUICK, "--durations", "min", "--json")
    assert made.returncode == 0
    here, there = (json.loads(t) for t in (made.stdout, plan_file.read_text("utf-8")))
    assert here["plan"]["programme_hash"] != there["plan"]["programme_hash"]


def test_a_baseline_plan_is_where_the_search_begins(plan_file: Path) -> None:
    made = run("plan", SMALL, *QUICK, "--baseline", plan_file, "--json")
    assert made.returncode == 0
    assert "first checked plan, by baseline" in made.stderr
    before = json.loads(plan_file.read_text("utf-8"))["objectives"]
    after = answer_of(made)["objectives"]
    assert [level["value"] for level in after] == [level["value"] for level in before]


def test_a_baseline_that_breaks_rules_is_told_of_and_only_a_suggestion(
    plan_file: Path, tmp_path: Path
) -> None:
    document = json.loads(plan_file.read_text("utf-8"))["plan"]
    document["activities"] = document["activities"][2:]
    path = tmp_path / "before.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    made = run("plan", SMALL, *QUICK, "--baseline", path, "--json")
    assert made.returncode == 0
    assert "the baseline breaks" in made.stderr
    assert "by baseline" not in made.stderr
