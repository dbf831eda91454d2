"""The store that hygiene checks ask, kept while the files change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from adgo.graph import documents, files
from adgo.graph.dataset import finish_part
from adgo.graph.namespaces import GRAPH
from adgo.graph.rechecking.change_reach import DEFAULT, ChangedQuad
from adgo.turtle.document import Document

Parts = Mapping[str, Sequence[Document]]
Triple = tuple[str, str, str]

_TYPE, _DOCUMENT = str(documents.TYPE), str(documents.DOCUMENT)
#: A change of more than one triple in this many is not followed: to ask everything anew is as fast.
_SHARE = 20
_DEFAULT_GRAPH = DefaultGraph()


class ChangingStore:
    """A store like that of `dataset.load`, but with the blank node labels of the documents.

    Attributes:
        store: the data.
    """

    def __init__(self, parts: Parts) -> None:
        """Fill the store with the documents of each part."""
        self.store = Store()
        self._parts = {name: list(found) for name, found in parts.items()}
        for name, found in parts.items():
            graph = f" <{GRAPH}{name}> .\n"
            triples = (" ".join(triple) for document in found for triple in document.triples())
            # Loading text would give blank nodes other labels.
            self.store.bulk_extend(
                parse("".join(each + graph for each in triples), RdfFormat.N_QUADS, lenient=True)
            )
            finish_part(self.store, name)

    def follow(self, parts: Parts) -> list[ChangedQuad] | None:
        """Bring the store to a new state of the documents, and return what has changed.

        It is None if the change cannot be followed, because much has changed, or blank nodes or the headers of files.
        Then the store is no longer of use.
        """
        if self._has_other_documents(parts):
            return None
        changes = {name: _Exchange(self._parts.get(name, ()), parts.get(name, ())) for name in files.PARTS}
        triples = list(chain.from_iterable((*each.added, *each.removed) for each in changes.values()))
        if len(triples) * _SHARE > len(self.store) or any(each.is_special for each in changes.values()):
            return None
        for name, change in changes.items():
            self._remove(name, change.removed)
        for name, change in changes.items():
            self._add(name, change.added)
        self._parts = {name: list(found) for name, found in parts.items()}
        return [
            ChangedQuad(*triple, graph)
            for name, change in changes.items()
            for triple in (*change.added, *change.removed)
            for graph in _graphs(name)
        ]

    def _has_other_documents(self, parts: Parts) -> bool:
        """Return whether documents with more than half of the triples are new."""
        known = {id(document) for found in self._parts.values() for document in found}
        sizes = [(len(each.rows), id(each) in known) for found in parts.values() for each in found]
        return sum(size for size, is_known in sizes if not is_known) * 2 > sum(size for size, _ in sizes)

    def _remove(self, part: str, triples: Iterable[Triple]) -> None:
        graph = NamedNode(GRAPH + part)
        for quad in _quads(triples, graph):
            self.store.remove(quad)
            if part in files.DEFAULT_PARTS and not self._is_asserted(quad):
                self.store.remove(Quad(quad.subject, quad.predicate, quad.object, _DEFAULT_GRAPH))

    def _add(self, part: str, triples: Iterable[Triple]) -> None:
        for quad in _quads(triples, NamedNode(GRAPH + part)):
            self.store.add(quad)
            if part in files.DEFAULT_PARTS:
                self.store.add(Quad(quad.subject, quad.predicate, quad.object, _DEFAULT_GRAPH))

    def _is_asserted(self, quad: Quad) -> bool:
        """Return whether a part of the default graph has the triple of a quad."""
        return any(
            Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH + name)) in self.store
            for name in files.DEFAULT_PARTS
        )


class _Exchange:
    """The documents of one part before and after a change.

    Attributes:
        removed: the triples that no document of the part has any more.
        added: the triples of new documents that the documents in their place did not have.
        is_special: whether the change concerns blank nodes or headers of files, which are stored in another way.
    """

    def __init__(self, before: Sequence[Document], after: Sequence[Document]) -> None:
        known, kept = {id(each) for each in before}, {id(each) for each in after}
        old = [each for each in before if id(each) not in kept]
        new = [each for each in after if id(each) not in known]
        first, second = _triples(old), _triples(new)
        same = [each for each in after if id(each) in known]
        self.added = second - first
        self.removed = _without_shared(first - second, same)
        headers = {s for s, p, o in first | second if p == _TYPE and o == _DOCUMENT}
        self.is_special = any(
            s in headers or s.startswith("_:") or o.startswith("_:") for s, _, o in self.added | self.removed
        )


def _triples(found: Iterable[Document]) -> set[Triple]:
    return {triple for document in found for triple in document.triples()}


def _without_shared(triples: set[Triple], others: Sequence[Document]) -> set[Triple]:
    """Return triples without those that other documents, which share a table of terms, have too."""
    if not triples or not others:
        return triples
    ids = others[0].table.ids
    rows = {tuple(ids.get(term, -1) for term in triple): triple for triple in triples}
    subjects = {row[0] for row in rows}
    near = (each.rows for each in others if not subjects.isdisjoint(each.rows.subjects))
    return triples - {rows[row] for row in chain.from_iterable(near) if row in rows}


def _quads(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    text = "".join(f"{' '.join(triple)} {graph} .\n" for triple in triples)
    return parse(text, RdfFormat.N_QUADS, lenient=True)


def _graphs(part: str) -> tuple[str, ...]:
    """Return the graphs that have the triples of a part, as changes name them."""
    return (f"<{GRAPH}{part}>", *((DEFAULT,) if part in files.DEFAULT_PARTS else ()))
