"""The quads of a document, as the engine reads them: all of them, or a syntax error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

from adgo.turtle.formats import JSON_LD, RDF_XML, GraphFormat

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from adgo.turtle.rdfxml.xml_end import XmlEnd


#: What the engine says if the context of JSON-LD is in another document.
_REMOTE = "LoadDocumentCallback"


class Readable(Protocol):
    """A binary file, as the engine's parsers need it."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most `size` unless it is negative."""
        ...


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
    return _whole(source, parse) if kind is RDF_XML else parse(source)


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


def _whole(source: Source, parse: Callable[[Source], Iterator[Quad]]) -> Iterator[Quad]:
    from adgo.turtle.rdfxml.xml_end import XmlEnd, check  # Most documents are not XML.

    if isinstance(source, bytes | str):
        yield from parse(source)
        check(source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source)
        return
    followed = _Followed(source, XmlEnd())
    yield from parse(followed)
    followed.end.close()


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


class _Followed:
    """A file whose bytes are followed to their end while they are read."""

    def __init__(self, file: Readable, end: XmlEnd) -> None:
        self._file, self.end = file, end

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        content = self._file.read(size)
        self.end.add(content)
        return content
