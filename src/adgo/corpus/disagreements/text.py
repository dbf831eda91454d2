"""Cards of disagreements as plain text, in the order and words of the page of differences."""

from __future__ import annotations

import textwrap
from itertools import groupby, zip_longest

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements import tally, wording
from adgo.corpus.disagreements.card import Card
from adgo.graph.namespaces import short

_GAP = "  "
_GAP_WIDTH = len(_GAP)
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
    head = (f"{card.heading} ({short(card.iri)})", f"[{badges}]")
    column = (width - _GAP_WIDTH * (2 + len(card.sources)) - _WIDEST_NAME) // max(len(card.sources), 1)
    rows = _rows(corpus, card)
    lines_of_aspects = _table(rows, column) if column >= _NARROWEST else _stacked(rows, width)
    below = wording.families(corpus, card) + [_judgement(corpus, each) for each in card.judgements]
    return "\n".join(
        [
            *(_wrapped(each, width, _GAP) for each in head),
            *lines_of_aspects,
            *(_wrapped(each, width, _GAP * 2) for each in below),
        ]
    )


def _judgement(corpus: Corpus, judgement: str) -> str:
    confidence = corpus.first(judgement, "confidence")
    return f"Editors: {corpus.label(judgement)}" + (f" (confidence {confidence})" if confidence else "")


def _rows(corpus: Corpus, card: Card) -> list[tuple[str, list[str]]]:
    """Return the rows of a card, each with its name and a cell for each source; the first has the sources."""
    if not card.aspects:
        return []
    rows = [("", [corpus.label(source) for source in card.sources])]
    if card.standings:
        rows.append(("standing", [card.standing_words(corpus, it) for it in card.sources]))
    return rows + [
        (aspect.name, ["; ".join(wording.cell(corpus, card, aspect, source)) for source in card.sources])
        for aspect in card.aspects
    ]


def _table(rows: list[tuple[str, list[str]]], column: int) -> list[str]:
    """Return the rows with a column of this width for each source."""
    lines = []
    for name, cells in rows:
        columns = [textwrap.wrap(name, _WIDEST_NAME)]
        columns += [textwrap.wrap(cell, column, break_on_hyphens=False) for cell in cells]
        widths = [_WIDEST_NAME] + [column] * len(cells)
        for texts in zip_longest(*columns, fillvalue=""):
            padded = (text.ljust(width) for text, width in zip(texts, widths, strict=True))
            lines.append((_GAP * 2 + _GAP.join(padded)).rstrip())
    return lines


def _stacked(rows: list[tuple[str, list[str]]], width: int) -> list[str]:
    """Return the rows with the cells of each below each other."""
    if not rows:
        return []
    (_, sources), *others = rows
    return [
        line
        for name, cells in others
        for line in (
            _wrapped(name, width, _GAP * 2),
            *(_wrapped(f"{it}: {cell}", width, _GAP * 3) for it, cell in zip(sources, cells, strict=True)),
        )
    ]


def _wrapped(text: str, width: int, indent: str = "") -> str:
    return textwrap.fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + _GAP,
        break_long_words=False,
        break_on_hyphens=False,
    )
