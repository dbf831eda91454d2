"""The focus nodes for which a query of a shape may have other solutions after a change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from adgo.shacl.evaluation.lexical_forms import predicates
from adgo.shacl.evaluation.walk import values_of_many
from adgo.shacl.incremental.path_change import ChangedRows, changed_starts
from adgo.shacl.incremental.query_links import (
    THIS,
    LinkedPattern,
    NotAnalysed,
    linked_patterns,
)
from adgo.shacl.model import paths
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.paths import Path
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.analysis import VOLATILE
from adgo.sparql.tokens import tokenize


class QueryReach:
    """What one query reads, and how that is linked with its focus node."""

    def __init__(self, query: ConstraintQuery, *, with_value: bool = False) -> None:
        """Hold the query.

        Args:
            query: the query, which has been checked.
            with_value: whether `$value` is bound to the value nodes of the shape.
        """
        self._query = query
        self._with_value = with_value

    @cached_property
    def _path(self) -> algebra.Term | algebra.Path | None:
        """What stands for `$PATH`."""
        if not self._query.path:
            return None
        tree = parse(tokenize(f"ASK {{ ?s {self._query.path} ?o }}"))
        assert tree is not None
        pattern = Translator().query(tree).pattern
        assert isinstance(pattern, algebra.BasicGraphPattern)
        return pattern.triples[0][1]

    @cached_property
    def _patterns(self) -> list[LinkedPattern] | None:
        """The triple patterns with their links; None if the query is not analysed."""
        extra = []
        if self._with_value and self._path is not None:
            extra = [(THIS, self._path, "?value")]
        if (self._with_value and self._path is None) or any(map(self._query.has_word, VOLATILE)):
            return None
        try:
            return linked_patterns(self._query.algebra, extra)
        except NotAnalysed:
            return None

    def affected(self, graph: IndexedGraph, changed: ChangedRows) -> set[int] | None:
        """Return the focus nodes for which the solutions may differ; None for all.

        Args:
            graph: the graph after the change.
            changed: the triples of the change.
        """
        if any(map(self._query.has_word, VOLATILE)):
            return None
        names = predicates(self._query.algebra.pattern, self._path)
        numbers = None if names is None else {graph.table.find(name) for name in names}
        if numbers is not None and numbers.isdisjoint(changed):
            return set()
        if self._patterns is None:
            return None
        found: set[int] = set()
        for pattern in self._patterns:
            reached = _Walker(graph, changed, self._path).focus_nodes(pattern)
            if reached is None:
                return None
            found |= reached
        return found


class _Walker:
    """Walks from the changed triples that match a pattern back to the focus nodes."""

    def __init__(
        self, graph: IndexedGraph, changed: ChangedRows, path: algebra.Term | algebra.Path | None
    ) -> None:
        self.graph, self.changed, self.path = graph, changed, path

    def focus_nodes(self, pattern: LinkedPattern) -> set[int] | None:
        """Return the focus nodes that changed matches of a pattern can concern; None for all."""
        triple = self._with_path(pattern.triple)
        if pattern.variable is None:
            names = [term for term in (triple[0], triple[2]) if algebra.is_variable(term)]
            # Without a variable that leads to the focus node, any change concerns all of them.
            ends = [self._changed_values(triple, name) for name in names or [triple[0]]]
            return None if any(ends) else set()
        values = self._changed_values(triple, pattern.variable)
        while values and pattern.before is not None:
            assert pattern.variable is not None
            assert pattern.before.variable is not None
            before = pattern.before
            values = self._step(
                self._with_path(before.triple), pattern.variable, values, before.variable or THIS
            )
            pattern = before
        return values

    def _with_path(self, triple: algebra.TriplePattern) -> algebra.TriplePattern:
        if triple[1] == "?PATH" and self.path is not None:
            return (triple[0], self.path, triple[2])
        return triple

    def _changed_values(self, triple: algebra.TriplePattern, variable: algebra.Term) -> set[int]:
        """Return the values of a variable in the matches of a pattern that the change adds, removes or moves."""
        subject, verb, obj = triple
        if not isinstance(verb, str):
            path = model_path(self.graph, verb)
            if path is None:
                return {node for row in self._changed_rows(None) for node in (row[0], row[2])}
            return changed_starts(
                self.graph, path if subject == variable else paths.inverted(path), self.changed
            )
        place = triple.index(variable)
        rows = self._changed_rows(None if algebra.is_variable(verb) else self.graph.table.find(verb))
        constants = [
            (at, self.graph.table.find(term))
            for at, term in ((0, subject), (2, obj))
            if not algebra.is_variable(term)
        ]
        return {row[place] for row in rows if all(row[at] == node for at, node in constants)}

    def _changed_rows(self, predicate: int | None) -> Iterable[Row]:
        if predicate is not None:
            return self.changed.get(predicate, ())
        return (row for rows in self.changed.values() for row in rows)

    def _step(
        self, triple: algebra.TriplePattern, known: algebra.Term, values: set[int], wanted: algebra.Term
    ) -> set[int]:
        """Return the values of one variable in the matches of a pattern in which another has one of some values."""
        if known == wanted:
            return values
        subject, verb, _ = triple
        graph = self.graph
        if not isinstance(verb, str):
            path = model_path(graph, verb)
            if path is None:
                return {row[0] for row in graph.rows()} | {row[2] for row in graph.rows()}
            way = path if known == subject else paths.inverted(path)
            return set().union(*values_of_many(graph, way, values).values())
        if algebra.is_variable(verb):
            at, to = triple.index(known), triple.index(wanted)
            return {row[to] for row in self._rows_at(at, values)}
        predicate = graph.table.find(verb)
        if predicate is None:
            return set()
        way = paths.Predicate(predicate, inverse=known != subject)
        return set().union(*values_of_many(graph, way, values).values())

    def _rows_at(self, place: int, nodes: set[int]) -> Iterable[Row]:
        graph = self.graph
        if place == 1:
            return (row for row in graph.rows() if row[1] in nodes)
        index = graph.by_subject if place == 0 else graph.by_object
        return (row for node in nodes for row in index.get(node, ()))


def model_path(graph: IndexedGraph, path: algebra.Path | algebra.Term) -> Path | None:
    """Return the path of a query as SHACL's model has it; None if it has a negated property set.

    Args:
        graph: the graph, which numbers the predicates.
        path: the path of the query.
    """
    match path:
        case str():
            return paths.Predicate(graph.id(path))
        case algebra.Link(predicate):
            return paths.Predicate(graph.id(predicate))
        case algebra.Negated():
            return None
        case algebra.Inverse(inner):
            found = model_path(graph, inner)
            return None if found is None else paths.inverted(found)
        case algebra.PathRepeat(inner, mark):
            found = model_path(graph, inner)
            return None if found is None else paths.Repeat(found, int(mark == "+"), mark == "?")
        case algebra.PathSequence(first, second) | algebra.PathAlternative(first, second):
            both = model_path(graph, first), model_path(graph, second)
            if both[0] is None or both[1] is None:
                return None
            kind = paths.Sequence if isinstance(path, algebra.PathSequence) else paths.Alternative
            return kind((both[0], both[1]))
