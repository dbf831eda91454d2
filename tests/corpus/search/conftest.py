"""The search over the packaged graph and the stored questions."""

from __future__ import annotations

import pytest

from adgo.corpus.corpus import Corpus
from adgo.corpus.search.search import Search
from adgo.queries import load


@pytest.fixture(scope="session")
def search(packaged_corpus: Corpus) -> Search:
    return Search(packaged_corpus, load().values())


@pytest.fixture(scope="session")
def corpus(search: Search) -> Corpus:
    return search.things.corpus
