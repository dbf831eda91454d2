"""The rules that a text follows besides the grammar: which one it breaks, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from adgo.sparql.algebra import update_rules
from adgo.sparql.algebra.errors import NotInAlgebra, QueryError
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.tokens import SparqlToken


def broken(
    tokens: Iterable[SparqlToken], prefixes: Mapping[str, str], *, is_update: bool = False
) -> QueryError | None:
    """Return which rule a query or update breaks; None if it breaks none, or does not follow the grammar.

    Args:
        tokens: the tokens of the text.
        prefixes: prefixes that need no declaration.
        is_update: whether the text is an update.
    """
    tree = parse(tokens, is_update=is_update)
    if tree is None:
        return None
    translator = Translator("http://localhost/", prefixes, reads_services=True)
    try:
        if is_update:
            update_rules.check(tree, translator)
        else:
            translator.query(tree)
    except QueryError as error:
        return error
    except (NotInAlgebra, RecursionError):
        return None
    return None
