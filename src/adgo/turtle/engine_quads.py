"""The quads of a document, as the engine reads them: all of them, or a syntax error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from adgo.turtle.formats import JSON_LD, RDF_XML, GraphFormat
from adgo.turtle.readable import Readable

if TYPE_CHECKING:
    from pyoxigraph import Quad

#: What the engine says if the context of JSON-LD is in another document.
_REMOTE = "LoadDocumentCallback"

Source = bytes | str | Readable


def read(
    source: Source,
    kind: GraphFormat,
    *,
    base: str | None = None,
    renames: bool = False,
    lenient: bool = False,
) -> Iterator[Quad]:
    """Return the quads of a document. RDF/XML that breaks off between two tags is an error, as in other formats.

    JSON-LD leaves out quads whose IRIs or language tags are not valid: see `number_left_out`.

    Args:
        source: the document, or a file with it.
        kind: its format.
        base: the base IRI for relative IRIs; None for none.
        renames: whether its blank nodes get names of their own.
        lenient: whether terms that are not valid are kept.

    Raises:
        SyntaxError: when the quads are read; the last ones may be returned before.
    """
    parse = partial(_parsed, kind=kind, base=base, renames=renames, lenient=lenient)
    if kind is JSON_LD:
        return _alone(source, parse)
    return _rewritten(source, parse) if kind is RDF_XML else parse(source)


def _alone(source: Source, parse: Callable[[Source], Iterator[Quad]]) -> Iterator[Quad]:
    """Yield the quads of JSON-LD; an error about a context that is not in the document says what helps."""
    try:
        yield from parse(source)
    except SyntaxError as error:
        if _REMOTE not in str(error):
            raise
        raise SyntaxError(
            "its @context is the address of another document, which is not read: write that context into the document"
        ) from error


def number_left_out(source: Source, kind: GraphFormat, read_so_far: int, *, base: str | None = None) -> int:
    """Return how many quads of a JSON-LD document `read` left out, as the standard demands; 0 for other formats.

    Args:
        source: the document, or a file with it.
        kind: its format.
        read_so_far: how many quads `read` returned.
        base: the base IRI for relative IRIs; None for none.
    """
    if kind is not JSON_LD:
        return 0
    return max(0, sum(1 for _ in read(source, kind, base=base, lenient=True)) - read_so_far)


def _rewritten(source: Source, parse: Callable[[Source], Iterator[Quad]]) -> Iterator[Quad]:
    """Yield the quads of RDF/XML, which is rewritten so that the engine reads it as the standard says."""
    from adgo.turtle.rdfxml.engine_xml import EngineXml  # Most documents are not XML.

    content = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    xml = EngineXml(BytesIO(content) if isinstance(content, bytes) else content)
    try:
        yield from parse(xml)
    except SyntaxError as error:
        # Those of the engine have no line.
        raise xml.error or error from None
    xml.finish()


def _parsed(
    source: Source, kind: GraphFormat, base: str | None, renames: bool, lenient: bool
) -> Iterator[Quad]:
    from pyoxigraph import parse  # Slow to import.

    # The parser calls nothing but `read` of a file.
    return parse(  # type: ignore[call-overload, no-any-return, unused-ignore]
        source,  # type: ignore[arg-type, unused-ignore]
        kind.engine_format(),
        base_iri=base,
        rename_blank_nodes=renames,
        lenient=lenient,
    )
