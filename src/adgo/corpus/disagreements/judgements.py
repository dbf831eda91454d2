"""The editors' judgements on the cards of disagreements."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from adgo.corpus.corpus import Corpus, Term
from adgo.corpus.disagreements.card import Card
from adgo.corpus.disagreements.rows import Difference
from adgo.graph.namespaces import ADGO

#: Properties that link a judgement to the claims and things that it is about.
ABOUT = tuple(ADGO + name for name in ("concerns", "disputes", "prefers"))
DISPUTES = (ADGO + "disputes",)
#: Properties that link a judgement to the things that it compares; two of them make it part of a card.
COMPARED = tuple(ADGO + name for name in ("keepsApart", "member"))


def add(corpus: Corpus, card: Card) -> None:
    """Add to a card the judgements on what it shows, and which of its claims they dispute."""
    claims = card.claims(corpus)
    names = {card.iri, *(each.iri for each in claims), *(row.about for row in card.rows)}
    things = {it for each in claims for it in (each.subject, each.object.value, each.speaker)}
    names |= {it for it in {each.subject for each in claims} if corpus.is_a(it, "Undertaking")}
    for judgement, record in sorted(corpus.apart.get("judgements", {}).items()):
        about, compared = _values(record, ABOUT), _values(record, COMPARED)
        disputed = _values(record, DISPUTES) & names
        is_main = judgement in names or len(compared & things) > 1
        if is_main or about & names:
            card.judgements.append(judgement)
            card.others += [] if is_main or disputed or about <= names else [judgement]
        card.disputed |= dict.fromkeys(sorted(disputed), judgement)


def _values(record: dict[str, list[Term]], names: Iterable[str]) -> set[str]:
    return {term.value for name in names for term in record.get(name, [])}


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
    placed = {judgement for card in made for judgement in card.judgements}
    for card in made:
        card.rows += [row for row in alone if row.about in card.judgements]
    return [make(row) for row in alone if row.about not in placed]
