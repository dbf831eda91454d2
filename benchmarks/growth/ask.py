"""`python ask.py conflicts|hygiene`: the processor time of each query on the packaged graph, without loading."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

from pyoxigraph import QuerySolutions, Store

from adgo.graph import files
from adgo.graph.dataset import load

REPEATS = 3


def main(kind: str) -> None:
    """Print one object: for each query, the least time in seconds of several runs, and the number of its rows."""
    queries = files.hygiene() if kind == "hygiene" else _conflicts()
    store = load().store
    found = {query.stem: min(_asked(store, query) for _ in range(REPEATS)) for query in queries}
    json.dump(found, sys.stdout)


def _asked(store: Store, query: Path) -> tuple[float, int]:
    """Return the processor seconds of one run of a query, and the number of its rows."""
    begun = process_time()
    solutions = store.query(query.read_text(encoding="utf-8"))
    assert isinstance(solutions, QuerySolutions), f"{query.name} must be a SELECT"
    rows = len(list(solutions))
    return process_time() - begun, rows


def _conflicts() -> list[Path]:
    return [query for query in files.queries() if query.stem.startswith("conflicts-")]


if __name__ == "__main__":
    main(sys.argv[1])
