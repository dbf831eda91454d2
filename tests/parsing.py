"""Turtle files as one rdflib graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph


def parsed(paths: Iterable[Path]) -> Graph:
    """Return one graph with the triples of all the files."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph
