"""Backends that tests fail at will."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fake_backend import FakeBackend, served

from adgo.graph.namespaces import PREFIXES
from adgo.server.backend.address import BackendAddress
from adgo.server.backend.pool import BackendPool
from adgo.server.engine.launcher import Launcher
from adgo.server.settings import MIB, Settings

GRAPH = PREFIXES["graph"]
#: A fact in the default graph and in its part, a plan in a part that is apart, and what a rule adds.
DATA = f"""
<urn:a> <urn:p> <urn:b> .
<urn:a> <urn:p> <urn:b> <{GRAPH}facts> .
<urn:a> <urn:p> <urn:planned> <{GRAPH}plans> .
<urn:a> <urn:q> <urn:claimed> .
<urn:a> <urn:q> <urn:claimed> <{GRAPH}claims> .
"""

Begin = Callable[..., BackendPool]


@pytest.fixture
def backend() -> Iterator[FakeBackend]:
    """A backend with a fact, a claim and a plan."""
    from pyoxigraph import RdfFormat

    made = FakeBackend()
    made.store.load(DATA.encode(), RdfFormat.N_QUADS)
    end = served(made)
    yield made
    end()


@pytest.fixture
def begin(backend: FakeBackend) -> Iterator[Begin]:
    """A function that returns a started pool over the backend, with settings."""
    pools: list[BackendPool] = []

    def make(
        *default_graphs: str, authorization: str = "", is_public: bool = False, **settings: float
    ) -> BackendPool:
        chosen = Settings(**settings)  # type: ignore[arg-type]
        address = BackendAddress(backend.url, authorization, default_graphs)
        pools.append(BackendPool(address, Launcher([], 64 * MIB), chosen, is_public=is_public))
        pools[-1].start()
        backend.seen.clear()
        return pools[-1]

    yield make
    for each in pools:
        each.close()
