"""The kinds of terms that variables and expressions can have, as far as a query shows them."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.values import number
from adgo.turtle.term_parts import datatype, is_literal
from adgo.turtle.terms import BOOLEAN, LANGUAGE_TYPE, STRING_TYPE

#: Kinds of terms that an expression can give.
IRI, BLANK, STRING, TAGGED, NUMBER, TRUTH, OTHER = (
    "iri",
    "blank",
    "string",
    "tagged",
    "number",
    "boolean",
    "other",
)
ANY = frozenset({IRI, BLANK, STRING, TAGGED, NUMBER, TRUTH, OTHER})
NODES = frozenset({IRI, BLANK})
#: The kinds of terms whose effective boolean value the engine and the standard agree on.
TRUTHS = frozenset({TRUTH, NUMBER, STRING})
#: The kinds of terms that a function gives; a function that is not here may give any.
RESULTS = {
    **dict.fromkeys(
        ["STR", "LANG", "TZ", "STRUUID", "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "ENCODE_FOR_URI"],
        frozenset({STRING}),
    ),
    **dict.fromkeys(
        [
            "STRLEN",
            "YEAR",
            "MONTH",
            "DAY",
            "HOURS",
            "MINUTES",
            "SECONDS",
            "ABS",
            "CEIL",
            "FLOOR",
            "ROUND",
            "RAND",
        ],
        frozenset({NUMBER}),
    ),
    **dict.fromkeys(["DATATYPE", "IRI", "UUID"], frozenset({IRI})),
    **dict.fromkeys(
        [
            "=",
            "!=",
            "<",
            ">",
            "<=",
            ">=",
            "&&",
            "||",
            "!",
            "IN",
            "BOUND",
            "ISIRI",
            "ISBLANK",
            "ISLITERAL",
            "ISNUMERIC",
            "SAMETERM",
            "LANGMATCHES",
            "CONTAINS",
        ],
        frozenset({TRUTH}),
    ),
    **dict.fromkeys(("STRSTARTS", "STRENDS", "REGEX", "NOT IN"), frozenset({TRUTH})),
    **dict.fromkeys(
        ["CONCAT", "SUBSTR", "UCASE", "LCASE", "STRBEFORE", "STRAFTER", "REPLACE"],
        frozenset({STRING, TAGGED}),
    ),
    "STRLANG": frozenset({TAGGED}),
    "BNODE": frozenset({BLANK}),
}
Kinds = dict[str, frozenset[str]]


def kinds_of(pattern: algebra.Pattern) -> Kinds:
    """Return the kinds of terms that each variable of a scope can be bound to."""
    found: Kinds = {}
    for name, kinds in _bindings(pattern):
        found[name] = found.get(name, frozenset()) | kinds
    return found


def _bindings(pattern: algebra.Pattern) -> Iterator[tuple[str, frozenset[str]]]:
    match pattern:
        case algebra.BasicGraphPattern(triples):
            narrow: Kinds = {}
            for subject, predicate, obj in triples:
                for name, kinds in ((subject, NODES), (predicate, frozenset({IRI})), (obj, ANY)):
                    if isinstance(name, str) and name[0] == "?":
                        if name is subject and not isinstance(predicate, str):
                            kinds = ANY
                        narrow[name] = narrow.get(name, ANY) & kinds
            yield from narrow.items()
        case algebra.Join(left, right) | algebra.LeftJoin(left, right, _) | algebra.Union(left, right):
            yield from _bindings(left)
            yield from _bindings(right)
        case algebra.Minus(left, _):
            yield from _bindings(left)
        case algebra.GraphPattern(name, inner):
            if name[0] == "?":
                yield name, frozenset({IRI})
            yield from _bindings(inner)
        case algebra.Extend(inner, variable, expression):
            known = list(_bindings(inner))
            yield from known
            merged: Kinds = {}
            for name, kinds in known:
                merged[name] = merged.get(name, frozenset()) | kinds
            yield variable, kinds_of_value(expression, merged)
        case algebra.InlineData(variables, rows):
            for at, name in enumerate(variables):
                for row in rows:
                    term = row[at]
                    if term is not None:
                        yield name, frozenset({kind_of_term(term)})
        case algebra.Grouping(keys, aggregates, inner):
            inside = kinds_of(inner)
            for name, expression in keys or ():
                yield name, kinds_of_value(expression, inside)
            for name, aggregate in aggregates:
                yield name, frozenset({NUMBER}) if aggregate.function in ("COUNT", "SUM", "AVG") else ANY
        case algebra.Project(variables, inner):
            yield from ((name, kinds) for name, kinds in kinds_of(inner).items() if name in variables)
        case (
            algebra.Filter(_, inner)
            | algebra.Order(_, inner)
            | algebra.Distinct(inner)
            | algebra.Slice(inner, _, _)
        ):
            yield from _bindings(inner)


def kind_of_term(term: str) -> str:
    """Return the kind of a term."""
    if not is_literal(term):
        return IRI if term[0] == "<" else BLANK
    kind = datatype(term)
    if kind in (STRING_TYPE, LANGUAGE_TYPE):
        return STRING if kind == STRING_TYPE else TAGGED
    if number(term) is not None:
        return NUMBER
    return TRUTH if kind == BOOLEAN and term.startswith(('"true"', '"false"')) else OTHER


def kinds_of_value(expression: algebra.Expression, known: Kinds) -> frozenset[str]:
    """Return the kinds of terms that an expression can give."""
    match expression:
        case algebra.Constant(term):
            return frozenset({kind_of_term(term)})
        case algebra.Variable(name):
            return known.get(name, ANY)
        case algebra.Exists():
            return frozenset({TRUTH})
        case algebra.Call(function, _) if expression == algebra.ERROR:
            return frozenset()
        case algebra.Call("IF" | "made right IF", arguments):
            return kinds_of_value(arguments[1], known) | kinds_of_value(arguments[2], known)
        case algebra.Call("+" | "-" | "*" | "/" | "made right /" | "made right *", arguments):
            kinds = (kinds_of_value(each, known) for each in arguments)
            return frozenset({NUMBER}) | (frozenset().union(*kinds) & {OTHER})
        case algebra.Call("COALESCE" | "made right COALESCE", arguments):
            return frozenset().union(*(kinds_of_value(each, known) for each in arguments))
        case algebra.Call(function, arguments):
            return RESULTS.get(function.removeprefix(algebra.MADE_RIGHT), ANY)
    return ANY
