"""What the fast engine leaves out: shapes that refer to themselves, and what their constraints say they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adgo.shacl.model import Shape


def unsupported(shapes: Iterable[Shape]) -> dict[int, str]:
    """Return the shapes, by node, that another engine has to check, each with the reason."""
    reasons = {shape.node: _reason(shape) for shape in shapes}
    return {node: reason for node, reason in reasons.items() if reason}


def _reason(top: Shape) -> str:
    """Return why a shape or one that it leads to is left out, "" if none is."""
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
