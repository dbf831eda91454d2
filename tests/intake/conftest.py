"""A project of its own with a sixth article, and drafts on it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from intake_project import ARTICLE, RECORD, Project

from adgo.corpus import names, reading
from adgo.evidence.sources import Texts
from adgo.graph import dataset, files
from adgo.intake.draft import checked
from adgo.intake.ingest import Ingestion, ingest
from adgo.intake.project_graph import ProjectGraph

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    made = Project(tmp_path)
    for folder in ("ontology", "data", "shapes", "seeds"):
        shutil.copytree(ROOT / folder, made.root / folder)
    made.texts.mkdir()
    (made.texts / "005.txt").write_bytes(ARTICLE.encode())
    sha256 = hashlib.sha256(ARTICLE.encode()).hexdigest()
    with (made.root / "seeds/sources.ttl").open("a", encoding="utf-8") as sources:
        sources.write(RECORD.format(length=len(ARTICLE), sha256=sha256))
    header = (ROOT / "data/claims/001.ttl").read_text(encoding="utf-8")
    header = header[header.index("@prefix") : header.index("# ── ")].replace("claims/001", "claims/005")
    made.claims.write_text("# A comment that stays.\n\n" + header, encoding="utf-8")
    monkeypatch.setenv("ADGO_PROJECT", str(made.root))
    files.root.cache_clear()
    yield made
    files.root.cache_clear()


@pytest.fixture
def draft() -> Callable[..., dict[str, Any]]:
    """A draft that is right, with other fields if they are given; a field that is None is left out."""

    def make(**fields: Any) -> dict[str, Any]:
        record = {
            "source": "005",
            "quotation": "Momenta is already a supplier of Toyota",
            "paraphrase": "Momenta supplies the Japanese carmaker.",
            "subject": "id:momenta-toyota-supply",
            "predicate": "has supplier",
            "object": "Momenta",
            "modality": "Asserted",
            "status": "Ongoing",
            "attribution": "ArticleVoice",
        } | fields
        return {key: value for key, value in record.items() if value is not None}

    return make


@pytest.fixture
def take(project: Project, draft: Callable[..., dict[str, Any]]) -> Callable[..., Ingestion]:
    """Check drafts without the shapes, which take seconds."""
    store = dataset.load().store
    find = partial(names.find, reading.read_store(store))
    graph, texts = ProjectGraph(store), Texts(project.texts)

    def taken(*fields: dict[str, Any]) -> Ingestion:
        drafts = [checked(draft(**each), f"d:{number}") for number, each in enumerate(fields, 1)]
        return ingest(drafts, graph, texts, find, lambda texts: [])

    return taken
