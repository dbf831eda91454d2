"""Files of Turtle as one graph of rdflib."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph


def parsed(paths: Iterable[Path]) -> Graph:
    """Return what some files say together."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph
