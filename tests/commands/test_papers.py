"""Papers on the command line: whole files, in their format, for their audience."""

import json
import subprocess
from pathlib import Path

import pytest

from scheduler.papers.formats import PAPERS
from tests.commands.command_line import NO_PLAN, answer_of, command, environment, run, run_here
from tests.papers.worlds import IN_FORCE, PROGRAMME

BEGINS = {"md": b"# Lincolnshire", "html": b"<!DOCTYPE html>", "pdf": b"%PDF-1.7"}


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_paper_is_written_to_a_file(name: str, tmp_path: Path) -> None:
    out = tmp_path / "paper"
    made = run_here("export", PROGRAMME, IN_FORCE, "--format", name, "--out", out)
    assert made.returncode == 0, made.stderr
    assert out.read_bytes().startswith(BEGINS[name.rpartition("-")[2]])
    assert b"Schedule 12A" in out.read_bytes() or name.endswith("pdf")


def test_a_pdf_goes_to_standard_output_byte_by_byte(tmp_path: Path) -> None:
    arguments = command("export", PROGRAMME, IN_FORCE, "--format", "board-pdf")
    made = subprocess.run(arguments, capture_output=True, check=True, env=environment())
    assert made.stdout.startswith(b"%PDF-1.7")
    assert made.stdout.rstrip().endswith(b"%%EOF")
    out = tmp_path / "paper.pdf"
    run_here("export", PROGRAMME, IN_FORCE, "--format", "board-pdf", "--out", out)
    assert out.read_bytes() == made.stdout


def test_the_public_version_is_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "paper.md"
    arguments = ("--format", "board-md", "--audience", "public", "--out", out)
    assert run_here("export", PROGRAMME, IN_FORCE, *arguments).returncode == 0
    told = out.read_text("utf-8")
    assert "**Public**" in told
    assert "£" not in told


def test_a_board_paper_is_made_of_an_answer_that_there_is_no_plan(tmp_path: Path) -> None:
    answer = run("plan", NO_PLAN, "--json", "--time-limit", "60")
    assert answer_of(answer)["outcome"] == "infeasible"
    file, out = tmp_path / "answer.json", tmp_path / "paper.md"
    file.write_text(answer.stdout, encoding="utf-8")
    made = run_here("export", NO_PLAN, file, "--format", "board-md", "--out", out)
    assert made.returncode == 0, made.stderr
    told = out.read_text("utf-8")
    assert "No plan meets every planning rule" in told
    assert "## Why there is no plan" in told
    refused = run_here("export", NO_PLAN, file, "--format", "report-md")
    assert refused.returncode == 2
    assert "no plan" in refused.stderr


@pytest.mark.parametrize(
    "wrong",
    [
        {"clashes": "none"},
        {"clashes": [{"rules": [1]}]},
        {"clashes": [{}]},
        {"recovery_options": [{"price": "dear"}]},
        {"partial_plan": {"kept_back": [{"service": 1}]}},
        {"solve": []},
        {"recovery": 1},
    ],
)
def test_an_answer_of_another_shape_is_refused_in_a_sentence(
    wrong: dict[str, object], tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps({"outcome": "infeasible", **wrong}), encoding="utf-8")
    made = run_here("export", NO_PLAN, file, "--format", "board-md")
    assert made.returncode == 2
    assert "the answer cannot be read at " in made.stderr


def test_a_plan_with_a_malformed_answer_around_it_is_refused(tmp_path: Path) -> None:
    answer = {**json.loads(IN_FORCE.read_bytes()), "solve": 3}
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer), encoding="utf-8")
    made = run_here("export", PROGRAMME, file, "--format", "report-md")
    assert made.returncode == 2
    assert "the answer cannot be read at solve" in made.stderr


def test_the_plan_alone_will_do(tmp_path: Path) -> None:
    file, out = tmp_path / "plan.json", tmp_path / "paper.md"
    file.write_text(json.dumps(json.loads(IN_FORCE.read_bytes())["plan"]), encoding="utf-8")
    made = run_here("export", PROGRAMME, file, "--format", "report-md", "--out", out)
    assert made.returncode == 0, made.stderr
    assert "All services transferred by 1 November 2023" in out.read_text("utf-8")
