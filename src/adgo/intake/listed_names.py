"""Names of nodes in a message: the first few, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.graph.namespaces import short

#: The most names in one list.
MOST = 5


def listed(iris: Iterable[str]) -> str:
    """Return the short names of the first nodes, and how many more there are.

    Args:
        iris: the IRIs of the nodes.
    """
    names = sorted(map(short, iris))
    rest = len(names) - MOST
    return ", ".join(names[:MOST]) + (f" and {rest} more" if rest > 0 else "")
