"""The publisher that an article names in its first or last lines, if a registered article has the same one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from adgo.evidence import store_lookup
from adgo.evidence.folded_text import Span, folded_text
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.intake.project_graph import ProjectGraph

#: How many lines at each end of a text name its publisher.
_LINES = 3
_PUBLISHER = NamedNode(PREFIXES["dcterms"] + "publisher")
#: The publisher that editors presume, and the one whose report an article retells.
_OTHERS = (NamedNode(ADGO + "presumedPublisher"), NamedNode(ADGO + "retells"))


@dataclass(frozen=True)
class FoundPublisher:
    """A known publisher in a text: its IRI, and the place of its name."""

    iri: str
    span: Span


def publishers_in(text: str, graph: ProjectGraph) -> list[FoundPublisher]:
    """Return the publishers of registered articles that the first or last lines of a text name, in its order.

    Args:
        text: the text of an article.
        graph: what the project knows.
    """
    lines = _outer_lines(text)
    found: dict[str, Span] = {}
    for iri in _known(graph):
        for name in graph.labels.get(iri, ()):
            for span in folded_text(text).find(name):
                if any(start <= span[0] and span[1] <= end for start, end in lines):
                    found[iri] = min(span, found.get(iri, span))
    return [FoundPublisher(iri, span) for iri, span in sorted(found.items(), key=lambda each: each[1])]


def _outer_lines(text: str) -> list[Span]:
    """Return the first and last lines that are not empty."""
    lines, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line)
    return [*lines[:_LINES], *lines[-_LINES:]]


def _known(graph: ProjectGraph) -> set[str]:
    """Return the publishers that registered articles name or retell, or that editors presume."""
    stated = (
        quad.object for each in _OTHERS for quad in graph.store.quads_for_pattern(None, each, None, None)
    )
    found = [*stated, *_claimed(graph)]
    return {each.value for each in found if isinstance(each, NamedNode)}


def _claimed(graph: ProjectGraph) -> Iterator[store_lookup.Term]:
    """Yield the publishers that claims name."""
    for predicate in (_PUBLISHER, *_OTHERS):
        for quad in graph.store.quads_for_pattern(None, store_lookup.PREDICATE, predicate, None):
            if isinstance(quad.subject, NamedNode):
                yield from store_lookup.objects(graph.store, quad.subject, store_lookup.OBJECT)
