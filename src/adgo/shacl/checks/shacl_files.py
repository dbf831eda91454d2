"""The standard's own files, the SHACL vocabulary and the shapes for shapes, which the package pySHACL contains."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from adgo.shacl.model.names import sh


class FileMissing(Exception):
    """A file of the standard that is not installed; the message says why and what to install."""


@cache
def vocabulary() -> frozenset[str]:
    """Return every term of the SHACL vocabulary; FileMissing if pySHACL is not installed."""
    # The description of each term starts a line with its name; parsing the file would take longer than most runs.
    text = path("shacl.ttl").read_text(encoding="utf-8")
    return frozenset(sh(name) for name in re.findall(r"^sh:(\w+)", text, re.MULTILINE))


def path(name: str) -> Path:
    """Return the path of a file of the standard; FileMissing if pySHACL or the file in it is missing."""
    # `importlib.resources` would import the package, and with it all of rdflib.
    package = find_spec("pyshacl")
    if package is None or package.origin is None:
        raise FileMissing(f"{name} is part of pySHACL, which is not installed (pip install pyshacl)")
    file = Path(package.origin).parent / "assets" / name
    if not file.is_file():
        raise FileMissing(
            f"the installed pySHACL has no file assets/{name} (pip install 'pyshacl>=0.40,<0.41')"
        )
    return file
