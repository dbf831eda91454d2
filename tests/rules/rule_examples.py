"""The examples of the rules and projections: what they are given and what they make."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryTriples, RdfFormat, Store, parse

from adgo.graph import files
from adgo.graph.namespaces import GRAPH

HERE = Path(__file__).parent
EXAMPLES = sorted(HERE.glob("*.trig"))
PROJECTION = files.root() / "ontology" / "projection"
#: Built from the vocabulary or the files' headers: `adgo build --check` compares all of it with the packaged files.
_MADE_OF_FILES = {"catalog", "closed-lists", "guard-kinds", "guards", "headers", "jsonld"}
MADE_OF_CLAIMS = {path.stem for path in (*files.rules(), *PROJECTION.glob("*.rq"))} - _MADE_OF_FILES
_EXPECTED = NamedNode("urn:expected")
#: Graphs that are not part of the default graph.
_APART = {NamedNode(GRAPH + name) for name in ("plans", "shapes", "outside")}


def query(name: str) -> str:
    """Return the text of a rule or projection."""
    [path] = [path for path in (*files.rules(), *PROJECTION.glob("*.rq")) if path.stem == name]
    return path.read_text(encoding="utf-8")


def example(path: Path) -> tuple[Store, set[str]]:
    """Return the data of an example, the default graph merged as in a build, and the triples that it expects."""
    store, expected = Store(), set()
    for quad in parse(path.read_bytes(), RdfFormat.TRIG):
        if quad.graph_name == _EXPECTED:
            expected.add(f"{quad.subject} {quad.predicate} {quad.object}")
            continue
        store.add(quad)
        if quad.graph_name not in _APART:
            store.add(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()))
    return store, expected


def constructed(store: Store, text: str) -> set[str]:
    """Return the triples that a query makes."""
    found = store.query(text)
    assert isinstance(found, QueryTriples)
    return {f"{each.subject} {each.predicate} {each.object}" for each in found}
