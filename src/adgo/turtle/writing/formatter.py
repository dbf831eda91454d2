"""Formats Turtle that people wrote in the canonical style, and keeps their comments."""

from __future__ import annotations

from dataclasses import replace

from adgo.turtle.document import Document
from adgo.turtle.limits import LENIENT
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable
from adgo.turtle.writing.layout import lay_out
from adgo.turtle.writing.sorting import sort_section
from adgo.turtle.writing.tree_builder import build

#: Base for relative IRIs while reading; it never appears in the output.
BASE = "http://base.invalid/"

#: Deeper brackets cannot be indented legibly.
FORMAT_LIMITS = replace(LENIENT, nesting=100)


def format_text(text: str, *, path: str = "<text>", keep_order: bool = False) -> str:
    """Return the same graph in the canonical style; formatting the result again does not change it.

    Statements are sorted within their section, predicates within a node, and objects within a predicate. Sections and
    lists keep their order, and tokens stay as written. A comment moves with what it is above or after; `tree_builder`
    describes where a section starts. Directives at the top are sorted, unless a base or a prefix that is bound twice
    makes their order matter; a directive further down starts a section.

    Args:
        text: the Turtle text.
        path: what messages call the text.
        keep_order: whether everything stays in the author's order, and lines without blank lines stay together.

    Raises:
        TurtleError: with all syntax errors of the text.
    """
    return format_document(read_text(text, path), keep_order=keep_order)


def read_text(text: str, path: str = "<text>", table: TermTable | None = None) -> Document:
    """Return the document of a text to format.

    Args:
        text: the Turtle text.
        path: what messages call the text.
        table: the term table to use, which makes comparing documents faster; a new one by default.

    Raises:
        TurtleError: with all syntax errors of the text.
    """
    return parse(text, path=path, base=BASE, table=table, limits=FORMAT_LIMITS)


def format_document(document: Document, *, keep_order: bool = False) -> str:
    """Return the text of a document of `read_text` as `format_text` formats it."""
    sections = build(document.text, BASE)
    for section in () if keep_order else sections:
        sort_section(section)
    return lay_out(sections)
