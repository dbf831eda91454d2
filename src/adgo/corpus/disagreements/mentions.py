"""The things on whose pages a disagreement is shown."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements.card import Card
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
    sides = [side for row in card.rows for side in row.sides]
    sides += [side for aspect in card.aspects for cell in aspect.cells.values() for side in cell]
    found = {card.iri}
    for row in card.rows:
        found |= {row.about, *(term.value for _, term in row.rest if term.is_iri)}
    for side in sides:
        found |= {side.claim, side.passage, *(term.value for _, term in side.terms if term.is_iri)}
    return named(corpus, found)


def named(corpus: Corpus, iris: Iterable[str]) -> set[str]:
    """Return things with what claims and statements among them are about, and with those who take part in them."""
    found = {each for each in iris if each}
    claims = [corpus.by_iri[it] for it in found if it in corpus.by_iri]
    claims += [claim for it in found for claim in corpus.by_statement.get(it, [])]
    found |= {it for each in claims for it in (each.subject, each.statement)}
    found |= {each.object.value for each in claims if each.object.is_iri}
    # One about a position is shown for its holder, one about an undertaking for those who take part in it.
    holders = {c.subject for it in found for c in corpus.by_object.get(it, []) if c.predicate == HOLDS}
    parts = (c for it in found for c in corpus.by_subject.get(it, []) if c.predicate in corpus.involving)
    return (found | holders | {c.object.value for c in parts}) - {""}
