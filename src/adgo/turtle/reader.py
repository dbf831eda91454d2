"""Reads text and files into documents."""

from __future__ import annotations

from pathlib import Path

from adgo.turtle.document import Document, Rows
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.files import read_bytes
from adgo.turtle.formats import ENDINGS, JSON_LD_KEYS, RDF_XML, GraphFormat, Syntax, by_ending, of_json
from adgo.turtle.limits import LIMITS, Limits
from adgo.turtle.parsing.parser import Parser
from adgo.turtle.terms import TermTable


def parse(
    text: str,
    *,
    path: str = "<text>",
    base: str | None = None,
    syntax: Syntax = "turtle",
    table: TermTable | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """Return the document in a text of Turtle 1.1 (or TriG, N-Triples or N-Quads 1.1).

    Args:
        text: the whole text.
        path: what messages call the text.
        base: the base IRI for relative IRIs; None for none.
        syntax: the syntax of the text.
        table: the term table to use, which several documents may share; a new one by default. Blank nodes are never
            shared between documents.
        limits: the limits of the document.

    Raises:
        TurtleError: with all syntax errors of the text.
    """
    if len(text) > limits.text:
        raise TurtleError(
            [_at_file(path, f"the text has {len(text):,} characters, more than the limit of {limits.text:,}")]
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
    """Return the document in a file; the ending of its name decides the syntax.

    All formats have positions for every token. If the file has several graphs, they are merged. A UTF-8 byte order
    mark is skipped (RFC 3629, section 6). A file whose name ends in `.json` is JSON-LD if it has one of the keys
    `@context`, `@graph` and `@id`.

    Args:
        path: the file, which is read once.
        table: the term table to use; a new one by default.
        base: the base IRI for relative IRIs; None for none.
        limits: the limits of the document.

    Raises:
        OSError: if the file cannot be read.
        TurtleError: if its content does not have the syntax that its ending promises.
    """
    path = Path(path)
    kind, content = by_ending(path), None
    if kind is None and path.suffix.lower() == ".json":
        content = read_bytes(path)
        kind = of_json(content)
        if kind is None:
            message = f"this JSON is not JSON-LD: it has none of the keys {' '.join(JSON_LD_KEYS)}"
            raise TurtleError([_at_file(str(path), message)])
    if kind is None:
        message = f"unknown kind of file; expected one of {' '.join(ENDINGS)}"
        raise TurtleError([_at_file(str(path), message)])
    content = read_bytes(path) if content is None else content
    return read_content(content, kind, path=str(path), base=base, table=table, limits=limits)


def read_content(
    content: bytes,
    kind: GraphFormat,
    *,
    path: str = "<bytes>",
    base: str | None = None,
    table: TermTable | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """Return the document in the bytes of a file, as `read_file` does.

    Args:
        content: UTF-8 text, with or without a byte order mark.
        kind: the format of the content.
        path: what messages call the content.
        base: the base IRI for relative IRIs; None for none.
        table: the term table to use; a new one by default.
        limits: the limits of the document.

    Raises:
        TurtleError: with all syntax errors of the content.
    """
    text = decode(content, path)
    if kind.syntax:
        return parse(text, path=path, base=base, syntax=kind.syntax, table=table, limits=limits)
    document = Document(path, text, TermTable() if table is None else table, Rows(), base=base)
    if kind is RDF_XML:
        from adgo.turtle.parsing import xml_entities

        if xml_entities.growth(text, limits.entities) > limits.entities:
            message = f"its entities expand to more than {limits.entities:,} characters, the limit"
            raise TurtleError([_at_file(path, message)])
    from adgo.turtle import engine_formats  # Most files are Turtle.

    if faults := engine_formats.read(document, kind, limits):
        raise TurtleError(faults)
    return document


def decode(content: bytes, path: str = "<bytes>") -> str:
    """Return the text of UTF-8 bytes, without a byte order mark; TurtleError names the first invalid byte."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        valid_part = Document(path, before, TermTable(), Rows())
        line, column = valid_part.position(len(before))
        message = (
            f"byte {error.start + 1} (0x{content[error.start]:02X}) is not UTF-8: save the file as UTF-8, the only "
            "encoding that ADGO reads, or run `iconv -f ENCODING -t UTF-8` on it, with the encoding that it has now"
        )
        fault = Fault(path, line, column, column + 1, message, valid_part.line_text(line) + "\ufffd")
        raise TurtleError([fault]) from None


def _at_file(path: str, message: str) -> Fault:
    return Fault(path, None, None, None, message)
