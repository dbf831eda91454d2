"""The literals whose language tags have capitals: the engine's parsers turn the tags into lower case.

So that they can be counted, the document is parsed a second time, with a mark in place of each such tag. Only literals
whose tag is a mark are counted, so the same letters in a string, an IRI or a comment do not count.
"""

from __future__ import annotations

import json
import re
import secrets
from io import BytesIO

from pyoxigraph import Literal, Triple

from adgo.turtle import engine_quads
from adgo.turtle.formats import JSON_LD, RDF_XML, GraphFormat
from adgo.turtle.normalization.report import MOST, Changes
from adgo.turtle.readable import Readable

_TAG = rb"(?=[a-z0-9-]*[A-Z])[A-Za-z]+(?:-[A-Za-z0-9]+)*"
_AFTER_AT = re.compile(rb"(@)(" + _TAG + rb")()")
_IN_STRING = rb'[^"\\]*+(?:\\.[^"\\]*+)*+'
#: JSON up to the end, or to a string that is cut off.
_COMPLETE_JSON = re.compile(rb'(?:[^"]*+"' + _IN_STRING + rb'")*+[^"]*+', re.DOTALL)
#: Format to the pattern of text that may be such a tag: what precedes it, the tag, and what follows it.
_CANDIDATES = {
    JSON_LD.name: re.compile(rb'(")(' + _IN_STRING + rb')(")', re.DOTALL),
    RDF_XML.name: re.compile(rb"((?:xml:lang\s*=|<!ENTITY\s+\S+)\s*[\"'])(" + _TAG + rb")([\"'])"),
}
_JSON_TAG = re.compile(_TAG.decode())
#: Bytes that are read at once at least, and the length of the longest text before a tag in RDF/XML that is found.
_PIECE, _OVERLAP = 1 << 16, 200


class TagWatch:
    """A file whose content is passed on; `found` is whether it may contain a language tag with capitals."""

    def __init__(self, file: Readable, kind: GraphFormat) -> None:
        self._file, self._kind = file, kind
        self._before = b""
        self.found = False

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        content = self._file.read(size)
        if not self.found:
            seen = self._before + content
            self.found = may_hold(seen, self._kind)
            self._before = seen[-_OVERLAP:]
        return content


def may_hold(content: bytes, kind: GraphFormat) -> bool:
    """Return whether a document, or the part of it that is given, may contain a language tag with capitals."""
    if kind is JSON_LD:
        return b"@language" in content
    return _CANDIDATES.get(kind.name, _AFTER_AT).search(content) is not None


class MarkedFile:
    """A document in which each language tag with capitals is replaced by a mark."""

    def __init__(self, file: Readable, kind: GraphFormat) -> None:
        self._file, self._kind = file, kind
        self._pattern = _CANDIDATES.get(kind.name, _AFTER_AT)
        #: The beginning of every mark, which is a private-use tag and not known beforehand.
        self.mark = f"x-{secrets.token_hex(4)}-"
        self._numbers: dict[str, int] = {}
        self._rest, self._ready = b"", BytesIO()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, b"" at the end; as any raw file, possibly fewer than `size`."""
        while not (content := self._ready.read(size)):
            # As large as the rest at least: it is searched again with each piece, and may be one long string.
            piece = self._file.read(max(_PIECE, len(self._rest)))
            text = self._rest + piece
            if not text:
                return b""
            end = self._end(text) if piece else len(text)
            self._ready = BytesIO(self._pattern.sub(self._marked, text[:end]))
            self._rest = text[end:]
        return content

    def original(self, term: str) -> str:
        """Return a term with the tags in place of the marks."""
        tags = list(self._numbers)
        return re.sub(self.mark + "([0-9]+)", lambda match: tags[int(match[1])], term)

    def _end(self, text: bytes) -> int:
        """Return where a text can be cut that goes on, without cutting a tag."""
        if self._kind is JSON_LD:
            complete = _COMPLETE_JSON.match(text)
            return complete.end() if complete else 0
        if self._kind is RDF_XML:
            return text.rfind(b">") + 1
        return max(text.rfind(b" "), text.rfind(b"\n")) + 1

    def _marked(self, match: re.Match[bytes]) -> bytes:
        before, found, after = match.groups()
        tag = found.decode()
        if self._kind is JSON_LD:
            tag = json.loads(f'"{tag}"', strict=False) if "\\" in tag else tag
            if not _JSON_TAG.fullmatch(tag):
                return match[0]
        number = self._numbers.setdefault(tag, len(self._numbers))
        return b"%b%b%d%b" % (before, self.mark.encode(), number, after)


def count(file: Readable, kind: GraphFormat, base: str | None = None) -> Changes:
    """Return the literals of a document whose language tags change.

    Args:
        file: the document, which has been parsed without an error.
        kind: its format.
        base: the base IRI for relative IRIs; None for none.
    """
    found, marked = Changes(), MarkedFile(file, kind)
    mark = marked.mark
    for quad in engine_quads.read(marked, kind, base=base):
        term: object = quad.object
        if type(term) is Triple:
            term = innermost(term)
        if type(term) is Literal and (tag := term.language) and tag.startswith(mark):
            if len(found.examples) < MOST:
                given = marked.original(str(term))
                found.note(given, lowered(given))
            else:
                found.count += 1
    return found


def innermost(triple: Triple) -> object:
    """Return the object of a triple, or of the triple that is its object, and so on."""
    term: object = triple
    while isinstance(term, Triple):
        term = term.object
    return term


def lowered(literal: str) -> str:
    """Return a literal in N-Triples form with its language tag in lower case."""
    end = literal.rindex('"')
    return literal[:end] + literal[end:].lower()
