"""`frontier` prints a table, a document or a picture, and ends as `plan` does."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.commands.command_line import NO_PLAN, SMALL, answer_of, run

WEIGHED = ("--first", "sourcing_appraisal", "--second", "weighted_transfers")
QUICK = ("--workers", "1", "--points", "2", "--time-limit", "60")


def test_points_come_with_checked_plans_and_a_picture(tmp_path: Path) -> None:
    picture, plan = tmp_path / "frontier.svg", tmp_path / "plan.json"
    made = run("frontier", SMALL, *WEIGHED, *QUICK, "--json", "--picture", picture)
    assert made.returncode == 0, made.stderr
    document = answer_of(made)
    assert document["outcome"] == "plan"
    assert 1 <= len(document["points"]) <= 2
    for point in document["points"]:
        plan.write_text(json.dumps(point["plan"]), encoding="utf-8")
        assert run("check", SMALL, plan).returncode == 0
    root = ET.fromstring(picture.read_text("utf-8"))  # noqa: S314  # our own text
    marks = [g for g in root.iter("{http://www.w3.org/2000/svg}g") if g.get("class") == "event"]
    assert len(marks) == len(document["points"])


def test_people_get_a_table() -> None:
    made = run("frontier", SMALL, "--first", "change_load_area:40", "--second", "risk", *QUICK)
    assert made.returncode == 0, made.stderr
    assert "What one level costs in the other" in made.stdout
    assert {"(threshold", "40)"} <= set(made.stdout.split())
    assert "proved" in made.stdout


def test_without_a_plan_it_ends_with_3() -> None:
    assert run("frontier", NO_PLAN, *WEIGHED, *QUICK).returncode == 3


def test_levels_that_cannot_be_weighed_are_refused() -> None:
    for first, second in (("risk", "risk"), ("speed", "risk"), ("risk:3", "spread")):
        assert run("frontier", SMALL, "--first", first, "--second", second).returncode == 2
