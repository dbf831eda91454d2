"""The lines of a text: the line and column of an offset, and the text of a line."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

LINE_END = re.compile(r"\r\n?|\n")

#: Characters of a block. Line ends are counted per block, because few lines of a file are ever looked up.
BLOCK = 4096


class Lines:
    """A text by lines; a line ends with a carriage return, a line feed, or both in this order."""

    def __init__(self, text: str) -> None:
        """Count the line ends before each block, and record where the line starts in which the block starts."""
        self.text = text
        #: The text with a line feed as the last character of every line end, and nowhere else.
        self._ended = text.replace("\r\n", " \n").replace("\r", "\n") if "\r" in text else text
        self._ends, self._starts = array("i", [0]), array("i", [0])
        for place in range(0, len(text), BLOCK):
            stop = place + BLOCK
            self._ends.append(self._ends[-1] + self._ended.count("\n", place, stop))
            last = self._ended.rfind("\n", place, stop)
            self._starts.append(self._starts[-1] if last < 0 else last + 1)

    def __len__(self) -> int:
        return self._ends[-1] + 1

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset, both 1-based; a tab is one column."""
        block = offset // BLOCK
        place = block * BLOCK
        line = self._ends[block] + self._ended.count("\n", place, offset) + 1
        last = self._ended.rfind("\n", place, offset)
        return line, offset - (self._starts[block] if last < 0 else last + 1) + 1

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1, without its line end; "" if there is no such line."""
        if not 1 <= number <= len(self):
            return ""
        block = max(0, bisect_left(self._ends, number - 1) - 1)
        start = block * BLOCK
        for _ in range(number - 1 - self._ends[block]):
            start = self._ended.index("\n", start) + 1
        end = self._ended.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)].rstrip("\r\n")
