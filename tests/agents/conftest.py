"""One session with `adgo mcp` on standard input and output, for all tests of agents."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from mcp import StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp_session import Session, connected


def command(*arguments: str) -> StdioServerParameters:
    """Return how a client starts the server."""
    return StdioServerParameters(
        command=sys.executable, args=["-m", "adgo", "mcp", *arguments], env=dict(os.environ)
    )


@pytest.fixture(scope="session")
def start() -> Callable[..., AbstractContextManager[Session]]:
    """Return a function that starts a server with options of `adgo mcp`."""

    def started(*arguments: Any) -> AbstractContextManager[Session]:
        return connected(lambda: stdio_client(command(*map(str, arguments))))

    return started


@pytest.fixture(scope="session")
def agent(start: Callable[..., AbstractContextManager[Session]]) -> Iterator[Session]:
    with start("--timeout", "20") as session:
        yield session
