"""What all pictures share: boxes with wrapped labels and lines between them, in units of an SVG viewBox."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

#: The most letters of a label that are looked at for one line.
MOST_LETTERS = 100


@dataclass
class Box:
    """A labelled box with its top left corner at (x, y), its CSS class and its link ("" for none)."""

    label: str
    href: str
    x: float
    y: float
    width: float
    lines: list[str] = field(default_factory=list)
    css: str = ""
    note: str = ""

    #: Height of a line of text, and of what is above and below the text.
    LINE = 15
    PAD = 9

    @property
    def height(self) -> float:
        """Its height."""
        return len(self.lines) * self.LINE + (self.LINE if self.note else 0) + self.PAD

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return round(self.y + self.height / 2, 1)

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width


@dataclass(frozen=True)
class Line:
    """A curve from the side of one box to the side of another, with its CSS class and its tooltip."""

    start: tuple[float, float]
    end: tuple[float, float]
    css: str = ""
    label: str = ""

    @property
    def path(self) -> str:
        """The curve as SVG path data, horizontal at both ends."""
        (x1, y1), (x2, y2) = self.start, self.end
        bend = round((x1 + x2) / 2, 1)
        return f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"


@dataclass
class Picture:
    """Boxes, lines, and the size of the whole."""

    boxes: list[Box]
    lines: list[Line]
    width: float
    height: float


def wrap(label: str, width: float, most: int = 3) -> list[str]:
    """Return a label in lines that fit a width.

    Args:
        label: the label.
        width: the width in units of the viewBox, of which a letter takes about 7.2.
        most: the most lines; the rest is cut.
    """
    label = label[: MOST_LETTERS * most]
    lines = textwrap.wrap(label, max(8, int((width - 16) / 7.2)), break_on_hyphens=True) or [label]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return lines


def box(label: str, href: str, width: float, css: str = "", note: str = "") -> Box:
    """Return a box at (0, 0), to be placed later.

    Args:
        label: the label.
        href: where it links; "" for nowhere.
        width: its width.
        css: its CSS class.
        note: a small line below the label; "" for none.
    """
    return Box(label, href, 0, 0, width, wrap(label, width), css, note)


def stack(boxes: list[Box], x: float, top: float, gap: float = 8) -> float:
    """Place boxes in a column and return the y at which it ends.

    Args:
        boxes: the boxes, from top to bottom.
        x: the left side of the column.
        top: where the column begins.
        gap: the space between two boxes.
    """
    y = top
    for each in boxes:
        each.x, each.y = x, y
        y += each.height + gap
    return y
