"""The tools and documents as a server of the Model Context Protocol, for any transport."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from adgo import __version__
from adgo.agents import resources, tool_definitions
from adgo.agents.agent_error import AgentError
from adgo.agents.answer import as_json
from adgo.agents.toolbox import Toolbox

LOG = logging.getLogger("adgo")
FAULT = "This is a bug in ADGO: {error}. The call has no answer. Ask the user to report it."
Value = TypeVar("Value")


def server(toolbox: Toolbox) -> Server[Any]:
    """Return a server that answers with the tools."""
    return Server(
        "adgo",
        version=__version__,
        title="ADGO, Autonomous Driving Goes Global",
        instructions=tool_definitions.instructions(),
        on_list_tools=_list_tools,
        on_call_tool=partial(_call_tool, toolbox),
        on_list_resources=partial(_list_resources, toolbox),
        on_read_resource=partial(_read_resource, toolbox),
    )


async def _list_tools(_: Any, __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
    hints = types.ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    tools = [
        types.Tool(
            name=name,
            title=each["title"],
            description=each["description"],
            input_schema=each["input"],
            output_schema=tool_definitions.output(),
            annotations=hints,
        )
        for name, each in tool_definitions.tools().items()
    ]
    return types.ListToolsResult(tools=tools)


async def _call_tool(toolbox: Toolbox, _: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    try:
        answer = await _in_thread(partial(toolbox.call, params.name, params.arguments or {}))
    except AgentError as error:
        return _failed(str(error))
    except Exception as error:
        LOG.exception("a call of %s failed", params.name)
        return _failed(FAULT.format(error=f"{type(error).__name__}: {error}"))
    text = types.TextContent(type="text", text=as_json(answer))
    return types.CallToolResult(content=[text], structured_content=answer)


def _failed(message: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=message)], is_error=True)


async def _list_resources(
    toolbox: Toolbox, _: Any, __: types.PaginatedRequestParams | None
) -> types.ListResourcesResult:
    found = await _in_thread(partial(resources.listed, toolbox.source))
    return types.ListResourcesResult(
        resources=[
            types.Resource(
                uri=each.uri, name=each.name, description=each.description, mime_type=each.media_type
            )
            for each in found
        ]
    )


async def _read_resource(
    toolbox: Toolbox, _: Any, params: types.ReadResourceRequestParams
) -> types.ReadResourceResult:
    try:
        text, kind = await _in_thread(partial(resources.read, toolbox.source, str(params.uri)))
    except AgentError as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from error
    contents = types.TextResourceContents(uri=params.uri, mime_type=kind, text=text)
    return types.ReadResourceResult(contents=[contents])


async def _in_thread(job: Callable[[], Value]) -> Value:
    """Return what a job returns. It runs in a thread; if the client cancels the call, its result is dropped."""
    return await anyio.to_thread.run_sync(job, abandon_on_cancel=True)
