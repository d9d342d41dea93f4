"""`phased-exit serve` as somebody meets it who has just installed it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.commands.demo import fill_if_empty
from api.jobs.warm import NICENESS
from api.settings import ServiceSettings
from api.store.database import migrate, open_database
from tests.api.jobs.yard import HANG_GUARD_SECONDS, children_of, is_alive, kill, until
from tests.commands.command_line import environment

READY = re.compile(r"phased-exit is ready at http://127\.0\.0\.1:(\d+)/")
pytestmark = pytest.mark.slow


class Served:
    """A running `phased-exit serve`."""

    def __init__(self, log: Path, *words: str) -> None:
        self.log = log
        with log.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "api.cli", "serve", "--port", "0", *words],
                stderr=said,
                env=without_database(),
            )

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def get(self, path: str) -> Any:
        until(lambda: READY.search(self.said()) is not None, self.said)
        port = READY.findall(self.said())[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return json.load(answer)

    def worker(self) -> int:
        until(lambda: bool(self.workers()), self.said)
        return self.workers()[0]

    def workers(self) -> list[int]:
        """Return the workers; the process that compiles is another child."""
        lines = ((pid, Path(f"/proc/{pid}/cmdline")) for pid in children_of(self.process.pid))
        return [pid for pid, line in lines if line.exists() and b"worker" in line.read_bytes()]


def without_database() -> dict[str, str]:
    return {name: value for name, value in environment().items() if name != "DATABASE_URL"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path / "log", "--demo", "--data", str(tmp_path / "data"))
    yield made
    made.process.kill()
    made.process.wait()


def test_the_demo_is_planned_a_lost_worker_replaced_and_the_end_is_clean(served: Served) -> None:
    programmes = served.get("/v1/programmes")["programmes"]
    assert [programme["name"] for programme in programmes] == [
        "Lincolnshire County Council leaves Serco"
    ]
    assert "its plan comes within moments" in served.said()

    # Killed before or while it plans: another takes its place.
    first = served.worker()
    kill([first])
    until(lambda: "another starts" in served.said(), served.said)
    (plan,) = served.get("/v1/plans")["plans"]
    until(lambda: served.get(f"/v1/plans/{plan['id']}")["plans_checked"] > 0, served.said)
    worker = served.worker()
    assert worker != first
    until(lambda: any(map(gives_way, children_of(worker))), served.said)

    searching = children_of(worker)
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(HANG_GUARD_SECONDS) == 0
    assert not any(map(is_alive, [worker, *searching]))
    assert "Traceback" not in served.said()


def test_the_demo_is_not_promised_where_something_is_stored(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    settings = ServiceSettings(data=tmp_path / "data")
    settings.data.mkdir()
    with closing(open_database(settings.store_url)) as database:
        migrate(database)
        assert fill_if_empty(database, settings)
    again = Served(tmp_path / "log", "--demo", "--workers", "0", "--data", data)
    try:
        assert len(again.get("/v1/programmes")["programmes"]) == 1
        until(lambda: "--demo adds none" in again.said(), again.said)
        assert "Lincolnshire" not in again.said()
    finally:
        again.process.kill()
        again.process.wait()


def gives_way(process: int) -> bool:
    try:
        return os.getpriority(os.PRIO_PROCESS, process) >= NICENESS
    except ProcessLookupError:
        return False


def test_a_killed_service_leaves_nothing_running(served: Served) -> None:
    served.get("/v1/plans")
    worker = served.worker()
    until(lambda: "is ready, " in served.said(), served.said)
    searching = children_of(worker)
    kill([served.process.pid])
    served.process.wait()
    until(lambda: not any(map(is_alive, [worker, *searching])), served.said)


def refused(*words: str, **env: str) -> str:
    made = subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=HANG_GUARD_SECONDS,
        env={**without_database(), **env},
    )
    assert made.returncode == 2, made.stderr
    assert "Traceback" not in made.stderr
    assert made.stdout == ""
    return made.stderr


def test_a_port_in_use_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = refused("serve", "--port", port, "--data", str(tmp_path))
    assert said == f"rejected: cannot listen on 127.0.0.1 port {port}: Address already in use\n"


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_folder_that_is_a_file_is_said_in_a_sentence(tmp_path: Path, command: str) -> None:
    file = tmp_path / "file"
    file.touch()
    said = refused(command, "--data", str(file), *(["--port", "0"] if command == "serve" else []))
    assert said.count("\n") == 1
    assert f"the folder {file} cannot be used: " in said


def test_another_kind_of_database_is_said_in_a_sentence() -> None:
    said = refused("serve", "--port", "0", DATABASE_URL="mysql://somewhere/else")
    assert said == "rejected: DATABASE_URL must begin with postgresql://, found mysql\n"


@pytest.mark.parametrize(
    "words", [("--port", "70000"), ("--slots", "0"), ("--workers", "-1"), ("--workers", "x")]
)
def test_arguments_out_of_range_are_refused(words: tuple[str, str]) -> None:
    assert "must be a whole number from" in refused("serve", *words)
