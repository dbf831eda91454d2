"""The columns of a SELECT, and the rules that they follow (SPARQL 1.1, sections 18.2.4.1 and 19.8, note 12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import ColumnInValues, QueryError
from adgo.sparql.algebra.scope import free
from adgo.sparql.tokens import SparqlToken


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a SELECT: its variable, the token of it, and the expression before AS, if any.

    `mentions` are the variables of that expression outside aggregates, each with its token.
    """

    variable: algebra.Term
    token: SparqlToken
    expression: algebra.Expression | None
    mentions: tuple[SparqlToken, ...] = ()


def check(
    columns: Sequence[Column],
    body: Sequence[algebra.Term],
    keys: Sequence[algebra.Term] | None,
    values: Sequence[algebra.Term],
) -> None:
    """Check that each column has one value for each row, and that no AS gives a variable a second value.

    Args:
        columns: the columns, in their order.
        body: the variables in scope in the pattern.
        keys: the variables of GROUP BY; None if nothing is grouped.
        values: the variables of VALUES after the pattern, which is joined before AS.

    Raises:
        QueryError: a column breaks a rule.
    """
    taken = set(body if keys is None else keys)
    for number, each in enumerate(columns):
        named = {before.variable for before in columns[:number]}
        if each.expression is not None and each.variable in taken | named:
            where = "another column" if each.variable in named else "the query"
            raise QueryError(
                each.token, f"{each.variable} already has a value in {where}. Choose another name after AS."
            )
        if each.expression is not None and each.variable in values:
            place = "a FILTER" if keys is None else "HAVING"
            raise ColumnInValues(
                each.token,
                f"{each.variable} already has a value in the VALUES at the end, which is joined before AS. "
                f"Put the condition into {place}, or choose another name after AS.",
            )
    if keys is not None:
        _check_grouped(columns, keys)


def _check_grouped(columns: Sequence[Column], keys: Sequence[algebra.Term]) -> None:
    """Raise QueryError if a column of a grouped SELECT depends on a variable that has many values in a group."""
    known = set(keys)
    loose: dict[algebra.Term, SparqlToken] = {}
    for each in columns:
        for name in _used(each):
            if name not in known and not name.startswith(algebra.HIDDEN):
                loose.setdefault(name, _place(name, each))
        known.add(each.variable)
    if loose:
        name = next(iter(loose))
        cure = (
            f"Add {name} to GROUP BY" if keys else f"Write GROUP BY {' '.join(loose)} at the end of the query"
        )
        raise QueryError(
            loose[name],
            f"{name} is neither grouped nor aggregated, so a row would have many values of it. "
            f"{cure}, or use an aggregate such as SAMPLE({name}).",
        )


def _used(column: Column) -> Iterator[algebra.Term]:
    return iter((column.variable,)) if column.expression is None else free(column.expression)


def _place(name: algebra.Term, column: Column) -> SparqlToken:
    """Return the token of a variable in a column."""
    return next((each for each in column.mentions if each.text[1:] == name[1:]), column.token)
