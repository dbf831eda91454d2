"""`/network`: parties, undertakings and places, in three columns with few crossing lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from adgo.corpus import regulation, undertakings
from adgo.corpus.corpus import Corpus
from adgo.corpus.undertakings import Undertaking
from adgo.graph.namespaces import ADGO
from adgo.server import site_corpus
from adgo.server.pages.drawing.picture import Box, Line, Picture, box, stack
from adgo.server.pages.filters import link
from adgo.server.pages.rendering import render_page
from adgo.server.site import site

blueprint = Blueprint("network", __name__)
#: Widths of the picture, its outer columns and its middle column, in units of the viewBox.
WIDTH, SIDE, MIDDLE = 1040.0, 250.0, 300.0
#: Rounds of sorting the columns; more of them change nothing.
ROUNDS = 8
#: The argument that filters by place.
PLACE = "place"
#: Former names of arguments, as old links have them.
FORMER = {"market": PLACE}
#: The filters in the order of the form: argument, label, and the values that an undertaking has.
FILTERS: tuple[tuple[str, str, Callable[[Undertaking], list[str]]], ...] = (
    ("kind", "Kind", lambda u: u.kinds),
    ("level", "Level", lambda u: u.levels),
    ("standing", "Standing", lambda u: [ADGO + each for each in u.standings]),
    (PLACE, "Place or market", lambda u: u.grounds),
    ("party", "Who takes part", lambda u: list(u.parties)),
)


@dataclass(frozen=True)
class Choice:
    """One filter: its argument, its label, the options (value and label), and the chosen value."""

    name: str
    words: str
    options: list[tuple[str, str]]
    chosen: str


@blueprint.get("/network")
def page() -> Response:
    """Return the network of undertakings that pass the filters, as picture and table."""
    corpus = site_corpus.read_corpus(site())
    every = undertakings.every(corpus)
    given = {FORMER.get(name, name): value for name, value in request.args.items()}
    wanted = {name: given.get(name, "") for name, _, _ in FILTERS}
    shown = [each for each in every if fits(corpus, each, wanted)]
    place = next((it for it in corpus.of_class("Place") if last_part(it) == wanted[PLACE]), "")
    return render_page(
        "network.html",
        c=corpus,
        undertakings=shown,
        total=len(every),
        choices=choices(corpus, every, wanted),
        place=place,
        rules=regulation.of(corpus, place) if place else [],
        picture=draw_network(corpus, shown) if shown else None,
    )


def fits(corpus: Corpus, undertaking: Undertaking, wanted: dict[str, str]) -> bool:
    """Return whether an undertaking passes every filter; a place matches the places within it too.

    Args:
        corpus: the graph, which says what lies within what.
        undertaking: the undertaking.
        wanted: the wanted value for each filter's argument; "" for any.
    """
    for name, _, values in FILTERS:
        if not wanted.get(name):
            continue
        found = values(undertaking)
        if name == PLACE:
            found = [around for place in found for around in corpus.around(place)]
        if wanted[name] not in map(last_part, found):
            return False
    return True


def choices(corpus: Corpus, every: list[Undertaking], wanted: dict[str, str]) -> list[Choice]:
    """Return the filters with the options that the undertakings offer.

    Args:
        corpus: the graph, for labels.
        every: all undertakings.
        wanted: the chosen value for each filter's argument; "" for any.
    """
    found = []
    for name, words, values in FILTERS:
        offered = {last_part(value): corpus.label(value) for each in every for value in values(each)}
        if name == PLACE:
            places = {around for each in every for place in values(each) for around in corpus.around(place)}
            places |= {it for it in corpus.of_class("Place") if regulation.of(corpus, it)}
            offered = {last_part(place): corpus.label(place) for place in places}
        options = sorted(offered.items(), key=lambda pair: pair[1].casefold())
        found.append(Choice(name, words, options, wanted[name]))
    return found


def last_part(iri: str) -> str:
    """Return what follows the last / or # of an IRI: the value of an argument that stands for it."""
    return iri.rpartition("/")[2].rpartition("#")[2]


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
