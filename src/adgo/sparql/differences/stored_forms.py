"""Constants of triple patterns in the form in which the store keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pyoxigraph import RdfFormat, Store, parse

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.literals import is_folded, is_integer_like
from adgo.sparql.differences.walk import inner_patterns

Row = tuple[algebra.Term | None, ...]


def with_stored_forms(pattern: algebra.Pattern) -> algebra.Pattern:
    """Return a pattern whose triples ask for 1.0 as the store keeps it, so that they find what was loaded as 1.0."""
    if not any(map(_is_changed, _terms(pattern))):
        return pattern
    return _made(pattern, frozenset(_matched(pattern)))


def _terms(pattern: algebra.Pattern) -> Iterator[algebra.Term]:
    """Yield the constants of triples and of data blocks."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            yield from (obj for _, _, obj in triples)
        case algebra.InlineData(_, rows):
            yield from (term for row in rows for term in row if term is not None)
    for inner in inner_patterns(pattern):
        yield from _terms(inner)


def _matched(pattern: algebra.Pattern) -> Iterator[algebra.Term]:
    """Yield the variables that stand for objects of triples."""
    if isinstance(pattern, algebra.BasicGraphPattern):
        yield from (obj for _, _, obj in pattern.triples)
    for inner in inner_patterns(pattern):
        yield from _matched(inner)


def _made(pattern: algebra.Pattern, matched: frozenset[algebra.Term]) -> algebra.Pattern:
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return algebra.BasicGraphPattern(
                tuple((subject, verb, _form(obj)) for subject, verb, obj in triples)
            )
        case algebra.InlineData(variables, rows):
            return algebra.InlineData(variables, tuple(_row(variables, row, matched) for row in rows))
        case (
            algebra.Join(left, right)
            | algebra.LeftJoin(left, right, _)
            | algebra.Union(left, right)
            | algebra.Minus(left, right)
        ):
            return replace(pattern, left=_made(left, matched), right=_made(right, matched))
    return replace(pattern, pattern=_made(pattern.pattern, matched))


def _row(variables: tuple[algebra.Term, ...], row: Row, matched: frozenset[algebra.Term]) -> Row:
    return tuple(
        _form(term) if term is not None and name in matched else term
        for name, term in zip(variables, row, strict=True)
    )


def _is_changed(term: algebra.Term) -> bool:
    return is_folded(term) and not is_integer_like(term)


@lru_cache(maxsize=1024)
def _form(term: algebra.Term) -> algebra.Term:
    if not _is_changed(term):
        return term
    store = Store()
    store.extend(parse(f"<urn:s> <urn:p> {term} .".encode(), RdfFormat.N_TRIPLES))
    return str(next(iter(store)).object)
