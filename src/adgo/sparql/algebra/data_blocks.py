"""The data blocks of VALUES (SPARQL 1.1, section 10)."""

from __future__ import annotations

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra import terms
from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.names import QueryNames
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.tokens import SparqlToken

_Row = list[algebra.Term | None]


def data_block(block: Tree, names: QueryNames) -> algebra.InlineData:
    """Return the rows of a `DataBlock`; QueryError if a row is too long or too short."""
    tokens = [each for each in block.own_tokens if each.kind == "variable"]
    variables = tuple(map(terms.variable, tokens))
    for number, token in enumerate(tokens):
        if variables[number] in variables[:number]:
            raise QueryError(
                token, f"{variables[number]} stands twice before the rows of VALUES. Remove one."
            )
    is_one = block.first_token.kind == "variable"
    rows = [[value] for value in _values(block, names)] if is_one else _rows(block, len(variables), names)
    return algebra.InlineData(variables, tuple(map(tuple, rows)))


def _values(block: Tree, names: QueryNames) -> _Row:
    return [_value(each, names) for each in block.all("DataValue")]


def _rows(block: Tree, size: int, names: QueryNames) -> list[_Row]:
    """Return the rows in parentheses, each of that size."""
    rows: list[tuple[SparqlToken, _Row]] = []
    is_inside = False
    for part in block.parts:
        if isinstance(part, Tree):
            rows[-1][1].append(_value(part, names))
        elif part.text == "{":
            is_inside = True
        elif part.text == "(" and is_inside:
            rows.append((part, []))
    for token, row in rows:
        if len(row) != size:
            raise QueryError(
                token,
                f"This row of VALUES needs {size} terms, not {len(row)}. Write UNDEF for an unbound one.",
            )
    return [row for _, row in rows]


def _value(tree: Tree, names: QueryNames) -> algebra.Term | None:
    return None if tree.words == ["UNDEF"] else terms.term(tree, names)
