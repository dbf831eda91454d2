"""The outlines of countries, from a TopoJSON file (Natural Earth, 1 : 110 million)."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from adgo.server.pages.assets import OUTLINES, VENDOR

#: Paths are in twentieths of a degree, east and south of (-180, 90), so that they need no decimal points.
FINE = 20
#: The right end of a path's coordinates; a ring that crosses the 180th meridian continues beyond it.
TURN = 360 * FINE

Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Outline:
    """One country: its number in ISO 3166-1 ("" if it has none), its name, and its rings in units of a path."""

    number: str
    name: str
    rings: tuple[Ring, ...]

    def contains(self, latitude: float, longitude: float) -> bool:
        """Return whether a point on Earth, given in degrees, is inside it (the even-odd rule)."""
        x, y = unit(latitude, longitude)
        crossed = 0
        for ring in self.rings:
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                    crossed += 1
        return crossed % 2 == 1

    def distance(self, latitude: float, longitude: float) -> float:
        """Return how far a point on Earth is from the nearest corner of the outline, in degrees."""
        x, y = unit(latitude, longitude)
        return min(math.hypot(x - a, y - b) for ring in self.rings for a, b in ring) / FINE


def unit(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the place of a point on Earth, given in degrees, in units of a path."""
    return (longitude + 180) * FINE, (90 - latitude) * FINE


@cache
def read_outlines() -> list[Outline]:
    """Return the outlines; an empty list if the installation has none."""
    try:
        topology = json.loads((VENDOR / OUTLINES).read_text(encoding="utf-8"))
    except OSError:
        return []
    arcs = _arcs(topology)
    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = tuple(_ring(ring, arcs) for polygon in polygons for ring in polygon)
        found.append(Outline(str(shape.get("id", "")), shape["properties"]["name"], rings))
    return found


def _arcs(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Return the arcs in units of a path (TopoJSON 1.0, section 2.1.4: each point is relative to the last)."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[tuple[int, int]] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            across, down = unit(y * ky + dy, x * kx + dx)
            points.append((round(across), round(down)))
        arcs.append(points)
    return arcs


def _ring(indices: list[int], arcs: list[list[tuple[int, int]]]) -> Ring:
    """Return one ring; an arc with the index ~i is the arc i backwards.

    A ring that crosses the 180th meridian continues beyond it, instead of across the whole map.
    """
    points: list[tuple[int, int]] = []
    for index in indices:
        arc = arcs[~index][::-1] if index < 0 else arcs[index]
        points += arc[1:] if points else arc
    whole = [points[0]]
    for across, down in points[1:]:
        across += TURN * round((whole[-1][0] - across) / TURN)
        if (across, down) != whole[-1]:
            whole.append((across, down))
    return tuple(whole)


def path(ring: Ring) -> str:
    """Return a ring as SVG path data."""
    steps = [f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z" if steps else ""
