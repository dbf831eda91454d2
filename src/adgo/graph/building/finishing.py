"""The generated files of what the buckets have sent, with what is made of the vocabulary and of sizes alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from adgo.graph import documents, files, other_formats
from adgo.graph.building import projecting, writing
from adgo.graph.building.dataflow import Dataflow, SourceFile
from adgo.graph.building.lines import filled, moved, split
from adgo.graph.claims_to_facts import (
    Measure,
    add,
    add_guards,
    coercions,
    construct,
    paths,
    preface,
    projection,
    terms,
    turtle,
)
from adgo.graph.dataset import placed, read_quads
from adgo.graph.documents import ONTOLOGY
from adgo.graph.namespaces import GRAPH, PREFIXES
from adgo.turtle import write

_TRIPLES = NamedNode(PREFIXES["void"] + "triples")
_CLAIMS = NamedNode(GRAPH + "claims")
#: Files that are made of the small store alone.
_SMALL = ("catalog", "guards")


def finished(flow: Dataflow, read: Sequence[SourceFile], measure: Measure | None) -> dict[str, str]:
    """Return the text of every generated file by its path below the root.

    Args:
        flow: what the buckets have sent.
        read: the hand-written files that were read.
        measure: as for `claims_to_facts.build`.
    """
    store = _small()
    add(store, "catalog", _catalog(store, writing.measured(flow.texts("sizes"))))
    if measure is not None:
        add(store, "catalog", measure(_reviews(flow, read)))
    headers = construct(store, projection("headers"))
    made = {}
    for part, path in paths().items():
        made[path] = (
            turtle(store, part, path, headers)
            if part in _SMALL
            else _joined(store, flow, part, path, headers)
        )
    return made | {
        "ontology/adgo.owl": other_formats.vocabulary(write(terms(store, ("ontology",)), PREFIXES)),
        "ontology/context.jsonld": other_formats.context(coercions(store)),
        **other_formats.catalogs(made),
    }


def _small() -> Store:
    """Return a store with the vocabulary and the shapes."""
    store = Store()
    for part in ("ontology", "shapes"):
        for path in files.part(part):
            if path != files.root() / "shapes" / "guards.ttl":
                quads, _ = documents.merged(list(read_quads(path)))
                add(store, part, [quad.triple for quad in quads])
    add_guards(store)
    return store


def _catalog(store: Store, sizes: dict[str, int]) -> list[Triple]:
    """Return the catalogue, with the sizes of the parts that are not in the store."""
    named = {part: NamedNode(GRAPH + part) for part, size in sizes.items() if size}
    with_parts = Store()
    with_parts.extend([*store, *(Quad(each, each, each, each) for each in named.values())])
    counted = {named[part]: Literal(size) for part, size in sizes.items() if size}
    found = construct(with_parts, projection("catalog"))
    return [
        Triple(each.subject, each.predicate, counted.get(each.subject, each.object))  # type: ignore[arg-type]
        if each.predicate == _TRIPLES
        else each
        for each in found
    ]


def _reviews(flow: Dataflow, read: Sequence[SourceFile]) -> Store:
    """Return a store with the reviews, and with what they are compared with."""
    text = "".join(flow.texts("reviewed"))
    # What is read of a view is read of a recommendation too, as a rule types it as a view.
    kinds = projecting.first(flow.known, moved(text, "claims"), text).lines("inferred")
    store = filled(text, moved(kinds, "", "inferred"))
    store.add_graph(_CLAIMS)
    for part, path, content in read:
        if part == "reviews":
            quads, _ = documents.merged(list(read_quads(path, content)))
            store.bulk_extend(placed(quads, [NamedNode(GRAPH + part)]))
    return store


def _joined(store: Store, flow: Dataflow, part: str, path: str, headers: Sequence[Triple]) -> str:
    """Return the text of a file with the statements of all buckets."""
    name = f"<{documents.iri(Path(path))}>"
    own = [(str(t.subject), str(t.predicate), str(t.object)) for t in headers]
    own = [triple for triple in own if triple[0] == name]
    if part == writing.ALL:
        own += [triple for triple in terms(store, ("ontology",)) if triple[0] != f"<{ONTOLOGY}>"]
        own += [(s, p, rest[:-2]) for text in flow.texts("about") for s, p, rest in split(text)]
    return preface(part) + writing.joined([writing.statements(own), *flow.texts(f"statements/{part}")])
