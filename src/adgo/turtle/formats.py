"""The RDF formats: names, media types, file endings, and what other libraries call them.

This is the only table of its kind: commands, the validator and the server look formats up here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat

#: The formats that this package reads itself, with the place of every token.
Syntax = Literal["turtle", "trig", "ntriples", "nquads"]


@dataclass(frozen=True)
class GraphFormat:
    """One RDF format.

    Attributes:
        name: short name, as in `?format=` and in file names; unique.
        label: name for people.
        media_type: the registered media type.
        aliases: other media types that mean this format and no other.
        vague: media types that are also used for much else; the file ending is asked first.
        endings: file endings, with the dot, in lower case; the first is the usual one.
        words: other short names that libraries use for it, such as SPARQLWrapper and rdflib.
        oxigraph: name of the attribute of `pyoxigraph.RdfFormat`.
        rdflib: value of `format=` in rdflib.
        syntax: name that this package's own reader knows it by; None if pyoxigraph reads it.
        holds_graphs: whether a document can hold named graphs.
    """

    name: str
    label: str
    media_type: str
    endings: tuple[str, ...]
    oxigraph: str
    rdflib: str
    aliases: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    syntax: Syntax | None = None
    holds_graphs: bool = False

    @property
    def media_types(self) -> tuple[str, ...]:
        """All media types of the format, the registered one first."""
        return (self.media_type, *self.aliases, *self.vague)

    def engine_format(self) -> RdfFormat:
        """Return the format as pyoxigraph names it."""
        from pyoxigraph import RdfFormat  # Most callers read Turtle and never load the engine.

        found: RdfFormat = getattr(RdfFormat, self.oxigraph)
        return found


TURTLE = GraphFormat(
    name="ttl",
    label="Turtle",
    media_type="text/turtle",
    aliases=("application/x-turtle", "application/turtle"),
    endings=(".ttl",),
    words=("turtle", "n3"),  # Turtle is a subset of N3, so a client that asks for N3 can read it.
    oxigraph="TURTLE",
    rdflib="turtle",
    syntax="turtle",
)
N_TRIPLES = GraphFormat(
    name="nt",
    label="N-Triples",
    media_type="application/n-triples",
    vague=("text/plain",),
    endings=(".nt",),
    words=("ntriples", "n-triples"),
    oxigraph="N_TRIPLES",
    rdflib="nt",
    syntax="ntriples",
)
JSON_LD = GraphFormat(
    name="jsonld",
    label="JSON-LD",
    media_type="application/ld+json",
    vague=("application/json",),
    endings=(".jsonld",),
    words=("json-ld", "json"),
    oxigraph="JSON_LD",
    rdflib="json-ld",
    holds_graphs=True,
)
RDF_XML = GraphFormat(
    name="rdf",
    label="RDF/XML",
    media_type="application/rdf+xml",
    vague=("application/xml", "text/xml"),
    endings=(".rdf", ".owl", ".xml"),
    words=("rdfxml", "rdf+xml", "xml"),
    oxigraph="RDF_XML",
    rdflib="xml",
)
TRIG = GraphFormat(
    name="trig",
    label="TriG",
    media_type="application/trig",
    aliases=("application/x-trig",),
    endings=(".trig",),
    oxigraph="TRIG",
    rdflib="trig",
    syntax="trig",
    holds_graphs=True,
)
N_QUADS = GraphFormat(
    name="nq",
    label="N-Quads",
    media_type="application/n-quads",
    aliases=("text/x-nquads",),
    endings=(".nq",),
    words=("nquads", "n-quads"),
    oxigraph="N_QUADS",
    rdflib="nquads",
    syntax="nquads",
    holds_graphs=True,
)

#: Every format. The first four can be asked for over HTTP, in this order of preference.
FORMATS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS)

#: Every file ending that is read.
ENDINGS = tuple(ending for each in FORMATS for ending in each.endings)

#: A name of each format that says what it is, for options.
LONG_NAMES = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")

#: Keys that show that a file is JSON-LD, although its name ends in `.json`.
JSON_LD_KEYS = ("@context", "@graph", "@id")

#: Media types that say nothing about the format, or not enough.
_VAGUE = frozenset(["", "application/octet-stream", *(vague for each in FORMATS for vague in each.vague)])

_BY_NAME = {each.name: each for each in FORMATS}
_BY_WORD = _BY_NAME | {word: each for each in FORMATS for word in (*each.words, *each.media_types)}
_BY_ENDING = {ending: each for each in FORMATS for ending in each.endings}
_BY_MEDIA_TYPE = {media_type: each for each in FORMATS for media_type in each.media_types}


def by_name(name: str) -> GraphFormat:
    """Return the format with a short name such as "ttl"; KeyError if there is none."""
    return _BY_NAME[name]


def by_word(word: str) -> GraphFormat | None:
    """Return the format that a word names (short name, library's name or media type), or None."""
    return _BY_WORD.get(word.lower())


def by_ending(path: str | PurePath) -> GraphFormat | None:
    """Return the format that a file's name ends in, in capitals or not; None if it is not RDF's."""
    return _BY_ENDING.get(PurePath(path).suffix.lower())


def of_json(content: bytes) -> GraphFormat | None:
    """Return JSON-LD if a JSON document has one of `JSON_LD_KEYS`, at any depth, else None."""
    import re  # Few programs read files that end in .json.

    keys = "|".join(JSON_LD_KEYS).encode()
    return JSON_LD if re.search(rb'"(?:' + keys + rb')"\s*:', content) else None


def by_media_type(media_type: str) -> GraphFormat | None:
    """Return the format of a media type; parameters and capitals are ignored. None if it is not RDF's."""
    return _BY_MEDIA_TYPE.get(bare(media_type))


def of_document(media_type: str, address: str) -> GraphFormat | None:
    """Return the format of a document from the web, or None.

    Args:
        media_type: the document's Content-Type, "" if it has none.
        address: its URL; the ending of the path decides if the media type is vague, such as text/plain.
    """
    kind = bare(media_type)
    ending = PurePosixPath(urlsplit(address).path).suffix.lower()
    return (_BY_ENDING.get(ending) if kind in _VAGUE else None) or _BY_MEDIA_TYPE.get(kind)


def bare(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def accept_header(formats: Iterable[GraphFormat] = FORMATS) -> str:
    """Return an Accept header: first formats that this package reads itself, of these first those of one graph."""
    return ", ".join([*(each.media_type + _quality(each) for each in formats), "*/*;q=0.1"])


def _quality(each: GraphFormat) -> str:
    if each.syntax is None:
        return ";q=0.8"
    return ";q=0.9" if each.holds_graphs else ""


def endings_in_words() -> str:
    """Return all file endings, separated by spaces, for messages."""
    return " ".join(ENDINGS)
