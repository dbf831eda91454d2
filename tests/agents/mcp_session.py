"""A session of the official MCP client, for tests that are not asynchronous."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp.client.client import Client


class Session:
    """A connected client whose calls wait for their answers."""

    def __init__(self, portal: BlockingPortal, client: Client) -> None:
        self.portal, self.client = portal, client

    def raw(self, tool: str, **arguments: Any) -> Any:
        return self.portal.call(lambda: self.client.call_tool(tool, arguments))

    def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Return an answer, which is the same as text and as structured content."""
        result = self.raw(tool, **arguments)
        assert not result.is_error, result.content[0].text
        assert json.loads(result.content[0].text) == result.structured_content
        return dict(result.structured_content)

    def refused(self, tool: str, **arguments: Any) -> str:
        """Return the message of a call that has no answer."""
        result = self.raw(tool, **arguments)
        assert result.is_error, result.structured_content
        return str(result.content[0].text)

    def pages(self, tool: str, **arguments: Any) -> list[dict[str, Any]]:
        """Return all answers of a result, each asked for with the cursor of the one before."""
        found = [self.call(tool, **arguments)]
        while found[-1]["next"]:
            found.append(self.call(tool, **arguments, cursor=found[-1]["next"]))
        return found

    def read(self, uri: str) -> str:
        return str(self.portal.call(lambda: self.client.read_resource(uri)).contents[0].text)


@contextmanager
def connected(connection: Callable[[], Any]) -> Iterator[Session]:
    """Yield a session; `connection` returns what the client connects to."""
    with start_blocking_portal() as portal:

        async def make() -> Client:
            return Client(connection())

        client = portal.call(make)
        with portal.wrap_async_context_manager(client):
            yield Session(portal, client)
