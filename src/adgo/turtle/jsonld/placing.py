"""Finds the triples of a JSON-LD document, each with the places of its tokens."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.errors import Fault, TurtleError
from adgo.turtle.jsonld import json_reader
from adgo.turtle.jsonld.expansion import Expansion
from adgo.turtle.jsonld.json_values import TOKEN
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.placed_triples import PlacedTriples

__all__ = ["TOKEN", "placed_triples"]


def placed_triples(document: Document, limits: Limits) -> PlacedTriples:
    """Return the triples of a document, in the order in which pyoxigraph returns them.

    Raises:
        TurtleError: with all errors of its JSON syntax, or one rule of JSON-LD that it breaks. Some such documents end
            the process if pyoxigraph reads them.
    """
    root = json_reader.read(document, limits)
    try:
        return Expansion(document, is_lenient=limits.lenient).triples(root)
    except RecursionError:
        message = "the definitions in its @context depend on each other over too many steps: write whole IRIs"
        raise TurtleError([Fault(document.path, None, None, None, message)]) from None
