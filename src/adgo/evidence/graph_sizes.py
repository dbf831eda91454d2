"""The number of articles, claims, organizations and so on in the graph."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, Store

from adgo.sparql.answering.query import query

QUERY = Path(__file__).with_suffix(".rq")


def sizes(store: Store) -> dict[str, int]:
    """Return the number of articles, claims, firms and so on in a store, by name, as `graph_sizes.rq` counts them."""
    solutions = query(store, QUERY.read_text(encoding="utf-8")).rows
    found = {}
    for row in solutions:
        name, number = row["name"], row["number"]
        assert isinstance(name, Literal)
        assert isinstance(number, Literal)
        found[name.value] = int(number.value)
    return found
