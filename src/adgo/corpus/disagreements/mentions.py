"""The things on whose pages a disagreement is shown."""

from __future__ import annotations

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements.card import Card
from adgo.corpus.disagreements.rows import Side
from adgo.graph.namespaces import ADGO

HOLDS = ADGO + "holdsRole"


def by_thing(corpus: Corpus, cards: list[Card]) -> dict[str, list[Card]]:
    """Return the cards that mention each thing, in the order of the cards."""
    found: dict[str, list[Card]] = {}
    for card in cards:
        for it in things(corpus, card):
            found.setdefault(it, []).append(card)
    return found


def things(corpus: Corpus, card: Card) -> set[str]:
    """Return the things that a card is about or names on one of its sides, with those who take part in them."""
    named = {card.iri}
    for claim in corpus.by_statement.get(card.iri, []):
        named |= {claim.subject, claim.iri, *([claim.object.value] if claim.object.is_iri else [])}
    for row in card.rows:
        named |= {row.about, *(term.value for _, term in row.rest if term.is_iri)}
        named |= {it for side in row.sides for it in _named(corpus, side)}
    for cells in (aspect.cells for aspect in card.aspects):
        named |= {it for sides in cells.values() for side in sides for it in _named(corpus, side)}
    # One about a position is shown for its holder, one about an undertaking for those who take part in it.
    holders = {c.subject for it in named for c in corpus.by_object.get(it, []) if c.predicate == HOLDS}
    parts = (c for it in named for c in corpus.by_subject.get(it, []) if c.predicate in corpus.involving)
    return (named | holders | {c.object.value for c in parts}) - {""}


def _named(corpus: Corpus, side: Side) -> set[str]:
    named = {term.value for _, term in side.terms if term.is_iri} | {side.claim, side.passage}
    claim = corpus.by_iri.get(side.claim)
    return named | {claim.subject, claim.object.value, claim.statement} if claim else named
