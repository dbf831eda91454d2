"""Constants of triple patterns in the form in which the store keeps them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pyoxigraph import RdfFormat, Store, parse

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.literals import is_folded, is_integer_like

Triple = tuple[algebra.Term, algebra.Term | algebra.Path, algebra.Term]


def with_stored_forms(pattern: algebra.Pattern) -> algebra.Pattern:
    """Return a pattern whose triples ask for 1.0 as the store keeps it, so that they find what was loaded as 1.0."""
    match pattern:
        case algebra.Triples(triples):
            return algebra.Triples(tuple(map(_stored, triples)))
        case algebra.Values():
            return pattern
        case (
            algebra.Join(left, right)
            | algebra.LeftJoin(left, right, _)
            | algebra.Union(left, right)
            | algebra.Minus(left, right)
        ):
            return replace(pattern, left=with_stored_forms(left), right=with_stored_forms(right))
    return replace(pattern, pattern=with_stored_forms(pattern.pattern))


def _stored(triple: Triple) -> Triple:
    subject, verb, obj = triple
    if obj[0] != '"' or not is_folded(obj) or is_integer_like(obj):
        return triple
    return subject, verb, _form(obj)


@lru_cache(maxsize=1024)
def _form(term: str) -> str:
    store = Store()
    store.extend(parse(f"<urn:s> <urn:p> {term} .".encode(), RdfFormat.N_TRIPLES))
    return str(next(iter(store)).object)
