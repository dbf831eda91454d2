"""What every view needs of the running server: the endpoint, the settings, and the server's own public address."""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from flask import current_app, g, request

from adgo.server.endpoint import Endpoint
from adgo.server.protocol.problem import Problem
from adgo.server.settings import Settings
from adgo.server.store.editions import Edition

if TYPE_CHECKING:
    from adgo.queries import Question as Stored


#: A name or address, with or without a port.
HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")


@dataclass
class Site:
    """One server: its endpoint and how it is reached."""

    endpoint: Endpoint
    settings: Settings
    public_url: str | None = None
    texts: Path | None = None
    #: Whether the server was given data of its own, instead of the packaged graph.
    has_own_data: bool = False
    #: What a client must bear to make changes.
    token: str = ""
    #: What pages keep in memory of the data, by name; each reading knows the digest it was made from.
    readings: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def questions(self) -> dict[str, Stored]:
        """The stored questions by name."""
        from adgo.queries import load

        return dict(load())

    @property
    def edition(self) -> Edition:
        """The edition that the current request reads, the same from its first question to its last."""
        if "edition" not in g:
            g.reading = ExitStack()
            g.edition = g.reading.enter_context(self.endpoint.reading())
        return cast(Edition, g.edition)

    @cached_property
    def root(self) -> str:
        """The path before all of this server's own, as clients see it: "" where the public address has none."""
        return urlsplit(self.public_url or "").path.rstrip("/")

    def url(self, path: str = "") -> str:
        """Return the absolute address of a path of this server, as clients see it."""
        return self.address(request.scheme, request.host, path)

    def address(self, scheme: str, host: str, path: str) -> str:
        """Return the same for a client that named this host; Problem 400 where the name is none."""
        if self.public_url:
            return f"{self.public_url.rstrip('/')}/{path.lstrip('/')}"
        if not HOST.fullmatch(host):
            raise Problem(400, "The Host header names no host.")
        return f"{scheme}://{host}/{path.lstrip('/')}"


def release(_: BaseException | None) -> None:
    """Give up the edition that the request has read, if it asked anything."""
    if "reading" in g:
        g.reading.close()


def site() -> Site:
    """Return the site that serves the current request."""
    return cast(Site, current_app.extensions["adgo"])
