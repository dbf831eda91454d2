"""The store that hygiene checks ask, kept while the files change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from adgo.graph import documents, files
from adgo.graph.dataset import finish_part
from adgo.graph.namespaces import GRAPH
from adgo.graph.rechecking.occurrences import DEFAULT, ChangedQuad
from adgo.turtle.document import Document

Parts = Mapping[str, Sequence[Document]]
Triple = tuple[str, str, str]

_TYPE, _DOCUMENT = str(documents.TYPE), str(documents.DOCUMENT)
#: A change of more than one triple in this many is not followed: to ask everything anew is as fast.
_SHARE = 20
_DEFAULT_GRAPH = DefaultGraph()


class StateObserver(Protocol):
    """Looks at a store while it goes from one state to the next."""

    def see_both(self, store: Store, quads: list[ChangedQuad]) -> None:
        """Look at a store with the triples of both states.

        Args:
            store: the store.
            quads: the triples that only one of them has.
        """

    def see_common(self, store: Store) -> None:
        """Look at a store with triples that both states have: nearly all of them, and no others."""


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
        # Only whether a change is small depends on it. Counting reads every triple, so it is not counted again.
        self._size = len(self.store)

    def follow(self, parts: Parts, observer: StateObserver) -> bool:
        """Bring the store to a new state of the documents, and return whether that was possible.

        It is not possible if much has changed, or blank nodes, or headers of files, or if a part had no triples or has
        none now. Then the store can no longer be used.

        Args:
            parts: the documents of each part; those that are not new are the objects that they were.
            observer: sees the changes, and the store between the two states.
        """
        if self._has_other_documents(parts):
            return False
        every = {name: _Exchange(self._parts.get(name, ()), parts.get(name, ())) for name in files.PARTS}
        changes = {name: change for name, change in every.items() if change.triples}
        if sum(len(each.triples) for each in changes.values()) * _SHARE > self._size:
            return False
        if any(each.is_special or self._has_headers(each) for each in changes.values()):
            return False
        were_empty = self._empty(changes)
        self._exchange(changes, observer)
        self._parts = {name: list(found) for name, found in parts.items()}
        return not (were_empty or self._empty(changes))

    def _exchange(self, changes: Mapping[str, _Exchange], observer: StateObserver) -> None:
        """Bring the store to a new state, by way of the triples of both states and those that both have."""
        for name, change in changes.items():
            self._add(name, change.added)
        observer.see_both(self.store, list(_changed_quads(changes)))
        for name, change in changes.items():
            self._remove(name, change.triples)
        observer.see_common(self.store)
        for name, change in changes.items():
            self._add(name, change.added | change.repeated)

    def _has_other_documents(self, parts: Parts) -> bool:
        """Return whether documents with more than half of the triples are new."""
        known = {id(document) for found in self._parts.values() for document in found}
        sizes = [(len(each.rows), id(each) in known) for found in parts.values() for each in found]
        return sum(size for size, is_known in sizes if not is_known) * 2 > sum(size for size, _ in sizes)

    def _has_headers(self, change: _Exchange) -> bool:
        """Return whether a change concerns the header of a file: the graph of the catalogue has all of them."""
        catalog = NamedNode(GRAPH + "catalog")
        subjects = {subject[1:-1] for subject, _, _ in change.triples}
        return any(
            Quad(NamedNode(each), documents.TYPE, documents.DOCUMENT, catalog) in self.store
            for each in subjects
        )

    def _empty(self, parts: Iterable[str]) -> list[str]:
        """Return the parts whose graphs have no triples."""
        graphs = {name: NamedNode(GRAPH + name) for name in parts}
        return [
            name
            for name, graph in graphs.items()
            if next(self.store.quads_for_pattern(None, None, None, graph), None) is None
        ]

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
        removed: the triples that no document of the part writes any more.
        added: the triples of new documents that the documents in their place did not write.
        repeated: triples of the documents that may be equal to removed ones in value, as 1 is to 01, and are one triple
            in the store.
        is_special: whether the change concerns blank nodes or new headers of files, which are stored in another way.
    """

    def __init__(self, before: Sequence[Document], after: Sequence[Document]) -> None:
        known, kept = {id(each) for each in before}, {id(each) for each in after}
        old = [each for each in before if id(each) not in kept]
        new = [each for each in after if id(each) not in known]
        first, second = _triples(old), _triples(new)
        self.added = second - first
        gone = first - second
        self.removed = gone - _written(gone, [each for each in after if id(each) in known])
        numbers = {triple for triple in self.removed if '"^^<' in triple[2]}
        self.repeated = _written(numbers, after, with_any_object=True)
        self.is_special = any(_is_special(triple) for triple in self.triples)

    @property
    def triples(self) -> set[Triple]:
        """What has changed."""
        return self.added | self.removed


def _is_special(triple: Triple) -> bool:
    subject, verb, obj = triple
    return subject[0] == "_" or obj[0] == "_" or (verb == _TYPE and obj == _DOCUMENT)


def _triples(found: Iterable[Document]) -> set[Triple]:
    return {triple for document in found for triple in document.triples()}


def _written(
    triples: set[Triple], found: Sequence[Document], *, with_any_object: bool = False
) -> set[Triple]:
    """Return the triples of documents that are among some triples, or differ from one of them in the object alone.

    Args:
        triples: the triples.
        found: the documents, which share one table of terms.
        with_any_object: whether any object will do.
    """
    if not triples or not found:
        return set()
    table = found[0].table
    length = 2 if with_any_object else 3
    wanted = {tuple(table.ids.get(term, -1) for term in triple[:length]) for triple in triples}
    subjects = {row[0] for row in wanted}
    near = (each for each in found if not subjects.isdisjoint(each.rows.subjects))
    rows = {row for document in near for row in document.rows if row[:length] in wanted}
    return {(table.terms[s], table.terms[p], table.terms[o]) for s, p, o in rows}


def _quads(triples: Iterable[Triple], graph: NamedNode) -> Iterator[Quad]:
    text = "".join(f"{' '.join(triple)} {graph} .\n" for triple in triples)
    return parse(text, RdfFormat.N_QUADS, lenient=True)


def _graphs(part: str) -> tuple[str, ...]:
    """Return the graphs that have the triples of a part, as changes name them."""
    return (f"<{GRAPH}{part}>", *((DEFAULT,) if part in files.DEFAULT_PARTS else ()))


def _changed_quads(changes: Mapping[str, _Exchange]) -> Iterator[ChangedQuad]:
    for name, change in changes.items():
        for triple in change.triples:
            yield from (ChangedQuad(*triple, graph) for graph in _graphs(name))
