"""A file of RDF/XML as the engine reads it: the same triples, in a form that the engine reads correctly."""

from __future__ import annotations

from io import BytesIO
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from adgo.turtle.rdfxml.spliced_bytes import SplicedBytes
from adgo.turtle.rdfxml.xml_end import as_version_1_0, syntax_error
from adgo.turtle.rdfxml.xml_remedies import EXTERNAL_ENTITY, OTHER_ENCODING
from adgo.turtle.rdfxml.xml_rewriter import XmlRewriter
from adgo.turtle.readable import Readable

#: Bytes that are read at once.
_PIECE = 1 << 16
#: How documents in UTF-16 and UTF-32 begin: with a byte order mark, or with `<` and zeros.
_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff", b"<\0", b"\0<", b"\0\0\0<")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"


class EngineXml:
    """A binary file whose content is rewritten while it is read.

    Attributes:
        error: what is wrong with the document, as far as it has been read.
    """

    def __init__(self, file: Readable) -> None:
        self.error: SyntaxError | None = None
        self._file, self._bytes = file, SplicedBytes()
        # The engine reads UTF-8 only, even if the document declares another encoding.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.ordered_attributes = True
        self._rewriter = XmlRewriter(self._place, self._replace)
        self._parser.StartElementHandler = self._note_root
        self._parser.EndElementHandler = self._rewriter.end
        # The engine takes the text on both sides of these as two texts.
        self._parser.CommentHandler = lambda _text: self._cut(b"<!--", b"-->")
        self._parser.ProcessingInstructionHandler = lambda _target, _text: self._cut(b"<?", b"?>")
        self._parser.StartCdataSectionHandler = self._hold
        self._parser.EndCdataSectionHandler = self._write_cdata
        self._parser.EntityDeclHandler = self._note_entity
        self._parser.ExternalEntityRefHandler = self._refuse_entity
        self._parser.SkippedEntityHandler = self._refuse_entity
        self._root = ""
        self._has_begun = self._is_read = self._has_tags = False
        #: Where the open CDATA section starts.
        self._cdata: int | None = None
        self._ready = BytesIO()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most `size` unless it is negative; b"" at the end, or before an error."""
        while not (content := self._ready.read(size)):
            if self._is_read or self.error:
                return b""
            self._advance()
        return content

    def finish(self) -> None:
        """Read the rest; raise SyntaxError, with its line and column, if the document cannot be read."""
        while self.read(_PIECE):
            pass
        if self.error:
            raise self.error

    def _advance(self) -> None:
        """Read the next piece of the document."""
        piece = self._file.read(_PIECE)
        self._is_read = not piece
        if not self._has_begun:
            self._has_begun = True
            if piece.startswith(_OTHER_ENCODINGS):
                self.error = SyntaxError(OTHER_ENCODING, (None, 1, 1, None))
                return
            piece = as_version_1_0(piece)
        self._bytes.add(piece)
        try:
            self._parser.Parse(piece, self._is_read)
        except expat.ExpatError as error:
            self.error = syntax_error(error, self._root)
        except SyntaxError as error:
            self.error = error
        else:
            end = None if self._is_read else self._parser.CurrentByteIndex
            self._ready = BytesIO(self._bytes.taken(end if self._cdata is None else self._cdata))

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _start_of(self, mark: bytes) -> int:
        """Return where the current tag, comment or section starts, which is written with this mark there."""
        start = self._parser.CurrentByteIndex
        if not self._bytes.has(mark, start):
            message = "an entity must not have tags or comments in it: write its content in place of this"
            raise SyntaxError(message, (None, *self._place(), None))
        return start

    def _note_root(self, name: str, attributes: list[str]) -> None:
        self._root = name
        self._parser.StartElementHandler = self._checked_start if self._has_tags else self._rewriter.start
        self._rewriter.start(name, attributes)

    def _note_entity(self, _name: str, _is_parameter: bool, value: str | None, *_: str | None) -> None:
        self._has_tags = self._has_tags or "<" in (value or "")

    def _checked_start(self, name: str, attributes: list[str]) -> None:
        """Read a start tag that may be in an entity, which the engine takes as text."""
        self._start_of(b"<")
        self._rewriter.start(name, attributes)

    def _replace(self, text: str, name: str) -> None:
        """Write another start tag in place of the current one."""
        start = self._start_of(b"<")
        end, is_closed = self._bytes.tag_end(start)
        self._bytes.replace(start, end, (f"{text}</{name}>" if is_closed else text).encode())

    def _cut(self, mark: bytes, end_mark: bytes) -> None:
        """Leave a comment or processing instruction out."""
        start = self._start_of(mark)
        self._bytes.replace(start, self._bytes.find(end_mark, start + len(mark)) + len(end_mark), b"")

    def _hold(self) -> None:
        self._cdata = self._start_of(_CDATA)

    def _write_cdata(self) -> None:
        """Write a CDATA section as text."""
        if self._cdata is not None:
            start, end = self._cdata, self._parser.CurrentByteIndex
            text = self._bytes.between(start + len(_CDATA), end).decode("utf-8", "replace")
            self._bytes.replace(start, end + len(_CDATA_END), escape(text).encode())
            self._cdata = None

    def _refuse_entity(self, *_: object) -> NoReturn:
        raise SyntaxError(EXTERNAL_ENTITY, (None, *self._place(), None))
