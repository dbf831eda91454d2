"""Names of files as text and as URIs: on most systems a name is any bytes, also such that are not UTF-8."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from urllib.parse import quote

#: What Python reads for a byte of a name that is not UTF-8 (PEP 383).
_BYTE = re.compile("[\udc80-\udcff]")


def printable(path: str | Path) -> str:
    """Return a path as text that can be written in UTF-8: bytes that are not UTF-8 are percent-encoded."""
    return _BYTE.sub(lambda match: f"%{ord(match[0]) - 0xDC00:02X}", str(path))


def shell_quoted(path: str | Path) -> str:
    """Return a path as a word for the shell, with its exact bytes."""
    text = str(path)
    if not _BYTE.search(text):
        return shlex.quote(text)
    body = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _BYTE.sub(lambda match: f"\\x{ord(match[0]) - 0xDC00:02x}", body) + "'"


def uri_reference(path: str) -> str:
    """Return the URI reference of a path: a `file:` URI if it is absolute, else a relative reference (RFC 3986)."""
    return Path(path).as_uri() if path.startswith("/") else quote(os.fsencode(path))
