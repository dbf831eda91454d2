"""The lines of a document in which literals are."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.turtle.document import Document
from adgo.turtle.errors import TurtleError
from adgo.turtle.formats import GraphFormat
from adgo.turtle.normalization.tags import lowered
from adgo.turtle.reader import read_content
from adgo.turtle.tokens import TOKEN

#: Lines are found in documents of at most this many bytes; in larger ones it would take longer than storing them.
LARGEST = 4 << 20


def find(content: bytes, kind: GraphFormat, literals: Iterable[str]) -> dict[str, int]:
    """Return the line of the first occurrence of each literal, without those that are not found.

    Args:
        content: the document.
        kind: its format. Only documents that ADGO's own reader reads have lines.
        literals: literals in N-Triples form, with their language tags as written.
    """
    if kind.syntax is None or len(content) > LARGEST:
        return {}
    try:
        document = read_content(content, kind)
    except TurtleError:  # such as a triple term of RDF 1.2, which only the engine reads
        return {}
    lines = {literal: _line(document, literal) for literal in literals}
    return {literal: line for literal, line in lines.items() if line is not None}


def _line(document: Document, literal: str) -> int | None:
    # The terms of the document have language tags in lower case, its tokens as written.
    suffix = literal[literal.rindex('"') + 1 :]
    number = document.table.find(lowered(literal) if suffix.startswith("@") else literal)
    for row, each in enumerate(document.rows.objects):
        if each == number:
            offset = document.rows.offsets["object"][row]
            token = TOKEN.of(document.text).match(document.text, offset)
            if not suffix.startswith("@") or (token and token.group().endswith(suffix)):
                return document.position(offset)[0]
    return None
