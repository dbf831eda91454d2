"""What an edit changes in a graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from adgo.shacl.model.graph import Row


@dataclass
class GraphChange:
    """The difference between a graph before and after an edit.

    Attributes:
        added: the triples that only the new graph has.
        removed: the triples that only the old graph has.
        moved: the triples that both have, in another order among the values of their subject or object.
    """

    added: set[Row] = field(default_factory=set)
    removed: set[Row] = field(default_factory=set)
    moved: set[Row] = field(default_factory=set)

    @cached_property
    def by_predicate(self) -> dict[int, list[Row]]:
        """All triples of the change, by predicate."""
        groups: defaultdict[int, list[Row]] = defaultdict(list)
        for row in self.rows:
            groups[row[1]].append(row)
        return dict(groups)

    @property
    def rows(self) -> set[Row]:
        """All triples of the change. Messages list values in the order of the files, so `moved` count too."""
        return self.added | self.removed | self.moved

    def compare(self, before: Iterable[Row], after: Iterable[Row]) -> None:
        """Add the difference between two sequences of distinct triples that belong together."""
        old, new = dict.fromkeys(before), dict.fromkeys(after)
        self.removed.update(row for row in old if row not in new)
        self.added.update(row for row in new if row not in old)
        common = [row for row in old if row in new]
        if common != [row for row in new if row in old]:
            self.moved.update(common)
