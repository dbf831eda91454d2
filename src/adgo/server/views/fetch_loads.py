"""LOAD in an update (SPARQL 1.1 Update, section 3.1.4), without a query engine that opens connections.

The server first fetches all documents, only from allowed addresses. The writer, which cannot open sockets, parses them
and makes the update with their triples in place of each LOAD. So either the whole update is made or nothing.
"""

from __future__ import annotations

import re
import threading
from typing import Any
from urllib.parse import unquote, urlsplit

from adgo.server.engine.fetch import fetch
from adgo.server.protocol.problem import Problem
from adgo.server.settings import MIB, Settings
from adgo.sparql.loads import loads
from adgo.sparql.text import SparqlText
from adgo.turtle import formats
from adgo.turtle.web.errors import FetchError

#: An allowed prefix of addresses: the host must end with a slash, so that a longer host name does not match.
PREFIX = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+/[^\s?#\\]*")
#: Only one update fetches at a time, as the documents are held in memory.
_FETCHING = threading.Lock()


def may_load(source: str | None, prefixes: tuple[str, ...]) -> bool:
    """Return whether an address begins with an allowed prefix and has no segment that leads out of it."""
    if source is None or "\\" in source or not any(source.startswith(prefix) for prefix in prefixes):
        return False
    return not any(unquote(segment) in (".", "..") for segment in re.split("/|%2[fF]", urlsplit(source).path))


def fetch_all(text: SparqlText, settings: Settings) -> tuple[list[dict[str, Any]], bytes]:
    """Return each LOAD of an update as the writer reads it, and all documents one after the other.

    A document of LOAD SILENT that cannot be fetched is empty.

    Raises:
        Problem: 502 if a document cannot be fetched or has an unsupported format; 503 while another update fetches.
    """
    if not _FETCHING.acquire(timeout=settings.wait):
        raise Problem(
            503, "Another update is loading documents. Try again in 2 seconds.", {"Retry-After": "2"}
        )
    try:
        return _fetch_all(text, settings)
    finally:
        _FETCHING.release()


def _fetch_all(text: SparqlText, settings: Settings) -> tuple[list[dict[str, Any]], bytes]:
    found: list[dict[str, Any]] = []
    contents: list[bytes] = []
    left = settings.upload * MIB
    for load in loads(text):
        name, content = "nt", b""
        address = load.source.partition("#")[0]
        try:
            document = fetch(address, left, settings.timeout)
            content = document.content
            name = format_of(document.media_type, address)
        except FetchError as error:
            content = b""
            if not load.silent:
                raise Problem(
                    502, f"<{load.source}> cannot be loaded: {error}. Nothing was changed."
                ) from error
        left -= len(content)
        contents.append(content)
        place = {"start": load.start, "end": load.end, "graph": load.graph, "silent": load.silent}
        found.append(place | {"source": address, "format": name, "size": len(content)})
    return found, b"".join(contents)


def format_of(media_type: str, address: str) -> str:
    """Return the short name of a document's format, by its media type, or by its ending if the type is vague."""
    kind = formats.of_document(media_type, address)
    if kind is None:
        expected = ", ".join(each.media_type for each in formats.FORMATS)
        raise FetchError(f"unsupported media type {media_type[:100]!r}; expected one of {expected}")
    return kind.name
