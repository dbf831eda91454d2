"""The standard's own files: the names of the SHACL vocabulary, and the shapes for shapes."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from adgo.shacl.model.names import sh

#: The path of the shapes for shapes (SHACL, appendix C) in the package pySHACL.
_SHAPES_FOR_SHAPES = "assets/shacl-shacl.ttl"


class FileMissing(Exception):
    """The shapes for shapes are not installed."""


@cache
def vocabulary() -> frozenset[str]:
    """Return every term of the SHACL vocabulary, in N-Triples form."""
    names = Path(__file__).with_name("shacl_terms.txt").read_text(encoding="utf-8")
    return frozenset(map(sh, names.split()))


@cache
def draft_terms() -> dict[str, str]:
    """Return the local names that only drafts define, and what for.

    That is `evaluation` if a name changes results, `description` if it does not, and `expression` for node expressions.
    """
    text = Path(__file__).with_name("draft_terms.txt").read_text(encoding="utf-8")
    lines = (line.partition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: kind for name, _, kind in lines}


def shapes_for_shapes() -> Path:
    """Return the path of the standard's shapes for shapes; FileMissing if pySHACL does not provide them."""
    # `importlib.resources` would import the package, and with it all of rdflib.
    package = find_spec("pyshacl")
    if package is None or package.origin is None:
        raise FileMissing("SHACL's own shapes are part of pySHACL, which is not installed")
    file = Path(package.origin).parent / _SHAPES_FOR_SHAPES
    if not file.is_file():
        raise FileMissing(f"the installed pySHACL has no file {_SHAPES_FOR_SHAPES}")
    return file
