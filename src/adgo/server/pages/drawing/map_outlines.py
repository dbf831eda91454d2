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
    frames = gazetteer.frames()
    rings = (ring for ring in _rings(numbers) if any(_meets(ring, each) for each in frames))
    return "".join(map(country_outlines.path, rings))


def _meets(ring: Ring, frame: Frame) -> bool:
    """Return whether a ring may be in a frame."""
    (left, top), (right, bottom) = _corners(frame)
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
    (left, top), (right, bottom) = _corners(frame)
    kx, ky = width / (right - left), height / (bottom - top)
    rings = (
        clip([((x - left) * kx, (y - top) * ky) for x, y in ring], width, height)
        for ring in _rings(numbers)
        if _meets(ring, frame)
    )
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "z" for ring in rings if ring)


def _rings(numbers: frozenset[str]) -> list[Ring]:
    """Return the outlines of countries."""
    return [
        ring for each in country_outlines.read_outlines() if each.number in numbers for ring in each.rings
    ]


def _corners(frame: Frame) -> tuple[Corner, Corner]:
    """Return the north-western and the south-eastern corner of a frame in units of the outlines."""
    return country_outlines.unit(frame.north, frame.west), country_outlines.unit(frame.south, frame.east)


def clip(ring: list[Corner], width: float, height: float) -> list[Corner]:
    """Return the part of a ring that is in a rectangle from (0, 0) (the algorithm of Sutherland and Hodgman).

    Args:
        ring: the corners.
        width: the width of the rectangle.
        height: its height.
    """
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
