"""`/map`: where things happen and where rules apply, on outlines that need no network."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request
from pyoxigraph import RdfFormat, parse

from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.server.pages import assets, entity, outlines, reading, undertakings
from adgo.server.pages.corpus import Corpus
from adgo.server.pages.entity import Rule
from adgo.server.pages.timeline import SHOWN
from adgo.server.pages.undertakings import Undertaking
from adgo.server.site import site

blueprint = Blueprint("worldmap", __name__)
PLACES = Path(__file__).with_name("places.ttl")
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
#: Room for one label, in units of the viewBox.
LETTER, LINE = 7.2, 16.0


@dataclass(frozen=True)
class Position:
    """Where a place lies: degrees, the number of its outline ("" for none), and a page that tells more."""

    latitude: float
    longitude: float
    number: str
    source: str


@dataclass
class Spot:
    """One place with what is told of it; (x, y) its dot and (tx, ty) its label, None where it has no position."""

    iri: str
    label: str
    undertakings: list[Undertaking]
    events: list[str]
    firms: list[str]
    rules: list[Rule]
    x: float | None = None
    y: float | None = None
    tx: float = 0.0
    ty: float = 0.0
    position: Position | None = None

    @property
    def size(self) -> int:
        """How much is told to happen there."""
        return len(self.undertakings) + len(self.events) + len(self.firms)

    @property
    def is_real(self) -> bool:
        """Whether any of it is told as so."""
        return bool(self.events or self.firms) or any(each.is_real for each in self.undertakings)

    @property
    def radius(self) -> float:
        """The dot's radius: its area grows with how much is told."""
        return round(4 + 2.4 * self.size**0.5, 1) if self.size else 3.5


@dataclass
class _Taken:
    boxes: list[tuple[float, float, float]] = field(default_factory=list)

    def free(self, x: float, y: float, width: float) -> bool:
        return all(abs(y - top) >= LINE or x > right or x + width < left for left, right, top in self.boxes)


@blueprint.get("/map")
def page() -> Response:
    """Return the map and its table."""
    corpus = reading.read(site())
    show = request.args.get("show", "")
    found = spots(corpus, show)
    ruled = {each.position.number for each in found if each.rules and each.position and each.position.number}
    response = make_response(
        render_template(
            "map.html",
            c=corpus,
            spots=found,
            outlines=outlines.read(),
            ruled=ruled,
            width=outlines.WIDTH,
            height=outlines.HEIGHT,
            fine=1 / outlines.FINE,
            remedy=assets.REMEDY,
            show=show,
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def spots(corpus: Corpus, show: str = "") -> list[Spot]:
    """Return the places of which anything is told, the one with most first, their labels kept apart.

    Of the undertakings, `real` shows those under way or done, `told` all others, anything else both.
    """
    every = [u for u in undertakings.read(corpus) if show not in SHOWN or u.is_real == (show == "real")]
    found = []
    for it in corpus.of_class("Place"):
        here = [each for each in every if it in (*each.places, *each.markets)]
        about = corpus.by_object.get(it, [])
        events = [
            c.subject for c in about if c.predicate == ADGO + "locatedIn" and corpus.is_a(c.subject, "Event")
        ]
        firms = [c.subject for c in about if c.predicate == ADGO + "headquarteredIn"]
        rules = entity.rules(corpus, it)
        spot = Spot(
            it, corpus.label(it), here, list(dict.fromkeys(events)), list(dict.fromkeys(firms)), rules
        )
        if spot.size or rules:
            found.append(spot)
    found.sort(key=lambda spot: (-spot.size, spot.label))
    settle(found)
    return found


def settle(found: list[Spot]) -> None:
    """Give every spot that has a position its dot, and a label that covers no other."""
    taken = _Taken()
    for spot in found:
        spot.position = positions().get(spot.iri)
        if spot.position is None:
            continue
        spot.x, spot.y = outlines.place(spot.position.latitude, spot.position.longitude)
        width = len(f"{spot.label} {spot.size}") * LETTER
        tries = [
            (x, spot.y + 4 + LINE * step)
            for step in (0, 1, -1, 2, -2, 3, -3)
            for x in (spot.x + spot.radius + 4, spot.x - spot.radius - 4 - width)
        ]
        spot.tx, spot.ty = next((at for at in tries if taken.free(*at, width)), tries[0])
        taken.boxes.append((spot.tx, spot.tx + width, spot.ty))


@cache
def positions() -> dict[str, Position]:
    """Return the positions in `places.ttl`, by place."""
    told: dict[str, dict[str, str]] = {}
    for quad in parse(PLACES.read_bytes(), RdfFormat.TURTLE):
        told.setdefault(str(quad.subject)[1:-1], {})[str(quad.predicate)[1:-1]] = getattr(
            quad.object, "value", ""
        )
    dcterms = PREFIXES["dcterms"]
    return {
        it: Position(
            float(parts[GEO + "lat"]),
            float(parts[GEO + "long"]),
            parts.get(dcterms + "identifier", ""),
            parts[PREFIXES["rdfs"] + "seeAlso"],
        )
        for it, parts in told.items()
    }
