"""Queries that see how a literal is written: the engine's store keeps numbers and times by their value only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.oxigraph_terms import number_stored, stored_forms
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import free
from adgo.sparql.differences.literals import is_folded
from adgo.sparql.differences.walk import exists_patterns, expressions, inner_patterns
from adgo.turtle.term_parts import is_literal
from adgo.turtle.terms import STRING_TYPE

#: Functions whose value depends on the lexical form or the datatype of a number or time.
_SEEING = frozenset({"STR", "DATATYPE", "SAMETERM", STRING_TYPE})

Triple = tuple[algebra.Term, algebra.Term | algebra.Path, algebra.Term]


def parts(pattern: algebra.Pattern) -> Iterator[algebra.Pattern]:
    """Yield a pattern and all patterns in it, also those in EXISTS."""
    yield pattern
    for expression in expressions(pattern):
        for inside in exists_patterns(expression):
            yield from parts(inside)
    for inner in inner_patterns(pattern):
        yield from parts(inner)


def triples(pattern: algebra.Pattern) -> list[Triple]:
    """Return all triple patterns in a pattern."""
    blocks = (each for each in parts(pattern) if isinstance(each, algebra.BasicGraphPattern))
    return [triple for block in blocks for triple in block.triples]


def sees_forms(pattern: algebra.Pattern, may_hold: Callable[[algebra.Term], bool]) -> bool:
    """Return whether solutions may depend on how a number or a time of the data is written.

    They may if a function sees it, if a triple asks for one, or if equal ones are counted.

    Args:
        pattern: the pattern.
        may_hold: says of a variable whether it may hold a number or a time from the object of a triple.
    """
    known = triples(pattern)
    named = {term for subject, verb, _ in known if isinstance(verb, str) for term in (subject, verb)}
    nodes = {name for name in named if algebra.is_variable(name) and not may_hold(name)}
    return any(
        isinstance(part, algebra.Grouping) or any(_sees(each, nodes) for each in expressions(part))
        for part in parts(pattern)
    ) or any(obj.endswith(">") and obj[0] == '"' for _, _, obj in known)


def _sees(expression: algebra.Expression, nodes: set[algebra.Term]) -> bool:
    """Return whether an expression sees the form of a value; `nodes` are the variables that hold no literals."""
    if not isinstance(expression, algebra.Call):
        return False
    name = expression.function.removeprefix(algebra.MADE_RIGHT)
    if name in _SEEING and not set(free(expression)) <= nodes:
        return True
    return any(_sees(each, nodes) for each in expression.arguments)


def predicates(pattern: algebra.Pattern, path: algebra.Term | algebra.Path | None) -> set[str] | None:
    """Return the predicates that a pattern reads, None for any.

    Args:
        pattern: the pattern.
        path: what stands for `$PATH`.
    """
    found: set[str] = set()
    for _, verb, _ in triples(pattern):
        names = names_of(path if verb == "?PATH" and path is not None else verb)
        if names is None:
            return None
        found |= names
    return found


def names_of(path: algebra.Term | algebra.Path) -> set[str] | None:
    """Return the predicates of a path, None if it may have any."""
    names = set(_of_path(path))
    return None if None in names else {name for name in names if name is not None}


def _of_path(path: algebra.Term | algebra.Path) -> Iterable[str | None]:
    """Yield the predicates of a path, None if it may be any."""
    match path:
        case str():
            return (None if algebra.is_variable(path) else path,)
        case algebra.Link(predicate):
            return (predicate,)
        case algebra.Negated():
            return (None,)
        case algebra.Inverse(inner) | algebra.PathRepeat(inner, _):
            return _of_path(inner)
        case algebra.PathSequence(first, second) | algebra.PathAlternative(first, second):
            return (*_of_path(first), *_of_path(second))


class WrittenForms:
    """The literals of a graph that the engine's store would change; each predicate is looked at once."""

    def __init__(self, graph: IndexedGraph) -> None:
        """Hold the graph."""
        self._graph = graph
        self._known: dict[int, bool] = {}
        self._known_merged: dict[int, bool] = {}
        self._known_written: dict[frozenset[str] | None, dict[str, str] | None] = {}

    def forget(self, predicates: Collection[int]) -> bool:
        """Forget what is known about predicates, whose triples have changed; return whether that may change a plan.

        It may if the store changed, or would now change, one of their literals.
        """
        before = any(self._known.pop(each, False) for each in predicates)
        for each in predicates:
            self._known_merged.pop(each, None)
        self._known_written.clear()
        return any(map(self._changes, predicates)) or before

    def change(self, names: set[str] | None) -> bool:
        """Return whether the store would change a value of one of these predicates; None stands for all."""
        return any(map(self._changes, self._numbers(names)))

    def merge(self, names: set[str] | None) -> bool:
        """Return whether the store would keep two values of one property as one, for one of these predicates."""
        return any(map(self._merges, self._numbers(names)))

    def written(self, names: set[str] | None) -> dict[str, str] | None:
        """Return the values that the store changes, by how it writes them; None if it writes two values alike.

        Args:
            names: the predicates of the values; None stands for all.
        """
        key = None if names is None else frozenset(names)
        if key not in self._known_written:
            self._known_written[key] = self._written(names)
        return self._known_written[key]

    def _written(self, names: set[str] | None) -> dict[str, str] | None:
        terms, pairs = self._graph.table.terms, self._graph.pairs
        values = {terms[value] for number in self._numbers(names) for value in pairs(number).objects}
        changed = [term for term in values if is_folded(term)]
        found = dict(zip(stored_forms(changed), changed, strict=True))
        others = values.difference(changed)
        return None if len(found) < len(changed) or not others.isdisjoint(found) else found

    def _numbers(self, names: set[str] | None) -> Iterable[int]:
        """Return the nodes of predicates; None stands for all predicates of the graph."""
        if names is None:
            return self._graph.by_predicate
        found = map(self._graph.table.find, names)
        return [number for number in found if number is not None]

    def _merges(self, predicate: int) -> bool:
        if predicate not in self._known_merged:
            groups = self._literals_together(predicate) if self._changes(predicate) else []
            self._known_merged[predicate] = number_stored(groups) < sum(map(len, groups))
        return self._known_merged[predicate]

    def _literals_together(self, predicate: int) -> list[list[str]]:
        """Return the literals of each subject that has several, if the store would change one of them."""
        terms = self._graph.table.terms
        several = (set(values) for values in self._graph.forward(predicate).values() if len(values) > 1)
        groups = ([term for term in map(terms.__getitem__, values) if is_literal(term)] for values in several)
        return [group for group in groups if len(group) > 1 and any(map(is_folded, group))]

    def _changes(self, predicate: int) -> bool:
        if predicate not in self._known:
            terms = self._graph.table.terms
            values = set(self._graph.pairs(predicate).objects)
            self._known[predicate] = any(is_folded(terms[value]) for value in values)
        return self._known[predicate]
