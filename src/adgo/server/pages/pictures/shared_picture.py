"""A picture that is taken away or embedded: what it shows, its title and its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from flask import request

from adgo.corpus import names
from adgo.corpus.corpus import Claim, Corpus
from adgo.server.pages.drawing.chart import Chart, draw_timeline
from adgo.server.pages.drawing.legend import Entry
from adgo.server.pages.drawing.map_picture import MapPicture, draw_map
from adgo.server.pages.drawing.neighbourhood import draw_neighbourhood
from adgo.server.pages.drawing.network import draw_network
from adgo.server.pages.drawing.picture import Picture
from adgo.server.pages.drawing.world_map import Spot
from adgo.server.pages.filters import link
from adgo.server.pages.overviews import overview, timeline, world_map
from adgo.server.protocol.problem import Problem
from adgo.server.site import site

#: The argument that names the thing of a neighbourhood.
ABOUT = "about"


@dataclass(frozen=True)
class SharedPicture:
    """A picture with its title, the path of the page that it comes from, and the articles that it is drawn from."""

    view: str
    title: str
    page: str
    drawn: Picture | Chart | MapPicture
    sources: list[str]

    @property
    def legend(self) -> list[Entry]:
        """Its marks, with what they mean."""
        return self.drawn.legend

    @property
    def outlines(self) -> str:
        """Who made the outlines of countries in it; "" if it has none."""
        return "Natural Earth" if isinstance(self.drawn, MapPicture) else ""


def requested(corpus: Corpus, view: str) -> SharedPicture:
    """Return the picture of a view, with the selection of the current request.

    Args:
        corpus: the graph.
        view: network, map, timeline or neighbourhood.

    Raises:
        Problem: 400 if a filter has an unknown value; 404 if there is nothing to draw.
    """
    return _MAKERS[view](corpus)


def _network(corpus: Corpus) -> SharedPicture:
    chosen = overview.requested(corpus)
    shown = chosen.undertakings()
    is_whole = request.args.get("groups") == "all" or (site().published and chosen)
    unfold = "" if is_whole else "/network?groups=all" + chosen.query.replace("?", "&")
    drawn = draw_network(corpus, shown, unfold) if shown else None
    claims = [claim for each in shown for claim in each.claims]
    return _made(corpus, "network", "Parties, projects and places", drawn, claims)


def _timeline(corpus: Corpus) -> SharedPicture:
    shown = timeline.shown(overview.requested(corpus)).drawn
    claims = [claim for each in shown for moment in each.moments for claim in moment.claims]
    return _made(corpus, "timeline", "When projects were announced and start", draw_timeline(shown), claims)


def _map(corpus: Corpus) -> SharedPicture:
    spots = world_map.shown(overview.requested(corpus)).spots
    claims = [claim for each in spots for claim in _of_spot(each)]
    return _made(corpus, "map", "Where projects are, and where rules apply", draw_map(corpus, spots), claims)


def _of_spot(spot: Spot) -> Iterable[Claim]:
    yield from chain.from_iterable(each.claims for each in spot.undertakings)
    yield from chain.from_iterable(each.claims for each in spot.others)
    yield from chain.from_iterable(each.claims for each in spot.rules)
    yield from spot.targeted


def _neighbourhood(corpus: Corpus) -> SharedPicture:
    name = request.args.get(ABOUT, "")
    try:
        it = names.find(corpus, name) if name else ""
    except (names.UnknownName, names.AmbiguousName) as error:
        raise Problem(404, str(error), named=error.named) from error
    if not it:
        raise Problem(400, f"The argument {ABOUT} is missing; it names a thing, as in ?{ABOUT}=Momenta.")
    drawn = draw_neighbourhood(corpus, it)
    claims = [*corpus.by_subject.get(it, []), *corpus.by_object.get(it, [])]
    found = _made(corpus, "neighbourhood", f"{corpus.label(it)}: direct links", drawn, claims)
    return SharedPicture(found.view, found.title, link(it) or "/", found.drawn, found.sources)


def _made(
    corpus: Corpus, view: str, words: str, drawn: Picture | Chart | MapPicture | None, claims: Iterable[Claim]
) -> SharedPicture:
    """Return the picture with the selection in its title.

    Raises:
        Problem: 404 if there is nothing to draw.
    """
    if drawn is None:
        raise Problem(
            404,
            "There is nothing to draw: no project matches all of the filters, or none has a date or place.",
        )
    chosen = overview.requested(corpus) if view != "neighbourhood" else None
    title = f"{words} ({chosen.words})" if chosen else words
    sources = sorted({corpus.label(each.source) for each in claims if each.source})
    return SharedPicture(view, title, f"/{view}{chosen.query if chosen else ''}", drawn, sources)


_MAKERS: dict[str, Callable[[Corpus], SharedPicture]] = {
    "network": _network,
    "map": _map,
    "timeline": _timeline,
    "neighbourhood": _neighbourhood,
}
#: The views that can be taken away.
VIEWS = tuple(_MAKERS)
