"""The cards that a reader has chosen: about a thing, of a kind, from a source, or by any other facet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adgo.corpus import facets
from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import mentions
from adgo.corpus.disagreements.card import Card
from adgo.corpus.facets import Values
from adgo.corpus.selection import Selection
from adgo.evidence import conflict_kinds
from adgo.graph.namespaces import PREFIXES

HAS_SOURCE = PREFIXES["oa"] + "hasSource"


@dataclass(frozen=True)
class Choice:
    """What is chosen: the IRI of a thing, a kind of conflict ("" for all), and facets."""

    about: str
    kinds: tuple[str, ...]
    selection: Selection

    def __bool__(self) -> bool:
        """Return whether anything is chosen."""
        return bool(self.about or self.kinds or self.selection)

    def words(self, corpus: Corpus) -> str:
        """Return the choice in words, such as "About: Momenta"; "" if nothing is chosen."""
        about = f"About: {corpus.label(self.about)}" if self.about else ""
        kinds = " or ".join(conflict_kinds.heading(kind) for kind in self.kinds)
        return "; ".join(each for each in (about, kinds, self.selection.words) if each)

    def of(self, corpus: Corpus, cards: Iterable[Card]) -> list[Card]:
        """Return the cards that are chosen, in their order."""
        return [
            each for each in self.but_facets(corpus, cards) if self.selection.matches(values(corpus, each))
        ]

    def but_facets(self, corpus: Corpus, cards: Iterable[Card]) -> list[Card]:
        """Return the cards of the chosen kinds about the chosen thing, without regard to the facets."""
        return [
            each
            for each in cards
            if (not self.about or self.about in mentions.things(corpus, each))
            and (not self.kinds or set(self.kinds) & set(each.kinds))
        ]


def values(corpus: Corpus, card: Card) -> Values:
    """Return the values of a card in each facet: what its claims name; a place counts for those that contain it."""
    return corpus.kept(f"facets of the card {card.iri} {card.heading}", lambda: _values(corpus, card))


def _values(corpus: Corpus, card: Card) -> Values:
    evidence = (term.value for judgement in card.judgements for term in corpus.values(judgement, "evidence"))
    sources = card.sources or [corpus.first(passage, HAS_SOURCE) for passage in evidence]
    return {**facets.of_claims(corpus, card.claims(corpus)), facets.SOURCE: frozenset(sources)}
