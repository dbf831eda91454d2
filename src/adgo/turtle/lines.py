"""The lines of a text: which of them an offset is on, and what they say."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

LINE_END = re.compile(r"\r\n?|\n")

#: Line ends are counted by stretches of so many characters: few lines of a file are ever asked for.
STRETCH = 4096


class Lines:
    """A text by its lines, which end with a line feed, a carriage return, or both in this order."""

    def __init__(self, text: str) -> None:
        """Count the line ends of each stretch, and note where the line begins that a stretch begins in."""
        self.text = text
        #: The text with a line feed, and nothing else, as the last character of every line end.
        self._ended = text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text
        self._ends, self._starts = array("i", [0]), array("i", [0])
        for place in range(0, len(text), STRETCH):
            stop = place + STRETCH
            self._ends.append(self._ends[-1] + self._ended.count("\n", place, stop))
            last = self._ended.rfind("\n", place, stop)
            self._starts.append(self._starts[-1] if last < 0 else last + 1)

    def __len__(self) -> int:
        return self._ends[-1] + 1

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both 1-based; a tab is one column."""
        stretch = offset // STRETCH
        place = stretch * STRETCH
        line = self._ends[stretch] + self._ended.count("\n", place, offset) + 1
        last = self._ended.rfind("\n", place, offset)
        return line, offset - (self._starts[stretch] if last < 0 else last + 1) + 1

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its end; "" where there is no such line."""
        if not 1 <= number <= len(self):
            return ""
        stretch = max(0, bisect_left(self._ends, number - 1) - 1)
        start = stretch * STRETCH
        for _ in range(number - 1 - self._ends[stretch]):
            start = self._ended.index("\n", start) + 1
        end = self._ended.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r\n")
