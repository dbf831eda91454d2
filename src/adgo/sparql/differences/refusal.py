"""A query that neither the engine nor ADGO's own evaluation can answer as SPARQL 1.1 says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import pairwise

from adgo.sparql.algebra import arities
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences import calls
from adgo.sparql.differences.walk import exists_patterns, expressions, inner_patterns
from adgo.sparql.evaluation.casts import CASTS
from adgo.sparql.evaluation.engine_functions import TIME_CASTS
from adgo.sparql.tokens import SparqlToken
from adgo.turtle.terms import XSD


class Unanswerable(Exception):
    """A correct query that is refused, because its answer would not be that of SPARQL 1.1."""

    def __init__(self, token: SparqlToken, construct: str, remedy: str, difference: str) -> None:
        """Hold what is refused.

        Args:
            token: the token at which the construct begins.
            construct: what cannot be answered, as the beginning of a sentence.
            remedy: one sentence that says how to write the query instead.
            difference: the name of the difference in the list.
        """
        is_unknown = difference == "unknown-function"
        fault = "does not exist here" if is_unknown else "cannot be answered here as SPARQL 1.1 says"
        super().__init__(f"{construct} {fault}. {remedy}")
        self.token, self.construct, self.remedy, self.difference = token, construct, remedy, difference


def check_answerable(
    query: algebra.Query, differences: tuple[str, ...], tokens: Iterable[SparqlToken]
) -> None:
    """Check a query that only ADGO's own evaluation can answer.

    Args:
        query: the query.
        differences: the names of the differences that it meets.
        tokens: its tokens.

    Raises:
        Unanswerable: it calls a function that does not exist or is one of SPARQL 1.2, or asks a SERVICE.
    """
    met = ", ".join(differences)
    unknown = next((each for each in _functions(query.pattern) if not calls.is_known(each)), None)
    if unknown is not None:
        if unknown in arities.LATER:
            remedy = f"SPARQL 1.2 has it, but not in a query that meets a difference of the engine ({met})."
        else:
            remedy = _instead_of(unknown)
        raise Unanswerable(_token_of(unknown, tokens), f"The function {unknown}", remedy, "unknown-function")
    service = next((each for each in tokens if each.word == "SERVICE"), None)
    if service is not None:
        raise Unanswerable(
            service,
            f"SERVICE in a query that meets a difference of the engine ({met})",
            "Ask the service in a query of its own, and put its rows into this one with VALUES.",
            "service",
        )


def _functions(pattern: algebra.Pattern) -> Iterator[str]:
    """Yield the names of the functions that a pattern calls."""
    for expression in expressions(pattern):
        yield from _called(expression)
        for inside in exists_patterns(expression):
            yield from _functions(inside)
    for inner in inner_patterns(pattern):
        yield from _functions(inner)


def _called(expression: algebra.Expression) -> Iterator[str]:
    if isinstance(expression, algebra.Call):
        yield expression.function
        for each in expression.arguments:
            yield from _called(each)


def _token_of(function: str, tokens: Iterable[SparqlToken]) -> SparqlToken:
    """Return the token that names a function; it stands before a parenthesis."""
    called = [before for before, after in pairwise(tokens) if after.text == "("]
    if function[0] != "<":
        return next(each for each in called if each.word == function)
    named = [each for each in called if each.kind in ("iri", "pname")]
    local = function[1:-1]
    ends = [each for each in named if local.endswith(each.text.strip("<>").rpartition(":")[2])]
    return (ends or named)[0]


def _instead_of(function: str) -> str:
    """Return a sentence that says which functions there are."""
    local = function[1:-1].replace("#", "/").rpartition("/")[2]
    known = "Use a function of SPARQL 1.1 (section 17.4) or a cast (section 17.5)."
    if function.startswith(f"<{XSD}"):
        names, prefix = [each[len(XSD) + 1 : -1] for each in (*CASTS, *TIME_CASTS)], "xsd:"
    else:
        local, names, prefix = local.upper(), list(calls.KEYWORDS), ""
    near = get_close_matches(local, names, n=1, cutoff=0.75)
    return f"Did you mean {prefix}{near[0]}? {known}" if near else known
