"""The editors' judgements on the cards of disagreements."""

from __future__ import annotations

from collections.abc import Callable

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements.card import Card
from adgo.corpus.disagreements.rows import Difference
from adgo.graph.namespaces import ADGO

#: Properties that link a judgement to the claims and things that it is about.
ABOUT = tuple(ADGO + name for name in ("concerns", "disputes", "prefers"))
#: Properties that link a judgement to the things that it compares; two of them make it part of a card.
COMPARED = tuple(ADGO + name for name in ("keepsApart", "member"))


def add(corpus: Corpus, card: Card) -> None:
    """Add to a card the judgements on what it shows, and which of its claims they dispute."""
    claims = card.claims(corpus)
    names = {card.iri, *(each.iri for each in claims), *(row.about for row in card.rows)}
    things = {it for each in claims for it in (each.subject, each.object.value, each.speaker)}
    undertakings = {it for it in {each.subject for each in claims} if corpus.is_a(it, "Undertaking")}
    for judgement, record in sorted(corpus.apart.get("judgements", {}).items()):
        about = {term.value for name in ABOUT for term in record.get(name, [])}
        compared = {term.value for name in COMPARED for term in record.get(name, [])}
        is_about = about & (names | undertakings)
        is_main = judgement in names or len(compared & things) > 1
        if is_main or is_about:
            card.judgements.append(judgement)
        if not is_main and not about <= names | undertakings:
            card.others += [judgement] if is_about else []
        for term in record.get(ADGO + "disputes", []):
            if term.value in names:
                card.disputed[term.value] = judgement
    card.others = [each for each in card.others if each not in card.disputed.values()]


def place(
    corpus: Corpus, made: list[Card], alone: list[Difference], make: Callable[[Difference], Card]
) -> list[Card]:
    """Return cards for the judgements that are on no card; each other row goes to the cards with its judgement.

    Args:
        corpus: the graph.
        made: the cards so far.
        alone: the rows that are about a judgement.
        make: makes a card of such a row.
    """
    found = []
    for row in alone:
        holding = [card for card in made if row.about in card.judgements]
        for card in holding:
            card.rows.append(row)
        if not holding:
            found.append(make(row))
    return found
