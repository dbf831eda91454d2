"""How many disagreements there are, by badge."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.disagreements.card import EDITORIAL, Card
from adgo.corpus.disagreements.vocabulary import BADGES
from adgo.evidence import conflict_kinds

#: Badges that are counted even if there are none.
ALWAYS = ("disputed", "contradiction", "detail")


def counts(cards: Iterable[Card]) -> dict[str, int]:
    """Return for each badge the number of aspects that have it; of what editors say, the number of judgements.

    Disputes are counted by claim.
    """
    listed = list(cards)
    found = dict.fromkeys(BADGES, 0)
    for aspect in (aspect for card in listed for aspect in card.aspects if aspect.badge != "disputed"):
        found[aspect.badge] += 1
    found["disputed"] = len({claim for card in listed for claim in card.disputed})
    for kind in EDITORIAL:
        rows = {row.about for card in listed for row in card.rows if row.kind == kind}
        found[conflict_kinds.BADGES[kind]] = len(rows)
    return found


def in_words(cards: Iterable[Card]) -> str:
    """Return the totals in words, such as "1 contradiction, 12 different details, on 64 topics"."""
    listed = list(cards)
    counted = counts(listed)
    parts = [BADGES[key].counted(number) for key, number in counted.items() if number or key in ALWAYS]
    return f"{', '.join(parts)}; on {len(listed):,} topic{'' if len(listed) == 1 else 's'}"
