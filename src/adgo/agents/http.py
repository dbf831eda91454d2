"""The server over streamable HTTP on loopback: only for programs of this machine that send the token."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Mapping

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from adgo.agents import protocol
from adgo.agents.toolbox import Toolbox
from adgo.server.protocol.bearer_token import given_token

PATH = "/mcp"
#: The names of this machine that a request may be sent to.
NAMES = ("127.0.0.1", "localhost", "[::1]")
HOST = "The Host header must be one of: {hosts}."
ORIGIN = "Pages of other origins may not use this server. Its own origins are: {origins}."
TOKEN = "Send the token of the server as `Authorization: Bearer …`."
#: Seconds that running calls have to finish when the server is stopped.
GRACE = 5


class RequestGuard:
    """Refuses requests to other hosts, from pages of other origins, and without the token."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        """Guard an application.

        Args:
            app: the application.
            port: the port that it is served at.
            token: what each request must send.
        """
        self._app = app
        self._token = token.encode()
        self.hosts = [f"{name}:{port}" for name in NAMES]
        self.origins = [f"http://{host}" for host in self.hosts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = _headers(scope)
        if headers.get("host") not in self.hosts:
            return PlainTextResponse(HOST.format(hosts=", ".join(self.hosts)) + "\n", 421)
        if headers.get("origin", self.origins[0]) not in self.origins:
            return PlainTextResponse(ORIGIN.format(origins=", ".join(self.origins)) + "\n", 403)
        given = given_token(headers.get("authorization", ""))
        if given is None or not hmac.compare_digest(given, self._token):
            return PlainTextResponse(TOKEN + "\n", 401, {"WWW-Authenticate": 'Bearer realm="adgo"'})
        return None


def _headers(scope: Scope) -> Mapping[str, str]:
    """Return the headers; of several with the same name none, as it is not known which of them would count."""
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return {name: values[0] if len(values) == 1 else "" for name, values in found.items()}


def application(toolbox: Toolbox, port: int, token: str) -> ASGIApp:
    """Return the guarded application.

    Args:
        toolbox: the tools.
        port: the port that it is served at.
        token: what each request must send.
    """
    return RequestGuard(protocol.server(toolbox).streamable_http_app(streamable_http_path=PATH), port, token)


def run(toolbox: Toolbox, listener: socket.socket, token: str) -> None:
    """Answer until the process is interrupted.

    Args:
        toolbox: the tools.
        listener: the socket, which already listens.
        token: what each request must send.
    """
    app = application(toolbox, listener.getsockname()[1], token)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE, server_header=False
    )
    uvicorn.Server(config).run(sockets=[listener])
