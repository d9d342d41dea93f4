"""`phased-exit explain` as a child process, about a plan of the service.

No route answers a question about one activity or one wish, so the solver is asked here, on the
documents of the service.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio

from api.mcp_server.own_service import child_environment
from api.mcp_server.refusals import failed, refused
from api.mcp_server.service import Reached
from api.mcp_server.stored import is_final
from api.mcp_server.toolbox import Toolbox

COMMAND = (sys.executable, "-m", "api.cli", "explain")
START_AND_END_SECONDS = 60.0
TELL_EVERY_SECONDS = 2.0
EXIT_REJECTED = 2
_IN_PLACE = ("durations", "profile")
"""Settings of a plan that take the place of what the programme says."""


async def explained(
    tools: Toolbox, plan: str, words: list[str], seconds: float
) -> Mapping[str, Any] | None:
    """Return what `explain --json` says of a stored plan; None where it is not known in time.

    Raises Refused.
    """
    service = await tools.service.reached()
    found = await service.get(f"/v1/plans/{plan}")
    if found["plan"] is None:
        state = "has no plan to explain" if is_final(found) else "is not final"
        raise refused(f"{plan} {state}; `recover` says why no plan exists.")
    programme = await _programme_of(service, found)
    with tempfile.TemporaryDirectory(prefix="phased-exit-mcp-") as folder:
        named = Path(folder, "programme.json"), Path(folder, "plan.json")
        answer = {name: found[name] for name in ("plan", "objectives", "outcome", "claim")}
        for path, written in zip(named, (programme, answer), strict=True):
            path.write_text(json.dumps(written), "utf-8")
        limits = ["--time-limit", f"{seconds:g}", "--question-limit", f"{min(seconds, 20):g}"]
        said = await _run(tools, [*map(str, named), *words, *limits, "--json"], seconds)
    if said is None or not said.strip():
        return None
    document: Mapping[str, Any] = json.loads(said)
    return document


async def _programme_of(service: Reached, plan: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the revision that a plan was made for, as its settings want it."""
    document = await service.get(f"/v1/programmes/{plan['programme']}/revisions/{plan['revision']}")
    settings = plan["settings"]
    given = {name: settings.get(name) for name in _IN_PLACE}
    return {**document, **{name: value for name, value in given.items() if value is not None}}


async def _run(tools: Toolbox, words: list[str], seconds: float) -> bytes | None:
    async def tell() -> None:
        began = anyio.current_time()
        while True:
            spent = anyio.current_time() - began
            await tools.report(spent, seconds, "The solver is asked.")
            await anyio.sleep(TELL_EVERY_SECONDS)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(tell)
        made: subprocess.CompletedProcess[bytes] | None = None
        with anyio.move_on_after(seconds + START_AND_END_SECONDS):
            # Cancelled, it is killed; its solver processes notice that and end.
            made = await anyio.run_process(
                [*COMMAND, *words], check=False, env=child_environment(), stdin=subprocess.DEVNULL
            )
        tasks.cancel_scope.cancel()
    if made is None:
        return None
    if made.returncode == EXIT_REJECTED:
        raise refused(
            "The question cannot be asked of this plan.",
            reason=_rejection(made.stdout, made.stderr),
        )
    if made.returncode == 1:
        raise failed("The question was not answered: a fault of phased-exit.")
    return made.stdout


def _rejection(*said: bytes) -> str:
    return " ".join(text.decode("utf-8", "replace") for text in said)
