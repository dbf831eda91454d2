"""How the triple patterns of a query are linked with `$this`: which focus nodes a changed triple can concern.

A pattern counts as a link for another only if it certainly has a match in each solution in which the other has one, and
the variables of both are joined: it stands beside it, or in the group that its OPTIONAL or EXISTS belongs to. The links
of a pattern lead from `$this` to the pattern, and those of a link are the beginning of them. So if the solutions for a
focus node change, there is a changed triple all of whose links have matches in triples that both graphs have (the one
whose pattern has the fewest links).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.walk import exists_patterns, expressions

THIS = "?this"


@dataclass(frozen=True, eq=False)
class LinkedPattern:
    """A triple pattern of a query.

    Attributes:
        triple: the pattern.
        variable: the variable that links it with `$this`; None if nothing does.
        before: the pattern that has this variable too and is nearer to `$this`; None if the variable is `$this`.
    """

    triple: algebra.TriplePattern
    variable: algebra.Term | None
    before: LinkedPattern | None = None


class NotAnalysed(Exception):
    """A query in which triples may concern focus nodes in ways that are not followed."""


def linked_patterns(query: algebra.Query, extra: Iterable[algebra.TriplePattern] = ()) -> list[LinkedPattern]:
    """Return the triple patterns of a query that read the data, each with its link.

    Args:
        query: the query.
        extra: patterns that every solution matches, such as that of `$value`.

    Raises:
        NotAnalysed: the query has a nested SELECT, a LIMIT, a MINUS or a SERVICE.
    """
    return _Walk(tuple(extra)).linked(query.pattern)


Triples = tuple[algebra.TriplePattern, ...]
_Placed = tuple[algebra.TriplePattern, Triples]


def _certain(pattern: algebra.Pattern) -> Triples:
    """Return the triple patterns that have a match in each solution of a pattern."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return triples
        case algebra.Join(left, right):
            return _certain(left) + _certain(right)
        case algebra.LeftJoin(left, _, _):
            return _certain(left)
        case algebra.Filter(_, inner) | algebra.Extend(inner, _, _):
            return _certain(inner)
        case algebra.Order(_, inner) | algebra.Distinct(inner) | algebra.Project(_, inner):
            return _certain(inner)
        case algebra.Grouping(_, _, inner):
            return _certain(inner)
    return ()


class _Walk:
    """Walks through one query; every solution matches the patterns of `extra`."""

    def __init__(self, extra: Triples) -> None:
        self.extra = extra

    def placed(self, pattern: algebra.Pattern, beside: Triples, is_top: bool = False) -> Iterator[_Placed]:
        """Yield each triple pattern with those that certainly have a match if it has one."""
        yield from self._placed_in_exists(pattern)
        match pattern:
            case algebra.BasicGraphPattern(triples):
                yield from ((triple, beside + triples) for triple in triples)
            case algebra.Join(left, right):
                yield from self.placed(left, beside + _certain(right))
                yield from self.placed(right, beside + _certain(left))
            case algebra.LeftJoin(left, right, _):
                yield from self.placed(left, beside)
                # What stands outside is joined later, when it is decided whether the right side has a match.
                yield from self.placed(right, self.extra + _certain(left))
            case algebra.Union(left, right):
                yield from self.placed(left, beside)
                yield from self.placed(right, beside)
            case algebra.Filter(_, inner) | algebra.Extend(inner, _, _):
                yield from self.placed(inner, beside, is_top)
            case algebra.GraphPattern(_, _, service) if not service:
                return  # The only named graph is that of the shapes.
            case algebra.InlineData():
                return
            case _:
                yield from self._placed_at_top(pattern, beside, is_top)

    def _placed_at_top(self, pattern: algebra.Pattern, beside: Triples, is_top: bool) -> Iterator[_Placed]:
        match pattern:
            case (
                algebra.Order(_, inner)
                | algebra.Distinct(inner)
                | algebra.Grouping(_, _, inner)
                | algebra.Project(_, inner)
            ) if is_top:
                yield from self.placed(inner, beside, is_top)
            case _:
                raise NotAnalysed

    def _placed_in_exists(self, pattern: algebra.Pattern) -> Iterator[_Placed]:
        inside = self.extra + _certain(pattern)
        if isinstance(pattern, algebra.LeftJoin):
            inside += _certain(pattern.right)
        for expression in expressions(pattern):
            for each in exists_patterns(expression):
                yield from self.placed(each, inside)

    def linked(self, pattern: algebra.Pattern) -> list[LinkedPattern]:
        """Return the patterns with their links: first those with `$this`, then those that share a variable."""
        placed = list(self.placed(pattern, self.extra, is_top=True))
        everywhere: list[_Placed] = [*placed, *((triple, self.extra) for triple in self.extra)]
        found = {
            number: LinkedPattern(triple, THIS)
            for number, (triple, _) in enumerate(everywhere)
            if THIS in triple
        }
        size = -1
        while size != len(found):
            size = len(found)
            for number, (triple, beside) in enumerate(everywhere):
                near = (each for each in found.values() if any(each.triple is other for other in beside))
                link = (
                    None
                    if number in found
                    else next(filter(None, (_link(triple, each) for each in near)), None)
                )
                if link:
                    found[number] = link
        return [found.get(number, LinkedPattern(triple, None)) for number, (triple, _) in enumerate(placed)]


def _link(triple: algebra.TriplePattern, near: LinkedPattern) -> LinkedPattern | None:
    names = [term for term in triple if isinstance(term, str) and algebra.is_variable(term)]
    shared = next((name for name in names if name in near.triple), None)
    return LinkedPattern(triple, shared, near) if shared else None
