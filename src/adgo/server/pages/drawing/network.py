"""The network: parties, undertakings and places, in three columns with few crossing lines."""

from __future__ import annotations

from adgo.corpus.corpus import Corpus
from adgo.corpus.undertakings import Undertaking
from adgo.server.pages.drawing.picture import Box, Line, Picture, box, stack
from adgo.server.pages.filters import link

#: Widths of the picture, its outer columns and its middle column, in units of the viewBox.
WIDTH, SIDE, MIDDLE = 1040.0, 250.0, 300.0
#: Rounds of sorting the columns; more of them change nothing.
ROUNDS = 8


def draw_network(corpus: Corpus, shown: list[Undertaking]) -> Picture:
    """Return the picture: parties on the left, undertakings in the middle, places on the right."""
    ties = [(party, each.iri) for each in shown for party in each.parties]
    grounds = [(place, each.iri) for each in shown for place in each.grounds]
    middle = [each.iri for each in shown]
    left, middle, right = _ordered(middle, ties, grounds)
    css = {each.iri: "real" if each.is_real else "planned" for each in shown}
    columns = (
        _boxes(corpus, left, SIDE, {}, "party"),
        _boxes(corpus, middle, MIDDLE, css),
        _boxes(corpus, right, SIDE, {}, "place"),
    )
    height = _place(columns)
    lines = [_line(columns[0][a], columns[1][b], _css(corpus, css[b], b, a)) for a, b in ties]
    lines += [_line(columns[1][b], columns[2][a], _css(corpus, css[b], b, a)) for a, b in grounds]
    return Picture([each for column in columns for each in column.values()], lines, WIDTH, height)


def _ordered(
    middle: list[str], ties: list[tuple[str, str]], grounds: list[tuple[str, str]]
) -> tuple[list[str], list[str], list[str]]:
    """Return the three columns in an order in which few lines cross."""
    left, right = list(dict.fromkeys(a for a, _ in ties)), list(dict.fromkeys(a for a, _ in grounds))
    turned = [(b, a) for a, b in [*ties, *grounds]]
    for _ in range(ROUNDS):
        left, right = _sorted_by_mean(left, middle, ties), _sorted_by_mean(right, middle, grounds)
        middle = _sorted_by_mean(middle, [*left, *right], turned)
    return left, middle, right


def _sorted_by_mean(column: list[str], other: list[str], ties: list[tuple[str, str]]) -> list[str]:
    """Return a column sorted by the mean place of each member's neighbours (the barycentre heuristic)."""
    place = {it: i for i, it in enumerate(other)}
    ends: dict[str, list[int]] = {it: [] for it in column}
    for one, another in ties:
        if one in ends and another in place:
            ends[one].append(place[another])
    was = {it: i for i, it in enumerate(column)}
    return sorted(column, key=lambda it: (sum(ends[it]) / len(ends[it]) if ends[it] else was[it], was[it]))


def _boxes(
    corpus: Corpus, column: list[str], width: float, css: dict[str, str], other: str = ""
) -> dict[str, Box]:
    return {it: box(corpus.label(it), link(it) or "", width, css.get(it, other)) for it in column}


def _place(columns: tuple[dict[str, Box], ...]) -> float:
    """Place the boxes of three columns, the shorter ones spread over the height of the tallest; return the height."""
    heights = [sum(each.height + 8 for each in column.values()) for column in columns]
    full = max([*heights, 60.0])
    for column, x, height in zip(columns, (0.0, (WIDTH - MIDDLE) / 2, WIDTH - SIDE), heights, strict=True):
        gap = 8 + min(40.0, (full - height) / max(1, len(column)))
        taken = height + (gap - 8) * len(column)
        stack(list(column.values()), x, 4 + max(0.0, (full - taken) / 2), gap)
    return full + 8


def _css(corpus: Corpus, of_box: str, it: str, other: str) -> str:
    """Return the CSS class of a line: planned if the undertaking is, or if no source asserts the link."""
    ties = (each for each in corpus.by_subject.get(it, []) if each.object.value == other)
    return of_box if any(each.is_asserted for each in ties) else "planned"


def _line(left: Box, right: Box, css: str) -> Line:
    return Line((left.right, left.middle), (right.x, right.middle), css)
