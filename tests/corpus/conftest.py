"""The packaged graph as people read it, without the server."""

from __future__ import annotations

import pytest

from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import read_store
from adgo.graph.dataset import load


@pytest.fixture(scope="session")
def packaged() -> Corpus:
    return read_store(load().store)
