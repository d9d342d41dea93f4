"""The processes of a service under attack, restarted as `serve` or an operator would."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from api.settings import ServiceSettings
from tests.api.jobs.yard import children_of, environment, is_alive, kill

READY = re.compile(r"phased-exit is ready at (http://[^/]+)/")
SOLVER = "scheduler.solver.child"
WORKER = " worker "

Kind = Literal["api", "worker", "child", "database"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Killing:
    """One process killed."""

    kind: Kind
    pid: int
    at_ms: float
    """By the clock of the machine, which is the database's too."""
    orphans: tuple[int, ...]
    """Processes that the killed one had started."""


class Part:
    """One process that is started again whenever it has ended."""

    def __init__(
        self,
        words: list[str],
        settings: ServiceSettings,
        log: Path,
        program: Sequence[str] = ("-m", "api.cli"),
    ) -> None:
        """Start it; `program` is what runs the command line."""
        self._program = program
        self._words = words
        self._settings = settings
        self._log = log
        self._begin()

    def _begin(self) -> None:
        self._from = self._log.stat().st_size if self._log.exists() else 0
        with self._log.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, *self._program, *self._words],
                env=environment(self._settings),
                stderr=said,
                start_new_session=True,
            )

    def keep_running(self) -> None:
        """Start it again if it has ended."""
        if self.process.poll() is not None:
            self._begin()

    def address(self) -> str | None:
        """Return where it listens, once it does."""
        found = READY.findall(self._log.read_text("utf-8")[self._from :])
        return found[-1] if found else None


class Stage:
    """An API with its workers: as `serve` runs them on SQLite, apart on PostgreSQL."""

    def __init__(
        self,
        settings: ServiceSettings,
        folder: Path,
        crash: Callable[[], None] | None = None,
    ) -> None:
        """Start everything; `crash` lets the database crash, where it is a server."""
        self._crash = crash
        data = ["--data", str(settings.data)]
        # So that a worker that is left has room for what the other held.
        slots = ["--slots", "2"]
        if settings.database_url is None:
            parts = [["serve", "--port", "0", "--workers", "2", *slots, *data]]
        else:
            parts = [["serve", "--port", "0", "--workers", "0"]] * 2 + [["worker", *slots]] * 2
        self.settings = settings
        self.parts = [
            Part(words, settings, folder / f"{number}-{words[0]}.log")
            for number, words in enumerate(parts)
        ]

    def addresses(self) -> list[str]:
        """Return where APIs listen."""
        return [found for part in self.parts if (found := part.address()) is not None]

    def keep_running(self) -> None:
        """Restart what has ended."""
        for part in self.parts:
            part.keep_running()

    def kill_one(
        self, random: Random, kinds: tuple[Kind, ...] = ("api", "worker", "child", "database")
    ) -> Killing | None:
        """Kill a process of a random kind; None where there is none of it just now."""
        if self._crash is None:
            kinds = tuple(kind for kind in kinds if kind != "database")
        kind = random.choice(kinds)
        if kind == "database" and self._crash is not None:
            self._crash()
            return Killing(kind=kind, pid=0, at_ms=time.time() * 1000, orphans=())
        found = self.processes()[kind]
        if not found:
            return None
        pid = random.choice(found)
        orphans = tuple(children_of(pid))
        kill([pid])
        return Killing(kind=kind, pid=pid, at_ms=time.time() * 1000, orphans=orphans)

    def processes(self) -> dict[Kind, list[int]]:
        """Return the living processes by kind; of solver processes those at work first of all."""
        found: dict[Kind, list[int]] = {"api": [], "worker": [], "child": [], "database": []}
        for part in self.parts:
            pid = part.process.pid
            if part.process.poll() is None:
                for each in (pid, *_below(pid)):
                    kind = _kind(each)
                    if kind is not None:
                        found[kind].append(each)
        return found

    def clear(self) -> list[str]:
        """End everything as an operator would; return what is left running all the same."""
        everything = [pid for pids in self.processes().values() for pid in pids]
        ended(self.parts)
        time.sleep(1)
        left = [pid for pid in everything if is_alive(pid)]
        told = [described(pid) for pid in left]
        kill(left)
        return told


def ended(parts: Sequence[Part]) -> None:
    """End processes as an operator would, and those that do not mind by force."""
    for part in parts:
        part.process.send_signal(signal.SIGTERM)
    for part in parts:
        try:
            part.process.wait(60)
        except subprocess.TimeoutExpired:
            part.process.kill()
            part.process.wait()


@contextmanager
def stage_on(
    settings: ServiceSettings, folder: Path, crash: Callable[[], None] | None = None
) -> Iterator[Stage]:
    """Have a stage for a while."""
    stage = Stage(settings, folder, crash)
    try:
        yield stage
    finally:
        stage.clear()


def described(pid: int) -> str:
    """Return a process as its number and its command."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        words = "gone meanwhile"
    return f"{pid}: {words.strip()}"


def _below(pid: int) -> list[int]:
    direct = children_of(pid)
    return direct + [deeper for child in direct for deeper in children_of(child)]


def _kind(pid: int) -> Kind | None:
    words = f"{described(pid)} "
    if SOLVER in words:
        return "child"
    if WORKER in words:
        return "worker"
    return "api" if " serve " in words else None
