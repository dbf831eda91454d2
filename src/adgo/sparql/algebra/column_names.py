"""The names of the columns that the answer to a SELECT query has."""

from __future__ import annotations

from collections.abc import Mapping

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.syntax_tree import Tree, parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.text import SparqlText


def column_names(text: SparqlText, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Return the names of the columns of a SELECT query; None for another query, or if they are not known.

    Args:
        text: the query.
        prefixes: prefixes that need no declaration.
    """
    if text.analysis.form != "SELECT" or (tree := parse(text.tokens)) is None:
        return None
    form = next(each for each in tree.parts if isinstance(each, Tree) and each.name.endswith("Query"))
    clause = form.one("SelectClause")
    if clause is None:
        return None
    if "*" in clause.words:
        return _in_scope(tree, prefixes)
    return frozenset(each.text[1:] for each in clause.own_tokens if each.kind == "variable")


def _in_scope(tree: Tree, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Return the names of the variables in scope of a query's pattern."""
    try:
        columns = Translator("http://localhost/", prefixes, reads_services=True).query(tree).columns
    except (QueryError, NotInAlgebra, RecursionError):
        return None
    return frozenset(each[1:] for each in columns if not each.startswith(algebra.HIDDEN))
