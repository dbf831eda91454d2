"""LOAD of an update (SPARQL 1.1 Update, section 3.1.4), without a query engine that calls anybody.

The server fetches each document first, from addresses on its list alone; the writer, which can open no socket, parses
them and makes the update with their triples in the place of each LOAD. So the whole update is made, or none of it.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from adgo.server.engine.fetch import Unfetched, fetch
from adgo.server.protocol.negotiation import GRAPHS
from adgo.server.protocol.problem import Problem
from adgo.server.settings import MIB, Settings
from adgo.sparql.analysis import survey
from adgo.sparql.tokens import Token, tokens

#: What the list may hold: an address with its host closed by a slash, so that no longer name of a host passes.
PREFIX = re.compile(r"https?://[A-Za-z0-9.\-:\[\]]+/[^\s?#\\]*")
SUFFIXES = {".ttl": "ttl", ".nt": "nt", ".jsonld": "jsonld", ".rdf": "rdf", ".owl": "rdf", ".xml": "rdf"}
#: Types that say nothing, or not enough: the address's ending is asked first.
_VAGUE = ("text/plain", "application/octet-stream", "application/xml", "text/xml", "application/json")
#: One update fetches at a time: what is fetched is held in memory.
_FETCHING = threading.Lock()


@dataclass(frozen=True)
class Load:
    """One LOAD: its place in the text (code points), the document, and the graph as written, "" for the default one."""

    start: int
    end: int
    source: str
    silent: bool
    graph: str


def may_load(source: str | None, prefixes: tuple[str, ...]) -> bool:
    """Return whether an address is on the list: it begins with a prefix, and no segment leads out of it."""
    if source is None or "\\" in source or not any(source.startswith(prefix) for prefix in prefixes):
        return False
    return not any(unquote(segment) in (".", "..") for segment in re.split("/|%2[fF]", urlsplit(source).path))


def loads(text: str) -> list[Load]:
    """Return the LOADs of an update, which must be correct SPARQL."""
    stream = list(tokens(text))
    sources = iter(survey(text).loads)
    return [
        _load(stream[number : number + 6], next(sources) or "")
        for number, token in enumerate(stream)
        if token.kind == "word" and token.text.upper() == "LOAD"
    ]


def _load(stream: list[Token], source: str) -> Load:
    words = [token.text.upper() if token.kind == "word" else "" for token in stream]
    silent = words[1] == "SILENT"
    last = 2 if silent else 1
    into = words[last + 1 : last + 3] == ["INTO", "GRAPH"]
    graph = stream[last + 3].text if into else ""
    final = stream[last + 3 if into else last]
    return Load(stream[0].start, final.start + len(final.text), source, silent, graph)


def fetched(text: str, settings: Settings) -> tuple[list[dict[str, Any]], bytes]:
    """Return what the writer needs of each LOAD, and all documents one behind the other.

    Raises Problem: 502 for a document that cannot be had or is of a type that is not read, 503 while another update
    fetches. A document of LOAD SILENT that cannot be had is empty instead.
    """
    if not _FETCHING.acquire(timeout=settings.wait):
        raise Problem(503, "Another update is loading documents. Try again.", {"Retry-After": "2"})
    try:
        return _fetched(text, settings)
    finally:
        _FETCHING.release()


def _fetched(text: str, settings: Settings) -> tuple[list[dict[str, Any]], bytes]:
    found: list[dict[str, Any]] = []
    contents: list[bytes] = []
    left = settings.upload * MIB
    for load in loads(text):
        name, content = "nt", b""
        address = load.source.partition("#")[0]
        try:
            media_type, content = fetch(address, left, settings.timeout)
            name = format_of(media_type, address)
        except Unfetched as error:
            content = b""
            if not load.silent:
                raise Problem(502, f"<{load.source}> cannot be loaded: {error}.") from error
        left -= len(content)
        contents.append(content)
        place = {"start": load.start, "end": load.end, "graph": load.graph, "silent": load.silent}
        found.append(place | {"source": address, "format": name, "size": len(content)})
    return found, b"".join(contents)


def format_of(media_type: str, address: str) -> str:
    """Return the short name of a document's format, by its media type, or by its ending where the type is vague."""
    ending = SUFFIXES.get(PurePosixPath(urlsplit(address).path).suffix.lower())
    if ending and media_type in _VAGUE:
        return ending
    for each in GRAPHS:
        if media_type in (each.media_type, *each.aliases):
            return each.name
    raise Unfetched(f"it is of type {media_type[:100]!r}, which is none of RDF's that are read here")
