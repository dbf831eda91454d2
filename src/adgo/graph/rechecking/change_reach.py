"""Which solutions of a query a change of the data can add or remove.

A changed triple matters only to the triple patterns that it matches. If such a pattern has a key, which is a column
that each solution binds and that means the same in the whole query, only solutions with the changed triple's value of
the key can differ. If each matched pattern has a key, the query is asked again with those values; else without limits.

This holds as long as the same named graphs have triples. What SPARQL leaves open, such as the order in which
GROUP_CONCAT joins values, may be another in a new answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, NamedTuple

from adgo.shacl.evaluation.lexical_forms import names_of
from adgo.shacl.incremental.query_links import VOLATILE
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.scope import visible
from adgo.sparql.algebra.serializer import written
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.differences.walk import exists_patterns, expressions, inner_patterns, mentioned
from adgo.sparql.evaluation.bound_variables import always_bound
from adgo.sparql.evaluation.paths import has_zero_length
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken

#: The name of the default graph.
DEFAULT = ""
#: Words of queries that are not followed: functions whose value differs from run to run, what the algebra does not keep
#: (the base that IRI() needs, REDUCED), and solutions that depend on the order of the triples.
_NOT_FOLLOWED = VOLATILE | {"BASE", "REDUCED", "LIMIT", "OFFSET", "SAMPLE"}
#: Keys with more values than this do not make a query faster.
_MOST_VALUES = 500


class ChangedQuad(NamedTuple):
    """A quad that was added or removed: terms in N-Triples form; `graph` is `DEFAULT` for the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str


#: The values of keys; a solution with one of them may differ, and no other.
Reach = Mapping[algebra.Term, frozenset[str]]


@dataclass(frozen=True)
class _Occurrence:
    """A triple pattern of a query, with the graph that it is matched in, which may be a variable."""

    triple: algebra.TriplePattern
    graph: algebra.Term
    may_be_empty: bool


class QueryChange:
    """What changes of the data mean for one query."""

    def __init__(self, text: str) -> None:
        """Analyse a SELECT query; one that is not understood depends on everything."""
        self._query = _algebra(text)
        self._occurrences: list[_Occurrence] = []
        self._keys: frozenset[algebra.Term] = frozenset()
        if self._query is not None:
            self._occurrences = list(_occurrences(self._query.pattern, DEFAULT))
            pattern = self._query.pattern
            found = always_bound(pattern) & set(self._query.columns)
            self._keys = frozenset(name for name in found if _is_key(pattern, name))

    def reach(self, quads: Iterable[ChangedQuad]) -> Reach | None:
        """Return the keys of the solutions that may differ, {} if none may; None if any solution may.

        Args:
            quads: what has changed, without blank nodes; the same named graphs have triples as before.
        """
        if self._query is None:
            return None
        values: dict[algebra.Term, set[str]] = {}
        for quad in quads:
            for occurrence in self._occurrences:
                if not _matches(occurrence, quad):
                    continue
                key = self._key(occurrence.triple, quad)
                if key is None:
                    return None
                values.setdefault(key[0], set()).add(key[1])
        if sum(map(len, values.values())) > _MOST_VALUES:
            return None
        return {name: frozenset(found) for name, found in values.items()}

    def limited(self, name: algebra.Term, values: Iterable[str]) -> str:
        """Return the text of a query with all solutions in which a key has one of some values, and perhaps others.

        Args:
            name: the key, with its question mark.
            values: IRIs in N-Triples form.
        """
        assert self._query is not None
        rows = algebra.InlineData((name,), tuple((value,) for value in sorted(values)))
        return written(replace(self._query, pattern=_limited(self._query.pattern, name, rows)))

    def _key(self, triple: algebra.TriplePattern, quad: ChangedQuad) -> tuple[algebra.Term, str] | None:
        """Return a key of a pattern and its value in a quad; None if the pattern has none.

        A quad may stand in the middle of a path, so its ends are not known. A literal is not used as a value, since the
        engine may write it in another form.
        """
        if not isinstance(triple[1], str):
            return None
        # A property has more triples than a subject or an object, so it comes last.
        for place in (0, 2, 1):
            part, value = triple[place], quad[place]
            if isinstance(part, str) and part in self._keys and value.startswith("<"):
                return part, value
        return None


def _algebra(text: str) -> algebra.Query | None:
    """Return the algebra of a query, None if it is not followed or reads other graphs than those of the store."""
    tokens = tuple(SparqlText(text).tokens)
    tree = None if any(token.word in _NOT_FOLLOWED for token in tokens) else parse(tokens)
    try:
        query = None if tree is None else Translator().query(tree)
    except (QueryError, NotInAlgebra):
        return None
    if query is None or query.form != "SELECT" or query.default is not None or query.named is not None:
        return None
    # The engine refuses a repeated column, so ADGO answers itself and writes numbers in another way. In the text of the
    # algebra, a blank node would count as a variable.
    is_same = not _repeats_column(tokens) and not _counts_solutions(query.pattern)
    return query if is_same else None


def _repeats_column(tokens: Sequence[SparqlToken]) -> bool:
    """Return whether the SELECT clause of a query has a variable twice."""
    texts = [token.text for token in tokens]
    names = [each[1:] for each in texts[: texts.index("{")] if each[0] in "?$"]
    return len(set(names)) < len(names)


def _counts_solutions(pattern: algebra.Pattern) -> bool:
    """Return whether a pattern has COUNT(DISTINCT *)."""
    if isinstance(pattern, algebra.Grouping) and any(
        each.argument is None and each.distinct for _, each in pattern.aggregates
    ):
        return True
    exists = (each for expression in expressions(pattern) for each in exists_patterns(expression))
    return any(map(_counts_solutions, (*inner_patterns(pattern), *exists)))


def _occurrences(pattern: algebra.Pattern, graph: algebra.Term) -> Iterator[_Occurrence]:
    """Yield the triple patterns of a pattern, also those in EXISTS."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            plain = {end for s, verb, o in triples if isinstance(verb, str) for end in (s, o)}
            for triple in triples:
                ends = {triple[0], triple[2]}
                # A path of no steps leads from each node to itself, unless a term or another pattern decides the node.
                is_free = not ends & plain and all(map(algebra.is_variable, ends))
                yield _Occurrence(triple, graph, is_free and has_zero_length(triple[1]))
        case algebra.GraphPattern(name, inner):
            yield from _occurrences(inner, name)
        case _:
            for each in inner_patterns(pattern):
                yield from _occurrences(each, graph)
    for expression in expressions(pattern):
        for each in exists_patterns(expression):
            yield from _occurrences(each, graph)


def _is_key(pattern: algebra.Pattern, name: algebra.Term) -> bool:
    """Return whether limiting a variable in all basic patterns keeps the solutions with its values as they are.

    What OPTIONAL, MINUS or EXISTS compares with solutions may have the variable only if each of these binds it.
    """
    if name not in mentioned(pattern):
        return True
    bound = always_bound(pattern.left if isinstance(pattern, algebra.LeftJoin) else pattern)
    compared = [each for expression in expressions(pattern) for each in exists_patterns(expression)]
    # In EXISTS, a value takes the place of the variable, and MINUS compares only variables.
    if any(_subtracts(each, name) for each in compared):
        return False
    match pattern:
        case algebra.LeftJoin(left, right, _) | algebra.Minus(left, right):
            compared.append(right)
            inner: tuple[algebra.Pattern, ...] = (left,)
        case algebra.Extend(_, variable, _) if variable == name:
            return False
        case algebra.GraphPattern(graph, _) if pattern.service or graph == name:
            return False
        case algebra.Project(variables, _) if name not in variables:
            return False
        case algebra.Grouping(keys, _, _) if compared or (name, algebra.Variable(name)) not in (keys or ()):
            return False
        case algebra.Slice():
            return False
        case _:
            inner = inner_patterns(pattern)
    if any(name in mentioned(each) and name not in bound for each in compared):
        return False
    return all(_is_key(each, name) for each in (*inner, *compared))


def _subtracts(pattern: algebra.Pattern, name: algebra.Term) -> bool:
    """Return whether a pattern has a MINUS that mentions a variable."""
    if isinstance(pattern, algebra.Minus) and name in mentioned(pattern):
        return True
    exists = (each for expression in expressions(pattern) for each in exists_patterns(expression))
    return any(_subtracts(each, name) for each in (*inner_patterns(pattern), *exists))


def _limited(part: Any, name: algebra.Term, rows: algebra.InlineData) -> Any:
    """Return a part of the algebra with the values of a variable in each basic pattern that has it."""
    if isinstance(part, algebra.BasicGraphPattern):
        return algebra.Join(rows, part) if name in visible(part) else part
    if isinstance(part, tuple):
        return tuple(_limited(each, name, rows) for each in part)
    if is_dataclass(part) and not isinstance(part, type):
        return type(part)(*(_limited(getattr(part, each.name), name, rows) for each in fields(part)))
    return part


def _matches(occurrence: _Occurrence, quad: ChangedQuad) -> bool:
    """Return whether a quad may match a pattern; a quad may bring a node for a path of no steps."""
    if not _is_in(occurrence.graph, quad.graph):
        return False
    if occurrence.may_be_empty:
        return True
    subject, verb, obj = occurrence.triple
    if not isinstance(verb, str):
        names = names_of(verb)
        return names is None or quad.predicate in names
    return (
        _may_be(subject, quad.subject)
        and _may_be(verb, quad.predicate)
        and _may_be(obj, quad.object)
        and (subject != obj or quad.subject == quad.object)
    )


def _is_in(graph: algebra.Term, name: str) -> bool:
    if graph == DEFAULT or name == DEFAULT:
        return graph == name
    return algebra.is_variable(graph) or graph == name


def _may_be(part: algebra.Term, term: str) -> bool:
    """Return whether a part of a pattern may match a term; literals of equal value are written in several ways."""
    return algebra.is_variable(part) or part == term or (part[0] == '"' and term[0] == '"')
