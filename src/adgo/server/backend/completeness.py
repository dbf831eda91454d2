"""Whether an answer of the backend is whole: engines that limit the number of rows do not always say so."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.sparql.algebra.syntax_tree import Tree, parse
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken

#: Limits of engines are round numbers: multiples of this one, or powers of two that are not smaller.
ROUND = 100


@dataclass(frozen=True)
class CountedQuery:
    """What says how many rows a query should have.

    Attributes:
        text: a query with one row, the number of the query's solutions; "" if it cannot be written.
        limit: the LIMIT of the query itself; None if it has none.
    """

    text: str
    limit: int | None


def may_be_cut(rows: int, cap: int | None) -> bool:
    """Return whether a number of rows can be where an engine stopped.

    Args:
        rows: the number.
        cap: the largest number of rows that the engine gives; None if that is not known.
    """
    if cap is not None and rows >= cap:
        return True
    return rows >= ROUND and (rows % ROUND == 0 or rows & (rows - 1) == 0)


def counted(source: str) -> CountedQuery:
    """Return the count of the solutions of a SELECT or CONSTRUCT query that declares its prefixes."""
    tree = parse(SparqlText(source).tokens)
    if tree is None:
        return CountedQuery("", None)
    form = next(each for each in tree.parts if isinstance(each, Tree) and each.name.endswith("Query"))
    tokens = list(form.tokens())
    clauses = [_text(source, each) for each in form.all("DatasetClause")]
    prologue = source[: tokens[0].start]
    solutions = _subquery(source, form, tokens)
    if not solutions:
        return CountedQuery("", _limit(tokens))
    text = f"{prologue}SELECT (COUNT(*) AS ?solutions)\n{' '.join(clauses)} WHERE {{ {{\n{solutions}\n}} }}"
    return CountedQuery(text, _limit(tokens))


def _subquery(source: str, form: Tree, tokens: list[SparqlToken]) -> str:
    """Return a query as a subquery, which has no dataset; "" if it is not a SELECT or CONSTRUCT."""
    if form.name == "SelectQuery":
        head = _text(source, form.need("SelectClause"))
        return f"{head} {source[_where(form, tokens) :]}"
    if form.name == "ConstructQuery":
        return f"SELECT * {source[_where(form, tokens) :]}"
    return ""


def _where(form: Tree, tokens: list[SparqlToken]) -> int:
    """Return where the pattern of a query begins in its text."""
    if (where := form.one("WhereClause")) is not None:
        return next(where.tokens()).start
    return next(each.start for each in tokens if each.word == "WHERE")


def _text(source: str, tree: Tree) -> str:
    tokens = list(tree.tokens())
    return source[tokens[0].start : tokens[-1].end]


def _limit(tokens: list[SparqlToken]) -> int | None:
    """Return the number after the last LIMIT outside braces, None if there is none."""
    found, depth, previous = None, 0, ""
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and previous == "LIMIT" and token.text.isdecimal():
            found = int(token.text)
        previous = token.word
    return found
