"""A picture as an SVG document that stands alone: title, legend, drawing, sources, version and date; light colours."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import render_template

from adgo.corpus import dates
from adgo.corpus.references import DataState
from adgo.server.pages.drawing.legend import Entry
from adgo.server.pages.drawing.picture import LETTER
from adgo.server.pages.filters import from_root
from adgo.server.pages.pictures.shared_picture import SharedPicture
from adgo.server.pages.rendering import without_forbidden

STATIC = Path(__file__).resolve().parents[2] / "static"
#: The space around the drawing, the height of a line of text, and the width of a mark of the legend with its space.
MARGIN, LINE, MARK = 24.0, 19.0, 34.0
#: How much wider than a letter of text a letter of the title is.
TITLE = 1.5
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COLOUR = re.compile(r"(--[a-z-]+):\s*([^;]+);")
_USED = re.compile(r"var\((--[a-z-]+)\)")


@dataclass(frozen=True)
class LegendMark:
    """A mark of the legend, and where it is."""

    entry: Entry
    x: float
    y: float


def compose(picture: SharedPicture, root: str, edition: DataState, caution: str = "") -> str:
    """Return the SVG document.

    Args:
        picture: the picture.
        root: the address of the site, without a slash at its end; links are absolute.
        edition: the version, the data and the day that the document names.
        caution: a sentence to add at the end; "" for none.
    """
    width = picture.drawn.width
    title = textwrap.wrap(picture.title, int(width / LETTER / TITLE)) or [""]
    legend = _legend(picture.legend, width, len(title) * LINE * TITLE)
    top = (legend[-1].y if legend else len(title) * LINE * TITLE) + LINE + 14
    bottom = top + picture.drawn.height + 12
    notes = _notes(picture, root, edition, caution)
    last = [part for each in notes for part in textwrap.wrap(each, int(width / LETTER))]
    placed = {
        "title": [(18 + LINE * TITLE * number, text) for number, text in enumerate(title)],
        "legend": legend,
        "top": top,
        "last": [(bottom + LINE * number, text) for number, text in enumerate(last, 1)],
        "width": width + 2 * MARGIN,
        "height": bottom + LINE * len(last) + 2 * MARGIN,
        "margin": MARGIN,
    }
    return without_forbidden(render_template("picture.svg", p=picture, style=style(), root=root, **placed))


@cache
def style() -> str:
    """Return the style of the marks, with the light colours of the pages in the place of variables."""
    pages = (STATIC / "style.css").read_text(encoding="utf-8")
    colours = dict(_COLOUR.findall(pages.partition("@media (prefers-color-scheme")[0]))
    marks = _COMMENT.sub("", (STATIC / "picture.css").read_text(encoding="utf-8"))
    return _USED.sub(lambda found: colours[found[1]].strip(), marks).strip()


def _legend(entries: list[Entry], width: float, top: float) -> list[LegendMark]:
    """Return the marks of the legend in as many lines as they need."""
    found = []
    x, y = 0.0, top
    for each in entries:
        room = MARK + len(each.words) * LETTER + 18
        if x and x + room > width:
            x, y = 0.0, y + LINE + 3
        found.append(LegendMark(each, round(x, 1), y))
        x += room
    return found


def _notes(picture: SharedPicture, root: str, edition: DataState, caution: str) -> list[str]:
    """Return the lines below the drawing."""
    drawn = f", drawn {dates.day(edition.day)}" if edition.day else ""
    made = f"ADGO {edition.version}, data {edition.digest[:12]}{drawn}."
    page = f" {from_root(picture.page, root)}" if picture.page else ""
    outlines = f" Outlines of countries: {picture.outlines}." if picture.outlines else ""
    sources = f"Sources: {'; '.join(picture.sources)}." if picture.sources else ""
    licence = f" ({edition.source.licence})" if edition.source.licence else ""
    return [each for each in (f"{sources}{outlines}".strip(), f"{made}{page}{licence}", caution) if each]
