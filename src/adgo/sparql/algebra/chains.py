"""Long chains of an associative operator: UNION, alternatives and sequences of paths, `||` and `&&`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TypeVar

Part = TypeVar("Part")
#: A chain of more parts becomes a balanced tree, so that nothing nests as deep as the chain is long.
LONG = 32


def chained(combine: Callable[[Part, Part], Part], parts: Sequence[Part], *, is_right: bool = False) -> Part:
    """Return the parts combined two by two.

    Args:
        combine: the operator, which must be associative.
        parts: at least one part.
        is_right: whether a short chain is combined from the right.
    """
    if len(parts) > LONG:
        middle = len(parts) // 2
        left, right = parts[:middle], parts[middle:]
        return combine(chained(combine, left, is_right=is_right), chained(combine, right, is_right=is_right))
    if is_right:
        return reduce(lambda after, each: combine(each, after), reversed(parts[:-1]), parts[-1])
    return reduce(combine, parts)
