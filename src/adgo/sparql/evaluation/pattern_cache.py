"""What is computed once for a pattern of a query and used for many solutions."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from adgo.sparql.algebra import operators as algebra

Computed = TypeVar("Computed")
#: EXISTS can make new patterns for each solution; above this number of entries, all are dropped.
_MOST = 1000


class PatternCache(Generic[Computed]):
    """Values by pattern and key. A pattern is found by its identity, because comparing large ones takes long."""

    def __init__(self) -> None:
        # The pattern is kept with its value, so that no other object gets its id.
        self._entries: dict[tuple[int, Hashable], tuple[algebra.Pattern, Computed]] = {}

    def get(self, pattern: algebra.Pattern, key: Hashable, compute: Callable[[], Computed]) -> Computed:
        """Return the value for a pattern and a key.

        Args:
            pattern: the pattern.
            key: what else the value depends on.
            compute: gives the value if it is not known yet.
        """
        entry = self._entries.get((id(pattern), key))
        if entry is None:
            if len(self._entries) >= _MOST:
                self._entries.clear()
            entry = self._entries[id(pattern), key] = (pattern, compute())
        return entry[1]
