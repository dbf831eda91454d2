"""Finds the triples of an RDF/XML document, each with the places of its terms."""

from __future__ import annotations

import re
from xml.parsers import expat

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.fault_list import FaultList, TooManyFaults
from adgo.turtle.parsing.placed_triples import PlacedTriples, SuspectedError
from adgo.turtle.rdfxml.element_reader import XML_LITERAL, ElementReader
from adgo.turtle.rdfxml.open_element import ElementKind, PlacedTerm
from adgo.turtle.rdfxml.xml_remedies import is_disputed, remedy
from adgo.turtle.rdfxml.xml_tags import TOKEN, read_attributes

__all__ = ["TOKEN", "placed_triples"]

SPACE = re.compile(r"[ \t\r\n]*+")


def placed_triples(document: Document, limits: Limits) -> PlacedTriples:
    """Return the triples of a document, in the order in which pyoxigraph returns them.

    Raises:
        TurtleError: it is not well-formed XML.
        SuspectedError: it seems to break a rule of RDF/XML.
    """
    faults = FaultList(document, limits)
    reader = _EventReader(document, faults, is_lenient=limits.lenient)
    try:
        reader.read()
    except TooManyFaults:
        pass
    except expat.ExpatError as error:
        # expat gives -1 for an empty text.
        start = max(0, reader.offset_of(reader.parser.ErrorByteIndex))
        found = remedy(document.text, start, error.code, reader.open_names)
        line, column = document.position(found.start)
        end = column + max(1, found.end - found.start)
        fault = Fault(document.path, line, column, end, found.message, document.line_text(line))
        if is_disputed(error.code):
            raise SuspectedError([*faults.listed(), fault]) from None
        # pyoxigraph reads some texts that are not well-formed, such as half a file.
        raise TurtleError([*faults.listed(), fault]) from None
    if listed := faults.listed():
        raise SuspectedError(listed)
    return reader.elements.triples


class _EventReader:
    """Receives the events of expat, and passes them on with the offsets in the text."""

    def __init__(self, document: Document, faults: FaultList, *, is_lenient: bool) -> None:
        self.text = document.text
        self.content = self.text.encode("utf-8", "surrogatepass")
        self.faults, self.is_lenient = faults, is_lenient
        self.elements = ElementReader(document.base, self._report)
        #: The names of the open elements as written, and the offsets of their tags.
        self.open_names: list[tuple[str, int]] = []
        #: An offset in bytes, and the same in characters.
        self._known = (0, 0)
        self._texts: list[str] = []
        self._text_start, self._is_blank = 0, True
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.ordered_attributes = True
        self.parser.specified_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def read(self) -> None:
        """Read the whole document."""
        self.parser.Parse(self.content, True)

    def _report(self, start: int, end: int, message: str, *, is_loose: bool = False) -> None:
        """Add a fault, unless the text is read leniently and only a strict reader refuses it."""
        if not (self.is_lenient and is_loose):
            self.faults.add(start, end, message, is_loose=is_loose)

    def offset_of(self, byte: int) -> int:
        """Return the offset of a byte in characters; fast if the bytes are asked for in their order."""
        if len(self.content) == len(self.text):
            return byte
        known, place = self._known
        if byte < known:
            known, place = 0, 0
        place += len(self.content[known:byte].decode("utf-8", "replace"))
        self._known = byte, place
        return place

    def _start(self, name: str, attributes: list[str]) -> None:
        self._end_text()
        start = self.offset_of(self.parser.CurrentByteIndex)
        self.open_names.append((name, start))
        element = self.elements.stack[-1]
        if element.kind is ElementKind.LITERAL:
            element.object = element.object or PlacedTerm(XML_LITERAL, start)
            return
        if " " not in name:
            message = (
                f"the element '{name}' has no namespace: write a prefix before it, or declare one with xmlns"
            )
            self.faults.add(start + 1, start + 1 + len(name), message)
        found = list(read_attributes(self.text, start, attributes))
        self.elements.open(name.replace(" ", "", 1), start + 1, found)

    def _end(self, name: str) -> None:
        self._end_text()
        self.open_names.pop()
        element = self.elements.stack[-1]
        if element.kind is ElementKind.LITERAL and self._depth():
            return
        start = self.offset_of(self.parser.CurrentByteIndex)
        is_end_tag = self.text.startswith("</", start)
        self.elements.close(start + 2 if is_end_tag else element.start)

    def _depth(self) -> int:
        """Return how many elements of an XML literal are open."""
        return len(self.open_names) + 2 - len(self.elements.stack)

    def _characters(self, text: str) -> None:
        if not self._texts or (self._is_blank and text.strip()):
            self._text_start = self.parser.CurrentByteIndex
            self._is_blank = not text.strip()
        self._texts.append(text)

    def _end_text(self) -> None:
        """End the current text."""
        if self._texts:
            text = "".join(self._texts)
            self._texts.clear()
            start = self.offset_of(self._text_start)
            gap = SPACE.match(self.text, start)
            self.elements.text(text, gap.end() if gap else start)
