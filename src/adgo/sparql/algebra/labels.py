"""The labels of blank nodes: each may stand in one basic graph pattern only (SPARQL 1.1, sections 5.1.1 and 19.6)."""

from __future__ import annotations

from itertools import count

from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.syntax_tree import Tree


class LabelScopes:
    """The basic graph patterns of a text, by number, and the one in which each label stands."""

    def __init__(self) -> None:
        self._scopes: dict[str, int] = {}
        self._numbers = count()

    def begin(self) -> int:
        """Return the number of a new basic graph pattern."""
        return next(self._numbers)

    def check(self, triples: Tree, scope: int) -> None:
        """Raise QueryError if a label of some triples stands in another basic graph pattern than theirs."""
        for token in triples.tokens():
            if token.kind == "blank" and self._scopes.setdefault(token.text, scope) != scope:
                raise QueryError(
                    token,
                    f"The label {token.text} stands in another graph pattern already, and may stand in one only. "
                    "Use a variable instead.",
                )
