"""A map as drawn: its main frame and insets, with countries, regions, dots, labels and arrows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from adgo.corpus.corpus import Corpus
from adgo.server.pages.drawing import country_outlines, gazetteer, map_outlines
from adgo.server.pages.drawing.arrows import Arrow, find_arrows
from adgo.server.pages.drawing.country_outlines import FINE
from adgo.server.pages.drawing.gazetteer import Frame
from adgo.server.pages.drawing.legend import ENDED, PLANNED, REAL, Entry
from adgo.server.pages.drawing.map_labels import LabelRoom
from adgo.server.pages.drawing.world_map import Spot

#: Widths in units of the viewBox: the whole map, the main frame beside insets, and the map of a narrow window.
WIDTH, MAIN, NARROW = 1040.0, 640.0, 320.0
#: The space between two frames.
GAP = 12.0


@dataclass(frozen=True)
class PlaceMark:
    """A spot as drawn: its dot, if it is not a region, and its label, which begins at (tx, ty)."""

    spot: Spot
    x: float
    y: float
    tx: float
    ty: float


@dataclass(frozen=True)
class DrawnArrow:
    """An arrow as drawn: its path, the path of its head, and what it stands for."""

    arrow: Arrow
    path: str
    head: str


@dataclass(frozen=True)
class View:
    """A frame as drawn: its corner and size, the transform of its outlines, and what is in it."""

    frame: Frame
    x: float
    y: float
    width: float
    height: float
    is_main: bool
    marks: list[PlaceMark]
    arrows: list[DrawnArrow]

    @property
    def transform(self) -> str:
        """The transform from units of the outlines into the frame."""
        kx, ky = self._scale()
        left, top = country_outlines.unit(self.frame.north, self.frame.west)
        return f"matrix({kx / FINE:.5f} 0 0 {ky / FINE:.5f} {-left * kx / FINE:.2f} {-top * ky / FINE:.2f})"

    @property
    def hairline(self) -> float:
        """The width of the borders of countries, in units of the outlines."""
        return round(0.8 * FINE / self._scale()[1], 2)

    def cut(self, numbers: frozenset[str]) -> str:
        """Return the outlines of countries as path data, cut to the frame."""
        return map_outlines.cut(numbers, self.frame, self.width, self.height)

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return the place of a point on Earth in the frame."""
        kx, ky = self._scale()
        return round((longitude - self.frame.west) * kx, 1), round((self.frame.north - latitude) * ky, 1)

    def _scale(self) -> tuple[float, float]:
        return self.width / (self.frame.east - self.frame.west), self.height / (
            self.frame.north - self.frame.south
        )


@dataclass(frozen=True)
class MapPicture:
    """A map: its views, the main one first, the size of the whole, and what it shows."""

    corpus: Corpus
    spots: list[Spot]
    views: list[View]
    width: float
    height: float

    @property
    def narrow(self) -> MapPicture | None:
        """The same for a narrow window."""
        return draw_map(self.corpus, self.spots, NARROW)

    @property
    def linked(self) -> list[tuple[str, Spot]]:
        """The places of which the outline is drawn, each with the name of its outline; regions come first."""
        found = [
            (f"land-{number}", spot) for number, spot in enumerate(self.spots) if map_outlines.members(spot)
        ]
        return sorted(found, key=lambda pair: not pair[1].is_region)

    @property
    def lands(self) -> list[tuple[str, str]]:
        """The outlines by name, as path data."""
        return [(name, map_outlines.whole(numbers)) for name, numbers in self.parts.items()]

    @property
    def parts(self) -> dict[str, frozenset[str]]:
        """The numbers of the countries that each outline has: that of each place, and that of all else, "land"."""
        places = [(name, map_outlines.members(spot)) for name, spot in self.linked]
        rest = map_outlines.all_numbers() - frozenset[str]().union(*(numbers for _, numbers in places))
        return {**dict(places), "land": rest}

    @property
    def ruled(self) -> list[str]:
        """The names of the outlines in which rules or barriers are in force."""
        return [name for name, spot in self.linked if spot.is_wholly_ruled]

    @property
    def off(self) -> list[Spot]:
        """The places that are not on the map."""
        drawn = {mark.spot.iri for view in self.views for mark in view.marks}
        return [each for each in self.spots if each.iri not in drawn]

    @property
    def legend(self) -> list[Entry]:
        """Its marks, with what they mean."""
        marks = [mark for view in self.views for mark in view.marks]
        dots = {mark.spot.css for mark in marks if not mark.spot.is_region}
        arrows = {each.arrow.css for view in self.views for each in view.arrows}
        words = "firms of one country in another place"
        offered = (
            ("real" in dots, Entry("dot", "real", f"{REAL}, at least in part")),
            ("ended" in dots, Entry("dot", "ended", f"only {ENDED}")),
            ("planned" in dots, Entry("dot", "planned", f"only {PLANNED}")),
            (
                any("+" in mark.spot.count for mark in marks),
                Entry("sum", "", f"2 in operation, done or ended, and 1 {PLANNED}"),
            ),
            ("ruled" in dots, Entry("dot", "ruled", "only rules or barriers")),
            (any(mark.spot.is_region for mark in marks), Entry("land", "region", "a region")),
            (bool(self.ruled), Entry("stripes", "", "rules or barriers in force")),
            (any(mark.spot.targeted for mark in marks), Entry("target", "", "named as a target market")),
            ("real" in arrows, Entry("aim", "real", f"{words}: {REAL}, at least in part")),
            ("ended" in arrows, Entry("aim", "ended", f"{words}: only {ENDED}")),
            ("planned" in arrows, Entry("aim", "planned", f"{words}: only {PLANNED}")),
        )
        return [entry for is_there, entry in offered if is_there]


def draw_map(corpus: Corpus, spots: list[Spot], width: float = WIDTH) -> MapPicture | None:
    """Return the map of places; None if no position is known, or if the outlines of countries are missing.

    Args:
        corpus: the graph.
        spots: the places.
        width: the width of the whole: `WIDTH` or `NARROW`.
    """
    placed = [each for each in spots if each.position]
    if not placed or not country_outlines.read_outlines():
        return None
    main, *insets = gazetteer.frames()
    insets = [each for each in insets if any(_is_dot(spot, each) for spot in placed)]
    arrows = find_arrows(corpus, placed)
    first, *others = _corners(main, insets, width)
    views = [_view(main, first, _in_main(main, insets, placed, arrows), arrows)]
    for frame, corner in zip(insets, others, strict=True):
        views.append(_view(frame, corner, [each for each in placed if _is_dot(each, frame)], []))
    return MapPicture(corpus, spots, views, width, max(each.y + each.height for each in views))


def _is_dot(spot: Spot, frame: Frame) -> bool:
    return bool(spot.position and not spot.position.members and frame.holds(spot.position))


def _corners(main: Frame, insets: list[Frame], width: float) -> list[tuple[float, float, float]]:
    """Return the left side, the top and the width of each frame: insets on the right, the last below the main one."""
    if width == NARROW or not insets:
        tops = [0.0]
        for each in [main, *insets]:
            tops.append(tops[-1] + width / _shape(each) + GAP)
        return [(0.0, top, width) for top in tops[:-1]]
    left = MAIN + GAP
    beside = (
        insets if len(insets) == 1 else [each for each in insets if each is not insets[-1] or len(insets) < 3]
    )
    tops = [0.0]
    for each in beside:
        tops.append(tops[-1] + (width - left) / _shape(each) + GAP)
    corners = [(0.0, 0.0, MAIN), *((left, top, width - left) for top in tops[:-1])]
    below = MAIN / _shape(main) + GAP
    return [*corners, *((0.0, below, MAIN / 2) for _ in insets[len(beside) :])]


def _shape(frame: Frame) -> float:
    """Return the width of a frame divided by its height."""
    across = (frame.east - frame.west) * math.cos(math.radians(frame.parallel))
    return across / (frame.north - frame.south)


def _view(frame: Frame, corner: tuple[float, float, float], shown: list[Spot], arrows: list[Arrow]) -> View:
    """Return a frame as drawn, with what it shows."""
    x, y, width = corner
    view = View(frame, x, y, width, round(width / _shape(frame), 1), not x and not y, [], [])
    view.marks.extend(_marks(view, shown))
    view.arrows.extend(_arrow(view, each) for each in arrows)
    return view


def _in_main(main: Frame, insets: list[Frame], spots: list[Spot], arrows: list[Arrow]) -> list[Spot]:
    """Return what the main frame shows: regions, the ends of arrows, and what is in no inset."""
    ends = {end for each in arrows for end in (each.origin, each.target)}
    return [
        each
        for each in spots
        if each.position
        and main.holds(each.position)
        and (each.is_region or each.iri in ends or not any(_is_dot(each, inset) for inset in insets))
    ]


def _marks(view: View, spots: list[Spot]) -> list[PlaceMark]:
    """Return the spots with their labels; regions come first, and dots take their room before all labels."""
    room = LabelRoom(view.width, view.height)
    room.taken.append((0.0, 0.0, len(view.frame.label) * 8.0 + 10, 22.0))
    at = {
        each.iri: view.place(each.position.latitude, each.position.longitude)
        for each in spots
        if each.position
    }
    for each in spots:
        if each.position and not each.position.members:
            room.dot(*at[each.iri], each.radius)
    found = []
    for each in sorted(spots, key=lambda spot: not spot.is_region):
        x, y = at[each.iri]
        text = "oo" * bool(each.targeted) + each.words  # The mark of a target is as wide as two letters.
        tx, ty = room.centred(x, y, text) if each.is_region else room.beside(x, y, each.radius, text)
        found.append(PlaceMark(each, x, y, tx, ty))
    return found


def _arrow(view: View, arrow: Arrow) -> DrawnArrow:
    """Return an arrow as drawn: bent to its left, from beside its origin to beside its target."""
    places = gazetteer.positions()
    (x1, y1), (x2, y2) = (
        view.place(places[it].latitude, places[it].longitude) for it in (arrow.origin, arrow.target)
    )
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    bx, by = (x1 + x2) / 2 + uy * length * 0.22, (y1 + y2) / 2 - ux * length * 0.22
    part = min(1.0, length / 120)
    x1, y1 = _towards(x1, y1, bx, by, 14 * part)
    x2, y2 = _towards(x2, y2, bx, by, 22 * part)
    hx, hy = _towards(x2, y2, bx, by, 11)
    wx, wy = (y2 - hy) * 0.5, (hx - x2) * 0.5
    head = f"M{x2:.1f} {y2:.1f}L{hx + wx:.1f} {hy + wy:.1f}L{hx - wx:.1f} {hy - wy:.1f}z"
    return DrawnArrow(arrow, f"M{x1:.1f} {y1:.1f}Q{bx:.1f} {by:.1f} {hx:.1f} {hy:.1f}", head)


def _towards(x: float, y: float, bx: float, by: float, distance: float) -> tuple[float, float]:
    """Return the point at a distance from (x, y) on the way to (bx, by)."""
    length = math.hypot(bx - x, by - y) or 1.0
    return x + (bx - x) / length * distance, y + (by - y) / length * distance
