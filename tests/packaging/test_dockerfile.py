"""The Dockerfile's steps, replayed where no engine is at hand, make a service that runs."""

import contextlib
import hashlib
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT
from tests.packaging.build_context import context_files
from tests.packaging.dockerfile import parse
from tests.packaging.image_replay import Image, replay

DOCKERFILE = ROOT / "Dockerfile"
PORT = "8000"
BUILD_TOOLS = {"hatchling", "pip", "setuptools", "wheel", "uv"}
PATIENCE = 60.0
"""Seconds; a fault ends the wait at once, only a machine under load needs it."""


def test_stages_name_their_base_by_an_exact_tag_and_the_last_is_slim() -> None:
    for stage in parse(DOCKERFILE):
        assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", stage.base)


def test_the_image_runs_as_a_numbered_user_that_is_not_root() -> None:
    user = parse(DOCKERFILE)[-1].last("USER")
    assert user is not None
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user.rest)


def test_what_is_told_fits_together() -> None:
    last = parse(DOCKERFILE)[-1]
    exposed, health, volume = (last.last(name) for name in ("EXPOSE", "HEALTHCHECK", "VOLUME"))
    command = last.last("CMD")
    assert exposed is not None
    assert health is not None
    assert volume is not None
    assert command is not None
    assert exposed.rest == PORT
    assert f":{PORT}/healthz" in health.rest
    assert command.arguments[command.arguments.index("--port") + 1] == PORT
    assert volume.arguments == [command.arguments[command.arguments.index("--data") + 1]]


def test_the_context_holds_what_is_built_and_nothing_else() -> None:
    sent = context_files()
    tops = {path.split("/")[0] for path in sent}
    assert {"api", "scheduler", "pyproject.toml", "requirements.lock", "LICENSE"} <= tops
    assert not tops & {"tests", ".ci", ".git", "Dockerfile", "requirements-dev.lock"}
    assert {path.split("/")[1] for path in sent if path.startswith("fixtures/")} == {"programmes"}


@pytest.mark.slow
def test_the_replayed_image_serves_as_a_container_would(tmp_path: Path) -> None:
    # One test: building takes a while, and tests may be spread over processes.
    image = replay(DOCKERFILE, tmp_path)
    data_belongs_to_the_user_and_nothing_that_builds_is_left(image)
    it_serves_is_healthy_writes_to_its_data_alone_and_stops_when_told(image)


def data_belongs_to_the_user_and_nothing_that_builds_is_left(image: Image) -> None:
    assert image.owners == {"/data": image.user}
    assert not any(image.path("/data").iterdir())
    assert not image.path("/source").exists()
    installed = {
        found.name.partition("-")[0].lower() for found in image.path("/venv").rglob("*.dist-info")
    }
    assert "phased_exit" in installed
    assert not installed & BUILD_TOOLS
    assert not {p.name for p in image.path("/venv/bin").iterdir()} & BUILD_TOOLS


def it_serves_is_healthy_writes_to_its_data_alone_and_stops_when_told(image: Image) -> None:
    before = fingerprint(image)
    with container(image) as (process, port):
        until_healthy(process, port, image.root.parent / "log")
        health = image.stage.last("HEALTHCHECK")
        assert health is not None
        arguments = re.sub(r"^CMD ", "", health.rest)
        asked = type(health)(health.line, "CMD", {}, arguments).arguments
        checked = image.run([word.replace(f":{PORT}/", f":{port}/") for word in asked])
        assert checked.returncode == 0, checked.stderr
        wrong = image.run([word.replace(f":{PORT}/healthz", f":{port}/none") for word in asked])
        assert wrong.returncode != 0
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=10).read()
        assert b"<h1>" in page
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert fingerprint(image) == before
    assert any(image.path("/data").iterdir())


@contextlib.contextmanager
def container(image: Image) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """Run what a container would run, on a port that is free here."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [str(port) if word == PORT else image.here(word) for word in image.entry()]
    with (image.root.parent / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=image.path("."),
            env=image.process_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            executable=str(image.path(f"/venv/bin/{command[0]}")),
        )
        try:
            yield process, port
        finally:
            process.kill()
            process.wait()


def until_healthy(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Wait for the first good answer."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        assert process.poll() is None, log.read_text("utf-8")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return
        time.sleep(0.1)
    pytest.fail(f"the service does not become healthy: {log.read_text('utf-8')}")


def fingerprint(image: Image) -> dict[str, str]:
    """Return every file outside the data with what it holds."""
    data = image.path("/data")
    return {
        path.relative_to(image.root).as_posix(): digest(path)
        for path in image.root.rglob("*")
        if path.is_file() and not path.is_relative_to(data)
    }


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
