"""Ctrl-C, readers that leave, narrow terminals and terminals of few characters."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler.generation.generate import generate
from scheduler.interchange.programme_json import write_programme
from tests.commands.command_line import (
    HANG_GUARD_SECONDS,
    SMALL,
    answer_of,
    command,
    environment,
    run,
)
from tests.validation.documents import sound

SLOW_TO_PROVE = """
import time
from scheduler.solver import child
really = child.LevelSearch.settle_all
def settle_all(self):
    outcome = really(self)
    while not self.stop.is_set():
        time.sleep(0.05)
    return outcome
child.LevelSearch.settle_all = settle_all
child.main()
"""
"""Finds a plan and then works on until it is asked to stop."""

DEAF = SLOW_TO_PROVE.replace("while not self.stop.is_set()", "while True")


class Running:
    """A command in a process group of its own, as a terminal starts it."""

    def __init__(self, *arguments: str | Path, child: str) -> None:
        self.process = subprocess.Popen(
            command(*arguments, child=child),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(PYTHONUNBUFFERED="1"),
            start_new_session=True,
        )
        self.err = ""

    def wait_for(self, words: str) -> None:
        assert self.process.stderr is not None
        while words not in self.err:
            line = self.process.stderr.readline()
            assert line, self.err
            self.err += line

    def ctrl_c(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=HANG_GUARD_SECONDS)
        self.err += err
        assert "Traceback" not in self.err, self.err
        return self.process.returncode, out, self.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_keeps_and_prints_the_best_plan(number: int, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    running = Running("plan", SMALL, "--json", "--out", out, child=SLOW_TO_PROVE)
    running.wait_for("weighted transfers")
    os.killpg(running.process.pid, number)
    code, answer, _ = running.end()
    document = json.loads(answer)
    assert code == 0
    assert document["outcome"] == "plan"
    assert document["solve"]["stopped_by"] == "request"
    assert document["claim"] == "bound_claimed_by_solver", "nothing is confirmed any more"
    assert json.loads(out.read_text("utf-8")) == document
    checked = run("check", SMALL, out, "--json")
    assert answer_of(checked)["ok"] is True


def test_an_interrupt_before_any_plan_leaves_it_undecided(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    path.write_bytes(write_programme(generate(services=70, seed=1)))
    waiting = "import sys, time\nprint('waiting', file=sys.stderr, flush=True)\ntime.sleep(600)"
    running = Running("plan", path, "--json", child=waiting)
    running.wait_for("waiting")
    # The handler stands once the programme is read; before that an interrupt ends at once.
    time.sleep(5)
    running.ctrl_c()
    code, answer, _ = running.end()
    if code == 130:
        assert answer == ""
    else:
        assert code in (0, 4)
        assert json.loads(answer)["solve"]["stopped_by"] == "request"


def test_a_second_interrupt_ends_at_once_and_without_an_answer(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    running = Running("plan", SMALL, "--json", "--out", out, child=DEAF)
    running.wait_for("weighted transfers")
    running.ctrl_c()
    running.wait_for("stopping")
    running.ctrl_c()
    code, answer, told = running.end()
    assert code == 130
    assert answer == ""
    assert "interrupted" in told
    assert not out.exists()


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a programme whose answers wait in a buffer until they are all there."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.json"
    path.write_text(json.dumps(sound()), encoding="utf-8")
    return path


@pytest.mark.parametrize("arguments", ["schema", "--version", "expand", "plan", "plan --json"])
def test_a_reader_that_leaves_is_not_complained_of(arguments: str, tiny: Path) -> None:
    name, *options = arguments.split()
    files = () if name in ("schema", "--version") else (tiny,)
    with subprocess.Popen(
        command(name, *files, *options),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        told = process.stderr.read()
        assert process.wait(HANG_GUARD_SECONDS) == 0
    assert "Traceback" not in told
    assert "Broken pipe" not in told
    assert "BrokenPipe" not in told


def test_a_reader_that_leaves_does_not_turn_violations_into_an_all_clear(
    tiny: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "nothing.json"
    plan.write_text('{"options": {}, "activities": []}', encoding="utf-8")
    for options in ((), ("--json",)):
        with subprocess.Popen(
            command("check", tiny, plan, *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        ) as process:
            assert process.stdout is not None
            process.stdout.close()
            assert process.wait(HANG_GUARD_SECONDS) == 5
            assert process.stderr is not None
            assert process.stderr.read() == b""


def odd(folder: Path) -> Path:
    """Return a programme whose names no old terminal can show."""
    document = json.loads(SMALL.read_bytes())
    document["name"] = "Añadir – 日本 → café"
    document["services"][0]["name"] = "Löhne 給与 £"
    path = folder / "odd.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


ASCII = {
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONIOENCODING": "ascii",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    # So narrow that words are cut, with a character that this terminal lacks.
    "COLUMNS": "60",
}


def test_a_terminal_of_few_characters_is_no_reason_to_fail(tmp_path: Path) -> None:
    env = ASCII
    programme, out = odd(tmp_path), tmp_path / "out.json"
    made = run("plan", programme, "--json", "--no-baselines", "--out", out, env=env)
    assert made.returncode == 0
    assert made.stdout.isascii()
    document = answer_of(made)
    assert document == json.loads(out.read_text("utf-8"))
    assert run("plan", programme, "--baseline", out, env=env).returncode == 0
    assert run("check", programme, out, env=env).returncode == 0
    assert "給与" in json.dumps(answer_of(run("expand", programme, env=env)), ensure_ascii=False)
    drawn = run("export", programme, out, env=env)
    assert drawn.returncode == 0
    assert "日本" in drawn.stdout, "a picture says its encoding itself"


def test_a_refusal_is_told_on_a_terminal_of_few_characters(tmp_path: Path) -> None:
    path = odd(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"criticality"', '"κρίσιμο"'), encoding="utf-8")
    made = run("expand", path, env=ASCII)
    assert made.returncode == 2
    assert "criticality" in made.stderr


@pytest.mark.parametrize(
    "columns", ["20", *(pytest.param(width, marks=pytest.mark.slow) for width in ("60", "400"))]
)
def test_every_width_is_wide_enough(columns: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    made = run("plan", SMALL, "--out", out, env={"COLUMNS": columns})
    assert made.returncode == 0
    assert max(map(len, made.stdout.splitlines())) <= int(columns)
    spoilt = json.loads(out.read_text("utf-8"))
    spoilt["plan"]["activities"][0]["start"] = "2020-01-01"
    out.write_text(json.dumps(spoilt), encoding="utf-8")
    assert run("check", SMALL, out, env={"COLUMNS": columns}).returncode == 5


def test_nothing_of_the_solver_outlives_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text("{", encoding="utf-8")
    log = tmp_path / "pid"
    child = f"import os, time; open({str(log)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    made = run("plan", path, child=child)
    assert made.returncode == 2
    if log.exists() and log.read_text("ascii"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(log.read_text("ascii")), 0)


if sys.platform == "win32":
    pytestmark = pytest.mark.skip(reason="signals and process groups of POSIX")
