"""Shapes that refer to themselves, or to others in so many ways that the evaluation would not end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    done: set[int] = set()
    above: list[int] = [top.node]
    stack: list[Iterator[Shape]] = [top.nested()]
    if top.unsupported:
        return top.unsupported
    while stack:
        shape = next(stack[-1], None)
        if shape is None:
            stack.pop()
            done.add(above.pop())
        elif shape.unsupported:
            return shape.unsupported
        elif shape.node in above:
            return f"{shape.term} refers to itself through other shapes, which the standard leaves open (SHACL 3.4.3)"
        elif shape.node not in done:
            above.append(shape.node)
            stack.append(shape.nested())
    return ""


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
        properties = (
            each for each in shape.constraints if each.component == f"{SHACL}PropertyShapeComponent"
        )
        known[shape.node] = 1 + sum(_ways(nested, known) for each in properties for nested in each.shapes())
    return known[shape.node]
