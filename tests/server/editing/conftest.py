"""A project with a sixth article, served with the pages for editors."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from editor import Editor
from flask import Flask
from intake_project import ARTICLE, RECORD, Project

from adgo.graph import files
from adgo.server.app import close, create_app
from adgo.server.editing import assembly
from adgo.server.editing.access import EditAccess
from adgo.server.editing.project_build import ProjectBuild
from adgo.server.settings import Settings

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The project, which is that of ADGO_PROJECT as long as the tests of a module run."""
    made = Project(tmp_path_factory.mktemp("edited"))
    for folder in ("ontology", "data", "shapes", "seeds"):
        shutil.copytree(ROOT / folder, made.root / folder)
    made.texts.mkdir()
    (made.texts / "005.txt").write_bytes(ARTICLE.encode())
    sha256 = hashlib.sha256(ARTICLE.encode()).hexdigest()
    with (made.root / "seeds/sources.ttl").open("a", encoding="utf-8") as sources:
        sources.write(RECORD.format(length=len(ARTICLE), sha256=sha256))
    header = (ROOT / "data/claims/001.ttl").read_text(encoding="utf-8")
    header = header[header.index("@prefix") : header.index("# ── ")].replace("claims/001", "claims/005")
    made.claims.write_text("# A comment that stays.\n\n" + header.rstrip() + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("ADGO_PROJECT", str(made.root))
        files.root.cache_clear()
        yield made
    files.root.cache_clear()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The files that the app serves: one triple, as the pages for editors read the project's files themselves."""
    data = tmp_path_factory.mktemp("served") / "data.ttl"
    data.write_text("<urn:a> <urn:p> <urn:b> .\n", encoding="utf-8")
    return [data]


@pytest.fixture(scope="module")
def app(edited: Project, served: list[Path]) -> Iterator[Flask]:
    """An app with the pages for editors; whether the generated files are up to date is not looked up."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ProjectBuild, "begin", lambda _: None)
        made = assembly.add(
            create_app(served, Settings(workers=1), texts=edited.texts), edited.texts, EditAccess("ann")
        )
    yield made
    close(made)


@pytest.fixture(scope="module")
def editor(app: Flask, edited: Project) -> Editor:
    folder = edited.root / "drafts"
    folder.mkdir(exist_ok=True)
    return Editor(app, folder)


@pytest.fixture(scope="module")
def other(app: Flask, edited: Project, editor: Editor) -> Editor:
    """Another editor, in another browser."""
    return Editor(app, editor.folder)
