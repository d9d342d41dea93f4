"""The service as `serve` runs it, on a database of one's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source_tree import ROOT

READY = re.compile(r"phased-exit is ready at (http://[^/]+)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running service."""

    address: str
    pid: int
    """Of its API process."""


@contextmanager
def serving(folder: Path, database_url: str | None = None) -> Iterator[str]:
    """Run `serve` with one worker and give its address."""
    with served(folder, database_url) as found:
        yield found.address


@contextmanager
def served(folder: Path, database_url: str | None = None, workers: int = 1) -> Iterator[Served]:
    """Run `serve` with so many workers."""
    words = ["serve", "--port", "0", "--workers", str(workers), "--data", str(folder)]
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment["PYTHONPATH"] = str(ROOT)
    if database_url is not None:
        environment["DATABASE_URL"] = database_url
    log = folder / "serve.log"
    with log.open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *words],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield Served(address=_address(process, log), pid=process.pid)
    finally:
        process.terminate()
        process.wait(timeout=60)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        found = READY.search(log.read_text("utf-8"))
        if found:
            return found[1]
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError(log.read_text("utf-8"))
