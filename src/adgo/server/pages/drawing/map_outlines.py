"""The outlines of places on a map: of countries, of shaded regions, and of all else; whole, or cut to a frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from adgo.server.pages.drawing import country_outlines, gazetteer
from adgo.server.pages.drawing.country_outlines import Ring
from adgo.server.pages.drawing.gazetteer import Frame
from adgo.server.pages.drawing.world_map import Spot

Corner = tuple[float, float]


def members(spot: Spot) -> frozenset[str]:
    """Return the numbers of the countries that a place stands for: itself, or those of a shaded region."""
    if not spot.position:
        return frozenset()
    if spot.position.number:
        return frozenset({spot.position.number}) & all_numbers()
    return spot.position.members & all_numbers() if spot.iri in gazetteer.shaded() else frozenset()


@cache
def all_numbers() -> frozenset[str]:
    """Return the numbers of the countries that have an outline; "" stands for those without a number."""
    return frozenset(each.number for each in country_outlines.read_outlines())


@cache
def whole(numbers: frozenset[str]) -> str:
    """Return the outlines of countries as path data, as far as any frame shows them."""
    rings = (
        ring for each in country_outlines.read_outlines() if each.number in numbers for ring in each.rings
    )
    return "".join(
        country_outlines.path(ring)
        for ring in rings
        if any(_meets(ring, each) for each in gazetteer.frames())
    )


def _meets(ring: Ring, frame: Frame) -> bool:
    """Return whether a ring may be in a frame."""
    left, top = country_outlines.unit(frame.north, frame.west)
    right, bottom = country_outlines.unit(frame.south, frame.east)
    across, down = [x for x, _ in ring], [y for _, y in ring]
    return max(across) > left and min(across) < right and max(down) > top and min(down) < bottom


@cache
def cut(numbers: frozenset[str], frame: Frame, width: float, height: float) -> str:
    """Return the outlines of countries as path data in units of a view, cut to it.

    Args:
        numbers: the numbers of the countries.
        frame: the part of the Earth that the view shows.
        width: the width of the view.
        height: its height.
    """
    left, top = country_outlines.unit(frame.north, frame.west)
    right, bottom = country_outlines.unit(frame.south, frame.east)
    kx, ky = width / (right - left), height / (bottom - top)
    found = []
    for each in country_outlines.read_outlines():
        for ring in each.rings if each.number in numbers else ():
            corners = [((x - left) * kx, (y - top) * ky) for x, y in ring] if _meets(ring, frame) else []
            inside = clip(corners, width, height)
            if inside:
                found.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in inside) + "z")
    return "".join(found)


def clip(ring: list[Corner], width: float, height: float) -> list[Corner]:
    """Return the part of a ring that is in a rectangle from (0, 0) (the algorithm of Sutherland and Hodgman)."""
    for axis, limit, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        ring = _half(ring, partial(_depth, axis, limit, sign))
    return ring


def _depth(axis: int, limit: float, sign: int, at: Corner) -> float:
    """Return how far a corner is on the inner side of a limit."""
    return (at[axis] - limit) * sign


def _half(ring: list[Corner], depth: Callable[[Corner], float]) -> list[Corner]:
    """Return the part of a ring where the depth is not negative."""
    found: list[Corner] = []
    for one, other in zip(ring, ring[1:] + ring[:1], strict=True):
        before, after = depth(one), depth(other)
        if before >= 0:
            found.append(one)
        if (before >= 0) != (after >= 0):
            part = before / (before - after)
            found.append((one[0] + part * (other[0] - one[0]), one[1] + part * (other[1] - one[1])))
    return found
