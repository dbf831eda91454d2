"""What a change of the data means for several queries, found out while the store goes from one state to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from pyoxigraph import Store

from adgo.graph.rechecking.change_reach import QueryChange, Reach
from adgo.graph.rechecking.changed_matches import ChangedMatch
from adgo.graph.rechecking.occurrences import ChangedQuad

#: If more patterns than this may see a change, their matches are not asked for.
_MOST_ASKED = 1000


class FollowedQueries:
    """Queries with the places where changed triples match."""

    def __init__(
        self, queries: Mapping[str, QueryChange], ask: Callable[[Store, str], Sequence[tuple[str, ...]]]
    ) -> None:
        """Begin without changes.

        Args:
            queries: what is known of each query, by its text.
            ask: returns the solutions of a query in a store.
        """
        self._queries, self._ask = queries, ask
        self._matched: dict[str, list[ChangedMatch] | None] = {text: [] for text in queries}

    def see_both(self, store: Store, quads: list[ChangedQuad]) -> None:
        """Find the matches in a store with the triples of both states, unless too many patterns may see a change."""
        self._matched = {text: change.matched(quads) for text, change in self._queries.items()}
        asked = self._open()
        ask = cache(partial(self._ask, store))
        for each in asked if len(asked) <= _MOST_ASKED else ():
            each.find(ask)

    def see_common(self, store: Store) -> None:
        """Leave out the matches that do not change the rows of a SELECT DISTINCT."""
        ask = cache(partial(self._ask, store))
        for each in self._open():
            each.leave_out_common(ask)

    def reach(self, text: str) -> Reach | None:
        """Return the keys of the solutions of a query that may differ, {} if none may; None if any solution may."""
        matched = self._matched.get(text)
        return None if matched is None else self._queries[text].reach(matched)

    def _open(self) -> list[ChangedMatch]:
        return [match for found in self._matched.values() for match in found or () if match.is_open]
