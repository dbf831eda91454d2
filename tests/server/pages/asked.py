"""Questions that tests put to the packaged graph themselves, past the pages."""

from __future__ import annotations

from pyoxigraph import QuerySolutions, Store

from adgo.graph.namespaces import PREFIXES

PROLOGUE = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())


def column(store: Store, text: str) -> list[str]:
    return [first for first, *_ in rows(store, text)]


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    found = store.query(PROLOGUE + text)
    assert isinstance(found, QuerySolutions)
    return [tuple(str(getattr(term, "value", "")) for term in row) for row in found]


def count(store: Store, text: str) -> int:
    return int(column(store, text)[0])
