"""What changed triples match in a query, asked while a store goes from one state to the next.

A match of a pattern that only one of two states has consists of triples of either, so a store with the triples of both
has it. If a changed triple has no match there, its pattern does not see the change. A row of a SELECT DISTINCT that
the triples of both states give has not changed either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from adgo.graph.rechecking.limiter import MOST_VALUES, Ask, select
from adgo.graph.rechecking.occurrences import ChangedQuad, DistinctRows, TripleOccurrence
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import visible
from adgo.sparql.evaluation.substitution import substituted

#: A match: the values of the variables of a pattern.
Match = Mapping[algebra.Term, str]


@dataclass
class ChangedMatch:
    """A triple pattern and a changed triple that may match it.

    Attributes:
        occurrence: the pattern.
        quad: the triple.
        matches: the matches that one of the states may have and the other has not; None if there are too many.
    """

    occurrence: TripleOccurrence
    quad: ChangedQuad
    matches: list[Match] | None = None

    @property
    def is_open(self) -> bool:
        """Whether a search for matches may say more than the changed triple does."""
        return self.occurrence.rows is not None or not self.occurrence.is_alone

    def find(self, ask: Ask) -> None:
        """Find the matches.

        Args:
            ask: returns the solutions in a store with the triples of both states.
        """
        known = self.occurrence.values(self.quad)
        if known is None:
            return
        pattern = substituted(self.occurrence.matches, dict(known))
        names = tuple(name for name in visible(pattern) if not name.startswith(algebra.HIDDEN))
        found = ask(select(pattern, names, MOST_VALUES + 1))
        if len(found) <= MOST_VALUES:
            self.matches = [{**known, **dict(zip(names, row, strict=False))} for row in found]

    def leave_out_common(self, ask: Ask) -> None:
        """Leave out the matches that give no other row of a SELECT DISTINCT.

        Args:
            ask: returns the solutions in a store with triples that both states have.
        """
        rows = self.occurrence.rows
        if rows is not None and self.matches is not None:
            self.matches = [each for each in self.matches if not _is_row(ask, rows, each)]


def _is_row(ask: Ask, rows: DistinctRows, match: Match) -> bool:
    """Return whether a match belongs to a row that a store has."""
    values = {name: match.get(name, "") for name in rows.columns}
    if not all(value.startswith("<") for value in values.values()):
        return False
    return bool(ask(select(substituted(rows.pattern, values), (), 1)))
