"""The server on standard input and output, for programs that start it themselves."""

from __future__ import annotations

import anyio
from mcp.server.stdio import stdio_server

from adgo.agents import protocol
from adgo.agents.toolbox import Toolbox


def run(toolbox: Toolbox) -> None:
    """Answer until the client closes standard input."""
    anyio.run(_serve, toolbox)


async def _serve(toolbox: Toolbox) -> None:
    made = protocol.server(toolbox)
    async with stdio_server() as (read, write):
        await made.run(read, write, made.create_initialization_options())
