"""What tests of the build share: a root of their own, with the ontology and no data."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adgo.graph import files


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a root of its own with the ontology and no data, in place of the project's."""
    shutil.copytree(files.root() / "ontology", tmp_path / "ontology")
    (tmp_path / "data" / "claims").mkdir(parents=True)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    return tmp_path
