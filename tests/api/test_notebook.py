"""The notebooks of the documentation: their cells run, and show what is stored in them."""

from __future__ import annotations

import json
from pathlib import Path

import notebook
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs").rglob("*.ipynb"))


def test_there_is_a_notebook() -> None:
    assert NOTEBOOKS


@pytest.mark.full
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_cells_show_what_is_stored(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If they differ because the data have changed, run `python tests/notebook.py FILE`, and read what is new."""
    monkeypatch.chdir(tmp_path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert (stored["nbformat"], stored["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in stored["cells"]}) == len(stored["cells"])
    for cell, outputs in zip(notebook.code_cells(stored), notebook.run(stored), strict=True):
        assert notebook.comparable(outputs) == notebook.comparable(cell["outputs"]), "".join(cell["source"])


def test_a_cell_whose_output_differs_is_found() -> None:
    cell = {"cell_type": "code", "source": ["print(1)\n", "2"], "outputs": []}
    outputs = notebook.run({"cells": [cell]})
    assert [each["output_type"] for each in outputs[0]] == ["stream", "execute_result"]
    assert notebook.comparable(outputs[0]) != notebook.comparable([])
