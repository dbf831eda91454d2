"""File names in the form that code hosts need: relative to the working folder, with forward slashes."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from adgo.turtle.file_names import printable, uri_reference


def relative(file: str) -> str:
    """Return the path from the working folder, links resolved; the absolute path of a file outside it."""
    return printable(_relative(file))


def _relative(file: str) -> str:
    return _from(os.path.realpath(os.curdir), file)


@lru_cache(maxsize=1024)
def _from(folder: str, file: str) -> str:
    place = Path(file).resolve()
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else place.as_posix()


def shortest(file: str) -> str:
    """Return the path as it was given, or from the working folder if that is shorter."""
    return printable(min(file, _relative(file), key=len))


def uri(file: str) -> str:
    """Return the relative reference of a file (RFC 3986), or its `file:` URI outside the working folder."""
    return uri_reference(_relative(file))
