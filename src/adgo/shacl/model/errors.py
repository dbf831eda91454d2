"""The errors that shapes can cause."""

from __future__ import annotations

from typing import NamedTuple

from adgo.shacl.model.result import Finding


class TextPosition(NamedTuple):
    """A position in a value of the shapes graph.

    Attributes:
        subject: the subject of the triple, in N-Triples form.
        predicate: its predicate.
        object: its object.
        offset: the position in the text of the object, in code points from 0; None for the object itself.
    """

    subject: str
    predicate: str
    object: str
    offset: int | None = None


class ShapesError(Exception):
    """Shapes that cannot be processed: what is wrong, and at which node of the shapes graph."""

    def __init__(self, message: str, node: str | None = None, position: TextPosition | None = None) -> None:
        """Hold what is wrong.

        Args:
            message: what is wrong.
            node: the N-Triples term of the faulty node, if it is known.
            position: the faulty value of that node, if the fault is in one.
        """
        super().__init__(message)
        self.node = node
        self.position = position
        self.findings: list[Finding] = []
        #: The further errors of the same shapes graph.
        self.others: list[ShapesError] = []

    def __reduce__(self) -> tuple[type[ShapesError], tuple[str, str | None, TextPosition | None]]:
        """Return how the error is sent to another process."""
        return type(self), (str(self), self.node, self.position)


class Unsupported(Exception):
    """The reason why the fast engine leaves a shape to pySHACL."""
