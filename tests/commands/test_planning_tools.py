"""`import` and `export` as people meet them."""

import json
from pathlib import Path

import pytest

from scheduler.exchange.formats import FORMATS, TEMPLATE, loaded
from scheduler.exchange.mspdi.write import write_mspdi
from tests.commands.command_line import SMALL, run
from tests.exchange.test_flat_lists import ANSWERED, FLAT

ROOT = SMALL.parents[1]
LINCOLNSHIRE = ROOT / "programmes" / "lincolnshire.json"
IN_FORCE = ROOT / "changes" / "plan-in-force.json"


@pytest.mark.parametrize("name", [one.id for one in FORMATS.values() if one.writer])
def test_every_format_is_written_with_what_it_leaves_out(name: str, tmp_path: Path) -> None:
    out, losses = tmp_path / "out", tmp_path / "losses.json"
    made = run("export", LINCOLNSHIRE, IN_FORCE, "--format", name, "--out", out, "--losses", losses)
    assert made.returncode == 0, made.stderr
    assert out.stat().st_size > 1000
    assert isinstance(json.loads(losses.read_text("utf-8")), list)


def test_every_reader_and_writer_is_there() -> None:
    for one in FORMATS.values():
        for place in filter(None, (one.reader, one.writer, TEMPLATE)):
            assert callable(loaded(place))


@pytest.mark.parametrize("name", ["mspdi", "xer", "plan-xlsx"])
def test_a_plan_that_was_moved_is_checked(name: str, tmp_path: Path) -> None:
    out, back = tmp_path / "out", tmp_path / "back.json"
    made = run("export", LINCOLNSHIRE, IN_FORCE, "--format", name, "--out", out)
    assert made.returncode == 0, made.stderr
    read = run("import", out, "--plan-of", LINCOLNSHIRE, "--out", back)
    assert read.returncode == 0, read.stderr
    assert run("check", LINCOLNSHIRE, back).returncode == 0


def test_a_date_that_breaks_a_rule_ends_with_five(tmp_path: Path) -> None:
    out, back = tmp_path / "out.xml", tmp_path / "back.json"
    run("export", LINCOLNSHIRE, IN_FORCE, "--format", "mspdi", "--out", out)
    text = out.read_text("utf-8")
    # The service desk passes two months later, where its charges have long stopped.
    begin = text.index("<WBS>SD.transfer</WBS>")
    end = text.index("</Task>", begin)
    out.write_text(
        text[:begin] + text[begin:end].replace("2023-01-01T", "2023-03-01T") + text[end:]
    )
    read = run("import", out, "--plan-of", LINCOLNSHIRE, "--out", back)
    assert read.returncode == 5, read.stderr
    assert "breaks" in read.stderr
    assert run("check", LINCOLNSHIRE, back).returncode == 5


def test_a_template_that_is_not_filled_in_is_refused_with_its_cells(tmp_path: Path) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "out.json"
    assert run("import", "--template", template).returncode == 0
    read = run("import", template, "--out", out)
    assert read.returncode == 2
    assert "end_date is missing" in read.stderr
    assert not out.exists()


def test_a_task_list_is_asked_about_and_becomes_a_programme(tmp_path: Path) -> None:
    sent, mapping, out = (tmp_path / name for name in ("p.xml", "m.json", "out.json"))
    run("export", LINCOLNSHIRE, IN_FORCE, "--format", "mspdi", "--out", sent)
    asked = run("import", sent, "--out", out)
    assert asked.returncode == 2
    assert "/contract_end" in asked.stderr
    assert not out.exists()
    answers = {
        "supplier": "Serco",
        "contract_end": "2024-03-31",
        "services": {"outline_level": 2},
        "groups": {"outline_level": 1},
        "options": {"*": [{"id": "INH", "model": "in_house"}]},
        "transfers": {"*": "after_everything"},
        "criticality": {"*": 3},
        "constraints": "leave_out",
        "deadlines": "leave_out",
    }
    mapping.write_text(json.dumps(answers), "utf-8")
    read = run("import", sent, "--mapping", mapping, "--out", out)
    assert read.returncode == 0, read.stderr
    assert run("expand", out).returncode == 0


def test_a_list_without_an_outline_is_asked_about_with_what_it_offers(tmp_path: Path) -> None:
    sent, mapping, out = (tmp_path / name for name in ("p.xml", "m.json", "out.json"))
    sent.write_bytes(write_mspdi(FLAT).content)
    asked = run("import", sent)
    assert asked.returncode == 2
    offer = '{"name_before": " - "}  The task name before " - ": 2 different, for 4 of 5 tasks'
    assert offer in asked.stderr
    told = {**ANSWERED, "services": {"name_before": " - "}, "service_of": {"5": "HR"}}
    mapping.write_text(json.dumps(told), "utf-8")
    read = run("import", sent, "--mapping", mapping, "--out", out)
    assert read.returncode == 0, read.stderr
    services = json.loads(out.read_text("utf-8"))["services"]
    assert [one["name"] for one in services] == ["Payroll", "HR"]
