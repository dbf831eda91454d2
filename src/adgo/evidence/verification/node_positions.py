"""The positions in the files at which nodes are described, for `file:line:column` of findings."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from adgo.turtle import TermTable, TurtleError, read_file


class NodePositions:
    """The first position in some files at which each node is a subject."""

    def __init__(self, paths: Iterable[Path]) -> None:
        table = TermTable()
        self._places: dict[str, tuple[Path, int, int]] = {}
        for path in paths:
            try:
                document = read_file(path, table)
            except TurtleError:
                continue  # Read by another parser; its findings have no positions.
            seen: set[int] = set()
            for row, (subject, _, _) in enumerate(document.rows):
                if subject in seen:
                    continue
                seen.add(subject)
                span = document.locate(row, "subject")
                if span.line is not None and span.column is not None:
                    self._places.setdefault(table[subject], (path, span.line, span.column))

    def of(self, iri: str) -> tuple[Path, int, int] | None:
        """Return file, line and column (from 1) of the first description of a node; None if there is none."""
        return self._places.get(f"<{iri}>")
