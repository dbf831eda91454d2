"""What runners compute over the articles is what the whole graph says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from adgo import queries
from adgo.corpus.batches import corroboration, shape_results
from adgo.graph import files
from adgo.graph.building.dataflow import Loop
from adgo.graph.dataset import Dataset
from adgo.graph.validation import validate
from adgo.sparql.answering.query import query


@pytest.mark.parametrize("buckets", [1, 7])
def test_corroboration_by_statement_has_the_rows_of_the_stored_question(
    packaged: Dataset, buckets: int
) -> None:
    found = query(packaged.store, queries.load()[corroboration.QUESTION].text).rows
    expected = sorted("\t".join("" if term is None else str(term) for term in row) for row in found)
    assert len(expected) > 20
    assert corroboration.rows(Loop(), buckets) == expected


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the project in which two claims lack their modality."""
    for folder in ("ontology", "data", "seeds", "shapes"):
        shutil.copytree(files.root() / folder, tmp_path / folder)
    for number in ("001", "003"):
        path = tmp_path / "data" / "claims" / f"{number}.ttl"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\n    adgo:modality adgo:\w+ ;", "", text, count=1), encoding="utf-8")
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    return tmp_path


@pytest.mark.full
def test_the_shapes_by_article_find_what_the_whole_graph_shows(faulty: Path) -> None:
    lines = shape_results.check(Loop())
    claims = {str(path) for path in files.part("claims")}
    whole = {
        (Path(each.place.file).name, each.focus, each.message)
        for each in validate()
        if each.place and str(each.place.file) in claims
    }
    assert {(line.split("\t")[0], line.split("\t")[1], line.split("\t")[5]) for line in lines} == whole
    assert {name for name, _, _ in whole} == {"001.ttl", "003.ttl"}
