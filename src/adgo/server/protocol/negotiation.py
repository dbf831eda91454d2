"""Content negotiation (RFC 9110, section 12): which format a client gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from werkzeug.http import parse_accept_header


@dataclass(frozen=True)
class Format:
    """A format on offer: its short name, the media type it is sent as, and others it answers to.

    `names` are the short names that libraries have for it, such as SPARQLWrapper and rdflib.
    """

    name: str
    media_type: str
    label: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type, with the charset where the type is text."""
        textual = self.media_type.startswith("text/") or self.media_type == "application/n-triples"
        return f"{self.media_type}; charset=utf-8" if textual else self.media_type


HTML = Format("html", "text/html", "page", ("application/xhtml+xml",))

#: For SELECT and ASK; the first is for clients without a wish.
RESULTS = (
    Format("json", "application/sparql-results+json", "JSON", ("application/json",)),
    Format("xml", "application/sparql-results+xml", "XML", ("application/xml", "text/xml")),
    Format("csv", "text/csv", "CSV"),
    Format("tsv", "text/tab-separated-values", "TSV"),
)
#: For CONSTRUCT, DESCRIBE and every RDF document.
GRAPHS = (
    # Turtle is N3 too: who asks for that by name can read it.
    Format("ttl", "text/turtle", "Turtle", ("application/x-turtle", "application/turtle"), ("turtle", "n3")),
    Format("nt", "application/n-triples", "N-Triples", ("text/plain",), ("ntriples", "n-triples")),
    Format("jsonld", "application/ld+json", "JSON-LD", ("application/json",), ("json-ld", "json")),
    Format("rdf", "application/rdf+xml", "RDF/XML", ("application/xml", "text/xml"), ("rdf+xml", "xml")),
)


def media_type(address: str) -> str:
    """Return the media type of a document whose address ends in the short name of its format."""
    return next(each.media_type for each in GRAPHS if address.endswith(f".{each.name}"))


#: Headers up to this many characters are remembered.
KEPT_LENGTH = 500
#: Longer ones, which no client means, are not read: that would take the server's time.
HEARD_LENGTH = 4000


class NotAcceptable(Exception):
    """None of the formats on offer is wanted."""

    def __init__(self, offered: Sequence[Format]) -> None:
        super().__init__(", ".join(f.media_type for f in offered))
        self.offered = offered


def heard(header: str | None) -> str | None:
    """Return a header of wishes, or None where it is so long that the client counts as having none."""
    return None if len(header or "") > HEARD_LENGTH else header


def choose(accept: str | None, offered: Sequence[Format], wish: str | None = None) -> Format:
    """Return the format of highest quality; of equals the one named more exactly, then the one offered first.

    `wish` is a short name or media type that a `format` argument gave, and rules over `accept`. Raises NotAcceptable.
    """
    key = tuple(offered)
    accept = heard(accept)
    # Clients send few different headers, so the answer is mostly known; a header of great length is not worth keeping.
    return _choose(accept, key, wish) if len(accept or "") > KEPT_LENGTH else _known(accept, key, wish)


def _choose(accept: str | None, offered: tuple[Format, ...], wish: str | None) -> Format:
    if wish:
        for each in offered:
            if wish in (each.name, each.media_type, *each.names, *each.aliases):
                return each
        raise NotAcceptable(offered)
    ranges = [(_bare(value), quality) for value, quality in parse_accept_header(accept)] if accept else []
    if not ranges:
        return offered[0]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for each in offered:
        # A pattern such as text/* speaks of what is sent; an alias counts only where the client names it.
        rank = max(
            _rank(each.media_type, ranges),
            *(_rank(t, [r for r in ranges if r[0] == t]) for t in each.aliases),
            (0.0, 0),
        )
        if rank[0] > 0 and rank > best:
            best, chosen = rank, each
    if chosen is None:
        raise NotAcceptable(offered)
    return chosen


_known = lru_cache(maxsize=1024)(_choose)


def prefers_page(accept: str | None) -> bool:
    """Return whether the client is a browser: it names HTML, and nothing of ours ranks higher."""
    try:
        return choose(accept, (*RESULTS, *GRAPHS, HTML)) is HTML
    except NotAcceptable:
        return False


def _bare(value: str) -> str:
    return value.partition(";")[0].strip().lower()


def _rank(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """Return (quality, exactness) under the most exact range that covers the media type (section 12.5.1)."""
    major = media_type.partition("/")[0]
    found = [
        (exactness, quality)
        for pattern, exactness in ((media_type, 3), (f"{major}/*", 2), ("*/*", 1))
        for value, quality in ranges
        if value == pattern
    ]
    if not found:
        return (0.0, 0)
    exactness = max(each for each, _ in found)
    return (max(quality for each, quality in found if each == exactness), exactness)
