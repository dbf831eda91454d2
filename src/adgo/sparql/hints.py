"""Hints for a query that is correct and probably does not say what its author means."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra.selects import aliases_in_having
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.text import SparqlText


def for_no_rows(text: SparqlText) -> Iterator[str]:
    """Yield a sentence for each part of a query that can be the reason why its answer is empty."""
    tree = parse(text.tokens, is_update=text.is_update)
    if tree is None:
        return
    for select in (*tree.below("SelectQuery"), *tree.below("SubSelect")):
        for name in dict.fromkeys(aliases_in_having(select)):
            yield (
                f"HAVING is evaluated before ?{name} gets its value by AS, so it is unbound there. "
                f"Write the aggregate itself, such as HAVING (COUNT(*) > 1), instead of ?{name}."
            )
