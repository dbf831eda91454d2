"""What every view needs from the running server: the endpoint, the settings and the server's public URL."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Hashable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, g, request

from adgo.server.endpoint import Endpoint
from adgo.server.protocol import data_version, request_arguments
from adgo.server.protocol.problem import Problem
from adgo.server.published_folder import PublishedFolder
from adgo.server.settings import Settings
from adgo.server.store.editions import Edition

if TYPE_CHECKING:
    from adgo.queries import Question as Stored

Value = TypeVar("Value")

#: A host name or address, with or without a port.
HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?")


class KeptValues:
    """Values that are expensive to compute, one for each name, each valid for one state of the data.

    Safe to use from many threads. While one thread computes a value, other threads that need the same name wait for
    it; other names are not affected. The value of a former state is never returned.
    """

    def __init__(self) -> None:
        self._values: dict[str, tuple[Hashable, Any]] = {}
        self._locks: dict[str, threading.Lock] = {}

    def get(self, name: str, state: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a name for a state, computing it only if the kept one is for another state.

        Args:
            name: what the value is, such as "search"; one function per name.
            state: everything that the value depends on, compared with `==`.
            make: computes the value. It may ask for other names, but not for this one.

        Raises:
            Exception: what `make` raises; nothing is kept then.
        """
        with self._locks.setdefault(name, threading.Lock()):
            kept = self._values.get(name)
            if kept is None or kept[0] != state:
                kept = self._values[name] = (state, make())
            return cast(Value, kept[1])


@dataclass
class Site:
    """One server: its endpoint and how it is reached."""

    endpoint: Endpoint
    settings: Settings
    #: The server's URL as clients see it, if it stands behind a proxy.
    public_url: str | None = None
    #: The folder of the articles' texts.
    texts: Path | None = None
    #: Whether the server was given data of its own, instead of the packaged graph.
    has_own_data: bool = False
    #: What a client must send to be allowed to make changes; "" if the server takes none.
    token: str = ""
    #: The mail address, or the URL of the form, to which readers report errors; "" if there is none.
    contact: str = ""
    #: The folder of files that the pages are written to; None on a server.
    published: PublishedFolder | None = None
    _kept: KeptValues = field(default_factory=KeptValues, repr=False)

    def kept(self, name: str, make: Callable[[], Value], depends: Hashable = None) -> Value:
        """Return what `make` computes from the data that this request reads, from memory if the data have not changed.

        Only requests for the same name wait while it is computed.

        Args:
            name: what the value is, such as "search"; each name belongs to one function.
            make: computes the value, from `self.edition`. It may call `kept` for other names, but not for this one.
            depends: anything else that the value depends on, such as the URL of the request.

        Raises:
            Exception: what `make` raises; nothing is kept then.
        """
        return self._kept.get(name, (self.edition.digest, depends), make)

    @cached_property
    def questions(self) -> dict[str, Stored]:
        """The stored questions by name."""
        from adgo.queries import load

        return dict(load())

    def default_arguments(self, question: Stored) -> dict[str, str]:
        """Return the arguments that stand for today in a published folder, which is read on any day; {} on a server."""
        day = self.published.day if self.published else ""
        return {each.name: day for each in question.parameters if each.is_day and not each.default and day}

    @property
    def edition(self) -> Edition:
        """The edition that the current request reads, the same from its first query to its last."""
        if "edition" not in g:
            g.reading = ExitStack()
            g.edition = g.reading.enter_context(self.endpoint.reading())
        return cast(Edition, g.edition)

    def wanted_data(self) -> str | None:
        """Return the version of the data that the address or a header of the current request names, or None."""
        arguments = request.args.to_dict(flat=False)
        return data_version.wanted(request.headers.get(data_version.HEADER), arguments)

    def wish(self) -> str | None:
        """Return the format that the address of the current request names; None if it names none.

        Raises:
            Problem: 400 if it names two.
        """
        name = request_arguments.FORMATS[0]
        return request_arguments.wish({name: request.args.getlist(name)})[0]

    def read_data(self) -> str:
        """Return the version of the data that the current request has read, or the current one if it has read none."""
        return self.edition.digest if "edition" in g else self.endpoint.digest

    def age(self) -> int | None:
        """Return for how many seconds what the current request read of a backend may have been kept; else None."""
        return self.endpoint.age(self.edition) if "edition" in g else None

    def check_data(self) -> None:
        """Raise Problem 412 if the current request is for another version of the data than it would read."""
        if (version := self.wanted_data()) is not None:
            data_version.check(version, self.edition.digest)

    @cached_property
    def root(self) -> str:
        """The path of the public URL, without the last slash; "" if it has none."""
        return urlsplit(self.public_url or "").path.rstrip("/")

    def url(self, path: str = "") -> str:
        """Return the absolute URL of a path of this server, as the client of the current request sees it."""
        return self.address(request.scheme, request.host, path)

    def location(self, path: str = "") -> str:
        """Return the reference to a path of this server for the Location of a redirect.

        It is absolute only if the server has a public URL: a cache that ignores the Host header must not keep a
        redirect to the host that one client named.

        Raises:
            Problem: 400 if the Host header is not a host name or address.
        """
        address = self.url(path)
        return address if self.public_url else f"/{path.lstrip('/')}"

    def address(self, scheme: str, host: str, path: str) -> str:
        """Return the absolute URL of a path of this server, as a client sees it.

        Args:
            scheme: the scheme of the request, "http" or "https".
            host: the request's Host header. A public URL takes precedence over both.
            path: the path, with or without a leading slash.

        Raises:
            Problem: 400 if `host` is needed and is not a host name or address.
        """
        if self.published:
            return self.published.locate(path.lstrip("/") or path)
        if self.public_url:
            return f"{self.public_url.rstrip('/')}/{path.lstrip('/')}"
        if not HOST.fullmatch(host):
            raise Problem(400, "The Host header is not a host name or address.")
        return f"{scheme}://{host}/{path.lstrip('/')}"


def release(_: BaseException | None) -> None:
    """Release the edition that the request has read, if it has read one."""
    if "reading" in g:
        g.reading.close()


def site() -> Site:
    """Return the site that serves the current request."""
    return cast(Site, current_app.extensions["adgo"])
