"""Cards of disagreements as plain text, in the order and words of the page of differences."""

from __future__ import annotations

import textwrap
from itertools import groupby

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import tally, wording
from adgo.corpus.disagreements.card import Aspect, Card
from adgo.graph.namespaces import short

_GAP = "  "
#: The narrowest column of a source; with less room, its cells stand below each other.
_NARROWEST = 20
#: The widest first column, which names the aspects.
_WIDEST_NAME = 18


def as_text(corpus: Corpus, cards: list[Card], width: int) -> str:
    """Return the totals, then the cards of each section under its heading.

    Args:
        corpus: the graph.
        cards: the cards, in their order.
        width: the number of characters of a line.
    """
    parts = ["\n".join(_wrapped(each, width) for each in tally.in_words(cards) if each)]
    for section, listed in groupby(cards, key=lambda card: card.badge.section):
        alike = list(listed)
        parts.append(f"{section} ({len(alike)})\n{_wrapped(alike[0].badge.meaning, width)}")
        parts += [_card(corpus, card, width) for card in alike]
    return "\n\n".join(parts)


def _card(corpus: Corpus, card: Card, width: int) -> str:
    badges = ", ".join(badge.label.lower() for badge in card.badges)
    lines = [
        _wrapped(f"{card.heading} ({short(card.iri)})", width, _GAP),
        _wrapped(f"[{badges}]", width, _GAP),
    ]
    room = width - len(_GAP) * (2 + len(card.sources)) - _WIDEST_NAME
    column = room // max(len(card.sources), 1)
    if card.aspects and column >= _NARROWEST:
        lines += _table(corpus, card, column)
    else:
        if card.standings:
            lines.append(_wrapped("standing", width, _GAP * 2))
            lines += [
                _wrapped(f"{corpus.label(it)}: {standings.label(corpus, name)}", width, _GAP * 3)
                for it, name in card.standings.items()
            ]
        lines += [line for aspect in card.aspects for line in _stacked(corpus, card, aspect, width)]
    lines += [_wrapped(sentence, width, _GAP * 2) for sentence in wording.families(corpus, card)]
    for judgement in card.judgements:
        confidence = corpus.first(judgement, "confidence")
        sure = f" (confidence {confidence})" if confidence else ""
        lines.append(_wrapped(f"Editors: {corpus.label(judgement)}{sure}", width, _GAP * 2))
    return "\n".join(lines)


def _table(corpus: Corpus, card: Card, column: int) -> list[str]:
    """Return the aspects as rows, with a column for each source."""
    rows = [("", [corpus.label(source) for source in card.sources])]
    if card.standings:
        rows.append(("standing", [standings.label(corpus, card.standings[it]) for it in card.sources]))
    rows += [
        (aspect.name, ["; ".join(wording.cell(corpus, card, aspect, source)) for source in card.sources])
        for aspect in card.aspects
    ]
    lines = []
    for name, cells in rows:
        columns = [
            textwrap.wrap(name, _WIDEST_NAME),
            *(textwrap.wrap(cell, column, break_on_hyphens=False) for cell in cells),
        ]
        for place in range(max(map(len, columns))):
            texts = [each[place] if place < len(each) else "" for each in columns]
            padded = [texts[0].ljust(_WIDEST_NAME), *(text.ljust(column) for text in texts[1:])]
            lines.append((_GAP * 2 + _GAP.join(padded)).rstrip())
    return lines


def _stacked(corpus: Corpus, card: Card, aspect: Aspect, width: int) -> list[str]:
    """Return the cells of an aspect below each other."""
    cells = ((source, "; ".join(wording.cell(corpus, card, aspect, source))) for source in card.sources)
    shown = [_wrapped(f"{corpus.label(source)}: {cell}", width, _GAP * 3) for source, cell in cells]
    return [_wrapped(aspect.name, width, _GAP * 2), *shown]


def _wrapped(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + _GAP,
        break_long_words=False,
        break_on_hyphens=False,
    )
