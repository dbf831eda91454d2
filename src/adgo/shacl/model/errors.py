"""The errors that shapes can cause."""

from __future__ import annotations

from adgo.shacl.model.result import Finding


class ShapesError(Exception):
    """Shapes that cannot be processed: what is wrong, and at which node of the shapes graph."""

    def __init__(self, message: str, node: str | None = None) -> None:
        """Hold the message and the N-Triples term of the faulty node, if it is known."""
        super().__init__(message)
        self.node = node
        self.findings: list[Finding] = []


class Unsupported(Exception):
    """The reason why the fast engine leaves a shape to pySHACL."""
