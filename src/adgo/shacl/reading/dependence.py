"""The shapes of a constraint that must be complete: if part of one is not evaluated, the constraint is undecided."""

from __future__ import annotations

from adgo.shacl.constraints.logical import NotConstraint, XoneConstraint
from adgo.shacl.constraints.qualified import QualifiedConstraint
from adgo.shacl.model.shapes import Constraint, Shape


def needed_shapes(constraint: Constraint) -> tuple[Shape, ...]:
    """Return the shapes whose failures must all be known.

    The failures that an incomplete shape still finds are failures of the whole shape too. A constraint that fails only
    because of failures, such as `sh:node`, `sh:and` and `sh:or`, is therefore right even if a shape is incomplete.
    """
    match constraint:
        case NotConstraint(shape):
            return (shape,)
        case XoneConstraint(branches):
            return branches
        case QualifiedConstraint(shape, siblings, _, most):
            return siblings if most is None else (shape,)
    return ()
