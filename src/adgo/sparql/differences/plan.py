"""How a query is answered: by the engine as it is, by the engine rewritten, or by ADGO's own evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adgo.sparql.algebra import operators as a
from adgo.sparql.algebra.errors import NotInAlgebra
from adgo.sparql.algebra.serializer import written
from adgo.sparql.algebra.syntax_tree import parse
from adgo.sparql.algebra.translation import Translator
from adgo.sparql.differences.detection import touched
from adgo.sparql.differences.rewriting import rewritten
from adgo.sparql.tokens import SparqlToken

#: A text without any of these asks for nothing but plain triples, which the engine matches as the standard says.
_WORDS = frozenset({"GRAPH", "FILTER", "BIND", "VALUES", "EXISTS", "GROUP", "ORDER", "HAVING", "FROM", "AS"})
_MARKS = frozenset({"|", "*", "+", "?", "^", "!", "/", "(", "^^"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How one query is answered.

    Attributes:
        differences: the names of the differences that it may meet; () if the engine answers it as it is.
        text: the text for the engine, None if it is the query's own.
        query: the algebra for ADGO's own evaluation, None if the engine answers.
    """

    differences: tuple[str, ...] = ()
    text: str | None = None
    query: a.Query | None = None


PLAIN = Plan()


def plan(tokens: Iterable[SparqlToken], base: str | None = None) -> Plan:
    """Return how a query is answered; PLAIN if it is not SPARQL 1.1, which the engine then says.

    Args:
        tokens: the tokens of the query.
        base: the base IRI of the request.

    Raises:
        QueryError: the query breaks a rule that the grammar does not express.
    """
    if not _is_suspicious(tokens):
        return PLAIN
    tree = parse(tokens)
    if tree is None:
        return PLAIN
    try:
        query = Translator(base).query(tree)
    except NotInAlgebra:
        return PLAIN
    found = tuple(dict.fromkeys(touched(query.pattern)))
    if not found:
        return PLAIN
    changed = rewritten(query)
    if any(touched(changed.pattern, rewritten=True)):
        return Plan(found, query=query)
    return Plan(found, text=written(changed))


def _is_suspicious(tokens: Iterable[SparqlToken]) -> bool:
    return any(
        each.word in _WORDS or (each.kind == "mark" and each.text in _MARKS) or each.kind == "number"
        for each in tokens
    )
