"""Colour for terminals only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_LEVELS = ("31;1", "33;1", "36;1")


@dataclass(frozen=True, slots=True)
class Style:
    """Writes ANSI codes around text if `colour` is true."""

    colour: bool = False

    def _with(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def bold(self, text: str) -> str:
        """Return the text bold."""
        return self._with("1", text)

    def dim(self, text: str) -> str:
        """Return the text dim."""
        return self._with("2", text)

    def caret(self, text: str) -> str:
        """Return the text in the colour of carets."""
        return self._with("32;1", text)

    def level(self, text: str, level: int) -> str:
        """Return the text in the colour of a level; 0 is the most severe."""
        return self._with(_LEVELS[level], text)


PLAIN = Style()


def style_for(is_terminal: bool, environment: Mapping[str, str]) -> Style:
    """Return a style with colour for a terminal, unless `NO_COLOR` is set (no-color.org) or `TERM` is dumb."""
    return Style(is_terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb")
