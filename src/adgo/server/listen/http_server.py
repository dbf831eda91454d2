"""Which HTTP server to use: granian, or waitress if granian is not installed."""

from __future__ import annotations

import importlib.util
import sys

#: The HTTP servers that `serve` knows, the preferred one first.
SERVERS = ("granian", "waitress")


class NotInstalled(Exception):
    """The HTTP server that was asked for is not installed; the message says what to do."""


def choose(server: str | None) -> str:
    """Return the HTTP server to use: the one asked for, else granian, else waitress.

    Raises:
        NotInstalled: if the one asked for is not installed.
    """
    if server is None:
        if _is_installed("granian"):
            return "granian"
        print("granian is not installed; serving with waitress instead", file=sys.stderr, flush=True)
        return "waitress"
    if not _is_installed(server):
        other = next(name for name in SERVERS if name != server)
        raise NotInstalled(f"{server} is not installed: run `pip install {server}`, or use --server {other}")
    return server


def _is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None
