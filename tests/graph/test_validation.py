"""The defaults for data, shapes and ontology."""

from __future__ import annotations

from pathlib import Path

import pytest

from adgo.graph import files, validation


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.ttl"
    path.write_text("<urn:a> <urn:b> 1 .", encoding="utf-8")
    return path


def paths(documents: list[object]) -> list[Path]:
    return [Path(document.path) for document in documents]  # type: ignore[attr-defined]


def test_the_packaged_graph_is_checked_with_its_judgements() -> None:
    found = validation.read()
    assert set(paths(list(found.data))) >= {
        *files.part("claims"),
        *files.part("judgements"),
        *files.part("facts"),
    }
    assert not set(paths(list(found.data))) & set(files.part("plans"))
    assert paths(list(found.shapes)) == files.part("shapes")


def test_own_data_has_the_packaged_graph_beside_it_for_the_packaged_shapes_alone(own: Path) -> None:
    assert paths(list(validation.read(own).ontology)) == files.checked()
    assert paths(list(validation.read(own, shapes=own).ontology)) == []
    assert paths(list(validation.read(own, ontology=own).ontology)) == [own]
    assert paths(list(validation.read([own]).data)) == [own]
