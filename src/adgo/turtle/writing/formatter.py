"""Turtle as people wrote it to Turtle in the style of the house, their remarks kept."""

from __future__ import annotations

from dataclasses import replace

from adgo.turtle.limits import LIMITS
from adgo.turtle.reader import parse
from adgo.turtle.writing.layout import lay_out
from adgo.turtle.writing.order import arrange
from adgo.turtle.writing.tree_builder import build
from adgo.turtle.writing.writer import write

#: Stands in for the address of the file, so that relative IRIs can be read; none of it reaches the text.
BASE = "http://base.invalid/"

FORMAT_LIMITS = replace(LIMITS, nesting=100)
"""Nobody reads, and no page holds, the indentation of more brackets than this."""


def format_text(text: str, *, path: str = "<text>", keep_order: bool = False) -> str:
    """Return the same graph in the style of the house: the same text for any order of what may be reordered.

    Statements are sorted within their section, pairs within a node, objects of one predicate; sections and lists
    keep their order, tokens stay as written. Each remark goes with what it stands above or behind; `builder` says
    how a section begins. Directives at the top are sorted unless a base or a second binding makes their order matter;
    one further down begins a section. With `keep_order` all this stays in the author's order, and lines below one
    another stay together. Formatting twice changes nothing more. Raises TurtleError.
    """
    parse(text, path=path, base=BASE, limits=FORMAT_LIMITS)
    sections = build(text, BASE)
    for section in () if keep_order else sections:
        arrange(section)
    return lay_out(sections)


def same_graph(one: str, other: str) -> bool:
    """Return whether two texts say the same graph, whatever their order and their blank node labels."""
    return _canonical(one) == _canonical(other)


def _canonical(text: str) -> str:
    return write(parse(text, base=BASE, limits=FORMAT_LIMITS).triples(), {})
