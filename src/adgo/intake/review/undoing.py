"""Takes a claim that a decision has written out of the files again, with all that only it needs."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import NamedNode, Quad

from adgo.evidence import store_lookup
from adgo.graph import files
from adgo.graph.namespaces import GRAPH, PREFIXES, short
from adgo.intake.ingest import ENTITIES
from adgo.intake.listed_names import listed
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.review.decisions import Decision
from adgo.intake.review.errors import Undecidable
from adgo.intake.withdrawal.turtle_edit import TurtleEdit

#: The parts that people write.
_WRITTEN = ("ontology", "entities", "claims", "judgements", "reviews", "outside", "changes")
_CLAIM_PARTS = (
    store_lookup.SUBJECT,
    store_lookup.PREDICATE,
    store_lookup.OBJECT,
    NamedNode(PREFIXES["adgo"] + "modality"),
)


def said_by(graph: ProjectGraph, claim: str) -> tuple[str, ...]:
    """Return subject, predicate, object and modality of a claim in N-Triples form; none if there is no such claim.

    Args:
        graph: the project.
        claim: the name of the claim, such as 005-2c.
    """
    node = NamedNode(PREFIXES["claim"] + claim)
    return tuple(str(each) for part in _CLAIM_PARTS for each in store_lookup.objects(graph.store, node, part))


def stands(graph: ProjectGraph, decision: Decision) -> bool:
    """Return whether the graph has what a decision wrote; True if it wrote nothing."""
    return not decision.claim or said_by(graph, decision.claim) == decision.said


def texts_without(graph: ProjectGraph, decision: Decision) -> dict[Path, str]:
    """Return the texts of files without the claim of a decision, and without what only that claim needs.

    Raises:
        Undecidable: if the claim was edited since, or something else names it.
    """
    said = said_by(graph, decision.claim) if decision.claim else ()
    if not said:
        return {}
    if said != decision.said:
        raise Undecidable(f"claim:{decision.claim} was edited since: correct or remove it in its file")
    gone = _gone(graph, decision)
    number = decision.claim.rpartition("-")[0]
    texts = {}
    for path in (files.root() / f"data/claims/{number}.ttl", files.root() / ENTITIES):
        edit = TurtleEdit(path)
        if edit.remove(gone):
            texts[path] = edit.text()
    return texts


def _gone(graph: ProjectGraph, decision: Decision) -> set[str]:
    """Return the IRIs that nothing needs without the claim of a decision, and that of the claim."""
    claim = PREFIXES["claim"] + decision.claim
    if users := _users(graph, claim):
        raise Undecidable(f"claim:{decision.claim} is named by {listed(users)}: remove that first")
    gone, before = {claim}, 0
    while len(gone) > before:
        before = len(gone)
        gone |= {iri for iri in decision.made if not _users(graph, iri) - gone}
    _refuse_without_kind(graph, decision, gone)
    passages = [NamedNode(iri) for iri in gone if iri.startswith(PREFIXES["p"])]
    selectors = (store_lookup.objects(graph.store, each, store_lookup.HAS_SELECTOR) for each in passages)
    return gone | {node.value for each in selectors for node in each if isinstance(node, NamedNode)}


def _refuse_without_kind(graph: ProjectGraph, decision: Decision, gone: set[str]) -> None:
    """Raise Undecidable if other claims name a thing that only the claim of a decision gives a kind."""
    thing, predicate = (each.removeprefix("<").removesuffix(">") for each in decision.said[:2])
    if predicate != store_lookup.TYPE.value or thing in gone:
        return
    users = _users(graph, thing) - gone
    if users and not _has_other_kind(graph, decision, NamedNode(thing)):
        raise Undecidable(
            f"only claim:{decision.claim} says what kind of thing {short(thing)} is, and {len(users)} more "
            f"{'name' if len(users) > 1 else 'names'} it ({listed(users)}): undo or remove "
            f"{'those' if len(users) > 1 else 'that'} first"
        )


def _has_other_kind(graph: ProjectGraph, decision: Decision, thing: NamedNode) -> bool:
    """Return whether another claim gives a thing a kind, or a file that had the thing before the decision."""
    claim, claims = NamedNode(PREFIXES["claim"] + decision.claim), NamedNode(GRAPH + "claims")
    about = graph.store.quads_for_pattern(None, store_lookup.SUBJECT, thing, claims)
    typing = (Quad(quad.subject, store_lookup.PREDICATE, store_lookup.TYPE, claims) for quad in about)
    if any(quad.subject != claim and quad in graph.store for quad in typing):
        return True
    written = (
        quad
        for part in _WRITTEN
        for quad in graph.store.quads_for_pattern(thing, store_lookup.TYPE, None, NamedNode(GRAPH + part))
    )
    return thing.value not in decision.made and any(written)


def _users(graph: ProjectGraph, iri: str) -> set[str]:
    """Return the nodes that name an IRI in the parts that people write."""
    return {
        quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)
        for part in _WRITTEN
        for quad in graph.store.quads_for_pattern(None, None, NamedNode(iri), NamedNode(GRAPH + part))
    }
