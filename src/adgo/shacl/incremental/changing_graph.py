"""A graph of documents that may be replaced; an edit changes only what differs in its indexes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from adgo.shacl.incremental.document_rows import DocumentRows
from adgo.shacl.incremental.graph_change import GraphChange
from adgo.shacl.model.graph import IndexedGraph, Pairs, Row, distinct
from adgo.turtle.document import Rows
from adgo.turtle.terms import TermTable


class _RowsOf(Mapping[int, Sequence[Row]]):
    """The distinct rows of each subject, or of each object, put together when they are asked for."""

    def __init__(
        self, rows_of: Callable[[int], Sequence[Row]], holders: Mapping[int, list[DocumentRows]]
    ) -> None:
        self._rows_of, self._holders = rows_of, holders

    def __getitem__(self, node: int) -> Sequence[Row]:
        if node not in self._holders:
            raise KeyError(node)
        return self._rows_of(node)

    def __iter__(self) -> Iterator[int]:
        return iter(self._holders)

    def __len__(self) -> int:
        return len(self._holders)


class ChangingGraph(IndexedGraph):
    """Triples of an ordered list of parts, like `IndexedGraph`; `replace` exchanges some of the parts."""

    def __init__(self, table: TermTable, parts: Iterable[DocumentRows]) -> None:
        """Hold the parts, in the order of the files."""
        self.documents = list(parts)
        super().__init__(table, (part.rows for part in self.documents))
        self._order = {id(part): number for number, part in enumerate(self.documents)}
        self._subjects: dict[int, list[DocumentRows]] = {}
        self._objects: dict[int, list[DocumentRows]] = {}
        for part in self.documents:
            self._enter(part)
        self.__dict__["by_subject"] = _RowsOf(self._of_subject, self._subjects)
        self.__dict__["by_object"] = _RowsOf(self._of_object, self._objects)

    def prepare(self) -> None:
        """Make the indexes of all parts now, so that the first edit does not wait for them."""
        for part in self.documents:
            _ = part.by_subject, part.by_object, part.by_predicate
        _ = self.size

    def rows_about(self, subjects: set[int], without: Collection[int] = ()) -> Iterator[Row]:
        """Yield the distinct rows of some subjects, except those with a predicate of `without`."""
        rows = chain.from_iterable(map(self._of_subject, subjects))
        return (row for row in rows if row[1] not in without)

    def replace(self, new: Mapping[int, DocumentRows | None], order: Sequence[DocumentRows]) -> GraphChange:
        """Exchange parts, and return what has changed.

        Args:
            new: the `id` of each part that goes, to the part that takes its place; None if none does.
            order: all parts afterwards, in the order of the files.
        """
        old = [part for part in self.documents if id(part) in new]
        known = {id(part) for part in self.documents}
        come = [part for part in order if id(part) not in known]
        expected = [new.get(id(part), part) for part in self.documents]
        in_place = list(map(id, expected)) == list(map(id, order))
        pairs = [(part, new[id(part)]) for part in old] if in_place else []
        subjects = _differing(pairs, old, come, lambda part: part.by_subject)
        objects = _differing(pairs, old, come, lambda part: part.by_object)
        before = {node: self._of_subject(node) for node in subjects}
        before_objects = {node: self._of_object(node) for node in objects}
        self._exchange(old, come, order)
        change = GraphChange()
        for node in subjects:
            self._compare(before[node], self._of_subject(node), change)
        for node in objects:
            self._compare(before_objects[node], self._of_object(node), change)
        self._update(change)
        return change

    def _exchange(
        self, old: Sequence[DocumentRows], come: Sequence[DocumentRows], order: Sequence[DocumentRows]
    ) -> None:
        for part in old:
            self._leave(part)
        self.documents = list(order)
        self.parts = [part.rows for part in order]
        self._order = {id(part): number for number, part in enumerate(order)}
        for part in come:
            self._enter(part)

    @staticmethod
    def _compare(before: Sequence[Row], after: Sequence[Row], change: GraphChange) -> None:
        if before == after:
            return
        predicates = {row[1] for row in chain(before, after)}
        for predicate in predicates:
            change.compare(
                (row for row in before if row[1] == predicate), (row for row in after if row[1] == predicate)
            )

    def _update(self, change: GraphChange) -> None:
        """Bring the indexes that exist up to date."""
        self.__dict__["size"] = self.size + len(change.added) - len(change.removed)
        for predicate, rows in change.by_predicate.items():
            forward, backward = self._forward.get(predicate), self._backward.get(predicate)
            for index, place, rows_of in ((forward, 0, self._of_subject), (backward, 2, self._of_object)):
                if index is None:
                    continue
                assert isinstance(index, dict)
                for node in {row[place] for row in rows}:
                    values = tuple(row[2 - place] for row in rows_of(node) if row[1] == predicate)
                    if values:
                        index[node] = values
                    else:
                        index.pop(node, None)
            self._renew_pairs(predicate)

    def _renew_pairs(self, predicate: int) -> None:
        known = self.__dict__.get("by_predicate")
        if known is None:
            return
        found = [part.by_predicate[predicate] for part in self.documents if predicate in part.by_predicate]
        subjects = list(chain.from_iterable(pairs.subjects for pairs in found))
        objects = list(chain.from_iterable(pairs.objects for pairs in found))
        if subjects:
            known[predicate] = distinct(Pairs(subjects, objects))
        else:
            known.pop(predicate, None)

    def _enter(self, part: DocumentRows) -> None:
        rows = part.rows
        subjects = rows.subjects if isinstance(rows, Rows) else [row[0] for row in rows]
        objects = rows.objects if isinstance(rows, Rows) else [row[2] for row in rows]
        for holders, nodes in ((self._subjects, subjects), (self._objects, objects)):
            for node in set(nodes):
                known = holders.get(node)
                if known is None:
                    holders[node] = [part]
                else:
                    known.append(part)
                    known.sort(key=lambda each: self._order[id(each)])

    def _leave(self, part: DocumentRows) -> None:
        for holders, nodes in ((self._subjects, part.by_subject), (self._objects, part.by_object)):
            for node in nodes:
                left = [each for each in holders[node] if each is not part]
                if left:
                    holders[node] = left
                else:
                    del holders[node]

    def _of_subject(self, node: int) -> Sequence[Row]:
        holders = self._subjects.get(node, ())
        if len(holders) == 1:
            return holders[0].by_subject[node]
        return list(dict.fromkeys(chain.from_iterable(part.by_subject[node] for part in holders)))

    def _of_object(self, node: int) -> Sequence[Row]:
        holders = self._objects.get(node, ())
        if len(holders) == 1:
            return holders[0].by_object[node]
        return list(dict.fromkeys(chain.from_iterable(part.by_object[node] for part in holders)))


def _differing(
    pairs: Sequence[tuple[DocumentRows, DocumentRows | None]],
    old: Sequence[DocumentRows],
    come: Sequence[DocumentRows],
    index_of: Callable[[DocumentRows], Mapping[int, list[Row]]],
) -> set[int]:
    """Return the nodes whose rows may differ: of exchanged parts, those with other rows; else all of both."""
    if not pairs:
        return {node for part in (*old, *come) for node in index_of(part)}
    found: set[int] = set()
    for before, after in pairs:
        first, second = index_of(before), index_of(after) if after else {}
        found.update(node for node in first if first[node] != second.get(node))
        found.update(node for node in second if node not in first)
    return found
