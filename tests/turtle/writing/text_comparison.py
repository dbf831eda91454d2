"""Comparison of Turtle texts by their graphs."""

from __future__ import annotations

from adgo.turtle.writing.formatter import read_text
from adgo.turtle.writing.graph_comparison import have_same_graph


def same_graph(one: str, other: str) -> bool:
    """Return whether two texts have the same graph, regardless of the order of triples and the blank node labels."""
    document = read_text(one)
    return have_same_graph(document, read_text(other, table=document.table))
