"""Compares the graphs of two documents, regardless of the order of triples and the labels of blank nodes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from adgo.turtle import tokens
from adgo.turtle.document import Document, Row
from adgo.turtle.writing.writer import write

LABEL = tokens.Expression(tokens.BLANK)


def have_same_graph(one: Document, other: Document) -> bool:
    """Return whether two documents have the same graph. This is fast if they share their term table.

    Raises:
        TooRegular: if the blank nodes are so symmetric that the answer is not found within the limit of steps.
    """
    if one.table is other.table and _have_same_labels(one, other):
        return True
    return write(one.triples(), {}) == write(other.triples(), {})


def _have_same_labels(one: Document, other: Document) -> bool:
    """Return whether the graphs are the same if a label means the same node in both. False may be wrong.

    This takes linear time. Blank nodes without a label are compared by their properties.
    """
    numbers: defaultdict[object, int] = defaultdict()
    # The numbers of terms are positive.
    numbers.default_factory = lambda: ~len(numbers)
    blanks = {number for number, term in enumerate(one.table.terms) if term[0] == "_"}
    first, second = (_BlankNodes(document, blanks, numbers) for document in (one, other))
    return first.outer_triples() == second.outer_triples() and first.count() == second.count()


class _BlankNodes:
    """The blank nodes of a document, and the triples in which they are."""

    def __init__(self, document: Document, blanks: set[int], numbers: Mapping[object, int]) -> None:
        """Name the blank nodes.

        Args:
            document: the document that is compared.
            blanks: the term numbers of blank nodes.
            numbers: a number for each label, and for each set of properties; both documents share it.
        """
        self.rows, self.blanks, self.numbers = document.rows, blanks, numbers
        columns = enumerate(zip(self.rows.subjects, self.rows.objects, strict=True))
        places = [place for place, (s, o) in columns if s in blanks or o in blanks]
        self.triples = {self.rows[place] for place in places}
        #: The names of the nodes in both documents: equal numbers for equal nodes.
        self.names: dict[int, int] = {}
        match_label = LABEL.of(document.text).match
        for column, starts in (
            (self.rows.subjects, self.rows.offsets["subject"]),
            (self.rows.objects, self.rows.offsets["object"]),
        ):
            for place in places:
                node = column[place]
                if node in blanks and node not in self.names:
                    label = match_label(document.text, starts[place])
                    if label:
                        self.names[node] = numbers[label.group()]

    def outer_triples(self) -> set[Row]:
        """Return the triples without blank nodes."""
        found = set(zip(self.rows.subjects, self.rows.predicates, self.rows.objects, strict=True))
        found -= self.triples
        return found

    def count(self) -> Counter[tuple[int, ...]]:
        """Return how often each of the other triples occurs, with the names of the nodes.

        The properties of a node without a label are in its name, and are not counted again. Such a node is counted on
        its own if it is not an object.
        """
        links: dict[int, list[tuple[int, int]]] = {}
        parents: dict[int, int] = {}
        for s, p, o in self.triples:
            if s in self.blanks and s not in self.names:
                links.setdefault(s, []).append((p, o))
            if o in self.blanks and o not in self.names:
                parents[o] = s
                links.setdefault(o, [])
        self._name_by_properties(links, parents)
        names = self.names
        found = Counter[tuple[int, ...]](
            (names.get(s, s), p, names.get(o, o)) for s, p, o in self.triples if s not in links
        )
        found.update((names[node],) for node in links if node not in parents)
        return found

    def _name_by_properties(self, links: dict[int, list[tuple[int, int]]], parents: dict[int, int]) -> None:
        """Name nodes that are the object of at most one triple, the innermost first.

        Args:
            links: the predicates and objects of each node.
            parents: the node that each of them is a property of.
        """
        waiting = {node: sum(o in links for _, o in pairs) for node, pairs in links.items()}
        ready = [node for node, count in waiting.items() if not count]
        for node in ready:
            described = sorted((p, self.names.get(o, o)) for p, o in links[node])
            self.names[node] = self.numbers[tuple(described)]
            parent = parents.get(node)
            if parent in waiting:
                waiting[parent] -= 1
                if not waiting[parent]:
                    ready.append(parent)
