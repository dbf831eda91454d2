"""What every drawn page shares: boxes with wrapped labels, and lines between them, in the units of an SVG viewBox."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field


@dataclass
class Box:
    """A labelled box with its top left corner at (x, y); `css` names its look, `href` where it leads."""

    label: str
    href: str
    x: float
    y: float
    width: float
    lines: list[str] = field(default_factory=list)
    css: str = ""
    note: str = ""

    LINE = 15
    PAD = 9

    @property
    def height(self) -> float:
        """The height that its lines need."""
        return len(self.lines) * self.LINE + (self.LINE if self.note else 0) + self.PAD

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return round(self.y + self.height / 2, 1)

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width


@dataclass(frozen=True)
class Line:
    """A curve from one box's side to another's; dashed if it is planned or unconfirmed."""

    start: tuple[float, float]
    end: tuple[float, float]
    css: str = ""
    label: str = ""

    @property
    def path(self) -> str:
        """The curve as SVG path data, level at both ends."""
        (x1, y1), (x2, y2) = self.start, self.end
        bend = round((x1 + x2) / 2, 1)
        return f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"


@dataclass
class Picture:
    """Boxes and lines, and the size of the whole."""

    boxes: list[Box]
    lines: list[Line]
    width: float
    height: float


def wrap(label: str, width: float, most: int = 3) -> list[str]:
    """Return a label in lines that fit a width (units of the viewBox, letters of about 7.2), cut after `most`."""
    lines = textwrap.wrap(label, max(8, int((width - 16) / 7.2)), break_on_hyphens=True) or [label]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return lines


def box(label: str, href: str, width: float, css: str = "", note: str = "") -> Box:
    """Return a box whose place is still to be found."""
    return Box(label, href, 0, 0, width, wrap(label, width), css, note)


def stack(boxes: list[Box], x: float, top: float, gap: float = 8) -> float:
    """Place boxes in a column; return the height at which it ends."""
    y = top
    for each in boxes:
        each.x, each.y = x, y
        y += each.height + gap
    return y
