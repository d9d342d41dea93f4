"""Real solver processes whose supervisor is lost, or breaks off while it writes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler.interchange.programme_json import to_jsonable
from scheduler.solver.settings import SearchSettings
from tests.agreement.worlds import FIXTURES
from tests.solver.children import HANG_GUARD_SECONDS, REAL, SMALL, small

SETTINGS = SearchSettings(time_limit_seconds=60.0, workers=1)


def alive(pid: int) -> bool:
    """Tell whether a process still runs; one that only waits to be buried does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


SILENT = (
    REAL
    + """
import sys, time
def settle_all(self):
    print("silent", file=sys.stderr, flush=True)
    time.sleep(600)
child.LevelSearch.settle_all = settle_all
child.main()
"""
)
"""Works for long without a word, so that it cannot notice by writing that nobody reads."""

SUPERVISOR = """
import sys, threading
from scheduler.expansion.expand import expand
from scheduler.interchange.programme_json import read_programme
from scheduler.solver import process
from scheduler.solver.settings import SearchSettings
process.COMMAND = (sys.executable, "-c", sys.argv[1])
running = process.launch()
if sys.argv[2]:
    programme = expand(read_programme(open(sys.argv[2], "rb").read()))
    running.request(programme, SearchSettings(time_limit_seconds=600, workers=1))
print(running.process.pid, flush=True)
running.process.wait()
"""


def ends(child: int) -> bool:
    """Tell whether a process ends by itself; one that does not is not left behind."""
    guard = time.monotonic() + HANG_GUARD_SECONDS
    while alive(child) and time.monotonic() < guard:
        time.sleep(0.1)
    if alive(child):
        os.kill(child, signal.SIGKILL)
        return False
    return True


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.parametrize("moment", ["waiting", "working"])
def test_a_process_whose_supervisor_is_killed_ends_by_itself(moment: str) -> None:
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, SILENT, str(SMALL) if moment == "working" else ""],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=FIXTURES.parent,
    )
    with supervisor:
        assert supervisor.stdout is not None
        assert supervisor.stderr is not None
        child = int(supervisor.stdout.readline())
        if moment == "working":
            assert supervisor.stderr.readline() == "silent\n"
        assert alive(child)
        supervisor.kill()
    assert ends(child)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_half_a_line_does_not_hide_that_the_supervisor_is_gone() -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", SILENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=FIXTURES.parent,
    )
    with child:
        assert child.stdin is not None
        assert child.stderr is not None
        said = {"programme": to_jsonable(small().document), "settings": SETTINGS.to_jsonable()}
        child.stdin.write(json.dumps(said).encode() + b'\n{"hint": 5}\n{"stop": tr')
        child.stdin.flush()
        assert child.stderr.readline() == b"silent\n"
        child.stdin.close()
        assert ends(child.pid)


def test_half_a_request_is_no_request() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "scheduler.solver.child"],
        input=json.dumps({"programme": 1})[:-4],
        capture_output=True,
        text=True,
        check=False,
        cwd=FIXTURES.parent,
        timeout=HANG_GUARD_SECONDS,
    )
    assert asked.stdout == ""
