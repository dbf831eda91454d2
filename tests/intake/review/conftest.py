"""Reviews of drafts on the project with the sixth article."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from intake_project import Project

from adgo.corpus import names, reading
from adgo.intake.review.draft_review import DraftReview
from adgo.intake.review.open_project import OpenProject

Open = Callable[..., DraftReview]


@pytest.fixture
def drafts_file(project: Project) -> Callable[..., Path]:
    """Write drafts into a file of the working folder."""

    def write(*records: dict[str, Any] | str) -> Path:
        path: Path = project.root / "drafts/new.jsonl"
        path.parent.mkdir(exist_ok=True)
        lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def opened(project: Project) -> Open:
    """Open a file for an editor. The shapes find nothing unless `with_shapes`: that takes seconds."""

    def open_file(file: Path, editor: str = "Ada", *, with_shapes: bool = False) -> DraftReview:
        made = OpenProject(project.texts, lambda store: partial(names.find, reading.read_store(store)))
        if not with_shapes:
            made.shapes.violations = lambda texts: []  # type: ignore[method-assign]
        return DraftReview(made, file, editor)

    return open_file
