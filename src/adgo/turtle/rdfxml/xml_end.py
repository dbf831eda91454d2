"""Whether an XML document is whole: the engine's parsers accept one that breaks off between two tags."""

from __future__ import annotations

import re
from xml.parsers import expat

from adgo.turtle.rdfxml.xml_remedies import MESSAGES

#: XML 1.1, which expat refuses; its tags are those of XML 1.0.
_VERSION = re.compile(rb"^(<\?xml\s+version\s*=\s*[\"']1\.)1")


class XmlEnd:
    """Follows the bytes of a document up to its end."""

    def __init__(self) -> None:
        # The engine reads UTF-8 only, even if the document declares another encoding.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._note_root
        self._root = ""
        self._has_begun = False
        self._error: expat.ExpatError | None = None

    def add(self, content: bytes) -> None:
        """Follow the next bytes of the document."""
        if not self._has_begun:
            content, self._has_begun = as_version_1_0(content), bool(content)
        self._parse(content, is_final=False)

    def close(self) -> None:
        """Raise SyntaxError, with its line and column, if the bytes so far are not a whole document."""
        self._parse(b"", is_final=True)
        if self._error is not None:
            raise syntax_error(self._error, self._root)

    def _parse(self, content: bytes, *, is_final: bool) -> None:
        if self._error is None:
            try:
                self._parser.Parse(content, is_final)
            except expat.ExpatError as error:
                self._error = error

    def _note_root(self, name: str, _attributes: object) -> None:
        self._root = name
        self._parser.StartElementHandler = None


def as_version_1_0(content: bytes) -> bytes:
    """Return the first bytes of a document, declared as XML 1.0 if they are XML 1.1."""
    return _VERSION.sub(rb"\g<1>0", content)


def syntax_error(error: expat.ExpatError, root: str) -> SyntaxError:
    """Return what is wrong with a document, with its line and column.

    Args:
        error: the error.
        root: the name of the root element; "" if there is none before the error.
    """
    name = expat.errors.messages[error.code]
    message = MESSAGES.get(name) or f"this is not well-formed XML: {name}"
    if name == expat.errors.XML_ERROR_NO_ELEMENTS and root:
        message = f"the document is cut off: </{root}> is missing at its end. Get the whole document"
    return SyntaxError(message, (None, error.lineno, error.offset + 1, None))
