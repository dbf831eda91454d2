"""The data about a thing in a published folder are those that the query of the server finds."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from adgo.graph.dataset import load
from adgo.graph.namespaces import BASE
from adgo.publishing import thing_data
from adgo.publishing.things import described
from adgo.server import page_queries


@pytest.mark.parametrize(
    "step", [pytest.param(20, id="some"), pytest.param(1, id="all", marks=pytest.mark.full)]
)
def test_each_thing_has_what_the_query_describes(step: int) -> None:
    store: Store = load().store
    text = page_queries.read("describe")
    things = described(store)[::step]
    assert len(things) > 100
    for iri in (BASE + each for each in things):
        # The query has the answer of the standard without any change, so the engine can be asked directly.
        wanted = set(store.query(page_queries.bound(text, {"it": iri})))
        assert set(thing_data.triples(store, iri)) == wanted, iri
