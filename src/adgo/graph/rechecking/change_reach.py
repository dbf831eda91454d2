"""Which solutions of a query a change of the data can add or remove.

A changed triple matters only to the triple patterns in which it has a match. If such a pattern has a key, which is a
column that each solution binds and that means the same in the whole query, only solutions in which the key has a value
of these matches can differ. If each pattern has a key, the query is asked again with those values; else without limits.

This holds as long as the same named graphs have triples. What SPARQL leaves open, such as the order in which
GROUP_CONCAT joins values, may differ in a new answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from adgo.graph.rechecking.changed_matches import ChangedMatch
from adgo.graph.rechecking.keys import is_key
from adgo.graph.rechecking.limiter import MOST_VALUES, Limiter
from adgo.graph.rechecking.occurrences import ChangedQuad, TripleOccurrence, occurrences
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.serializer import written
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.analysis import VOLATILE
from adgo.sparql.differences.walk import exists_in, inner_patterns
from adgo.sparql.evaluation.bound_variables import always_bound
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken

#: Words of queries that are not followed: functions whose value differs from run to run, what the algebra does not keep
#: (the base that IRI() needs, REDUCED), and solutions that depend on the order of the triples.
_NOT_FOLLOWED = VOLATILE | {"BASE", "REDUCED", "LIMIT", "OFFSET", "SAMPLE"}
#: The values of keys; a solution with one of them may differ, and no other.
Reach = Mapping[algebra.Term, frozenset[str]]


class QueryChange:
    """What changes of the data mean for one query."""

    def __init__(self, text: str) -> None:
        """Analyse a SELECT query; one that is not understood depends on everything."""
        self._query = _algebra(text)
        self._occurrences: list[TripleOccurrence] = []
        self._keys: frozenset[algebra.Term] = frozenset()
        if self._query is not None:
            self._occurrences = occurrences(self._query.pattern)
            pattern = self._query.pattern
            found = always_bound(pattern) & set(self._query.columns)
            self._keys = frozenset(name for name in found if is_key(pattern, name))

    def matched(self, quads: Iterable[ChangedQuad]) -> list[ChangedMatch] | None:
        """Return the triple patterns that changed triples may match; None if the query is not followed.

        Args:
            quads: what has changed, without blank nodes; the same named graphs have triples as before.
        """
        if self._query is None:
            return None
        return [
            ChangedMatch(occurrence, quad)
            for quad in quads
            for occurrence in self._occurrences
            if occurrence.may_match(quad)
        ]

    def reach(self, matched: Iterable[ChangedMatch]) -> Reach | None:
        """Return the keys of the solutions that may differ, {} if none may; None if any solution may."""
        values: dict[algebra.Term, set[str]] = {}
        for match in matched:
            if match.matches == []:
                continue
            key = self._key(match) or self._found_key(match)
            if key is None:
                return None
            values.setdefault(key[0], set()).update(key[1])
        if sum(map(len, values.values())) > MOST_VALUES:
            return None
        return {name: frozenset(found) for name, found in values.items()}

    def limited(self, limiter: Limiter, name: algebra.Term, values: Iterable[str]) -> str:
        """Return the text of a query with all solutions in which a key has one of some values, and perhaps others.

        Args:
            limiter: limits patterns.
            name: the key, with its question mark.
            values: IRIs in N-Triples form.
        """
        assert self._query is not None
        pattern = limiter.limited(self._query.pattern, name, sorted(values))
        return written(replace(self._query, pattern=pattern))

    def _key(self, match: ChangedMatch) -> tuple[algebra.Term, set[str]] | None:
        """Return a key of a pattern and its value in the changed triple; None if the pattern has none.

        A quad may stand in the middle of a path, so its ends are not known.
        """
        known = match.occurrence.values(match.quad) or {}
        subject, verb, obj = match.occurrence.triple
        # A property has more triples than a subject or an object, so it comes last.
        for part in (subject, obj, verb):
            if isinstance(part, str) and part in self._keys and part in known:
                return part, {known[part]}
        return None

    def _found_key(self, match: ChangedMatch) -> tuple[algebra.Term, set[str]] | None:
        """Return a key that matches bind to IRIs, with its values: the key with the fewest; None if there is none."""
        found = match.matches or []
        values = {name: {each.get(name, "") for each in found} for name in self._keys}
        usable = [name for name in sorted(values) if all(each.startswith("<") for each in values[name])]
        best = min(usable, key=lambda name: len(values[name]), default=None) if found else None
        return None if best is None else (best, values[best])


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
    return any(map(_counts_solutions, (*inner_patterns(pattern), *exists_in(pattern))))
