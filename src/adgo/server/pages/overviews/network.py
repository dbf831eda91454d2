"""`/network`: parties, undertakings and places, as picture and table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, request

from adgo.corpus import regulation, undertakings
from adgo.corpus.corpus import Corpus
from adgo.corpus.undertakings import Undertaking
from adgo.graph.namespaces import ADGO
from adgo.server import site_corpus
from adgo.server.pages.drawing.network import draw_network
from adgo.server.pages.rendering import render_page
from adgo.server.site import site

blueprint = Blueprint("network", __name__)
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
