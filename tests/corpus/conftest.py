"""The packaged graph as people read it, without the server."""

from __future__ import annotations

import pytest

from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import read_store
from adgo.graph.dataset import Dataset


@pytest.fixture(scope="session")
def packaged_corpus(packaged: Dataset) -> Corpus:
    return read_store(packaged.store)
