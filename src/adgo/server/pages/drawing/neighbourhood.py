"""The neighbourhood of one thing as a picture: the things linked to it, and how certain each link is."""

from __future__ import annotations

from adgo.corpus import facts, standings, undertakings
from adgo.corpus.corpus import TYPE, Corpus
from adgo.corpus.facts import Fact
from adgo.graph.namespaces import ADGO
from adgo.server.pages.drawing.network import edge_name
from adgo.server.pages.drawing.picture import Box, Edge, Picture, box, stack
from adgo.server.pages.filters import link

#: Widths of the picture, its outer columns and the box in the centre, in units of the viewBox.
WIDTH, COLUMN, CENTRE = 1040.0, 330.0, 220.0
#: The most neighbours on each side; the page lists all of them.
MOST = 9
#: Properties whose values are not neighbours: classes, or words for a thing.
LEFT_OUT = {TYPE, *(ADGO + name for name in ("isNamed", "describedAs", "holdsView", "hasTitle"))}


def draw_neighbourhood(corpus: Corpus, it: str) -> Picture | None:
    """Return the picture; None if nothing is linked to the thing."""
    sides = _sides(corpus, it)
    if not any(sides):
        return None
    columns = [[_box(corpus, fact) for fact in side] for side in sides]
    centre = box(corpus.label(it), "", CENTRE, "centre")
    heights = [stack(columns[0], 0, 0) - 8, stack(columns[1], WIDTH - COLUMN, 0) - 8, centre.height]
    height = max(heights)
    for column, own in zip(columns, heights, strict=False):
        for each in column:
            each.y += (height - own) / 2
    centre.x, centre.y = (WIDTH - CENTRE) / 2, (height - centre.height) / 2
    lines = [
        Edge(one, centre, _css(corpus, fact), _name(corpus, it, fact))
        for column, side in zip(columns, sides, strict=True)
        for one, fact in zip(column, side, strict=True)
    ]
    return Picture([centre, *columns[0], *columns[1]], lines, WIDTH, height, centre)


def _name(corpus: Corpus, it: str, fact: Fact) -> str:
    """Return the name of the line of a fact."""
    one, other = (fact.term.value, it) if fact.is_inverse else (it, fact.term.value)
    return edge_name(corpus, one, fact.claims, [other])


def _sides(corpus: Corpus, it: str) -> tuple[list[Fact], list[Fact]]:
    """Return the facts that lead to a thing, and those that lead away from it; if one side is empty, half each."""
    inward = _neighbours(corpus, facts.gathered(corpus, corpus.by_object.get(it, []), is_inverse=True))
    outward = _neighbours(corpus, facts.gathered(corpus, corpus.by_subject.get(it, [])))
    named = {each.term.value for each in inward}
    outward = [each for each in outward if each.term.value not in named]
    if not inward or not outward:
        both = inward or outward
        inward, outward = both[::2], both[1::2]
    return inward[:MOST], outward[:MOST]


def _neighbours(corpus: Corpus, found: list[Fact]) -> list[Fact]:
    """Return the facts to draw, one for each neighbour."""
    drawn: dict[str, Fact] = {}
    for each in found:
        is_thing = each.term.is_iri and not each.term.value.startswith(ADGO) and corpus.label(each.term.value)
        if is_thing and each.predicate not in LEFT_OUT and not corpus.first(each.term.value, "wording"):
            drawn.setdefault(each.term.value, each)
    return list(drawn.values())


def _box(corpus: Corpus, fact: Fact) -> Box:
    arrow = "→ " if fact.is_inverse else ""
    note = f"{arrow}{corpus.label(fact.predicate)}"
    if fact.disputed or standings.ENDED in fact.standings or standings.is_over(corpus, fact.claims):
        note += f" ({' or '.join(fact.certainty(corpus))})"
    return box(corpus.label(fact.term.value), link(fact.term.value) or "", COLUMN, _css(corpus, fact), note)


def _css(corpus: Corpus, fact: Fact) -> str:
    """Return the CSS class of a neighbour: planned or ended if the link is or if the neighbour is, else real."""
    it = fact.term.value
    own = undertakings.one(corpus, it).line if corpus.is_a(it, "Undertaking") else standings.REAL_LINE
    return standings.weakest([fact.line, own])
