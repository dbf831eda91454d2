"""Where the labels of a map go: beside their dots, inside the frame, and if possible over nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

#: The height of a line of text, and the width of a letter of it, plain and bold, in units of the viewBox.
LINE, LETTER, BOLD = 16.0, 8.0, 9.0
#: How many lines a label may move up or down from its dot.
STEPS = (0, 1, -1, 2, -2, 3, -3, 4, -4)


@dataclass
class LabelRoom:
    """The room for labels in a frame, and the rectangles that are taken (left, top, right, bottom)."""

    width: float
    height: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def dot(self, x: float, y: float, radius: float) -> None:
        """Take the room of a dot.

        Args:
            x: the x of its middle.
            y: the y of its middle.
            radius: its radius.
        """
        self.taken.append((x - radius, y - radius, x + radius, y + radius))

    def beside(self, x: float, y: float, radius: float, text: str) -> tuple[float, float]:
        """Return where the label of a dot begins, and its baseline; take the room.

        Args:
            x: the x of the dot.
            y: the y of the dot.
            radius: the radius of the dot.
            text: the label.
        """
        width = len(text) * LETTER
        tries = [
            (left, y + 5 + LINE * step)
            for step in STEPS
            for left in (x + radius + 4, x - radius - 4 - width, x - width / 2)
            if step or left != x - width / 2
        ]
        return self._take(tries, width)

    def centred(self, x: float, y: float, text: str) -> tuple[float, float]:
        """Return where a bold label begins that has its middle at a point, and its baseline; take the room.

        Args:
            x: the x of the point.
            y: the y of the point.
            text: the label.
        """
        width = len(text) * BOLD
        return self._take([(x - width / 2, y + LINE * step) for step in STEPS], width)

    def _take(self, tries: list[tuple[float, float]], width: float) -> tuple[float, float]:
        """Return the place in which a label covers least, the first of those alike."""
        free = (at for at in tries if not self._covered(at[0], at[1], width))
        x, y = next(free, None) or min(tries, key=lambda at: self._covered(at[0], at[1], width))
        self.taken.append(_rectangle(x, y, width))
        return round(x, 1), round(y, 1)

    def _covered(self, x: float, y: float, width: float) -> float:
        """Return the area that a label would have over others and outside the frame."""
        left, top, right, bottom = _rectangle(x, y, width)
        inside = _common((left, top, right, bottom), (2.0, 2.0, self.width - 2, self.height - 2))
        outside = (right - left) * (bottom - top) - inside
        return 4 * outside + sum(_common((left, top, right, bottom), each) for each in self.taken)


def _rectangle(x: float, y: float, width: float) -> tuple[float, float, float, float]:
    return x, y - LINE + 4, x + width, y + 4


def _common(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """Return the area that two rectangles have in common."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, across) * max(0.0, down)
