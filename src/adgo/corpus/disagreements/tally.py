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


def in_words(cards: Iterable[Card]) -> tuple[str, str]:
    """Return the totals in two sentences, such as "61 topics: 1 contradiction, 15 different details.".

    The second has what is folded on pages: what only one source says, and differences in wording. It is "" if there is
    nothing of the kind.
    """
    listed = list(cards)
    counted = counts(listed)
    shown = {key: number for key, number in counted.items() if number or key in ALWAYS}
    first = [BADGES[key].counted(number) for key, number in shown.items() if not BADGES[key].is_folded]
    rest = [BADGES[key].counted(number) for key, number in shown.items() if BADGES[key].is_folded]
    topics = f"{len(listed):,} topic{'' if len(listed) == 1 else 's'}"
    return f"{topics}: {', '.join(first)}.", f"Also {', '.join(rest)}." if rest else ""
