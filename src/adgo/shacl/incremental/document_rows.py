"""The triples of one document, found by subject and by object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from adgo.shacl.model.graph import Pairs, Row
from adgo.turtle.document import Rows


class DocumentRows:
    """The rows of one document, which never change; the indexes are made when needed."""

    def __init__(self, rows: Rows | Sequence[Row]) -> None:
        """Hold the rows, in the order of the file and with repetitions."""
        self.rows = rows

    @cached_property
    def by_subject(self) -> dict[int, list[Row]]:
        """The distinct rows of each subject."""
        return self._grouped(0)

    @cached_property
    def by_object(self) -> dict[int, list[Row]]:
        """The distinct rows of each object."""
        return self._grouped(2)

    def _grouped(self, place: int) -> dict[int, list[Row]]:
        groups: defaultdict[int, list[Row]] = defaultdict(list)
        for row in dict.fromkeys(self.rows):
            groups[row[place]].append(row)
        return dict(groups)

    @cached_property
    def by_predicate(self) -> dict[int, Pairs]:
        """The subjects and objects of each predicate, in the order of the file and with repetitions."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for row in self.rows:
            groups[row[1]] += row
        return {predicate: Pairs(numbers[::3], numbers[2::3]) for predicate, numbers in groups.items()}
