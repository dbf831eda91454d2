"""`/network`: who is in which undertaking, and where: drawn in three columns that cross as little as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request

from adgo.graph.namespaces import ADGO
from adgo.server.pages.content import reading, regulation, undertakings
from adgo.server.pages.content.corpus import Corpus
from adgo.server.pages.content.undertakings import Undertaking
from adgo.server.pages.drawing.picture import Box, Line, Picture, box, stack
from adgo.server.pages.filters import link
from adgo.server.site import site

blueprint = Blueprint("network", __name__)
WIDTH, SIDE, MIDDLE = 1040.0, 250.0, 300.0
#: Rounds of sorting each column by the middle of what it is tied to; more change nothing.
ROUNDS = 8
PLACE = "place"
#: Former names of arguments, in links that others keep.
FORMER = {"market": PLACE}
#: The filters, in the order of the form: argument, its words, and what an undertaking has of it.
FILTERS: tuple[tuple[str, str, Callable[[Undertaking], list[str]]], ...] = (
    ("kind", "Kind", lambda u: u.kinds),
    ("level", "Level", lambda u: u.levels),
    ("standing", "Standing", lambda u: [ADGO + each for each in u.standings]),
    (PLACE, "Place or market", lambda u: u.grounds),
    ("party", "Who takes part", lambda u: list(u.parties)),
)


@dataclass(frozen=True)
class Choice:
    """One filter: its argument's name and words, what may be chosen (name and words), and what is."""

    name: str
    words: str
    options: list[tuple[str, str]]
    chosen: str


@blueprint.get("/network")
def page() -> Response:
    """Return the network of undertakings, filtered by the arguments, as picture and table."""
    corpus = reading.read(site())
    every = undertakings.read(corpus)
    given = {FORMER.get(name, name): value for name, value in request.args.items()}
    wanted = {name: given.get(name, "") for name, _, _ in FILTERS}
    shown = [each for each in every if fits(corpus, each, wanted)]
    place = next((it for it in corpus.of_class("Place") if short(it) == wanted[PLACE]), "")
    response = make_response(
        render_template(
            "network.html",
            c=corpus,
            undertakings=shown,
            total=len(every),
            choices=choices(corpus, every, wanted),
            place=place,
            rules=regulation.of(corpus, place) if place else [],
            picture=draw(corpus, shown) if shown else None,
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def fits(corpus: Corpus, undertaking: Undertaking, wanted: dict[str, str]) -> bool:
    """Return whether an undertaking passes every filter; a place lets through what lies within it."""
    for name, _, values in FILTERS:
        if not wanted.get(name):
            continue
        found = values(undertaking)
        if name == PLACE:
            found = [around for place in found for around in corpus.around(place)]
        if wanted[name] not in map(short, found):
            return False
    return True


def choices(corpus: Corpus, every: list[Undertaking], wanted: dict[str, str]) -> list[Choice]:
    """Return the filters with what the undertakings offer for each."""
    found = []
    for name, words, values in FILTERS:
        offered = {short(value): corpus.label(value) for each in every for value in values(each)}
        if name == PLACE:
            places = {around for each in every for place in values(each) for around in corpus.around(place)}
            places |= {it for it in corpus.of_class("Place") if regulation.of(corpus, it)}
            offered = {short(place): corpus.label(place) for place in places}
        options = sorted(offered.items(), key=lambda pair: pair[1].casefold())
        found.append(Choice(name, words, options, wanted[name]))
    return found


def short(iri: str) -> str:
    """Return an IRI's last part, as the arguments of a link name it."""
    return iri.rpartition("/")[2].rpartition("#")[2]


def draw(corpus: Corpus, shown: list[Undertaking]) -> Picture:
    """Return the picture: parties on the left, undertakings in the middle, places on the right."""
    ties = [(party, each.iri) for each in shown for party in each.parties]
    grounds = [(place, each.iri) for each in shown for place in each.grounds]
    middle = [each.iri for each in shown]
    left, right = list(dict.fromkeys(a for a, _ in ties)), list(dict.fromkeys(a for a, _ in grounds))
    for _ in range(ROUNDS):
        left = _settled(left, middle, ties)
        right = _settled(right, middle, grounds)
        middle = _settled(middle, [*left, *right], [(b, a) for a, b in [*ties, *grounds]])
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


def _settled(column: list[str], other: list[str], ties: list[tuple[str, str]]) -> list[str]:
    """Return a column sorted by the mean place of what each is tied to (the barycentre heuristic)."""
    place = {it: i for i, it in enumerate(other)}
    seats: dict[str, list[int]] = {it: [] for it in column}
    for one, another in ties:
        if one in seats and another in place:
            seats[one].append(place[another])
    was = {it: i for i, it in enumerate(column)}
    return sorted(column, key=lambda it: (sum(seats[it]) / len(seats[it]) if seats[it] else was[it], was[it]))


def _boxes(
    corpus: Corpus, column: list[str], width: float, css: dict[str, str], other: str = ""
) -> dict[str, Box]:
    return {it: box(corpus.label(it), link(it) or "", width, css.get(it, other)) for it in column}


def _place(columns: tuple[dict[str, Box], ...]) -> float:
    """Place the boxes of three columns, the shorter ones spread over the height of the tallest."""
    heights = [sum(each.height + 8 for each in column.values()) for column in columns]
    full = max([*heights, 60.0])
    for column, x, height in zip(columns, (0.0, (WIDTH - MIDDLE) / 2, WIDTH - SIDE), heights, strict=True):
        gap = 8 + min(40.0, (full - height) / max(1, len(column)))
        taken = height + (gap - 8) * len(column)
        stack(list(column.values()), x, 4 + max(0.0, (full - taken) / 2), gap)
    return full + 8


def _css(corpus: Corpus, of_box: str, it: str, other: str) -> str:
    """Return the look of a tie: planned if the undertaking is, or if no source states the tie as fact."""
    ties = (each for each in corpus.by_subject.get(it, []) if each.object.value == other)
    return of_box if any(each.is_asserted for each in ties) else "planned"


def _line(left: Box, right: Box, css: str) -> Line:
    return Line((left.right, left.middle), (right.x, right.middle), css)
