"""The program that draws a PNG: it reads a JSON document from standard input and writes the PNG to standard output.

The document has the members `svg`, `cautious` (the same picture with a sentence about missing letters) and `zoom`. It
runs as a process of its own because resvg holds the interpreter's lock while it draws.
"""

from __future__ import annotations

import json
import os
import re
import sys

#: Exit codes: there is no resvg-py for this machine, or the machine has no fonts.
NO_LIBRARY, NO_FONTS = 3, 4
#: A character that no font has: it is drawn as every missing one.
MISSING = "\U0010fffd"
#: The last character that every font for Latin letters has.
LATIN = 0x2FF
#: Fonts to draw with, in the order of preference: the machine's own choice, else the first that the machine has.
FAMILIES = (None, "DejaVu Sans", "Liberation Sans", "Noto Sans", "Helvetica")
_TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def main() -> int:
    """Draw the picture that standard input describes; return the exit code."""
    try:
        import resvg_py
    except ImportError:
        return NO_LIBRARY
    if hasattr(os, "nice"):
        os.nice(5)  # Pages are more urgent.
    given = json.load(sys.stdin)

    def drawn(svg: str, family: str | None, zoom: float = 1) -> bytes:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, sans_serif_family=family))

    def glyph(letter: str, family: str | None) -> bytes:
        text = f'<text x="4" y="18" font-size="16" font-family="sans-serif">{letter}</text>'
        return drawn(f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">{text}</svg>', family)

    fonts = [each for each in FAMILIES if glyph("A", each) != glyph(" ", each)]
    if not fonts:
        return NO_FONTS
    font = fonts[0]
    letters = {each for text in _TEXT.findall(given["svg"]) for each in text if ord(each) > LATIN}
    name = "cautious" if any(glyph(each, font) == glyph(MISSING, font) for each in letters) else "svg"
    sys.stdout.buffer.write(drawn(given[name], font, given["zoom"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
