"""Errors of texts that have no algebra, each with the token at fault."""

from __future__ import annotations

from adgo.sparql.tokens import SparqlToken


class QueryError(ValueError):
    """A text that follows the grammar but breaks a rule that the grammar lacks (SPARQL 1.1, section 19.8, notes)."""

    def __init__(self, token: SparqlToken, message: str) -> None:
        """Hold the token at fault, and what to change."""
        super().__init__(message)
        self.token = token


class UnreportedError(QueryError):
    """A broken rule that the engine does not report: it answers such a text, although it is not a query."""


class MisplacedAggregate(UnreportedError):
    """An aggregate inside another, or outside SELECT, HAVING and ORDER BY. The engine answers some such queries."""


class ColumnInValues(UnreportedError):
    """VALUES after a query or subquery gives a value to the name of a column with AS. The engine ignores it."""


class NotInAlgebra(Exception):
    """A construct that has no operator here: SERVICE, and the triple terms and LATERAL of SPARQL 1.2."""

    def __init__(self, token: SparqlToken) -> None:
        """Hold the first token of the construct."""
        super().__init__(token.text)
        self.token = token
