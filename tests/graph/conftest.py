"""What tests of the build share: a root of their own, with the ontology and no data."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from adgo.graph import files


@pytest.fixture(scope="session")
def new_root() -> Callable[[Path, pytest.MonkeyPatch], Path]:
    """Makes a folder the root in place of the project's: with the ontology and no data."""

    def make(folder: Path, patch: pytest.MonkeyPatch) -> Path:
        shutil.copytree(files.root() / "ontology", folder / "ontology")
        (folder / "data" / "claims").mkdir(parents=True)
        patch.setattr(files, "root", lambda: folder)
        return folder

    return make


@pytest.fixture
def root(
    new_root: Callable[[Path, pytest.MonkeyPatch], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a root of its own with the ontology and no data, in place of the project's."""
    return new_root(tmp_path, monkeypatch)
