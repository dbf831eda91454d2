"""The order in which the triples of a block are matched, and what may be matched with values at hand."""

from __future__ import annotations

from functools import lru_cache

from adgo.sparql.algebra import operators as algebra


def takes_seeds(pattern: algebra.Pattern) -> bool:
    """Return whether a pattern gives the same joins if it is asked only for what agrees with one solution."""
    match pattern:
        case algebra.Triples() | algebra.Values():
            return True
        case algebra.Join(left, right) | algebra.Union(left, right):
            return takes_seeds(left) and takes_seeds(right)
        case algebra.Graph(_, inner):
            return takes_seeds(inner)
    return False


@lru_cache(maxsize=1024)
def matching_order(block: algebra.Triples, bound: frozenset[str]) -> tuple[int, ...]:
    """Return the order in which triple patterns are matched: what is bound most comes first."""
    known = set(bound)
    left = list(range(len(block.triples)))
    order = []
    while left:
        best = max(left, key=lambda at: (_rank(block.triples[at], known), -at))
        left.remove(best)
        order.append(best)
        known |= {each for each in block.triples[best] if isinstance(each, str) and each[0] == "?"}
    return tuple(order)


def _rank(triple: tuple[str, str | algebra.Path, str], known: set[str]) -> tuple[int, int]:
    predicate = triple[1]
    fixed = [not (isinstance(each, str) and each[0] == "?" and each not in known) for each in triple]
    is_path = not isinstance(predicate, str)
    return (4 * fixed[0] + 3 * fixed[2] + (fixed[1] and not is_path), -int(is_path))
