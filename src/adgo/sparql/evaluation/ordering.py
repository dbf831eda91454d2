"""The order of ORDER BY, MIN and MAX (SPARQL 1.1, section 15.1), made total."""

from __future__ import annotations

from typing import Any

from adgo.sparql.evaluation.values import number
from adgo.turtle.datatypes import value_of
from adgo.turtle.term_parts import is_literal


def sort_key(term: str | None) -> tuple[Any, ...]:
    """Return the key of a term or of no value: nothing, blank nodes, IRIs, then literals by kind and value."""
    if term is None:
        return (0,)
    if term[0] == "_":
        return (1, term)
    if not is_literal(term):
        return (2, term)
    found = number(term)
    if found is not None:
        is_number = found.value == found.value
        return (3, 0, is_number, found.value if is_number else 0, term)
    value = value_of(term)
    if value is not None:
        return (3, 1, value.kind, value.value, term)
    return (3, 2, term)
