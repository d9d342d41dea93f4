"""`risk` tells how likely a plan is kept: in words and tables, or as one document."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from scheduler.construction.first_plan import first_plan
from scheduler.expansion.expand import expand
from scheduler.interchange.plan_json import plan_to_jsonable
from scheduler.interchange.programme_json import read_programme
from tests.agreement.worlds import FIXTURES
from tests.commands.command_line import SMALL, answer_of, run

LINCOLNSHIRE = FIXTURES / "programmes" / "lincolnshire.json"
IN_FORCE = FIXTURES / "changes" / "plan-in-force.json"
FEW = ("--samples", "500")


@pytest.fixture
def small_plan(tmp_path: Path) -> Path:
    programme = expand(read_programme(SMALL.read_bytes()))
    written = plan_to_jsonable(programme, first_plan(programme), ())
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(written), encoding="utf-8")
    return path


def test_people_get_a_sentence_first_then_services_and_what_goes_wrong() -> None:
    made = run("risk", LINCOLNSHIRE, IN_FORCE, *FEW)
    assert made.returncode == 0, made.stderr
    words = " ".join(made.stdout.split())
    assert words.startswith("In ")
    meant = "all services are transferred by the contract end, and accepted in time"
    assert f"of 500 runs {meant}" in words
    assert "The contract ends on 31 Mar 2024." in words
    for told in (
        "P80",
        "In time",
        "What goes wrong",
        "What to know better first",
        "Not simulated:",
    ):
        assert told in words
    assert "budgets: what a delay costs is not added up" in words


def test_programs_get_one_document_the_same_for_the_same_seed(small_plan: Path) -> None:
    made = [run("risk", SMALL, small_plan, *FEW, "--json", "--seed", "7") for _ in range(2)]
    assert made[0].returncode == 0, made[0].stderr
    assert made[0].stdout == made[1].stdout
    document: Any = answer_of(made[0])
    assert (document["samples"], document["seed"], document["policy"]) == (500, 7, "as-planned")
    assert document["in_time"]["low"] <= document["in_time"]["share"] <= document["in_time"]["high"]
    assert {service["service"] for service in document["services"]}
    assert document["slips"] == []
    with_slips = answer_of(run("risk", SMALL, small_plan, *FEW, "--json", "--slips"))
    assert with_slips["slips"] or document["violations"]


@pytest.mark.slow
def test_the_weakest_points_are_planned_again() -> None:
    again = ("--replanned", "--weakest", "1", "--time-limit", "30")
    made = run("risk", LINCOLNSHIRE, IN_FORCE, *FEW, *again, "--json")
    assert made.returncode == 0, made.stderr
    document: Any = answer_of(made)
    (found,) = document["replanned"]
    # Extracts of its next dates will do, although its own plan would be late.
    assert found["activity"] == document["slips"][0]["activity"]
    assert found["survived"] > document["slips"][0]["survived"]
    assert f"{found['activity']}: {found['survived']} working days" in made.stderr


def test_a_plan_that_breaks_rules_is_not_planned_again(small_plan: Path) -> None:
    made = run("risk", SMALL, small_plan, *FEW, "--replanned", "--json")
    assert made.returncode == 0, made.stderr
    document: Any = answer_of(made)
    assert document["violations"]
    assert document["replanned"] == []
    assert "nothing is planned again" in made.stderr


def test_the_curve_is_drawn_and_ends_where_the_document_says(
    small_plan: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "risk.svg"
    made = run("risk", SMALL, small_plan, *FEW, "--json", "--picture", picture)
    assert made.returncode == 0, made.stderr
    curve = answer_of(made)["curve"]
    root = ET.fromstring(picture.read_text("utf-8"))  # noqa: S314  # our own text
    line = next(root.iter("{http://www.w3.org/2000/svg}polyline"))
    corners = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    # Two corners for each day of the curve, between a beginning and an end.
    assert len(corners) == 2 * len(curve) + 2
    assert corners == sorted(corners, key=lambda corner: (corner[0], -corner[1]))
    shares = [point["reached"]["share"] for point in curve]
    assert shares == sorted(shares)
    assert len([g for g in root.iter() if g.get("class") == "mark"]) == 2


def test_a_plan_of_another_programme_is_refused(small_plan: Path) -> None:
    made = run("risk", LINCOLNSHIRE, small_plan, *FEW, "--json")
    assert made.returncode == 2
    assert made.stdout == "" or "error" in made.stdout


def test_counts_out_of_range_are_refused(small_plan: Path) -> None:
    for wrong in (
        ("--samples", "0"),
        ("--correlation", "101"),
        ("--seed", "-1"),
        ("--weakest", "0"),
    ):
        assert run("risk", SMALL, small_plan, *wrong).returncode == 2


def test_a_plan_that_holds_is_told_with_its_price_and_written(
    small_plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "holds.json"
    hold = ("--hold", "99.5", "--time-limit", "6", "--out", out)
    made = run("risk", SMALL, small_plan, *FEW, *hold, "--json")
    assert made.returncode == 0, made.stderr
    document: Any = answer_of(made)["hold"]
    assert document["target_percent"] == 99.5
    assert (document["seed"], document["fresh_seed"]) == (1, 2)
    assert document["in_time"]["of"] == document["given"]["of"] == 500
    chosen = document["points"][document["chosen"]]
    assert json.loads(out.read_text("utf-8")) == chosen["plan"]
    assert run("check", SMALL, out).returncode == 0
    assert "hold" not in answer_of(run("risk", SMALL, small_plan, *FEW, "--json"))


def test_people_get_the_plan_that_holds_in_a_sentence_first(small_plan: Path) -> None:
    made = run("risk", SMALL, small_plan, *FEW, "--hold", "1", "--time-limit", "4")
    assert made.returncode == 0, made.stderr
    words = " ".join(made.stdout.split())
    assert words.startswith("In ")
    assert "of 500 fresh runs all is in time" in words
    assert "the target of 1 % is reached" in words
    # A plan made without search may break rules; it is told of, and is none of those to choose.
    assert "the plan that was given, which breaks" in words
    assert "Plans that hold, and their price" in words


@pytest.mark.parametrize("hold", [("--hold", "0"), ("--hold", "101"), ("--out", "plan.json")])
def test_a_target_is_a_percentage_and_only_a_plan_that_is_looked_for_is_written(
    small_plan: Path, hold: tuple[str, str]
) -> None:
    made = run("risk", SMALL, small_plan, *FEW, *hold)
    assert made.returncode == 2
    assert "Traceback" not in made.stderr
