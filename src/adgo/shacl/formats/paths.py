"""File names as the formats of code hosts want them: relative to the working folder, with forward slashes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def relative(file: str) -> str:
    """Return the path from the working folder, links resolved; the absolute path for a file outside of it."""
    place = Path(file).resolve()
    here = Path(os.path.realpath(os.curdir))
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else place.as_posix()


def uri(file: str) -> str:
    """Return the relative reference of a file (RFC 3986), or its `file:` URI outside the working folder."""
    path = relative(file)
    return Path(path).as_uri() if path.startswith("/") else quote(path)
