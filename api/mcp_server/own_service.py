"""A service of our own on loopback, for as long as the tools are offered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

import anyio
import anyio.to_thread
from anyio.abc import Process, TaskGroup

from api.mcp_server.refusals import failed

COMMAND = (sys.executable, "-m", "api.commands.tied_serve")
READY_WITHIN_SECONDS = 60.0
END_WITHIN_SECONDS = 25.0
END_AT_ONCE_SECONDS = 1.0
"""Where its folder goes with it, nothing it could still write is of use."""
MOST_KEPT = 65_536
_READY = re.compile(rb"phased-exit is ready at (http://127\.0\.0\.1:\d+)/")
_SECRET = ("DATABASE_URL", "PHASED_EXIT_KEY")
"""What children of ours need not know: they work on their own folder, and ask nobody."""


def child_environment() -> Mapping[str, str]:
    """Return the environment for processes started here."""
    return {name: value for name, value in os.environ.items() if name not in _SECRET}


class OwnService:
    """Starts a service when it is first asked for."""

    def __init__(self, data: Path | None, tasks: TaskGroup) -> None:
        """Keep where its files go, a temporary folder where none is named, and who reads it."""
        self._data = data
        self._tasks = tasks
        self._stack = ExitStack()
        self._process: Process | None = None
        self._address: str | None = None

    async def connect(self) -> tuple[str, None]:
        """Return its address once it answers. Raises Refused."""
        await self.close()
        folder = self._data or Path(
            self._stack.enter_context(
                tempfile.TemporaryDirectory(prefix="phased-exit-mcp-", ignore_cleanup_errors=True)
            )
        )
        self._process = await anyio.open_process(
            [*COMMAND, "--port", "0", "--workers", "1", "--data", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=child_environment(),
            # What ends the tools abruptly is noticed by the end of its standard input.
            start_new_session=True,
        )
        known = anyio.Event()
        self._tasks.start_soon(self._read, self._process, known)
        with anyio.move_on_after(READY_WITHIN_SECONDS):
            await known.wait()
        if self._address is None:
            await self.close()
            raise failed("A service of its own did not start; standard error says more.")
        return self._address, None

    async def _read(self, process: Process, known: anyio.Event) -> None:
        """Pass on what it says, so that it never waits for a reader, and find its address."""
        said = b""
        if process.stderr is None:
            return
        try:
            async for chunk in process.stderr:
                sys.stderr.write(chunk.decode("utf-8", "replace"))
                said = (said + chunk)[-MOST_KEPT:]
                found = _READY.search(said)
                if found is not None:
                    self._address = found[1].decode()
                    known.set()
        except (anyio.ClosedResourceError, anyio.BrokenResourceError):
            pass
        finally:
            known.set()

    async def close(self) -> None:
        """End it, gently first."""
        process, self._process, self._address = self._process, None, None
        if process is not None:
            if process.stdin is not None:
                await process.stdin.aclose()
            patience = END_AT_ONCE_SECONDS if self._data is None else END_WITHIN_SECONDS
            with anyio.move_on_after(patience):
                await process.wait()
            if process.returncode is None:
                process.kill()
                await process.wait()
            await process.aclose()
        await anyio.to_thread.run_sync(self._stack.close)


@asynccontextmanager
async def own_service(data: Path | None) -> AsyncIterator[OwnService]:
    """Offer a service of our own, and end it at the end."""
    async with anyio.create_task_group() as tasks:
        made = OwnService(data, tasks)
        try:
            yield made
        finally:
            with anyio.CancelScope(shield=True):
                await made.close()
            tasks.cancel_scope.cancel()
