"""Syntax errors: each with its position and its remedy, all errors of a file in one exception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from adgo.turtle.file_names import printable

#: Characters that control a terminal or reorder text, to visible characters that are shown instead.
_VISIBLE = (
    {code: 0x2400 + code for code in range(0x20) if code != 0x09}
    | {0x7F: 0x2421}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
)


def shown(line: str) -> str:
    """Return a line of a file without characters that control a terminal; every other character keeps its column."""
    return line.translate(_VISIBLE)


@dataclass(frozen=True)
class Fault:
    """One syntax error. Lines and columns are 1-based code points, the end column exclusive; None if unknown."""

    path: str
    line: int | None
    column: int | None
    end_column: int | None
    message: str
    source: str = ""
    #: Whether a lenient reader accepts the term: it fits the syntax, but not the RFC of IRIs or language tags.
    is_loose: bool = False

    def __str__(self) -> str:
        place = "".join(f":{number}" for number in (self.line, self.column) if number is not None)
        return f"{printable(self.path)}{place}: {self.message}"

    def render(self) -> str:
        """Return the message, the source line, and carets under the faulty text."""
        if self.line is None or self.column is None:
            return str(self)
        # Of a very long line, only the part around the fault is shown. Tabs are repeated before the carets.
        start = max(0, self.column - 1 - 60) if len(self.source) > 160 else 0
        excerpt = shown(self.source[start : start + 160])
        before = "".join("\t" if char == "\t" else " " for char in self.source[start : self.column - 1])
        width = max(1, min((self.end_column or 0) - self.column, len(excerpt) - len(before)))
        number = str(self.line)
        return f"{self}\n {number} | {excerpt}\n {' ' * len(number)} | {before}{'^' * width}"


class TurtleError(ValueError):
    """All syntax errors of one file, in the order of their positions; as text, each with its line and carets."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(fault.render() for fault in self.faults)
