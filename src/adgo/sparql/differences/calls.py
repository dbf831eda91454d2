"""Functions and operators: which of them the engine answers as SPARQL 1.1 says, and which it may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from adgo.sparql.algebra import arities
from adgo.sparql.algebra import operators as algebra
from adgo.sparql.differences.kinds import NODES, NUMBER, OTHER, STRING, TAGGED, TRUTH, TRUTHS
from adgo.sparql.differences.literals import is_known_number
from adgo.sparql.evaluation.casts import CASTS
from adgo.sparql.evaluation.engine_functions import TIME_CASTS
from adgo.sparql.evaluation.values import calculated, number
from adgo.turtle.terms import STRING_TYPE, XSD, split_literal

KindSets = list[frozenset[str]]
Check = Callable[[algebra.Call, KindSets], Iterator[str]]

_TEXT_FUNCTIONS = {
    "STR",
    "LANG",
    "CONCAT",
    "CONTAINS",
    "STRSTARTS",
    "STRENDS",
    "STRLANG",
    "STRLEN",
    "UCASE",
    "LCASE",
} | {
    "LANGMATCHES",
    "STRBEFORE",
    "STRAFTER",
    "SUBSTR",
    "ENCODE_FOR_URI",
    "STRUUID",
    "MD5",
    "SHA1",
    "SHA256",
    "SHA384",
    "SHA512",
}
_TERM_FUNCTIONS = {
    "COALESCE",
    "DATATYPE",
    "BOUND",
    "ISIRI",
    "ISBLANK",
    "ISLITERAL",
    "ISNUMERIC",
    "SAMETERM",
    "IRI",
    "UUID",
}
_TIME_FUNCTIONS = {"NOW", "YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "TZ", "TIMEZONE"}
_NUMBER_FUNCTIONS = {"+", "-", "unary -", "unary +", "ABS", "ROUND", "CEIL", "FLOOR", "RAND"}
#: Functions that the engine answers as the standard says, for all terms.
SAME = frozenset(_TEXT_FUNCTIONS | _TERM_FUNCTIONS | _TIME_FUNCTIONS | _NUMBER_FUNCTIONS)
#: Patterns that the engine and XPath read alike.
SAFE_PATTERN = re.compile(r"\^?(?:[A-Za-z0-9 _,:;@/=#%&~<>'-]|\.\*|\.|\[[A-Za-z0-9]+\][*+]?)*\$?")


def of_call(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    """Yield the differences of one call.

    Args:
        call: the call.
        kinds: for each argument, the kinds of terms that it can be.
    """
    if call.function in SAME or call.function in TIME_CASTS or call.function in arities.LATER:
        return
    check = _CHECKS.get(call.function)
    if check is None:
        yield "unknown-function"
    else:
        yield from check(call, kinds)


def comparable(left: frozenset[str], right: frozenset[str]) -> bool:
    """Return whether the engine and the standard agree on the equality of two kinds of terms.

    Args:
        left: the kinds of the one.
        right: the kinds of the other.
    """
    if left <= NODES or right <= NODES:
        return True
    return (left <= {STRING} and right <= {STRING}) or (left <= {NUMBER} and right <= {NUMBER})


def _equality(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    if not all(comparable(kinds[0], each) for each in kinds[1:]):
        yield "equality-of-unlike-terms"


def _order(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    both = kinds[0] & kinds[1]
    if {TRUTH, TAGGED} & both:
        yield "order-of-unlike-terms"
    if NUMBER in both and OTHER in kinds[0] | kinds[1]:
        yield "not-a-number"


def _truth(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    tested = call.arguments[:1] if call.function == "IF" else call.arguments
    if not all(is_made_right(each) or kind <= TRUTHS for each, kind in zip(tested, kinds, strict=False)):
        yield "truth-of-a-term"


def _regex(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    pattern = call.arguments[1]
    flags = call.arguments[2] if len(call.arguments) > 2 else algebra.Constant('""')
    is_plain = isinstance(flags, algebra.Constant) and flags.term in ('""', '"i"')
    if not (
        is_plain and isinstance(pattern, algebra.Constant) and SAFE_PATTERN.fullmatch(pattern.term[1:-1])
    ):
        yield "regular-expression"


def _product(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    factors = [number(each.term) for each in call.arguments if isinstance(each, algebra.Constant)]
    found = [each for each in factors if each is not None and not isinstance(each.value, float)]
    if len(found) == 2 and not is_known_number(calculated("*", found[0], found[1]).term()):
        yield "long-number"


def _strdt(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    kind = call.arguments[1]
    keeps = isinstance(kind, algebra.Constant) and (
        kind.term == STRING_TYPE or not kind.term.startswith(f"<{XSD}")
    )
    if not keeps:
        yield "strdt"


def _bnode(call: algebra.Call, kinds: KindSets) -> Iterator[str]:
    if call.arguments:
        yield "bnode-of-a-string"


def _always(name: str) -> Check:
    return lambda call, kinds: iter((name,))


_CHECKS: dict[str, Check] = {
    **dict.fromkeys(("=", "!=", "IN", "NOT IN"), _equality),
    **dict.fromkeys(("<", ">", "<=", ">="), _order),
    **dict.fromkeys(("&&", "||", "!", "IF"), _truth),
    **dict.fromkeys(CASTS, _always("cast")),
    "REGEX": _regex,
    "REPLACE": _always("replace"),
    "/": _always("division"),
    "*": _product,
    "BNODE": _bnode,
    "STRDT": _strdt,
}


#: The functions that have a keyword.
KEYWORDS = tuple(sorted(each for each in (*SAME, *_CHECKS) if each.isupper()))


def is_made_right(expression: algebra.Expression) -> bool:
    """Return whether an expression has been rewritten so that the engine answers it by the standard."""
    return isinstance(expression, algebra.Call) and expression.function.startswith(algebra.MADE_RIGHT)


def is_known(function: str) -> bool:
    """Return whether SPARQL 1.1 has a function of this name: a keyword, a mark or an IRI in N-Triples form."""
    return function in SAME or function in TIME_CASTS or function in _CHECKS


def text_of(expression: algebra.Expression) -> str | None:
    """Return the text of a constant plain string, None for anything else."""
    if not isinstance(expression, algebra.Constant) or expression.term[-1] != '"':
        return None
    return split_literal(expression.term)[0]
