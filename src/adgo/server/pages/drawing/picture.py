"""What all pictures share: boxes with wrapped labels and lines between them, in units of an SVG viewBox."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from functools import cached_property

from adgo.server.pages.drawing.legend import NEIGHBOURHOOD, NETWORK, Entry

#: The most letters of a label that are looked at for one line.
MOST_LETTERS = 100
#: The width of a letter of a picture's text, in units of the viewBox.
LETTER = 7.6
#: How far a line between two boxes of one column bends away from the column.
BEND = 46.0


@dataclass(eq=False)
class Box:
    """A labelled box with its top left corner at (x, y), its CSS class and its link ("" for none)."""

    label: str
    href: str
    x: float
    y: float
    width: float
    lines: list[str] = field(default_factory=list)
    css: str = ""
    note: list[str] = field(default_factory=list)

    #: Height of a line of text, and of what is above and below the text.
    LINE = 17
    PAD = 10

    @property
    def height(self) -> float:
        """Its height."""
        return (len(self.lines) + len(self.note)) * self.LINE + self.PAD

    @property
    def middle(self) -> float:
        """The y of its middle."""
        return round(self.y + self.height / 2, 1)

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width


@dataclass(frozen=True, eq=False)
class Edge:
    """A curve between two boxes: its CSS class, and its name, which says what links them.

    For lists, `role` says what the other end is to the first, as in "market", and `doubt` that it is not certain.
    """

    one: Box
    other: Box
    css: str
    label: str
    role: str = ""
    doubt: str = ""

    @property
    def path(self) -> str:
        """The curve as SVG path data, horizontal at both ends; within one column it is an arc at the side."""
        left, right = sorted((self.one, self.other), key=lambda each: each.x)
        if left.right <= right.x:
            (x1, y1), (x2, y2) = (left.right, left.middle), (right.x, right.middle)
            bend = round((x1 + x2) / 2, 1)
            return f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"
        x, y1, y2 = (
            (left.right, left.middle, right.middle) if not left.x else (left.x, left.middle, right.middle)
        )
        bend = x + (BEND if not left.x else -BEND)
        return f"M{x:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x:g} {y2:g}"


@dataclass
class Item:
    """One line of a picture as a nested list: a box, the line that leads to it (None for the first), the next boxes."""

    box: Box
    line: Edge | None
    below: list[Item]


@dataclass
class Picture:
    """Boxes, lines, and the size of the whole; `centre` is the box around which all others are, if there is one."""

    boxes: list[Box]
    lines: list[Edge]
    width: float
    height: float
    centre: Box | None = None

    @property
    def legend(self) -> list[Entry]:
        """Its marks, with what they mean; that of what has ended only if it has any."""
        drawn = {each.css for each in self.boxes} | {each.css for each in self.lines}
        entries = NEIGHBOURHOOD if self.centre else NETWORK
        return [each for each in entries if each.css != "ended" or each.css in drawn]

    @cached_property
    def ends(self) -> dict[int, list[tuple[int, Box]]]:
        """For the `id` of each box the lines at it, by number, and the box at the other end of each."""
        found: dict[int, list[tuple[int, Box]]] = {id(each): [] for each in self.boxes}
        for number, line in enumerate(self.lines):
            found[id(line.one)].append((number, line.other))
            found[id(line.other)].append((number, line.one))
        return found

    def reach(self, box: Box) -> tuple[list[int], list[int]]:
        """Return the numbers of the lines at a box, and of the boxes at their other ends."""
        ends = self.ends[id(box)]
        return [number for number, _ in ends], list(
            dict.fromkeys(self._numbers[id(other)] for _, other in ends)
        )

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(each): number for number, each in enumerate(self.boxes)}

    def outline(self) -> list[Item]:
        """Return the picture as a nested list, from left to right, the boxes with most lines first.

        Around a centre it has only what is around it.
        """
        if self.centre:
            return [Item(box, self.lines[number], []) for number, box in self.ends[id(self.centre)]]
        roots = [each for each in self.boxes if all(other.x >= each.x for _, other in self.ends[id(each)])]
        items = [Item(each, None, self._below(each)) for each in roots]
        return sorted(items, key=lambda item: ("folded" in item.box.css, -len(item.below)))

    def _below(self, box: Box) -> list[Item]:
        """Return the boxes at the lines of a box: those further right with what follows, those below it without."""
        return [
            Item(other, self.lines[number], self._below(other) if other.x > box.x else [])
            for number, other in self.ends[id(box)]
            if (other.x, other.y) > (box.x, box.y)
        ]


def wrap(label: str, width: float, most: int = 3) -> list[str]:
    """Return a label in lines that fit a width.

    Args:
        label: the label.
        width: the width in units of the viewBox.
        most: the most lines; the rest is cut.
    """
    label = label[: MOST_LETTERS * most]
    lines = textwrap.wrap(label, max(8, int((width - 16) / LETTER)), break_on_hyphens=True) or [label]
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
        note: smaller words below the label; "" for none.
    """
    return Box(label, href, 0, 0, width, wrap(label, width), css, wrap(note, width, 2) if note else [])


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
