"""Text and files to documents."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from adgo.turtle.document import Document, Rows
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.files import read_bytes
from adgo.turtle.limits import LIMITS, Limits
from adgo.turtle.parsing.parser import Parser
from adgo.turtle.terms import TermTable

Syntax = Literal["turtle", "trig", "ntriples", "nquads"]

SYNTAXES: dict[str, Syntax] = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".nq": "nquads"}
FOREIGN = {".jsonld": "jsonld", ".rdf": "rdf", ".owl": "rdf", ".xml": "rdf"}
"""Endings of files that pyoxigraph reads, to the endings that it knows their formats by."""

SUFFIXES = (*SYNTAXES, *FOREIGN)
"""The kinds of file that can be read."""


def parse(
    text: str,
    *,
    path: str = "<text>",
    base: str | None = None,
    syntax: Syntax = "turtle",
    table: TermTable | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """Return the document that the text says, in Turtle 1.1 (or TriG, N-Triples or N-Quads 1.1).

    Terms go into `table`, a new one by default; blank nodes are the document's own in any case. `path` only names
    the text in messages. Raises TurtleError with every syntax error of the text.
    """
    if len(text) > limits.text:
        raise TurtleError(
            [_at_file(path, f"the text has {len(text):,} characters, and the limit is {limits.text:,}")]
        )
    document = Document(path, text, TermTable() if table is None else table, Rows(), base=base)
    if syntax == "turtle":
        faults = Parser(document, limits).read()
    elif syntax == "trig":
        from adgo.turtle.parsing.trig import TrigParser

        faults = TrigParser(document, limits).read()
    else:
        from adgo.turtle.parsing import ntriples

        faults = ntriples.read(document, limits, quads=syntax == "nquads")
    if faults:
        raise TurtleError(faults)
    return document


def read_file(
    path: str | Path,
    table: TermTable | None = None,
    *,
    base: str | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """Return the document in a file, its kind told by its suffix; the bytes are read once.

    Turtle, TriG, N-Triples and N-Quads have places for every token; JSON-LD and RDF/XML have none. The graphs of a
    file with several are merged. A UTF-8 byte order mark is a signature of the encoding (RFC 3629, 6) and no part of
    the text. Raises OSError where the file cannot be read, TurtleError where it is not what its suffix says.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise TurtleError([_at_file(str(path), f"unknown kind of file: name it one of {' '.join(SUFFIXES)}")])
    text = decode(read_bytes(path), str(path))
    if suffix in SYNTAXES:
        return parse(text, path=str(path), base=base, syntax=SYNTAXES[suffix], table=table, limits=limits)
    document = Document(str(path), text, TermTable() if table is None else table, Rows(), base=base)
    if FOREIGN[suffix] == "rdf":
        from adgo.turtle.parsing import xml_entities

        if xml_entities.growth(text, limits.entities) > limits.entities:
            message = (
                f"its entities stand for more than {limits.entities:,} characters, and that is the limit"
            )
            raise TurtleError([_at_file(str(path), message)])
    _read_foreign(document, FOREIGN[suffix])
    return document


def decode(content: bytes, path: str = "<bytes>") -> str:
    """Return the text of UTF-8 bytes, without a byte order mark; TurtleError names the first bad byte."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        fault_line = Document(path, before, TermTable(), Rows())
        line, column = fault_line.position(len(before))
        message = (
            f"byte {error.start + 1} (0x{content[error.start]:02X}) is not UTF-8: save the file in that encoding, "
            "the only one of these formats"
        )
        fault = Fault(path, line, column, column + 1, message, fault_line.line_text(line) + "\ufffd")
        raise TurtleError([fault]) from None


def _read_foreign(document: Document, ending: str) -> None:
    from pyoxigraph import RdfFormat, parse  # Most files need neither, and wait for neither.

    kind = RdfFormat.from_extension(ending)
    table, rows = document.table, document.rows
    blanks: dict[str, int] = {}

    def number(term: str) -> int:
        if not term.startswith("_:"):
            return table.intern(term)
        if term not in blanks:
            blanks[term] = table.fresh_blank()
        return blanks[term]

    try:
        for quad in parse(document.text, kind, base_iri=document.base):
            rows.add((number(str(quad.subject)), number(str(quad.predicate)), number(str(quad.object))), None)
    except SyntaxError as error:
        line, column = error.lineno, error.offset
        end = error.end_offset if error.end_lineno == line else None
        source = document.line_text(line or 0)
        message = error.msg
        if "LoadDocumentCallback" in message:
            message = (
                "its @context is an address, and nothing is fetched: put the context itself into the file"
            )
        raise TurtleError([Fault(document.path, line, column, end, message, source)]) from None


def _at_file(path: str, message: str) -> Fault:
    return Fault(path, None, None, None, message)
