"""Parties, undertakings and places, in three columns with few crossing lines; each thing is one box."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings, undertakings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.tables.undertakings import UNSURE
from adgo.corpus.undertakings import Undertaking
from adgo.server.pages.drawing.picture import Box, Edge, Picture, box, stack
from adgo.server.pages.filters import link

#: Widths of the picture, its outer columns and its middle column, in units of the viewBox.
WIDTH, SIDE, MIDDLE = 1040.0, 250.0, 320.0
#: Rounds of sorting the columns; more of them change nothing.
ROUNDS = 8
#: The box that stands for all groups without names, and the fewest that are folded into it.
FOLDED, FEWEST = "folded", 3


def draw_network(corpus: Corpus, shown: list[Undertaking], unfold: str = "") -> Picture:
    """Return the picture: parties on the left, undertakings in the middle, places on the right.

    Args:
        corpus: the graph, for labels.
        shown: the undertakings to draw.
        unfold: the address that shows each group without a name as a box of its own; "" shows them so now.
    """
    groups = folded(corpus, shown) if unfold else []
    ties = [(FOLDED if party in groups else party, each.iri) for each in shown for party in each.parties]
    grounds = [(place, each.iri) for each in shown for place in each.grounds]
    left, middle, right = _ordered([each.iri for each in shown], list(dict.fromkeys(ties)), grounds)
    known = {each.iri: each for each in shown}
    boxes = {it: _party(corpus, it, unfold, groups) for it in left}
    boxes |= {it: _undertaking(corpus, known[it]) for it in middle}
    boxes |= {it: _place(corpus, it, shown) for it in right}
    height = _stack(tuple([boxes[it] for it in column] for column in (left, middle, right)))
    lines = [_line(corpus, boxes, known[it], end, groups) for end, it in dict.fromkeys([*ties, *grounds])]
    return Picture(list(boxes.values()), lines, WIDTH, height)


def folded(corpus: Corpus, shown: list[Undertaking]) -> list[str]:
    """Return the parties that have no name, if there are enough of them to fold."""
    parties = dict.fromkeys(party for each in shown for party in each.parties)
    found = [it for it in parties if corpus.is_a(it, "UnnamedGroup")]
    return found if len(found) >= FEWEST else []


def edge_name(corpus: Corpus, it: str, claims: list[Claim], ends: Iterable[str]) -> str:
    """Return the name of a line: the thing, what it has to do with those at the other end, and how certain that is.

    Args:
        corpus: the graph, for labels.
        it: the thing.
        claims: the claims that link it to the others.
        ends: the things at the other end.
    """
    words = ", ".join(dict.fromkeys(corpus.label(each.predicate) for each in claims))
    named = "; ".join(corpus.label(each) for each in ends)
    found = standings.of(corpus, it) if corpus.is_a(it, "Undertaking") else []
    if not found or standings.is_real(found):
        found = standings.of_fact(corpus, claims)
    certain = " or ".join(standings.labels(corpus, found, standings.added(corpus, found, claims)))
    return f"{corpus.label(it)}: {words} {named}" + (f" ({certain})" if certain else "")


def _party(corpus: Corpus, it: str, unfold: str, groups: list[str]) -> Box:
    if it == FOLDED:
        return box(f"groups without names ({len(groups)})", unfold, SIDE, "party folded", "show each of them")
    return box(corpus.label(it), link(it) or "", SIDE, "party")


def _undertaking(corpus: Corpus, each: Undertaking) -> Box:
    found = standings.labels(corpus, each.standings, standings.added_in_list(corpus, each.iri))
    return box(each.label, link(each.iri) or "", MIDDLE, each.line, " / ".join(found))


def _place(corpus: Corpus, it: str, shown: list[Undertaking]) -> Box:
    """Return the box of a place, which says how many undertakings are at it or within it, and how many are planned."""
    at = [each for each in shown if undertakings.is_at(corpus, each, it)]
    note = f"{len(at)} project{'' if len(at) == 1 else 's'}"
    if planned := undertakings.count_planned(corpus, at, it):
        note += f", {planned} planned or unconfirmed"
    return box(corpus.label(it), link(it) or "", SIDE, "place", note)


def _ordered(
    middle: list[str], ties: list[tuple[str, str]], grounds: list[tuple[str, str]]
) -> tuple[list[str], list[str], list[str]]:
    """Return the three columns in an order in which few lines cross; a thing is in the first that can hold it."""
    left = [it for it in dict.fromkeys(a for a, _ in ties) if it not in middle]
    right = [it for it in dict.fromkeys(a for a, _ in grounds) if it not in middle and it not in left]
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


def _stack(columns: tuple[list[Box], ...]) -> float:
    """Place the boxes of three columns, the shorter ones spread over the height of the tallest; return the height."""
    heights = [sum(each.height + 8 for each in column) for column in columns]
    full = max([*heights, 60.0])
    for column, x, height in zip(columns, (0.0, (WIDTH - MIDDLE) / 2, WIDTH - SIDE), heights, strict=True):
        gap = 8 + min(40.0, (full - height) / max(1, len(column)))
        taken = height + (gap - 8) * len(column)
        stack(column, x, max(0.0, (full - taken) / 2), gap)
    return full


def _line(corpus: Corpus, boxes: dict[str, Box], each: Undertaking, end: str, groups: list[str]) -> Edge:
    """Return the line of an undertaking to one of its ends: planned or ended if it is, or if the link is."""
    it = each.iri
    ends = groups if end == FOLDED else [end]
    ties = [
        claim
        for claim in each.claims
        if claim.object.value in ends and (claim.predicate in corpus.involving or end != FOLDED)
    ]
    named = list(dict.fromkeys(claim.object.value for claim in ties))
    role = undertakings.role(each, [end]) if end in each.grounds else ""
    doubt = UNSURE.strip() if any(map(each.is_unsure, named)) else ""
    return Edge(boxes[end], boxes[it], each.line_of(named), edge_name(corpus, it, ties, named), role, doubt)
