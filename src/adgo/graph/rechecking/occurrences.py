"""The triple patterns of a query, each with what decides whether a changed triple that matches it matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import count
from typing import NamedTuple

from adgo.shacl.evaluation.lexical_forms import names_of
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import free
from adgo.sparql.differences.walk import exists_in, has_exists, inner_patterns
from adgo.sparql.evaluation.bound_variables import always_bound
from adgo.sparql.evaluation.paths import has_zero_length

#: The name of the default graph.
DEFAULT = ""
Triples = tuple[algebra.TriplePattern, ...]


class ChangedQuad(NamedTuple):
    """A quad that was added or removed: terms in N-Triples form; `graph` is `DEFAULT` for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str


@dataclass(frozen=True)
class DistinctRows:
    """A SELECT DISTINCT inside a query that more triples can only add rows to.

    Attributes:
        columns: the columns that are bound in each row and that all other columns are computed from.
        pattern: what binds them.
    """

    columns: tuple[algebra.Term, ...]
    pattern: algebra.Pattern


@dataclass(frozen=True)
class TripleOccurrence:
    """A triple pattern of a query.

    Attributes:
        triple: the pattern.
        graph: the graph that it is matched in, which may be a variable.
        may_be_empty: whether any node matches, as it is a path that may have no steps.
        matches: the triple patterns and filters that each of its matches satisfies.
        rows: the SELECT DISTINCT that it is in, if it has no other use.
    """

    triple: algebra.TriplePattern
    graph: algebra.Term
    may_be_empty: bool
    matches: algebra.Pattern
    rows: DistinctRows | None

    @property
    def is_alone(self) -> bool:
        """Whether each triple that may match does match."""
        basic = self.matches.pattern if isinstance(self.matches, algebra.GraphPattern) else self.matches
        return isinstance(basic, algebra.BasicGraphPattern) and len(basic.triples) == 1

    def may_match(self, quad: ChangedQuad) -> bool:
        """Return whether a quad may match; a quad may bring a node for a path of no steps."""
        if not _is_in(self.graph, quad.graph):
            return False
        if self.may_be_empty:
            return True
        subject, verb, obj = self.triple
        if not isinstance(verb, str):
            names = names_of(verb)
            return names is None or quad.predicate in names
        return (
            _may_be(subject, quad.subject)
            and _may_be(verb, quad.predicate)
            and _may_be(obj, quad.object)
            and (subject != obj or quad.subject == quad.object)
        )

    def values(self, quad: ChangedQuad) -> Mapping[algebra.Term, str] | None:
        """Return the values that a match of a quad gives to variables; None if a path leaves that open.

        Literals are left out, since the engine may write them in another form.
        """
        if not isinstance(self.triple[1], str):
            return None
        parts = (*self.triple, self.graph)
        return {
            part: value
            for part, value in zip(parts, quad, strict=True)
            if isinstance(part, str) and part and algebra.is_variable(part) and value.startswith("<")
        }


def occurrences(pattern: algebra.Pattern) -> list[TripleOccurrence]:
    """Return the triple patterns of a pattern, also those in EXISTS; a path is split into its steps."""
    return list(_OccurrencesWalk().occurrences(pattern, _Place(DEFAULT, (), None)))


@dataclass(frozen=True)
class _Place:
    """Where a pattern stands: the graph, the filters that its solutions must satisfy, and the SELECT DISTINCT."""

    graph: algebra.Term
    filters: tuple[algebra.Expression, ...]
    rows: DistinctRows | None


class _OccurrencesWalk:
    """A walk through the pattern of a query; each node between two steps of a path gets a variable of its own."""

    def __init__(self) -> None:
        self._numbers = count()

    def occurrences(self, pattern: algebra.Pattern, place: _Place) -> Iterator[TripleOccurrence]:
        """Yield the triple patterns of a pattern that stands in a place."""
        if isinstance(pattern, algebra.BasicGraphPattern):
            yield from self._in_basic(pattern.triples, place)
        for inner, where in _inner_places(pattern, place):
            yield from self.occurrences(inner, where)
        for each in exists_in(pattern):
            yield from self.occurrences(each, _Place(place.graph, (), None))

    def _in_basic(self, triples: Triples, place: _Place) -> Iterator[TripleOccurrence]:
        ways = [self._ways(*triple) for triple in triples]
        # A path with alternatives is split for its own steps, and stays whole beside the steps of other paths.
        beside = [
            found[0] if len(found) == 1 else (triple,) for triple, found in zip(triples, ways, strict=True)
        ]
        for number, found in enumerate(ways):
            for steps in found:
                parts = (*beside[:number], steps, *beside[number + 1 :])
                group = tuple(triple for part in parts for triple in part)
                matches = _matches(group, place)
                for triple in steps:
                    yield TripleOccurrence(
                        triple, place.graph, _may_be_empty(triple, group), matches, place.rows
                    )

    def _ways(
        self, start: algebra.Term, path: algebra.Term | algebra.Path, end: algebra.Term
    ) -> list[Triples]:
        """Return the groups of triple patterns that a path stands for: any of them (SPARQL 1.1, section 18.2.2.4)."""
        match path:
            case algebra.PathSequence(first, second):
                middle = f"{algebra.HIDDEN}step{next(self._numbers)}"
                before, after = self._ways(start, first, middle), self._ways(middle, second, end)
                return [(*some, *others) for some in before for others in after]
            case algebra.PathAlternative(first, second):
                return [*self._ways(start, first, end), *self._ways(start, second, end)]
            case algebra.Inverse(inner):
                return self._ways(end, inner, start)
            case algebra.Link(predicate):
                return [((start, predicate, end),)]
        return [((start, path, end),)]


def _may_be_empty(triple: algebra.TriplePattern, group: Triples) -> bool:
    """Return whether a triple pattern is a path that any node matches, as no term and no other pattern decides it."""
    ends = {triple[0], triple[2]}
    decided = {end for s, verb, o in group if not has_zero_length(verb) for end in (s, o)}
    return has_zero_length(triple[1]) and not ends & decided and all(map(algebra.is_variable, ends))


def _inner_places(pattern: algebra.Pattern, place: _Place) -> Iterator[tuple[algebra.Pattern, _Place]]:
    """Yield the patterns inside an operator, each with its place."""
    match pattern:
        case algebra.Filter(condition, inner):
            known = () if has_exists(condition) else (condition,)
            yield inner, replace(place, filters=(*place.filters, *known))
        case algebra.GraphPattern(name, _):
            yield from ((inner, replace(place, graph=name)) for inner in inner_patterns(pattern))
        case algebra.LeftJoin(left, right, _) | algebra.Minus(left, right):
            # What a filter outside leaves out has no effect on the left, but may have one as a match of the right.
            yield left, place
            yield right, _Place(place.graph, (), None)
        case algebra.Join() | algebra.Union() | algebra.Extend():
            yield from ((inner, place) for inner in inner_patterns(pattern))
        case algebra.Distinct(algebra.Project() as rows):
            yield rows.pattern, _Place(place.graph, (), _distinct_rows(rows, place.graph))
        case _:
            yield from ((inner, _Place(place.graph, (), None)) for inner in inner_patterns(pattern))


def _matches(steps: Triples, place: _Place) -> algebra.Pattern:
    """Return triple patterns in their graph, with the filters about their variables."""
    basic: algebra.Pattern = algebra.BasicGraphPattern(steps)
    if place.graph != DEFAULT:
        basic = algebra.GraphPattern(place.graph, basic)
    known = always_bound(basic)
    filters = (each for each in place.filters if known.issuperset(free(each)))
    return reduce(lambda inner, condition: algebra.Filter(condition, inner), filters, basic)


def _distinct_rows(project: algebra.Project, graph: algebra.Term) -> DistinctRows | None:
    """Return the rows of a SELECT DISTINCT; None if more triples can remove one, or a column may be unbound."""
    pattern = project.pattern
    computed: dict[algebra.Term, algebra.Expression] = {}
    while isinstance(pattern, algebra.Extend):
        computed[pattern.variable] = pattern.expression
        pattern = pattern.pattern
    columns = tuple(name for name in project.variables if name not in computed)
    sources = {name for each in computed.values() for name in free(each)}
    if not sources | {*columns} <= always_bound(pattern) or not sources <= {*columns}:
        return None
    if any(map(has_exists, computed.values())) or not _only_grows(pattern):
        return None
    return DistinctRows(columns, pattern if graph == DEFAULT else algebra.GraphPattern(graph, pattern))


def _only_grows(pattern: algebra.Pattern) -> bool:
    """Return whether more triples can only add solutions to a pattern."""
    match pattern:
        case algebra.BasicGraphPattern() | algebra.Join() | algebra.Union() | algebra.InlineData():
            is_plain = True
        case algebra.Filter(condition, _):
            is_plain = not has_exists(condition)
        case algebra.GraphPattern():
            is_plain = not pattern.service
        case _:
            is_plain = False
    return is_plain and all(map(_only_grows, inner_patterns(pattern)))


def _is_in(graph: algebra.Term, name: str) -> bool:
    if graph == DEFAULT or name == DEFAULT:
        return graph == name
    return algebra.is_variable(graph) or graph == name


def _may_be(part: algebra.Term, term: str) -> bool:
    """Return whether a part of a pattern may match a term; literals of equal value are written in several ways."""
    return algebra.is_variable(part) or part == term or (part[0] == '"' and term[0] == '"')
