"""The claims on an article that people made: what drafts on the article are compared with."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from adgo.evidence import passages, store_lookup
from adgo.evidence.passages import Passage
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.intake import time_expressions
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.scoring.scored_claim import ScoredClaim, time_value, value
from adgo.intake.stance import gives_fact

_MODALITY, _STATUS = NamedNode(ADGO + "modality"), NamedNode(ADGO + "status")
_LIMITS = (NamedNode(ADGO + "hedge"), NamedNode(ADGO + "scope"))
_DATING = (NamedNode(ADGO + "occursAt"), NamedNode(ADGO + "atTime"))
_PAST = ADGO + "Past"


def hand_made_claims(graph: ProjectGraph, number: str) -> list[ScoredClaim]:
    """Return the claims on an article in a graph, sorted by name.

    Args:
        graph: the graph.
        number: the number of the article.
    """
    cited = [each for each in passages.read(graph.store) if each.source == number]
    found = [_claim(graph, node, passage) for passage in cited for node in _claims_on(graph, passage)]
    return sorted(found, key=lambda claim: claim.name)


def _claims_on(graph: ProjectGraph, passage: Passage) -> list[NamedNode]:
    return [NamedNode(iri) for iri in graph.claims_on(passage.iri)]


def _claim(graph: ProjectGraph, node: NamedNode, passage: Passage) -> ScoredClaim:
    modality, status = _iri(graph, node, _MODALITY), _iri(graph, node, _STATUS)
    subject, predicate = _iri(graph, node, store_lookup.SUBJECT), _iri(graph, node, store_lookup.PREDICATE)
    is_fact = gives_fact(graph.store, modality, status) or (
        # The past is a fact if it is dated.
        status == _PAST and gives_fact(graph.store, modality, "") and _is_dated(graph, subject)
    )
    return ScoredClaim(
        name=node.value.removeprefix(PREFIXES["claim"]),
        spans=passage.spans,
        triple=(subject, predicate, _object(graph, node)),
        modality=modality.removeprefix(ADGO),
        is_fact=is_fact and not any(store_lookup.objects(graph.store, node, limit) for limit in _LIMITS),
    )


def _iri(graph: ProjectGraph, node: NamedNode, predicate: NamedNode) -> str:
    terms = store_lookup.objects(graph.store, node, predicate)
    return next((term.value for term in terms if isinstance(term, NamedNode)), "")


def _object(graph: ProjectGraph, node: NamedNode) -> str:
    term = store_lookup.objects(graph.store, node, store_lookup.OBJECT)[0]
    assert isinstance(term, NamedNode | Literal)
    if isinstance(term, NamedNode) and term.value.startswith(PREFIXES["time"]):
        return time_value(time_expressions.known(graph, term.value))
    return value(term)


def _is_dated(graph: ProjectGraph, subject: str) -> bool:
    """Return whether an asserted claim gives the time of a thing."""
    claims = (
        quad.subject
        for quad in graph.store.quads_for_pattern(None, store_lookup.SUBJECT, NamedNode(subject), None)
        if isinstance(quad.subject, NamedNode)
    )
    return any(
        _iri(graph, claim, _MODALITY) == ADGO + "Asserted"
        and NamedNode(_iri(graph, claim, store_lookup.PREDICATE)) in _DATING
        for claim in claims
    )
