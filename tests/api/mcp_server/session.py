"""A client of the tools as programs have one: the SDK's own, over standard input and output."""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from tests.commands.command_line import environment

FIELDS = {"status", "says", "facts", "untrusted_file_text", "link"}
HANG_GUARD_SECONDS = 180.0


class Tools:
    """The tools of a running `phased-exit mcp`."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.heard: list[tuple[float, float | None, str | None]] = []

    async def names(self) -> list[str]:
        return [tool.name for tool in (await self.client.list_tools()).tools]

    async def ask(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Return what a tool answers, which has the form that all answers have."""
        made = await self.client.call_tool(
            name,
            arguments,
            progress_callback=self._hear,
            read_timeout_seconds=HANG_GUARD_SECONDS,
        )
        assert isinstance(made, types.CallToolResult)
        answer = made.structured_content
        assert answer.keys() == FIELDS
        assert made.is_error == (answer["status"] in {"rejected", "failed"})
        (text,) = made.content
        assert isinstance(text, types.TextContent)
        assert json.loads(text.text.split("\n")[0])["says"] == answer["says"]
        found: dict[str, Any] = answer
        return found

    async def _hear(self, progress: float, total: float | None, message: str | None) -> None:
        self.heard.append((progress, total, message))


@asynccontextmanager
async def tools(log: Path, *words: str, **env: str) -> AsyncIterator[Tools]:
    """Run the command and talk to it; it has ended at the end."""
    kept = {k: v for k, v in environment().items() if k not in ("DATABASE_URL", "PHASED_EXIT_KEY")}
    parameters = StdioServerParameters(
        command=sys.executable, args=["-m", "api.cli", "mcp", *words], env={**kept, **env}
    )
    with log.open("w") as said:
        async with Client(stdio_client(parameters, errlog=said)) as client:
            yield Tools(client)
        assert "Traceback" not in await anyio.Path(log).read_text("utf-8")


def processes_with(text: str) -> list[int]:
    """Return processes whose command line or environment names something."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                said = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if text.encode() in said:
                found.append(int(entry.name))
    return found
