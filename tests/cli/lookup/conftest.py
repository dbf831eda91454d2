"""The packaged graph is loaded once for all commands that look something up in it."""

from __future__ import annotations

import pytest

from adgo.cli import evidence
from adgo.cli.lookup import conflicts, search, show
from adgo.graph.dataset import Dataset


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch, packaged: Dataset) -> None:
    def load(data: tuple[str, ...]) -> Dataset:
        return evidence.load(data) if data else packaged

    for module in (conflicts, search, show):
        monkeypatch.setattr(module, "load", load)
