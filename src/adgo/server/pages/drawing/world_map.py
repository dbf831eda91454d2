"""The map: where things happen and where rules apply."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, parse

from adgo.corpus import facts, regulation, undertakings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.facets import PLACE
from adgo.corpus.facts import Fact
from adgo.corpus.regulation import Rule
from adgo.corpus.selection import Selection
from adgo.corpus.undertakings import Undertaking
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.server.pages.drawing import country_outlines

#: The positions of places.
PLACES = Path(__file__).with_name("places.ttl")
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
#: Width of a letter and height of a line, in units of the viewBox.
LETTER, LINE = 7.2, 16.0


@dataclass(frozen=True)
class Position:
    """Where a place is, in degrees, and the page that says so; a country has its number in ISO 3166-1, else ""."""

    latitude: float
    longitude: float
    number: str
    source: str


@dataclass
class Spot:
    """One place with what is known of it, and where its dot (x, y) and its label (tx, ty) are drawn.

    `others` are events and headquarters. `is_known` is False if only a query names the place. x and y are None if the
    position is not known.
    """

    iri: str
    label: str
    undertakings: list[Undertaking] = field(default_factory=list)
    others: list[Fact] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    is_known: bool = True
    x: float | None = None
    y: float | None = None
    tx: float = 0.0
    ty: float = 0.0
    position: Position | None = None

    @property
    def size(self) -> int:
        """The number of undertakings, events and headquarters in it and in its parts."""
        return len(self.undertakings) + len(self.others)

    @property
    def is_ruled(self) -> bool:
        """Whether any rule or barrier is in force there."""
        return any(each.is_real for each in self.rules)

    @property
    def css(self) -> str:
        """The CSS class of its dot: real, planned, ruled (if it has only rules), or unknown."""
        if not self.is_known:
            return "unknown"
        if not self.size:
            return "ruled" if self.is_ruled else "planned"
        stated = [*(each.is_real for each in self.undertakings), *(each.is_real for each in self.others)]
        return "real" if any(stated) else "planned"

    @property
    def radius(self) -> float:
        """The radius of its dot, whose area grows with `size`."""
        return round(4 + 2.4 * self.size**0.5, 1) if self.size else 3.5


@dataclass
class _Taken:
    """The labels placed so far: left and right side, and baseline."""

    boxes: list[tuple[float, float, float]] = field(default_factory=list)

    def free(self, x: float, y: float, width: float) -> bool:
        """Return whether a label would cover no other."""
        return all(abs(y - top) >= LINE or x > right or x + width < left for left, right, top in self.boxes)


def frame() -> dict[str, Any]:
    """Return what the template of a map needs in addition to the spots."""
    return {
        "outlines": country_outlines.read_outlines(),
        "width": country_outlines.WIDTH,
        "height": country_outlines.HEIGHT,
        "fine": 1 / country_outlines.FINE,
    }


def spots(corpus: Corpus, chosen: Selection | None = None) -> list[Spot]:
    """Return the places that have anything selected in them or in their parts, the one with most first.

    If places are chosen, only these and their parts are returned. By default everything is selected.
    """
    chosen = chosen or Selection(corpus, {})
    every, others = chosen.undertakings(), _others(chosen)
    found = []
    for it in _places(chosen):
        here = [each for each in every if undertakings.is_at(corpus, each, it)]
        rules = [each for each in regulation.of(corpus, it) if chosen.selects(each.iri)]
        spot = Spot(it, corpus.label(it), here, _at(corpus, others, it), rules)
        if spot.size or spot.rules:
            found.append(spot)
    found.sort(key=lambda spot: (-spot.size, spot.label))
    place_labels(found)
    return found


def _places(chosen: Selection) -> list[str]:
    """Return the chosen places and their parts; all places if none is chosen."""
    corpus, wanted = chosen.corpus, set(chosen.of(PLACE))
    return [it for it in corpus.of_class("Place") if not wanted or wanted.intersection(corpus.around(it))]


def _others(chosen: Selection) -> list[Claim]:
    """Return the claims on the places of events and headquarters that are selected."""
    corpus = chosen.corpus
    return [
        each
        for each in corpus.claims
        if (each.predicate == ADGO + "headquarteredIn" or _is_event(corpus, each))
        and chosen.selects(each.subject)
    ]


def _at(corpus: Corpus, claims: list[Claim], place: str) -> list[Fact]:
    """Return the facts on what is in a place or in its parts, each thing once."""
    here = [each for each in claims if place in corpus.around(each.object.value)]
    named: dict[str, Fact] = {}
    for fact in facts.gathered(corpus, here, is_inverse=True):
        named.setdefault(fact.term.value, fact)
    return list(named.values())


def _is_event(corpus: Corpus, claim: Claim) -> bool:
    return claim.predicate == ADGO + "locatedIn" and corpus.is_a(claim.subject, "Event")


def place_labels(found: list[Spot]) -> None:
    """Set the dot of every spot whose position is known, and a place for its label, if possible a free one."""
    taken = _Taken()
    for spot in found:
        spot.position = positions().get(spot.iri)
        if spot.position is None:
            continue
        spot.x, spot.y = country_outlines.place(spot.position.latitude, spot.position.longitude)
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
    records: dict[str, dict[str, str]] = {}
    for quad in parse(PLACES.read_bytes(), RdfFormat.TURTLE):
        records.setdefault(str(quad.subject)[1:-1], {})[str(quad.predicate)[1:-1]] = getattr(
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
        for it, parts in records.items()
    }
