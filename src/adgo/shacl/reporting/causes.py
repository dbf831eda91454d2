"""Finding the triple that caused a result, if it is not the one between focus node and value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.names import SHACL, SUBCLASS, TYPE
from adgo.shacl.model.result import ValidationResult
from adgo.turtle.document import Document, Part
from adgo.turtle.term_parts import is_literal, lexical

#: A token: its document, the number of its row, and its part of the row.
TokenPosition = tuple[Document, int, Part]

_TARGETS = tuple(f"<{SHACL}target{kind}>" for kind in ("Class", "Node", "SubjectsOf", "ObjectsOf"))
#: Constraints that fail because of existing triples; others fail because of missing ones, so the target matters.
_FORBIDDING = ("Not", "Closed", "Disjoint", "MaxCount", "QualifiedMaxCount", "Xone", "UniqueLang", "Equals")
_NAME = re.compile(r"<([^<>\s]+)>|\b([A-Za-z][\w-]*):([A-Za-z_][\w-]*)")


class Causes:
    """Finds the triple in some documents that has most in common with a result and its shape."""

    def __init__(
        self, inputs: Inputs, documents: Sequence[Document], results: Iterable[ValidationResult]
    ) -> None:
        """Hold the input.

        Args:
            inputs: all documents.
            documents: the documents to search.
            results: the results whose causes may be asked for.
        """
        self.inputs, self.documents = inputs, documents
        self.results = list(results)
        self._terms: dict[str, tuple[frozenset[int], frozenset[int]]] = {}
        self._above: dict[int, set[int]] = {}

    def token(self, result: ValidationResult) -> TokenPosition | None:
        """Return the token of the focus node or value in the triple that matches a result best, or None."""
        nodes = self._nodes(result)
        best: tuple[int, int] | None = None
        found: TokenPosition | None = None
        for place, node in enumerate(nodes):
            for document, number, part in self._rows.get(node, ()):
                # If triples match equally, the focus node comes before the value, and a subject before an object.
                worth = self._worth(result, document.rows[number]), -2 * place - (part == "object")
                if best is None or worth > best:
                    best, found = worth, (document, number, part)
        return found

    def near(self, result: ValidationResult) -> TokenPosition | None:
        """Return the first token of a neighbour of focus node or value in the triple that matches best, or None."""
        found: list[tuple[int, int, TokenPosition]] = []
        nodes = self._nodes(result)
        beside = around(self.inputs.graph, nodes)
        for document in self.documents:
            for number, row in enumerate(document.rows):
                if row[0] in beside or row[2] in beside:
                    part: Part = "subject" if row[0] in beside else "object"
                    found.append((self._worth(result, row), -len(found), (document, number, part)))
        return max(found, key=lambda each: each[:2])[2] if found else None

    def _nodes(self, result: ValidationResult) -> list[int]:
        ids = self.inputs.table.ids
        found = (ids.get(term) for term in dict.fromkeys((result.focus, result.value or result.focus)))
        return [node for node in found if node is not None]

    @cached_property
    def _rows(self) -> dict[int, list[TokenPosition]]:
        """The tokens of all focus nodes and values."""
        wanted = {node for result in self.results for node in self._nodes(result)}
        found: dict[int, list[TokenPosition]] = {}
        for document in self.documents:
            for number, (s, _, o) in enumerate(document.rows):
                if s in wanted:
                    found.setdefault(s, []).append((document, number, "subject"))
                if o in wanted and o != s:
                    found.setdefault(o, []).append((document, number, "object"))
        return found

    def _worth(self, result: ValidationResult, row: Row) -> int:
        """Return how well a triple matches a result; the terms of its shape's constraints and targets count most."""
        demanded, targeted = self._terms_of(result.source_shape)
        stated = {row[1], *self._classes(row)} if row[1] == self._type else {row[1], row[2]}
        forbidding = result.component_name in _FORBIDDING
        shared = 4 * bool(stated & (demanded if forbidding else targeted))
        shared += 2 * bool(stated & (targeted if forbidding else demanded))
        return shared + len({result.focus, result.value} & {self.inputs.table.terms[each] for each in row})

    @cached_property
    def _type(self) -> int:
        return self.inputs.table.intern(TYPE)

    def _classes(self, row: Row) -> set[int]:
        """Return the class in an `rdf:type` triple, and its superclasses."""
        known = self._above.get(row[2])
        if known is None:
            graph = self.inputs.graph
            known = self._above[row[2]] = graph.closure(graph.id(SUBCLASS), [row[2]])
        return known

    def _terms_of(self, shape: str) -> tuple[frozenset[int], frozenset[int]]:
        """Return the terms in the constraints of a shape, and those in its targets and in the targets of its users."""
        if shape not in self._terms:
            shapes = self.inputs.shapes_graph
            node = shapes.id(shape)
            targets = [shapes.id(each) for each in _TARGETS]
            demanded = _reached(shapes, node, targets)
            targeted = {
                row[2]
                for each in _users(shapes, node)
                for row in shapes.by_subject.get(each, ())
                if row[1] in targets
            }
            named = {each for node in demanded for each in self._named(node)}
            self._terms[shape] = frozenset(demanded | named), frozenset(targeted)
        return self._terms[shape]

    def _named(self, node: int) -> Collection[int]:
        """Return the terms that a literal names, such as the text of a query."""
        table = self.inputs.table
        if not is_literal(table.terms[node]):
            return ()
        names = (
            match[1] or self.inputs.prefixes.get(match[2], "") + match[3]
            for match in _NAME.finditer(lexical(table.terms[node]))
        )
        return [found for name in names if (found := table.find(f"<{name}>")) is not None]


def around(graph: IndexedGraph, nodes: Iterable[int]) -> Collection[int]:
    """Return the nodes and their neighbours, which are at the other end of a triple; those of the first node first."""
    return dict.fromkeys(
        each
        for node in nodes
        for row in (*graph.by_subject.get(node, ()), *graph.by_object.get(node, ()))
        for each in (row[0], row[2])
    )


def _reached(shapes: IndexedGraph, start: int, without: Collection[int]) -> set[int]:
    """Return all nodes that a shape leads to, except through its targets."""
    reached, stack = {start}, [start]
    while stack:
        for _, predicate, value in shapes.by_subject.get(stack.pop(), ()):
            if value not in reached and predicate not in without:
                reached.add(value)
                stack.append(value)
    return reached


def _users(shapes: IndexedGraph, start: int) -> set[int]:
    """Return a shape and all nodes that lead to it."""
    reached, stack = {start}, [start]
    while stack:
        for subject, _, _ in shapes.by_object.get(stack.pop(), ()):
            if subject not in reached:
                reached.add(subject)
                stack.append(subject)
    return reached
