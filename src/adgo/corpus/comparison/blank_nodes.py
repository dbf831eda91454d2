"""Whether two versions differ in blank nodes or in the graphs of triples, if each thing has the same values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad

from adgo.corpus.comparison import records
from adgo.corpus.comparison.graph_version import GraphVersion
from adgo.graph.namespaces import PREFIXES

_INFERENCES = PREFIXES["inference"]


def differ(before: GraphVersion, after: GraphVersion, parts: Collection[str]) -> bool:
    """Return whether two versions differ as datasets; names of blank nodes do not count (RDFC-1.0).

    The names of selectors and inferences mean nothing, so they are left out, as in the comparison of records.

    Args:
        before: one version.
        after: the other one.
        parts: the parts that are compared.
    """
    return _canonical(before, parts) != _canonical(after, parts)


def is_inference(quad: Quad) -> bool:
    """Return whether a quad describes an inference and not a thing."""
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_INFERENCES)


def _canonical(version: GraphVersion, parts: Collection[str]) -> set[Quad]:
    quads = list(_meaningful([quad for part in parts for quad in version.parts.get(part, ())]))
    blank = [quad for quad in quads if _blanks(quad)]
    dataset = Dataset(blank)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {*dataset, *(quad for quad in quads if not _blanks(quad))}


def _blanks(quad: Quad) -> bool:
    return any(_is_blank(term) for term in (quad.subject, quad.object, quad.graph_name))


def _is_blank(term: Any) -> bool:
    # A triple term may hold blank nodes.
    return not isinstance(term, NamedNode | Literal) and "_:" in str(term)


def _meaningful(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield the quads, with the characters that a selector selects in place of its name."""
    spans = records.spans(quads)
    for quad in quads:
        if quad.subject in spans or is_inference(quad):
            continue
        span = spans.get(quad.object)
        yield Quad(quad.subject, quad.predicate, Literal(span), quad.graph_name) if span else quad
