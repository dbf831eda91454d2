"""Shapes that refer to themselves or others in ways that the fast engine does not evaluate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from adgo.shacl.evaluation.recursive_shapes import reaching_cycles
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Shape

#: The most paths of `sh:property` references from one shape; each path has results of its own.
MOST_WAYS = 10_000


def unsupported(shapes: Iterable[Shape]) -> dict[int, str]:
    """Return the nodes of the shapes that another engine has to check, with the reason for each."""
    reasons = {shape.node: _reason(shape) for shape in shapes}
    return {node: reason for node, reason in reasons.items() if reason}


def _reason(top: Shape) -> str:
    """Return why a shape, or one that it refers to, is not supported; "" if all are."""
    seen, stack = {top.node}, [top]
    while stack:
        shape = stack.pop()
        if shape.unsupported:
            return shape.unsupported
        reaches = reaching_cycles(shape, _properties)
        if reaches[shape.node]:
            shape = _in_cycle(shape, reaches)
            return f"{shape.term} refers to itself through sh:property alone, which SHACL leaves open (3.4.3)"
        new = [nested for nested in shape.nested() if nested.node not in seen]
        seen.update(nested.node for nested in new)
        stack += new
    return ""


def _in_cycle(shape: Shape, reaches: Mapping[int, bool]) -> Shape:
    """Return a shape that refers to itself through property shapes: the given one may only lead to it."""
    passed: set[int] = set()
    while shape.node not in passed:
        passed.add(shape.node)
        shape = next(each for each in _properties(shape) if reaches[each.node])
    return shape


def _properties(shape: Shape) -> Iterator[Shape]:
    """Yield the property shapes of a shape."""
    for constraint in shape.constraints:
        if constraint.component == f"{SHACL}PropertyShapeComponent":
            yield from constraint.shapes()


def check_ways(top: Shape) -> None:
    """Raise ShapesError if too many paths of `sh:property` references start at a shape, or at one that it refers to.

    If property shapes share others, the paths may double with each step, and with them the results of one error.
    """
    known: dict[int, int] = {}
    seen, stack = {top.node}, [top]
    while stack:
        shape = stack.pop()
        if _ways(shape, known) > MOST_WAYS:
            message = f"more than {MOST_WAYS:,} paths of sh:property references start at this shape"
            raise ShapesError(message, shape.term)
        new = [nested for nested in shape.nested() if nested.node not in seen]
        seen.update(nested.node for nested in new)
        stack += new


def _ways(shape: Shape, known: dict[int, int]) -> int:
    if shape.node not in known:
        known[shape.node] = 1 + sum(_ways(nested, known) for nested in _properties(shape))
    return known[shape.node]
