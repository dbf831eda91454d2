"""The number of articles, claims, organizations and so on in the graph."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, QuerySolutions, Store

QUERY = Path(__file__).with_suffix(".rq")


def sizes(store: Store) -> dict[str, int]:
    """Return the number of articles, claims, firms and so on in a store, by name, as `graph_sizes.rq` counts them."""
    solutions = store.query(QUERY.read_text(encoding="utf-8"))
    assert isinstance(solutions, QuerySolutions)
    found = {}
    for row in solutions:
        name, number = row["name"], row["number"]
        assert isinstance(name, Literal)
        assert isinstance(number, Literal)
        found[name.value] = int(number.value)
    return found
