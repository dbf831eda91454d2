"""Values that nobody expects, in data and in answers, and an app that serves them without starting processes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from xml.etree import ElementTree

from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)

from adgo.graph.namespaces import ADGO, BASE, PREFIXES, RDF, XSD
from adgo.server.endpoint import Endpoint
from adgo.server.protocol.cache import CachedAnswer
from adgo.server.protocol.query_request import QueryRequest
from adgo.server.reply import Reply
from adgo.server.store.editions import Edition

Subject = NamedNode | BlankNode | Triple
Term = NamedNode | BlankNode | Literal | Triple
Value = TypeVar("Value")
LONG = 3_000
TEXTS = (
    "", " ", "x" * LONG, "many words " * 300, "<script>alert(1)</script>", "</svg><b>", '"\'&amp;&lt;', "a\nb\tc\r\nd",
    "\x00", "\x0b\x1b\x7f", "\ufffe\uffff", "\u202eright to left", "e\u0301\u0327" * 20, "²³", "١٢٣", "{{ 7*7 }}",
    "%s %d {0}", "http://[", "http://[::1", "//", "javascript:alert(1)", "https://example.org/ with space", "%", "%zz",
    "true", "1", "0", "2",
)  # fmt: skip
NUMBERS = (
    "NaN", "INF", "-INF", "+INF", "inf", "nan", "many", "1e400", "-1e400", "1e-400", "9" * 5000, "-" + "9" * 5000,
    "-0", "-1", "+1", "1_000", "1,000", ".5", "5.", "0x10", "²", "١٢", "1e5", "65", "65.5", "0.0", "-65.5", "--5",
    "1.2.3", "9" * 400, "true",
)  # fmt: skip
DAYS = (
    "9999-12-31", "9999-01-01", "0001-01-01", "0000-01-01", "-0001-12-31", "-0044-03-15", "12345-06-07",
    "-99999-01-01", "999999999999999999999-01-01", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-00", "2024-1-1",
    "20240101", "2024-W01-1", "2024-01-01Z", "2024-01-01+14:00", "2024-01-01-14:00", "2024-01-01+15:00",
    "2024-01-01+99:99", " 2024-01-01 ", "2024-12-31T24:00:00", "9999-12-31T24:00:00Z", "2024-12-31T24:00:01",
    "2024-12-31T23:59:60", "2024-01-01T00:00:00.123456789+14:00", "2024-01-01T00:00", "2024-01-01T99:00:00",
    "T12:00:00", "2024", "9999", "0001", "0000", "-0001", "12345", "99999999999", "24", "2024Z", "2024+14:00",
    "2024-06", "9999-12", "2024-13", "soon", "²⁰²⁴-01-01", "١٠٢٤-01-01", "--06-01", "---31", "P1Y",
)  # fmt: skip
DATATYPES = (
    *(XSD + name for name in (
        "date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth", "gMonthDay", "time", "duration",
        "integer", "decimal", "double", "float", "boolean", "anyURI", "string", "nonNegativeInteger", "byte",
    )),
    RDF + "HTML", RDF + "JSON", "urn:unknown", ADGO + "Firm",
)  # fmt: skip
IRIS = (
    *(BASE + end for end in (
        "", "ontology", "ontology#", "ontology#Nothing", "id/", "id/a%20b", "id/%22%3E%3Cb%3E", "id/a%0Ab",
        "id/%25", "id/a/b/c",
        "id/a#b/c", "id/a?b=c&d=e", "id/'", "id/ü", "claim/", "claim/²", "claim/" + "9" * 5000, "claim/1-²a",
        "passage/x", "source/",
        "time/", "graph/plans", "nowhere/x", "id/" + "x" * LONG,
    )),
    "urn:x", "urn:uuid:00000000-0000-0000-0000-000000000000", "mailto:a@example.org", "javascript:alert(1)",
    "data:text/html,%3Cscript%3E", "http://[::1]/", "http://[v1.x]/", "http://example.org:99999/",
    "http://user:x@example.org/",
    "https://example.org/" + "y" * LONG, "tag:example.org,2024:x", "http://例え.テスト/", "file:///etc/passwd",
    RDF + "type", RDF + "nil", PREFIXES["owl"] + "Thing", PREFIXES["rdfs"] + "subClassOf",
    PREFIXES["skos"] + "broader",
)  # fmt: skip
TAGS = ("en", "de-1996", "zh-Hant-TW", "x-private", "en-a-bbb-x-a-ccc")


def any_of(values: Sequence[Value]) -> st.SearchStrategy[Value]:
    """Return a strategy like `sampled_from` whose own text does not hold the values, which are long."""
    return st.integers(0, len(values) - 1).map(lambda place: values[place])


def literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(datatype))


LITERALS = st.one_of(
    st.builds(literal, any_of(DAYS), any_of(DATATYPES[:8])),
    st.builds(literal, any_of(NUMBERS), any_of(DATATYPES[8:13])),
    st.builds(literal, any_of((*TEXTS, *NUMBERS, *DAYS)), any_of(DATATYPES)),
    st.builds(Literal, any_of((*TEXTS, *NUMBERS, *DAYS))),
    st.builds(Literal, st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
    st.builds(lambda text, tag: Literal(text, language=tag), any_of(TEXTS), any_of(TAGS)),
)
NODES = any_of([NamedNode(each) for each in IRIS])
BLANKS = any_of([BlankNode(f"b{n}") for n in range(3)])
TRIPLES = st.builds(Triple, NODES, NODES, LITERALS)
TERMS = st.one_of(LITERALS, NODES, BLANKS, TRIPLES, st.builds(Triple, NODES, NODES, TRIPLES))


@dataclass
class Shortened:
    """An example whose text stays short if a test fails with it."""

    value: Any

    def __repr__(self) -> str:
        return repr(self.value)[:5000]


class StoreEndpoint(Endpoint):
    """Answers from a store in this process: no workers, so that data can be changed often."""

    store: Store
    #: How often the data have changed.
    changes = 0

    def start(self) -> None:
        """Start nothing."""

    def close(self, grace: float = 0) -> None:
        """Stop nothing."""

    @property
    def digest(self) -> str:
        return f"{self.changes:064d}"

    def reply(self, query: QueryRequest, edition: Edition | None = None) -> Reply:
        wanted = query.format
        found = self.answer(query.text.source, query.base or "http://localhost/")
        if isinstance(found, QueryTriples):
            content = found.serialize(
                format=RdfFormat.TURTLE if wanted.name == "ttl" else RdfFormat.N_TRIPLES
            )
        else:
            content = found.serialize(format=QueryResultsFormat.JSON)
        assert content is not None
        return Reply(None, wanted.content_type, entry=CachedAnswer(content, wanted.content_type))

    def answer(self, text: str, base: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        return self.store.query(text, base_iri=base)

    def change(self, changes: Iterable[tuple[Quad, Term]]) -> AbstractContextManager[None]:
        """Replace the objects of some quads for as long as the context lasts."""
        return self._changed(
            [(old, Quad(old.subject, old.predicate, new, old.graph_name)) for old, new in changes]
        )

    @contextmanager
    def _changed(self, pairs: list[tuple[Quad, Quad]]) -> Iterator[None]:
        for old, new in pairs:
            self.store.remove(old)
            self.store.add(new)
        self.changes += 1
        yield
        for _, new in pairs:
            self.store.remove(new)
        for old, _ in pairs:
            self.store.add(old)
        self.changes += 1


def excerpt(store: Store) -> list[Quad]:
    """Return a part of the packaged graph in which every kind of page has something to show, without the reviews."""
    kept = {BASE + path for path in ("graph/reviews", "graph/shapes", "graph/catalog")}
    told: dict[str, list[Subject]] = {}
    for quad in sorted(store.quads_for_pattern(None, NamedNode(ADGO + "predicate"), None), key=str):
        told.setdefault(str(quad.object), []).append(quad.subject)
    claims = {each for alike in told.values() for each in alike}
    some = {each for alike in told.values() for each in alike[:2]}
    found = [
        q
        for q in store
        if str(q.graph_name)[1:-1] not in kept and (q.subject not in claims or q.subject in some)
    ]
    return sorted(found, key=str)


def pictures(html: str) -> Iterator[str]:
    """Yield each picture of a page, with those inside it."""
    depth = start = 0
    for found in re.finditer(r"<(/?)svg\b", html):
        if not depth:
            start = found.start()
        depth += -1 if found[1] else 1
        if not depth:
            yield html[start : html.index(">", found.start()) + 1]


def faults(html: str) -> Iterator[str]:
    """Yield what is not valid in a page's text: characters that HTML forbids, pictures that are not well-formed."""
    for found in re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", html):
        yield f"forbidden character {found!r}"
    for svg in pictures(html):
        try:
            ElementTree.fromstring(svg)
        except ElementTree.ParseError as error:
            yield f"picture: {error}"
        for number in re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|r|width|height)="([^"]*)"', svg):
            if not re.fullmatch(r"-?\d+(\.\d+)?", number) or len(number) > 9:
                yield f"picture: not a coordinate: {number[:40]}"
