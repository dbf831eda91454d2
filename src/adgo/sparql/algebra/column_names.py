"""The names of the columns that the answer to a SELECT query has."""

from __future__ import annotations

from collections.abc import Mapping

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.syntax_tree import form_of, parse
from adgo.sparql.algebra.translation import translated
from adgo.sparql.text import SparqlText


def column_names(text: SparqlText, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Return the names of the columns of a SELECT query; None for another query, or if they are not known.

    Args:
        text: the query.
        prefixes: prefixes that need no declaration.
    """
    if text.analysis.form != "SELECT" or (tree := parse(text.tokens)) is None:
        return None
    clause = form_of(tree).need("SelectClause")
    if "*" not in clause.words:
        return frozenset(each.text[1:] for each in clause.own_tokens if each.kind == "variable")
    query = translated(tree, prefixes)
    if query is None:
        return None
    return frozenset(each[1:] for each in query.columns if not each.startswith(algebra.HIDDEN))
