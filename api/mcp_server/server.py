"""The tools offered over the Model Context Protocol, on standard input and output."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import TypeAdapter, ValidationError

from api.mcp_server.answers import CAUTION, Answer, output_schema
from api.mcp_server.own_service import own_service
from api.mcp_server.refusals import REFUSALS, Refused, failed, refused
from api.mcp_server.service import Service, closing
from api.mcp_server.table import TOOLS
from api.mcp_server.toolbox import Tool, Toolbox

INSTRUCTIONS = (
    "Plans for leaving an outsourcing contract in phases: dated, checked and proven. Start with "
    "`plan`; the id it answers is what `why_date`, `why_not`, `latest`, `diff` and `check` take. "
    "`no_plan_exists` and `not_known` are answers: tell them as they are, and never make up dates. "
    f"{CAUTION}"
)
BY_NAME = {tool.name: tool for tool in TOOLS}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the tools are to be offered."""

    url: str | None
    """Of a running service; one of our own where there is none."""
    key: str | None
    """Shown to the service as a bearer token."""
    data: Path | None
    """Folder of a service of our own; a temporary one where there is none."""
    files: Path
    """Folder whose JSON files may be read."""


async def offer(wanted: Wanted) -> None:
    """Offer the tools until standard input ends."""
    async with AsyncExitStack() as closes:
        if wanted.url is None:
            own = await closes.enter_async_context(own_service(wanted.data))
            service = Service(own.connect)
        else:
            address = (wanted.url, wanted.key)

            async def named() -> tuple[str, str | None]:
                return address

            service = Service(named)
        await closes.enter_async_context(closing(service))
        server = server_of(service, wanted.files)
        read, write = await closes.enter_async_context(stdio_server())
        await server.run(read, write, server.create_initialization_options())


def server_of(service: Service, files: Path) -> Server[Any]:
    """Return a server whose tools ask a service and may read a folder."""

    async def listed(
        _context: ServerRequestContext[Any], _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_declared(tool) for tool in TOOLS])

    async def called(
        context: ServerRequestContext[Any], params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        async def report(progress: float, total: float | None, message: str) -> None:
            await context.session.report_progress(progress, total, message)

        tools = Toolbox(service=service, files=files, report=report)
        return _result(await answer_of(params.name, params.arguments or {}, tools))

    return Server(
        "phased-exit",
        version=_version(),
        title="Phased exit plans",
        instructions=INSTRUCTIONS,
        on_list_tools=listed,
        on_call_tool=called,
    )


async def answer_of(name: str, arguments: dict[str, Any], tools: Toolbox) -> Answer:
    """Return what a tool answers; that it cannot is an answer, too."""
    try:
        tool = BY_NAME.get(name)
        if tool is None:
            raise refused(f"There is no such tool; there are {', '.join(BY_NAME)}.")
        try:
            asked = _adapter(tool).validate_python(arguments)
        except ValidationError as error:
            issues = [
                {"at": "/".join(map(str, issue["loc"])), "message": issue["msg"]}
                for issue in error.errors(include_url=False, include_input=False)
            ]
            raise refused(
                "The arguments are not as the tool describes them.", issues=issues
            ) from None
        return await tool.run(tools, asked)
    except Refused as refusal:
        return refusal.answer
    except (KeyError, TypeError, ValueError, IndexError, OSError):
        # What a service of another version answers may have another form.
        log.exception("the tool %s failed", name)
        return failed("The tool met what it does not expect; standard error says more.").answer


def _result(answer: Answer) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=answer.text())],
        structured_content=answer.structured(),
        is_error=answer.failed,
    )


@cache
def _adapter(tool: Tool) -> TypeAdapter[Any]:
    return TypeAdapter(tool.takes)


def _declared(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=_adapter(tool).json_schema(),
        output_schema=output_schema((*dict.fromkeys((*tool.statuses, *REFUSALS)),)),
        annotations=types.ToolAnnotations(
            title=tool.title,
            read_only_hint=tool.reads_only,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _version() -> str:
    try:
        return version("phased-exit")
    except PackageNotFoundError:
        return ""
