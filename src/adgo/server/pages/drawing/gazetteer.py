"""Where places are, and which parts of the Earth the map shows: read from `places.ttl` and `frames.ttl`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from adgo.graph.namespaces import PREFIXES

FOLDER = Path(__file__).parent
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
MAP = "urn:adgo:map#"


@dataclass(frozen=True)
class Position:
    """Where a place is, in degrees, and the page that says so.

    `number` is that of a country in ISO 3166-1, `members` are those of the countries of a region; both are empty for
    any other place.
    """

    latitude: float
    longitude: float
    number: str
    members: frozenset[str]
    source: str


@dataclass(frozen=True)
class Frame:
    """A part of the Earth, in degrees; at the latitude `parallel` distances are as wide as they are high."""

    label: str
    west: float
    east: float
    south: float
    north: float
    parallel: float

    def holds(self, position: Position) -> bool:
        """Return whether a position is inside."""
        return self.west < position.longitude < self.east and self.south < position.latitude < self.north


@cache
def positions() -> dict[str, Position]:
    """Return the positions by place."""
    dcterms = PREFIXES["dcterms"]
    return {
        it: Position(
            float(parts[GEO + "lat"][0]),
            float(parts[GEO + "long"][0]),
            parts.get(dcterms + "identifier", [""])[0],
            frozenset(parts.get(dcterms + "hasPart", [])),
            parts[PREFIXES["rdfs"] + "seeAlso"][0],
        )
        for it, parts in _records("places.ttl").items()
    }


@cache
def frames() -> list[Frame]:
    """Return the parts of the Earth that the map shows, the main one first."""
    names = ("west", "east", "south", "north", "parallel")
    return [
        Frame(parts[PREFIXES["rdfs"] + "label"][0], *(float(parts[MAP + name][0]) for name in names))
        for _, parts in sorted(_records("frames.ttl").items())
    ]


def shaded() -> dict[str, Position]:
    """Return the regions that are shaded: those that contain no other region, as a continent does."""
    regions = {it: each for it, each in positions().items() if each.members}
    return {
        it: each
        for it, each in regions.items()
        if not any(other.members < each.members for other in regions.values())
    }


def _records(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the values of each property of each subject in a file of Turtle."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in parse((FOLDER / name).read_bytes(), RdfFormat.TURTLE):
        found[str(quad.subject)[1:-1]][str(quad.predicate)[1:-1]].append(getattr(quad.object, "value", ""))
    return {it: dict(parts) for it, parts in found.items()}
