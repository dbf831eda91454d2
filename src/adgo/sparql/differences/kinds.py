"""The kinds of terms that variables and expressions can have, as far as a query shows them."""

from __future__ import annotations

from collections.abc import Iterator

from adgo.sparql.algebra import operators as a
from adgo.sparql.evaluation.values import datatype, is_literal, number
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
_RESULTS = {
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
    **dict.fromkeys(["+", "-", "*", "/"], frozenset({NUMBER, OTHER})),
    **dict.fromkeys(
        ["CONCAT", "SUBSTR", "UCASE", "LCASE", "STRBEFORE", "STRAFTER", "REPLACE"],
        frozenset({STRING, TAGGED}),
    ),
    "STRLANG": frozenset({TAGGED}),
    "BNODE": frozenset({BLANK}),
}
Kinds = dict[str, frozenset[str]]


def kinds_of(pattern: a.Pattern) -> Kinds:
    """Return the kinds of terms that each variable of a scope can be bound to."""
    found: Kinds = {}
    for name, kinds in _bindings(pattern):
        found[name] = found.get(name, frozenset()) | kinds
    return found


def _bindings(pattern: a.Pattern) -> Iterator[tuple[str, frozenset[str]]]:
    match pattern:
        case a.Triples(triples):
            narrow: Kinds = {}
            for subject, predicate, obj in triples:
                for name, kinds in ((subject, NODES), (predicate, frozenset({IRI})), (obj, ANY)):
                    if isinstance(name, str) and name[0] == "?":
                        if name is subject and not isinstance(predicate, str):
                            kinds = ANY
                        narrow[name] = narrow.get(name, ANY) & kinds
            yield from narrow.items()
        case a.Join(left, right) | a.LeftJoin(left, right, _) | a.Union(left, right):
            yield from _bindings(left)
            yield from _bindings(right)
        case a.Minus(left, _):
            yield from _bindings(left)
        case a.Graph(name, inner):
            if name[0] == "?":
                yield name, frozenset({IRI})
            yield from _bindings(inner)
        case a.Extend(inner, variable, expression):
            known = list(_bindings(inner))
            yield from known
            merged: Kinds = {}
            for name, kinds in known:
                merged[name] = merged.get(name, frozenset()) | kinds
            yield variable, kinds_of_value(expression, merged)
        case a.Values(variables, rows):
            for at, name in enumerate(variables):
                for row in rows:
                    term = row[at]
                    if term is not None:
                        yield name, frozenset({kind_of_term(term)})
        case a.Group(keys, aggregates, inner):
            inside = kinds_of(inner)
            for name, expression in keys or ():
                yield name, kinds_of_value(expression, inside)
            for name, aggregate in aggregates:
                yield name, frozenset({NUMBER}) if aggregate.function in ("COUNT", "SUM", "AVG") else ANY
        case a.Project(variables, inner):
            yield from ((name, kinds) for name, kinds in kinds_of(inner).items() if name in variables)
        case a.Filter(_, inner) | a.Order(_, inner) | a.Distinct(inner) | a.Slice(inner, _, _):
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
    return TRUTH if (kind == BOOLEAN and '"true"' in term) or '"false"' in term else OTHER


def kinds_of_value(expression: a.Expression, known: Kinds) -> frozenset[str]:
    """Return the kinds of terms that an expression can give."""
    match expression:
        case a.Constant(term):
            return frozenset({kind_of_term(term)})
        case a.Variable(name):
            return known.get(name, ANY)
        case a.Exists():
            return frozenset({TRUTH})
        case a.Call(function, _) if expression == a.ERROR:
            return frozenset()
        case a.Call("IF" | "made right IF", arguments):
            return kinds_of_value(arguments[1], known) | kinds_of_value(arguments[2], known)
        case a.Call("COALESCE", arguments):
            return frozenset().union(*(kinds_of_value(each, known) for each in arguments))
        case a.Call(function, arguments):
            return _RESULTS.get(function.removeprefix(a.MADE_RIGHT), ANY)
    return ANY
