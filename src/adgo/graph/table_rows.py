"""Small vocabularies in files with columns that are separated by tabs."""

from __future__ import annotations

from pathlib import Path


def rows(path: Path) -> list[list[str]]:
    """Return the rows of a file, in their order; empty lines and lines that begin with # are comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
