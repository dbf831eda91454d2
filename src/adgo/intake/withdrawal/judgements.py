"""Which judgements keep their meaning without an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from adgo.graph.namespaces import ADGO

_DISPUTES, _EVIDENCE = ADGO + "disputes", ADGO + "evidence"
#: Properties whose values are distinguished or compared with each other: with one left, they say nothing.
_SEVERAL = {ADGO + "keepsApart", ADGO + "member"}


def remaining(values: Iterable[tuple[str, str]], gone: Container[str]) -> set[tuple[str, str]] | None:
    """Return the values of a judgement that stay; None if the judgement loses its meaning.

    A judgement keeps its meaning if it has evidence, and two values of a kind (such as two claims that it compares)
    wherever it had two or more, and one where it had one. If it still disputes a claim, evidence is enough: without
    it, the claim would become a fact.

    Args:
        values: each property with a value that is an IRI.
        gone: the IRIs that are withdrawn.
    """
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for predicate, value in values:
        kind = "" if predicate == _EVIDENCE else value.rpartition("/")[0]
        groups[predicate, kind].append(value)
    kept = {key: [each for each in found if each not in gone] for key, found in groups.items()}
    has_meaning = all(
        len(kept[key]) >= min(2, len(found)) for key, found in groups.items() if key[0] != _EVIDENCE
    )
    has_evidence = all(found for (predicate, _), found in kept.items() if predicate == _EVIDENCE)
    disputes = any(found for (predicate, _), found in kept.items() if predicate == _DISPUTES)
    if not (has_evidence and (has_meaning or disputes)):
        return None
    return {
        (predicate, each)
        for (predicate, _), found in kept.items()
        for each in found
        if predicate not in _SEVERAL or _count(kept, predicate) > 1
    }


def _count(kept: dict[tuple[str, str], list[str]], predicate: str) -> int:
    """Return how many values of a property stay."""
    return sum(len(found) for (each, _), found in kept.items() if each == predicate)
