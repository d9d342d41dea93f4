"""What cannot be planned is refused with 2 and words, all of them, and nothing is written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.cli import main
from tests.commands.command_line import SMALL, answer_of, run, run_here

COMMANDS = ("plan", "check", "expand", "export")


def small() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SMALL.read_bytes())
    return document


def spoilt(change: Callable[[dict[str, Any]], object]) -> bytes:
    document = small()
    change(document)
    return json.dumps(document).encode()


def circle(document: dict[str, Any]) -> None:
    names = [f"ROUND-{letter}" for letter in "ABC"]
    ten = {"min": 5, "likely": 10, "max": 15}
    document.setdefault("activities", []).extend(
        {"id": name, "kind": "plan", "modes": [{"duration": ten}]} for name in names
    )
    document.setdefault("rules", []).extend(
        {
            "id": f"after-{before}",
            "kind": "precedence",
            "basis": "technical",
            "before": before,
            "after": after,
        }
        for before, after in zip(names, names[1:] + names[:1], strict=True)
    )


def closed(document: dict[str, Any]) -> None:
    calendar = document["calendars"][0]
    calendar["closures"] = [{"first": document["plan_from"], "last": document["plan_until"]}]


def overworked(document: dict[str, Any]) -> None:
    team = document["teams"][0]
    asked = 100 + max(period["hundredths"] for period in team["capacity"])
    document.setdefault("activities", []).append(
        {
            "id": "TOO-MUCH",
            "kind": "plan",
            "modes": [
                {"duration": {"min": 1, "likely": 1, "max": 1}, "demands": {team["id"]: asked}}
            ],
        }
    )


def many(document: dict[str, Any]) -> None:
    document["activities"] = [
        {"id": f"A{i}", "kind": "plan", "form": "event"} for i in range(100_000)
    ]


def out_of_reach(document: dict[str, Any]) -> None:
    document.setdefault("rules", []).append(
        {
            "id": "LATE",
            "kind": "date_limit",
            "basis": "policy",
            "activities": {"kinds": ["transfer"]},
            "finish_not_after": "2049-01-01",
        }
    )


def several(document: dict[str, Any]) -> None:
    document["naem"] = "x"
    document["services"][0]["criticality"] = "high"
    document["plan_from"] = "yesterday"


BAD: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("empty",)),
    "binary": (bytes(range(256)) * 20, ("UTF-8",)),
    "no JSON": (b"services: 3", ("line 1", "not JSON")),
    "cut short": (SMALL.read_bytes()[:500], ("not JSON",)),
    "a list": (b"[]", ("wrong_type",)),
    "wrong type": (spoilt(lambda d: d.update(services=3)), ("wrong_type", "/services")),
    "unknown field": (
        spoilt(lambda d: d.update(sevices=[])),
        ("unknown_field", "/sevices", "services"),
    ),
    "date outside horizon": (spoilt(out_of_reach), ("date_outside_horizon", "2049-01-01")),
    "empty calendar": (spoilt(closed), ("empty_calendar",)),
    "beyond capacity": (spoilt(overworked), ("demand_beyond_capacity", "TOO-MUCH")),
    "no options": (spoilt(lambda d: d["service_groups"][0].update(options=[])), ("options",)),
    "duplicate ids": (spoilt(lambda d: d["services"].append(d["services"][0])), ("duplicate_id",)),
    "a circle": (spoilt(circle), ("cycle", "ROUND-A", "ROUND-B", "ROUND-C")),
    "too many activities": (spoilt(many), ("too_many_activities", "100,000")),
    "several": (spoilt(several), ("/naem", "/services", "/plan_from")),
}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    path = tmp_path / "out" / "kept.json"
    path.parent.mkdir()
    path.write_text("kept", encoding="utf-8")
    return path


def refused(arguments: tuple[str | Path, ...], told: tuple[str, ...], out: Path) -> None:
    made = run_here(*arguments)
    assert made.returncode == 2, made.stderr
    assert made.stdout == ""
    assert "rejected" in made.stderr
    for words in told:
        assert words in made.stderr
    assert out.read_text("utf-8") == "kept"
    assert list(out.parent.iterdir()) == [out], "nothing is left beside it"


@pytest.mark.parametrize("name", BAD)
def test_a_programme_that_is_none_is_refused_whole(name: str, tmp_path: Path, out: Path) -> None:
    data, told = BAD[name]
    path = tmp_path / "programme.json"
    path.write_bytes(data)
    refused(("plan", path, "--out", out), told, out)
    document = run_here("expand", path, "--json")
    assert document.returncode == 2
    found = answer_of(document)
    assert found["error"] in ("programme_rejected", "file_rejected")
    assert found["message"]


def test_a_refused_programme_leaves_no_file_where_none_was(tmp_path: Path) -> None:
    path = tmp_path / "programme.json"
    path.write_bytes(BAD["several"][0])
    assert run("plan", path, "--out", tmp_path / "out.json").returncode == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "place",
    ["missing", *(pytest.param(it, marks=pytest.mark.slow) for it in ("directory", "binary"))],
)
def test_what_cannot_be_read_is_refused_by_every_command(
    command: str, place: str, tmp_path: Path, out: Path
) -> None:
    path = tmp_path / place
    if place == "directory":
        path.mkdir()
    elif place == "binary":
        path.write_bytes(bytes(range(256)))
    arguments: tuple[str | Path, ...] = (command, path)
    if command in ("check", "export"):
        arguments = (*arguments, SMALL)
    if command in ("plan", "export"):
        arguments = (*arguments, "--out", out)
    refused(arguments, (), out)


BAD_PLANS = (
    (b"", "empty"),
    (b"{}", "missing_field"),
    (b'{"outcome": "infeasible", "plan": null}', "no_plan"),
    (b'{"options": {}, "activities": [{"id": "X", "start": "1", "finish": 2}]}', "/activities"),
    (b'{"options": {"X": "Y"}, "activities": []}', "unknown_reference"),
    (bytes(range(256)), "UTF-8"),
)


@pytest.mark.parametrize(
    ("command", "data", "told"),
    [
        *(("check", *bad) for bad in BAD_PLANS),
        ("export", *BAD_PLANS[2]),
        ("plan", *BAD_PLANS[3]),
    ],
)
def test_a_plan_file_that_is_none_is_refused(
    command: str, data: bytes, told: str, tmp_path: Path, out: Path
) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(data)
    files: tuple[str | Path, ...] = (SMALL, path)
    if command == "plan":
        files = (SMALL, "--baseline", path, "--out", out)
    refused((command, *files), (told,), out)


def test_a_device_without_end_is_not_read_whole(out: Path) -> None:
    refused(("expand", "/dev/zero"), ("/dev/zero", "larger"), out)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--nonsense",),
        ("fly",),
        ("plan",),
        ("plan", SMALL, "--nonsense"),
        ("plan", SMALL, "--time-limit", "0"),
        ("plan", SMALL, "--time-limit", "nan"),
        ("plan", SMALL, "--time-limit", "soon"),
        ("plan", SMALL, "--workers", "0"),
        ("plan", SMALL, "--workers", "many"),
        ("plan", SMALL, "--seed", "-1"),
        ("plan", SMALL, "--seed", str(2**31)),
        ("plan", SMALL, "--durations", "longest"),
        ("check", SMALL),
        ("export", SMALL, SMALL, "--format", "gif"),
        ("generate", "--services", "0", "--out", "x"),
        ("generate", "--services", "3", "--seed", "x", "--out", "x"),
        ("schema", "world"),
    ],
)
def test_usage_that_is_none_is_refused_with_2(
    arguments: tuple[str | Path, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "usage:" in told.err
    assert " _" not in told.err, "names of functions are nobody's business"


def test_an_unknown_option_ends_the_process_with_2() -> None:
    made = run("plan", SMALL, "--nonsense")
    assert (made.returncode, made.stdout) == (2, "")
    assert "--nonsense" in made.stderr


@pytest.mark.parametrize("command", ["plan", "export", "generate"])
@pytest.mark.parametrize(
    "place",
    [
        ".",
        *(pytest.param(it, marks=pytest.mark.slow) for it in ("no/such/out.json", "file/out.json")),
    ],
)
def test_a_place_that_takes_no_file_is_refused_before_any_work(
    command: str, place: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    path = tmp_path / place
    # The programme does not exist: had it been read first, that would be the complaint.
    files = {"plan": ("none.json",), "export": ("none.json", "none.json")}
    arguments = files.get(command, ("--services", "1"))
    made = run_here(command, *arguments, "--out", path)
    assert made.returncode == 2
    assert "cannot be written" in made.stderr
    assert "none.json" not in made.stderr
    assert (tmp_path / "file").read_text("utf-8") == "kept"
