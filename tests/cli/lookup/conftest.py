"""The packaged graph is loaded and read once for all commands that look something up in it."""

from __future__ import annotations

import pytest

from adgo.cli import evidence
from adgo.cli.lookup import conflicts, search, show
from adgo.corpus import reading
from adgo.corpus.corpus import Corpus
from adgo.graph.dataset import Dataset


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch, packaged: Dataset, corpus: Corpus) -> None:
    read_store = reading.read_store

    def load(data: tuple[str, ...]) -> Dataset:
        return evidence.load(data) if data else packaged

    for module in (conflicts, search, show):
        monkeypatch.setattr(module, "load", load)
    monkeypatch.setattr(
        reading, "read_store", lambda store: corpus if store is packaged.store else read_store(store)
    )
