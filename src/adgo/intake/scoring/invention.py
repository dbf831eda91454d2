"""Finds in drafts what the article does not have: things that it does not name, and claims against its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from adgo.evidence import store_lookup
from adgo.evidence.folded_text import folded_text
from adgo.graph.namespaces import PREFIXES
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.scoring.scored_claim import ScoredClaim, is_name

_FUNCTIONAL = NamedNode(PREFIXES["owl"] + "FunctionalProperty")


class ArticleContent:
    """What an article has, as far as its words and its hand-made claims say."""

    def __init__(self, graph: ProjectGraph, text: str, claims: Sequence[ScoredClaim]) -> None:
        self._graph, self._claims = graph, claims
        self._words = folded_text(text.casefold())
        self._terms = {end for claim in claims for end in (claim.triple[0], claim.triple[2])}

    @cached_property
    def _functional(self) -> set[str]:
        return {node.value for node in store_lookup.instances(self._graph.store, _FUNCTIONAL)}

    def lacks(self, term: str, labels: Mapping[str, str]) -> bool:
        """Return whether a subject or object is nowhere in the article: neither its words nor its claims have it.

        Args:
            term: the subject or object of a draft.
            labels: the labels of things that drafts propose, by IRI.
        """
        if term in self._terms:
            return False
        if is_name(term):
            names = [labels[term]] if term in labels else self._names(term)
            return not any(self._words.find(name.casefold()) for name in names)
        kind, _, written = term.partition(" ")
        # Numbers and times stand in articles in many forms; only texts are looked for word by word.
        return kind == "text" and not self._words.find(written.casefold())

    def _names(self, iri: str) -> list[str]:
        node, store = NamedNode(iri), self._graph.store
        names = [value for label in store_lookup.LABELS for value in store_lookup.objects(store, node, label)]
        names += store_lookup.claimed_objects(store, node, store_lookup.IS_NAMED)
        return [name.value for name in names if isinstance(name, Literal)]

    def contradicts(self, draft: ScoredClaim) -> bool:
        """Return whether the hand-made claims deny what a draft asserts, or give its only value as another one."""
        subject, predicate, value = draft.triple
        values = {
            claim.triple[2]: claim.modality
            for claim in self._claims
            if claim.triple[:2] == (subject, predicate)
        }
        if value in values:
            return values[value] == "Denied" and draft.modality == "Asserted"
        return predicate in self._functional and bool(values)
