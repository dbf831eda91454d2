"""The columns, groups and modifiers of a SELECT as algebra (SPARQL 1.1, section 18.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from adgo.sparql.algebra import columns
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.columns import Column
from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.expressions import Expressions
from adgo.sparql.algebra.scope import visible
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.algebra.terms import variable
from adgo.sparql.tokens import SparqlToken

Keys = tuple[tuple[algebra.Term, algebra.Expression], ...]
#: The modifier of a query that has none.
_NONE = Tree("SolutionModifier")


@dataclass(frozen=True, slots=True)
class SelectParts:
    """What surrounds the pattern of a query; `columns` is None for `*` and for forms without columns."""

    keys: Keys | None
    columns: tuple[Column, ...] | None
    having: tuple[algebra.Expression, ...]
    orders: tuple[tuple[algebra.Expression, bool], ...]
    aggregates: tuple[tuple[algebra.Term, algebra.Aggregate], ...]

    @property
    def is_grouped(self) -> bool:
        """Whether the solutions are grouped: aggregates without GROUP BY make one group of all."""
        return self.keys is not None or bool(self.aggregates)

    def grouped(self, pattern: algebra.Pattern) -> algebra.Pattern:
        """Return the pattern with its groups and HAVING."""
        if self.is_grouped:
            pattern = algebra.Grouping(self.keys, self.aggregates, pattern)
        for condition in self.having:
            pattern = algebra.Filter(condition, pattern)
        return pattern

    def extended(self, pattern: algebra.Pattern) -> algebra.Pattern:
        """Return the pattern with the expressions of the columns."""
        for each in self.columns or ():
            if each.expression is not None:
                pattern = algebra.Extend(pattern, each.variable, each.expression)
        return pattern

    def names(self, pattern: algebra.Pattern) -> tuple[algebra.Term, ...]:
        """Return the variables of the columns, each once; those in scope of the pattern if they are not listed."""
        if self.columns is None:
            return tuple(each for each in visible(pattern) if not each.startswith(algebra.HIDDEN))
        return tuple(dict.fromkeys(each.variable for each in self.columns))


class Selects:
    """The translation of what surrounds the pattern of a query or subquery."""

    def __init__(self, expressions: Expressions) -> None:
        """Hold what translates expressions."""
        self._expressions = expressions

    def solutions(
        self, form: Tree, clause: Tree | None, pattern: algebra.Pattern, values: algebra.InlineData | None
    ) -> tuple[tuple[algebra.Term, ...], algebra.Pattern]:
        """Return the columns, and the pattern with its groups and modifiers.

        Args:
            form: the query or subquery.
            clause: its SELECT clause, None for another form.
            pattern: the pattern of its WHERE clause.
            values: the data block after it.

        Raises:
            QueryError: a column or an aggregate breaks a rule.
        """
        modifier = form.one("SolutionModifier") or _NONE
        parts = self._parts(clause, modifier)
        if clause is not None:
            _check(clause.first_token, parts, pattern, values.variables if values else ())
        pattern = parts.grouped(pattern)
        pattern = pattern if values is None else algebra.join(pattern, values)
        names = parts.names(pattern)
        pattern = parts.extended(pattern)
        pattern = algebra.Order(parts.orders, pattern) if parts.orders else pattern
        if clause is not None:
            pattern = algebra.Project(names, pattern)
            pattern = algebra.Distinct(pattern) if "DISTINCT" in clause.words else pattern
        return names, _sliced(modifier, pattern)

    def _parts(self, clause: Tree | None, modifier: Tree) -> SelectParts:
        keys = self._keys(modifier)
        with self._expressions.collecting() as found:
            listed = None if clause is None or "*" in clause.words else tuple(self._columns(clause))
            having = tuple(self._expressions.constraint(each) for each in _after_having(modifier))
            orders = tuple(self._order(each) for each in modifier.all("OrderCondition"))
        return SelectParts(keys, listed, having, orders, tuple((name, each) for each, name in found.items()))

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
        mentions: tuple[SparqlToken, ...] = ()
        for part in clause.parts:
            if isinstance(part, Tree):
                expression = self._expressions.expression(part)
                mentions = tuple(outside_aggregates(part))
            elif part.kind == "variable":
                yield Column(variable(part), part, expression, mentions)
                expression, mentions = None, ()

    def _order(self, condition: Tree) -> tuple[algebra.Expression, bool]:
        expression = self._expressions.held(condition)
        if expression is None:
            expression = algebra.Variable(variable(condition.first_token))
        return expression, "DESC" in condition.words


def outside_aggregates(tree: Tree) -> Iterator[SparqlToken]:
    """Yield the variables of an expression that are in no aggregate and no EXISTS."""
    for part in tree.parts:
        if isinstance(part, SparqlToken):
            if part.kind == "variable":
                yield part
        elif part.name != "Group" and not (
            part.name == "BuiltInCall" and part.words[0] in algebra.AGGREGATES
        ):
            yield from outside_aggregates(part)


def aliases_in_having(form: Tree) -> Iterator[str]:
    """Yield each variable, without its mark, that the HAVING of a SELECT mentions and only its AS gives a value."""
    modifier = form.one("SolutionModifier") or _NONE
    named = {
        after.text[1:]
        for before, after in pairwise(form.need("SelectClause").own_tokens)
        if before.word == "AS"
    }
    keys = {token.text[1:] for each in modifier.all("GroupCondition") for token in each.own_tokens}
    for constraint in _after_having(modifier):
        yield from (each.text[1:] for each in outside_aggregates(constraint) if each.text[1:] in named - keys)


#: Stands for every larger LIMIT and OFFSET, which the engine and Python may refuse: there can be no more rows.
_MOST = 10**18


def _check(
    token: SparqlToken, parts: SelectParts, pattern: algebra.Pattern, values: Sequence[algebra.Term]
) -> None:
    """Raise QueryError if the columns of a SELECT break a rule.

    Args:
        token: the first of the SELECT.
        parts: its parts.
        pattern: the pattern of its WHERE clause.
        values: the variables of the data block after it.
    """
    keys = [name for name, _ in parts.keys or ()] if parts.is_grouped else None
    if parts.columns is not None:
        columns.check(parts.columns, visible(pattern), keys, values)
    elif keys is not None:
        raise QueryError(
            token,
            "SELECT * is not possible with GROUP BY or an aggregate. List the variables of GROUP BY, and aggregates.",
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
    """Return a pattern with its LIMIT and OFFSET."""
    found: dict[str, int] = {}
    for before, token in pairwise(modifier.own_tokens):
        if token.kind != "number":
            continue
        if not token.text.isdigit():
            raise QueryError(token, f"{before.word} needs a whole number, not {token.text}.")
        if before.word in found:
            raise QueryError(before, f"The query has two {before.word}. Remove one of them.")
        digits = token.text.lstrip("0") or "0"
        found[before.word] = int(digits) if len(digits) < len(str(_MOST)) else _MOST
    if not found:
        return pattern
    return algebra.Slice(pattern, found.get("OFFSET", 0), found.get("LIMIT"))
