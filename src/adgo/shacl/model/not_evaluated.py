"""Parts of the shapes that could not be evaluated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import SHACL


class NotEvaluated(NamedTuple):
    """A shape, or a part of one, that could not be evaluated.

    Attributes:
        shape: the term of the shape, in N-Triples form.
        part: what of the shape, such as `sh:sparql`; "" for the whole shape.
        error: the reason, with its place.
    """

    shape: str
    part: str
    error: ShapesError


def parameter_of(component: str) -> str:
    """Return how messages name a constraint component: by its parameter, such as `sh:sparql`, or by its IRI."""
    if not component.startswith(SHACL):
        return f"<{component}>"
    name = component.removeprefix(SHACL).removesuffix("ConstraintComponent")
    return f"sh:{name.lower() if name.isupper() else name[0].lower() + name[1:]}"


class DependsOnSkipped(ShapesError):
    """A constraint refers to a shape that is skipped, or a part of which is."""

    def __init__(self, node: str, position: TextPosition | None, on: str, in_part: bool) -> None:
        """Hold where the constraint is.

        Args:
            node: the term of the shape with the constraint.
            position: the value of the constraint's parameter.
            on: the term of the shape that it refers to.
            in_part: whether the constraint is evaluated in part: the failures that it finds are right.
        """
        super().__init__(f"it refers to {on}, which is not evaluated", node, position)
        self.on = on
        self.in_part = in_part


def refuse(skipped: Iterable[NotEvaluated]) -> None:
    """Raise the first error of what was skipped, with the others in `others`; do nothing if there are none."""
    errors = [each.error for each in skipped if not isinstance(each.error, DependsOnSkipped)]
    if errors:
        errors[0].others = errors[1:]
        raise errors[0]
