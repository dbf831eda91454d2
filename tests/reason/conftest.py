"""Fixtures for tests of the reasoner: files in Turtle, and Java."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from adgo.graph import namespaces
from adgo.reason.hermit import java

#: On one line, so that a text below it begins on line 2.
PREFIXES = " ".join(
    f"@prefix {prefix}: <{namespace}> ."
    for prefix, namespace in {**namespaces.PREFIXES, "ex": "https://example.org/"}.items()
)

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def has_java() -> None:
    """Skip if there is no Java or no bridge to it; CI has both."""
    try:
        java.find()
        assert java.has_bridge(), "jpype1 is among the development dependencies"
    except java.CannotReason as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    """Return a function that writes Turtle, the text from line 2 on, and returns the file."""

    def written(text: str, name: str = "mine.ttl") -> Path:
        path = tmp_path_factory.mktemp("reason") / name
        path.write_text(PREFIXES + "\n" + text, "utf-8")
        return path

    return written
