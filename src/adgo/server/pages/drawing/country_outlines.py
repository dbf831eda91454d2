"""The outlines of countries as SVG paths, from a TopoJSON file (Natural Earth, 1 : 110 million)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from adgo.server.pages.assets import OUTLINES, VENDOR

#: The equirectangular map: the degrees that it shows.
WEST, EAST, NORTH, SOUTH = -170.0, 190.0, 80.0, -57.0
#: Units of the viewBox for each degree.
SCALE = 2.9
#: The size of the map in units of the viewBox.
WIDTH, HEIGHT = (EAST - WEST) * SCALE, (NORTH - SOUTH) * SCALE
#: Paths are in tenths of a unit, so that they need no decimal points.
FINE = 10


@dataclass(frozen=True)
class Outline:
    """One country: its number in ISO 3166-1 ("" if it has none), its name, and its path in tenths of a unit."""

    number: str
    name: str
    path: str


def place(latitude: float, longitude: float) -> tuple[float, float]:
    """Return the place in the viewBox of a point on Earth, given in degrees."""
    return round((longitude - WEST) * SCALE, 1), round((NORTH - latitude) * SCALE, 1)


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
        path = "".join(_ring(ring, arcs) for polygon in polygons for ring in polygon)
        if shape["properties"]["name"] != "Antarctica":
            found.append(Outline(str(shape.get("id", "")), shape["properties"]["name"], path))
    return found


def _arcs(topology: dict[str, Any]) -> list[list[tuple[int, int]]]:
    """Return the arcs in tenths of a unit (TopoJSON 1.0, section 2.1.4: each point is relative to the last)."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[tuple[int, int]] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            across, down = place(y * ky + dy, x * kx + dx)
            points.append((round(across * FINE), round(down * FINE)))
        arcs.append(points)
    return arcs


def _ring(indices: list[int], arcs: list[list[tuple[int, int]]]) -> str:
    """Return one ring as path data; an arc with the index ~i is the arc i backwards.

    A ring that crosses the 180th meridian continues beyond the frame, instead of across the whole map.
    """
    points: list[tuple[int, int]] = []
    for index in indices:
        arc = arcs[~index][::-1] if index < 0 else arcs[index]
        points += arc[1:] if points else arc
    (x, y), pieces = points[0], []
    turn = round(360 * SCALE * FINE)
    for across, down in points[1:]:
        across += turn * round((x - across) / turn)
        if (across, down) != (x, y):
            pieces.append(f"{across - x} {down - y}")
            x, y = across, down
    return f"M{points[0][0]} {points[0][1]}l{' '.join(pieces)}z" if pieces else ""
