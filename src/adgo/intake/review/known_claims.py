"""The claims of the graph about what a draft is about, in labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from adgo.evidence import store_lookup
from adgo.graph.namespaces import PREFIXES, short
from adgo.intake.draft import Draft, Refusal
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.review.field_meanings import FieldMeanings
from adgo.intake.review.suggestions import meaning

#: Claims about one subject at most.
MOST = 12


@dataclass(frozen=True)
class KnownClaim:
    """A claim of the graph, in labels."""

    name: str
    source: str
    subject: str
    predicate: str
    object: str
    modality: str


def claims_about(
    graph: ProjectGraph, meanings: FieldMeanings, draft: Draft
) -> tuple[tuple[KnownClaim, ...], int]:
    """Return the first claims about the subject of a draft, with its predicate if it has one, and how many follow.

    Args:
        graph: the project.
        meanings: reads the fields of the draft.
        draft: the draft.
    """
    found = _found(graph, meanings, draft)
    return tuple(_claim(graph, each) for each in found[:MOST]), max(len(found) - MOST, 0)


def _found(graph: ProjectGraph, meanings: FieldMeanings, draft: Draft) -> list[Any]:
    if not draft.record.get("subject"):
        return []
    subject = meanings.meaning(draft, "subject")
    predicate = meanings.meaning(draft, "predicate") if draft.record.get("predicate") else None
    if isinstance(subject, Refusal):
        return []
    claims = {
        quad.subject
        for quad in graph.store.quads_for_pattern(None, store_lookup.SUBJECT, NamedNode(subject), None)
    }
    return [each for each in sorted(claims, key=str) if _has(graph, each, predicate)]


def _has(graph: ProjectGraph, claim: Any, predicate: str | Refusal | None) -> bool:
    return not isinstance(predicate, str) or NamedNode(predicate) in store_lookup.objects(
        graph.store, claim, store_lookup.PREDICATE
    )


def _claim(graph: ProjectGraph, claim: Any) -> KnownClaim:
    def words(predicate: NamedNode) -> str:
        values = store_lookup.objects(graph.store, claim, predicate)
        return ", ".join(_label(graph, each) for each in values)

    passages = store_lookup.objects(graph.store, claim, store_lookup.CITES)
    sources = [
        source
        for each in passages
        if isinstance(each, NamedNode)
        for source in store_lookup.objects(graph.store, each, store_lookup.HAS_SOURCE)
    ]
    return KnownClaim(
        name=short(claim.value),
        source=", ".join(_label(graph, each) for each in sources),
        subject=words(store_lookup.SUBJECT),
        predicate=words(store_lookup.PREDICATE),
        object=words(store_lookup.OBJECT),
        modality=words(NamedNode(PREFIXES["adgo"] + "modality")),
    )


def _label(graph: ProjectGraph, term: Any) -> str:
    if isinstance(term, NamedNode):
        known = meaning(graph, term.value)
        return known.label or known.name
    return term.value if isinstance(term, Literal) else str(term)
