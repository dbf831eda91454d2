"""Before the app: requests that do not come from a page of this server are refused (DNS rebinding, forgery)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import partial
from typing import Any

from adgo.server import delivery
from adgo.server.editing.access import PATH
from adgo.server.listen.fault_guard import Environ, StartResponse, Wsgi
from adgo.server.protocol.problem import Problem

_HOST = re.compile(r"(?:(?P<name>[A-Za-z0-9.-]+)|\[(?P<address>[0-9A-Fa-f:.]+)\])(?::[0-9]{1,5})?")
_SAFE = ("GET", "HEAD")
#: Headers that let pages of other origins read a response.
_OPEN = "access-control-"
#: Kept by no cache, as the pages quote articles. `same-origin` lets browsers name the origin of a form.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


class LoopbackGuard:
    """WSGI middleware that accepts only requests to a loopback name, from pages of this server or from no page."""

    def __init__(self, app: Wsgi) -> None:
        self._app = app

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        start = partial(_start, start_response) if is_edit(environ["PATH_INFO"]) else start_response
        problem = _refusal(environ)
        if problem is not None:
            return delivery.add_common_headers(problem.response())(environ, start)
        return self._app(environ, start)


def is_loopback(host: str) -> bool:
    """Return whether a host is `localhost` or a loopback address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_edit(path: str) -> bool:
    """Return whether a path is one of the pages for editors."""
    return path == PATH or path.startswith(f"{PATH}/")


def _refusal(environ: Environ) -> Problem | None:
    host = environ.get("HTTP_HOST", "")
    found = _HOST.fullmatch(host)
    if not found or not is_loopback(found["name"] or found["address"]):
        return Problem(
            403, "This server edits a project, so it answers only at 127.0.0.1, [::1] and localhost."
        )
    method, origin = environ["REQUEST_METHOD"], environ.get("HTTP_ORIGIN")
    own = f"{environ['wsgi.url_scheme']}://{host}".lower()
    if origin is not None and origin.lower() != own:
        return Problem(403, "This server edits a project, so it answers no page of another origin.")
    if is_edit(environ["PATH_INFO"]) and method not in _SAFE:
        if origin is None:
            return Problem(403, "A change needs the Origin header, which browsers send.")
        if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
            return Problem(403, "A change must come from a page of this server.")
    return None


def _start(
    start_response: StartResponse, status: str, headers: list[tuple[str, str]], exc_info: Any = None
) -> Any:
    replaced = {name.lower() for name in _PRIVATE}
    kept = [
        (name, value)
        for name, value in headers
        if name.lower() not in replaced and not name.lower().startswith(_OPEN)
    ]
    return start_response(status, [*kept, *_PRIVATE.items()], exc_info)
