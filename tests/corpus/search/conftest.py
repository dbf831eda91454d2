"""The search over the packaged graph and the stored questions."""

from __future__ import annotations

import pytest

from adgo.corpus.corpus import Corpus
from adgo.corpus.reading import read_store
from adgo.corpus.search.search import Search
from adgo.graph.dataset import Dataset
from adgo.queries import load


@pytest.fixture(scope="session")
def search(packaged: Dataset) -> Search:
    return Search(read_store(packaged.store), load().values())


@pytest.fixture(scope="session")
def corpus(search: Search) -> Corpus:
    return search.things.corpus
