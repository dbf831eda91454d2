"""The generated files of what the buckets have sent, with what is made of the vocabulary and of sizes alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, cached_property
from hashlib import sha256
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


def finished(flow: Dataflow, read: Sequence[SourceFile], measure: Measure | None) -> dict[str, str]:
    """Return the text of every generated file by its path below the root.

    Args:
        flow: what the buckets have sent.
        read: the hand-written files that were read.
        measure: as for `claims_to_facts.build`.
    """
    finish = _Finish(flow, read, measure)
    made = {path: finish.file(part, path) for part, path in paths().items()}
    names = sorted(documents.documents())
    return (
        made
        | {path: text for path, text in finish.fixed.items() if path not in paths()}
        | flow.once("catalogs", [*names, *made], lambda: other_formats.catalogs(made))
    )


class _Finish:
    """Makes files of what the buckets have sent; what follows from the vocabulary and shapes alone is kept."""

    def __init__(self, flow: Dataflow, read: Sequence[SourceFile], measure: Measure | None) -> None:
        self._flow, self._read, self._measure = flow, read, measure
        self._shapes = [_digest(path.read_bytes()) for path in files.part("shapes")]
        self.fixed = flow.once("fixed", self._shapes, self._fixed)

    @cached_property
    def _store(self) -> Store:
        return _small()

    @cached_property
    def _headers(self) -> list[Triple]:
        return construct(self._store, projection("headers"))

    def _fixed(self) -> dict[str, str]:
        """Return the files that follow from the vocabulary, and the statements on the other files themselves."""
        guards = paths()["guards"]
        heads = {part: writing.statements(self._own(part, path)) for part, path in paths().items()}
        return heads | {
            guards: turtle(self._store, "guards", guards, self._headers),
            "ontology/adgo.owl": other_formats.vocabulary(write(terms(self._store, ("ontology",)), PREFIXES)),
            "ontology/context.jsonld": other_formats.context(self._coercions()),
        }

    def _coercions(self) -> dict[str, str]:
        """Return how JSON-LD writes values; the catalogue declares properties too."""
        store = _small()
        add(store, "catalog", _catalog(store, {}))
        return coercions(store)

    def _own(self, part: str, path: str) -> list[tuple[str, str, str]]:
        name = documents.iri(Path(path))
        return [
            (f"<{name}>", str(t.predicate), str(t.object))
            for t in self._headers
            if t.subject == NamedNode(name)
        ]

    def file(self, part: str, path: str) -> str:
        """Return the text of the file of a part."""
        if part == "guards":
            return self.fixed[path]
        if part == "catalog":
            return self._catalog_text(path)
        head = self.fixed[part]
        if part == writing.ALL:
            about = self._flow.texts("about")
            head = self._flow.once(part, about, lambda: {part: self._vocabulary(path, about)})[part]
        return self._joined(part, path, head)

    def _joined(self, part: str, path: str, head: str) -> str:
        """Return the text of a file; if it follows from the same statements as before, as it is on the disk."""
        kind = f"statements/{part}"
        join = cache(lambda: preface(part) + writing.joined([head, *self._flow.texts(kind)]))
        about = [part, head, *self._flow.digests(kind)]
        digest = self._flow.once("file", about, lambda: {"digest": _digest(join().encode())})["digest"]
        target = files.root() / path
        content = target.read_bytes() if target.exists() else b""
        return content.decode() if _digest(content) == digest else join()

    def _vocabulary(self, path: str, about: Sequence[str]) -> str:
        """Return the statements of the merged file on the vocabulary and on the file itself."""
        own = self._own(writing.ALL, path)
        own += [triple for triple in terms(self._store, ("ontology",)) if triple[0] != f"<{ONTOLOGY}>"]
        own += [(s, p, rest[:-2]) for text in about for s, p, rest in split(text)]
        return writing.statements(own)

    def _catalog_text(self, path: str) -> str:
        sizes = writing.measured(self._flow.texts("sizes"))
        about = [*self._shapes, json.dumps(sizes, sort_keys=True), *self._flow.texts("reviewed")]
        about += [source.digest for source in self._read if source.part == "reviews"]
        about.append(f"{self._measure is not None}")

        def made() -> dict[str, str]:
            add(self._store, "catalog", _catalog(self._store, sizes))
            if self._measure is not None:
                add(self._store, "catalog", self._measure(_reviews(self._flow, self._read)))
            return {path: turtle(self._store, "catalog", path, self._headers)}

        return self._flow.once("catalog", about, made)[path]


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


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
    for part, path, content in (source.read() for source in read if source.part == "reviews"):
        quads, _ = documents.merged(list(read_quads(path, content)))
        store.bulk_extend(placed(quads, [NamedNode(GRAPH + part)]))
    return store
