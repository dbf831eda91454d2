"""The columns, groups and modifiers of a SELECT as algebra (SPARQL 1.1, section 18.2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.expressions import Expressions
from adgo.sparql.algebra.scope import free, visible
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.algebra.terms import variable
from adgo.sparql.tokens import SparqlToken

Keys = tuple[tuple[algebra.Term, algebra.Expression], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a SELECT: its variable, the token of it, and the expression before AS, if any."""

    variable: algebra.Term
    token: SparqlToken
    expression: algebra.Expression | None


class Selects:
    """The translation of what stands around the pattern of a query or subquery."""

    def __init__(self, expressions: Expressions) -> None:
        """Hold what translates expressions."""
        self._expressions = expressions

    def solutions(
        self, form: Tree, clause: Tree | None, pattern: algebra.Pattern, values: algebra.Values | None
    ) -> tuple[tuple[algebra.Term, ...], algebra.Pattern]:
        """Return the columns, and the pattern with its groups and modifiers.

        Args:
            form: the query or subquery.
            clause: its SELECT clause, None for another form.
            pattern: the pattern of its WHERE clause.
            values: the data block behind it.

        Raises:
            QueryError: a column has no value of its own for each row.
        """
        modifier = form.one("SolutionModifier") or Tree("SolutionModifier")
        outer = self._expressions.aggregates
        found: dict[algebra.Aggregate, algebra.Term] = {}
        self._expressions.aggregates = found
        keys = self._keys(modifier)
        columns = None if clause is None or "*" in clause.words else list(self._columns(clause))
        having = [self._expressions.constraint(each) for each in _after_having(modifier)]
        orders = tuple(self._order(each) for each in modifier.all("OrderCondition"))
        self._expressions.aggregates = outer
        body = visible(pattern)
        is_grouped = keys is not None or bool(found)
        if clause is not None:
            _check(clause, columns, body, (keys or ()) if is_grouped else None)
        if is_grouped:
            pattern = algebra.Group(keys, tuple((name, each) for each, name in found.items()), pattern)
        for condition in having:
            pattern = algebra.Filter(condition, pattern)
        if values is not None:
            pattern = algebra.Join(pattern, values)
        names = [each for each in visible(pattern) if not each.startswith(algebra.HIDDEN)]
        if columns is not None:
            names = [each.variable for each in columns]
            for each in columns:
                if each.expression is not None:
                    pattern = algebra.Extend(pattern, each.variable, each.expression)
        pattern = algebra.Order(orders, pattern) if orders else pattern
        if clause is not None:
            pattern = algebra.Project(tuple(names), pattern)
            pattern = algebra.Distinct(pattern) if "DISTINCT" in clause.words else pattern
        return tuple(names), _sliced(modifier, pattern)

    def _keys(self, modifier: Tree) -> Keys | None:
        keys: list[tuple[algebra.Term, algebra.Expression]] = []
        for condition in modifier.all("GroupCondition"):
            token = next((each for each in condition.own_tokens if each.kind == "variable"), None)
            expression = self._expressions.held(condition)
            name = variable(token) if token else self._expressions.names.fresh()
            keys.append((name, algebra.Variable(name) if expression is None else expression))
        return tuple(keys) or None

    def _columns(self, clause: Tree) -> Iterator[Column]:
        expression: algebra.Expression | None = None
        for part in clause.parts:
            if isinstance(part, Tree):
                expression = self._expressions.expression(part)
            elif part.kind == "variable":
                yield Column(variable(part), part, expression)
                expression = None

    def _order(self, condition: Tree) -> tuple[algebra.Expression, bool]:
        expression = self._expressions.held(condition)
        if expression is None:
            expression = algebra.Variable(variable(condition.first_token))
        return expression, "DESC" in condition.words


def _check(clause: Tree, columns: list[Column] | None, body: list[algebra.Term], keys: Keys | None) -> None:
    """Raise QueryError if a column has no value of its own; `keys` is None if nothing is grouped."""
    if columns is None:
        if keys is not None:
            raise QueryError(
                clause.first_token,
                "SELECT * is not possible with GROUP BY. Name the variables and aggregates.",
            )
        return
    known = {name for name, _ in keys or ()}
    taken = set(body) if keys is None else known
    seen: set[algebra.Term] = set()
    for each in columns:
        name = each.variable
        if each.expression is not None and (name in taken or name in seen):
            raise QueryError(each.token, f"{name} already has a value. Choose another name after AS.")
        if keys is not None:
            used = {name} if each.expression is None else set(free(each.expression))
            _check_grouped(each.token, sorted(used - known - seen))
        seen.add(name)


def _check_grouped(token: SparqlToken, loose: list[algebra.Term]) -> None:
    for name in loose:
        if not name.startswith(algebra.HIDDEN):
            raise QueryError(
                token, f"{name} is not in GROUP BY. Add it there, or use an aggregate such as SAMPLE({name})."
            )


def _after_having(modifier: Tree) -> Iterator[Tree]:
    """Yield the constraints of HAVING."""
    wanted = False
    for part in modifier.parts:
        if isinstance(part, SparqlToken):
            wanted = part.word == "HAVING"
        elif wanted and part.name == "Constraint":
            yield part


def _sliced(modifier: Tree, pattern: algebra.Pattern) -> algebra.Pattern:
    found = {
        before.word: int(token.text)
        for before, token in pairwise(modifier.own_tokens)
        if token.kind == "number"
    }
    if not found:
        return pattern
    return algebra.Slice(pattern, found.get("OFFSET", 0), found.get("LIMIT"))
