"""Content negotiation (RFC 9110, section 12): choose the format of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from werkzeug.http import parse_accept_header

from adgo.turtle import formats


@dataclass(frozen=True)
class Format:
    """A format on offer.

    Attributes:
        name: its short name.
        media_type: the media type that it is sent as.
        label: its name for people.
        aliases: other media types that ask for it.
        names: other short names that ask for it, which libraries such as SPARQLWrapper and rdflib use.
    """

    name: str
    media_type: str
    label: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type, with the charset if the format is text."""
        textual = self.media_type.startswith("text/") or self.media_type == "application/n-triples"
        return f"{self.media_type}; charset=utf-8" if textual else self.media_type


HTML = Format("html", "text/html", "page", ("application/xhtml+xml",))

CSV = Format("csv", "text/csv", "CSV")
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel")
#: For SELECT; the first is for clients without a preference.
RESULTS = (
    Format("json", "application/sparql-results+json", "JSON", ("application/json",)),
    Format("xml", "application/sparql-results+xml", "XML", ("application/xml", "text/xml")),
    CSV,
    Format("tsv", "text/tab-separated-values", "TSV"),
)
#: For ASK: CSV and TSV are defined for the rows of a SELECT only, and clients read a bare `true` as a header.
BOOLEANS = RESULTS[:2]
#: Media types of N3, which every Turtle document is.
N3 = ("text/n3", "text/rdf+n3")
#: For CONSTRUCT, DESCRIBE and every RDF document; the first is for clients without a preference.
GRAPHS = tuple(
    Format(each.name, each.media_type, each.label, (*each.aliases, *each.vague, *more), each.words)
    for each, more in (
        (formats.TURTLE, N3),
        (formats.N_TRIPLES, ()),
        (formats.JSON_LD, ()),
        (formats.RDF_XML, ()),
    )
)
#: For whole datasets, and for graphs if a client accepts nothing else: every graph is a dataset without named graphs.
DATASETS = tuple(
    Format(each.name, each.media_type, each.label, each.aliases, each.words)
    for each in (formats.N_QUADS, formats.TRIG)
)
#: For CONSTRUCT and DESCRIBE.
TRIPLES = (*GRAPHS, *DATASETS)

#: Choices for headers of up to this many characters are cached.
KEPT_LENGTH = 500
#: Longer headers are ignored: no client needs them, and to parse them would take the server's time.
MAX_LENGTH = 4000


def media_type(address: str) -> str:
    """Return the media type of a document whose address ends in the short name of its format."""
    return next(each.media_type for each in (*GRAPHS, CSV, XLSX) if address.endswith(f".{each.name}"))


class NotAcceptable(Exception):
    """The client accepts none of the formats on offer."""

    def __init__(self, offered: Sequence[Format]) -> None:
        super().__init__(", ".join(f.media_type for f in offered))
        self.offered = offered


def readable(header: str | None) -> str | None:
    """Return an Accept header, or None if it is longer than MAX_LENGTH: it is then ignored."""
    return None if len(header or "") > MAX_LENGTH else header


def choose(accept: str | None, offered: Sequence[Format], wish: str | None = None) -> Format:
    """Return the format of highest quality; of equals the one named more exactly, then the one offered first.

    Args:
        accept: the Accept header.
        offered: the formats to choose from.
        wish: a short name or media type from an argument `format`, which takes precedence over `accept`.

    Raises:
        NotAcceptable: if the client accepts none of them.
    """
    key = tuple(offered)
    accept = readable(accept)
    # Clients send few different headers, so the choice is usually cached; a very long header is not worth caching.
    return _choose(accept, key, wish) if len(accept or "") > KEPT_LENGTH else _known(accept, key, wish)


def named(wish: str, offered: Sequence[Format]) -> Format | None:
    """Return the format with a short name or media type, in capitals or not; None if it is not on offer.

    A blank stands for the plus sign that it was in the URL.
    """
    word = _bare(wish).replace(" ", "+")
    return next(
        (each for each in offered if word in (each.name, each.media_type, *each.names, *each.aliases)), None
    )


def _choose(accept: str | None, offered: tuple[Format, ...], wish: str | None) -> Format:
    if wish:
        found = named(wish, offered)
        if found is None:
            raise NotAcceptable(offered)
        return found
    ranges = [(_bare(value), quality) for value, quality in parse_accept_header(accept)] if accept else []
    if not ranges:
        return offered[0]
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for each in offered:
        # A pattern such as text/* matches the media type that is sent; an alias counts only if the client names it.
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
    """Return whether the client is a browser: it names HTML, and ranks no other format on offer higher."""
    try:
        return choose(accept, (*RESULTS, *GRAPHS, HTML)) is HTML
    except NotAcceptable:
        return False


def _bare(value: str) -> str:
    return value.partition(";")[0].strip().lower()


def _rank(media_type: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """Return (quality, exactness) of the most exact range that matches the media type (section 12.5.1)."""
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
