"""The manifests of the W3C's SPARQL tests as Python objects, read with pyoxigraph."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
Term = NamedNode | BlankNode | Literal


def suite() -> Path | None:
    """Return the folder of the SPARQL 1.1 suites, or None if ADGO_W3C is not set."""
    value = os.environ.get("ADGO_W3C")
    return Path(value) / "sparql" / "sparql11" if value else None


@dataclass(frozen=True)
class Manifest:
    store: Store

    def value(self, subject: Term, predicate: str) -> Term | None:
        return next(iter(self.values(subject, predicate)), None)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        pattern = self.store.quads_for_pattern(subject, NamedNode(predicate), None, DefaultGraph())
        return sorted((quad.object for quad in pattern), key=str)

    def text(self, subject: Term, predicate: str) -> str | None:
        found = self.value(subject, predicate)
        return None if found is None else found.value

    def items(self, head: Term | None) -> Iterator[Term]:
        while head is not None and head.value != RDF + "nil":
            yield self.value(head, RDF + "first")
            head = self.value(head, RDF + "rest")

    def of_type(self, name: str) -> list[NamedNode]:
        pattern = self.store.quads_for_pattern(
            None, NamedNode(RDF + "type"), NamedNode(MF + name), DefaultGraph()
        )
        return sorted((quad.subject for quad in pattern), key=str)


def manifest(path: Path) -> Manifest:
    store = Store()
    store.load(path.read_bytes(), RdfFormat.TURTLE, base_iri=path.as_uri())
    return Manifest(store)


def file_of(iri: Term) -> Path:
    return Path(iri.value.removeprefix("file://"))
