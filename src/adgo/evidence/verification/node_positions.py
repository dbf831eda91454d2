"""Where a node is described in the files: the place of a finding, as `file:line:column`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from adgo.turtle import TermTable, TurtleError, read_file


class NodePositions:
    """The first place in some files where each node is a subject."""

    def __init__(self, paths: Iterable[Path]) -> None:
        table = TermTable()
        self._places: dict[str, tuple[Path, int, int]] = {}
        for path in paths:
            try:
                document = read_file(path, table)
            except TurtleError:
                continue  # another reader took it; its findings go without a place
            seen: set[int] = set()
            for row, (subject, _, _) in enumerate(document.rows):
                if subject in seen:
                    continue
                seen.add(subject)
                span = document.locate(row, "subject")
                if span.line is not None and span.column is not None:
                    self._places.setdefault(table[subject], (path, span.line, span.column))

    def of(self, iri: str) -> tuple[Path, int, int] | None:
        """Return file, line and column (both from 1) of a node's first description, or None where it has none."""
        return self._places.get(f"<{iri}>")
