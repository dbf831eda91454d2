"""What of a query the embedded engine may answer otherwise than SPARQL 1.1 says: found in the query's algebra."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adgo.sparql.algebra import operators as a
from adgo.sparql.algebra.scope import free
from adgo.sparql.differences.kinds import (
    NODES,
    NUMBER,
    STRING,
    TAGGED,
    TRUTH,
    Kinds,
    kinds_of,
    kinds_of_value,
)
from adgo.sparql.evaluation.paths import has_zero_length
from adgo.sparql.evaluation.values import datatype, number
from adgo.turtle.terms import BOOLEAN, DECIMAL, INTEGER, LANGUAGE_TYPE, STRING_TYPE, XSD


def touched(pattern: a.Pattern, *, rewritten: bool = False) -> Iterator[str]:
    """Yield the names of the differences that a pattern may meet; `rewritten`: those that rewriting has left."""
    left = ("path-of-length-zero", "alias-of-an-aggregate") if rewritten else ()
    yield from (each for each in _touched(pattern, kinds_of(pattern)) if each and each not in left)


def _touched(pattern: a.Pattern, known: Kinds) -> Iterator[str]:
    match pattern:
        case a.Triples(triples):
            for subject, predicate, obj in triples:
                if not isinstance(predicate, str):
                    yield from _path(predicate)
                    if has_zero_length(predicate) and (subject[0] != "?" or obj[0] != "?"):
                        yield "path-of-length-zero"
                for term in (subject, obj):
                    if term[0] == '"' and _folds(term):
                        yield "folded-literal"
        case a.Join(left, right) | a.Union(left, right) | a.Minus(left, right):
            yield from _touched(left, known)
            yield from _touched(right, known)
        case a.LeftJoin(left, right, condition):
            yield from _touched(left, known)
            yield from _touched(right, known)
            if condition is not None:
                yield from _condition(condition, known)
        case a.Filter(condition, inner):
            yield from _condition(condition, known)
            yield from _touched(inner, known)
        case a.Extend(inner, _, expression):
            if not set(free(expression)).isdisjoint(_aliases(inner)):
                yield "alias-of-an-aggregate"
            yield from _value(expression, known)
            yield from _touched(inner, known)
        case a.Graph(_, inner):
            if not _binds_graph(inner):
                yield "graph-variable"
            yield from _touched(inner, known)
        case a.Values(_, rows):
            if any(term is not None and term[0] == '"' and _folds(term) for row in rows for term in row):
                yield "folded-literal"
        case a.Group(keys, aggregates, inner):
            inside = kinds_of(inner)
            for _, expression in keys or ():
                yield from _value(expression, inside)
            for _, aggregate in aggregates:
                yield from _aggregate(aggregate, inside)
            yield from _touched(inner, inside)
        case a.Order(conditions, inner):
            for expression, _ in conditions:
                yield from _value(expression, known)
            yield from _touched(inner, known)
        case a.Project(_, inner):
            yield from _touched(inner, kinds_of(inner))
        case a.Distinct(inner) | a.Slice(inner, _, _):
            yield from _touched(inner, known)


def _aliases(pattern: a.Pattern) -> set[str]:
    """Return the variables that a SELECT with groups has bound by AS before the expression at hand."""
    found = set()
    while isinstance(pattern, a.Extend):
        found.add(pattern.variable)
        pattern = pattern.pattern
    while isinstance(pattern, a.Filter):
        pattern = pattern.pattern
    return found if isinstance(pattern, a.Group) else set()


def _binds_graph(pattern: a.Pattern) -> bool:
    """Return whether every solution of a pattern matches a triple of its graph, and all of it looks into that graph."""
    match pattern:
        case a.Triples(triples):
            return any(isinstance(verb, str) or not has_zero_length(verb) for _, verb, _ in triples)
        case a.Join(left, right):
            return (_binds_graph(left) and _stays(right)) or (_stays(left) and _binds_graph(right))
        case a.LeftJoin(left, right, condition):
            return _binds_graph(left) and _stays(right) and not (condition and _has_exists(condition))
        case a.Union(left, right):
            return _binds_graph(left) and _binds_graph(right)
        case a.Minus(left, right):
            return False
        case a.Filter(condition, inner):
            return _binds_graph(inner) and not _has_exists(condition)
        case a.Extend(inner, _, expression):
            return _binds_graph(inner) and not _has_exists(expression)
    return False


def _stays(pattern: a.Pattern) -> bool:
    """Return whether a pattern gives the same beside one that binds the graph."""
    return isinstance(pattern, a.Values) or _binds_graph(pattern)


def _is_simple(pattern: a.Pattern) -> bool:
    """Return whether a pattern in EXISTS means the same to everybody: no subquery, MINUS or BIND in it."""
    match pattern:
        case a.Triples():
            return True
        case a.Join(left, right) | a.LeftJoin(left, right, _) | a.Union(left, right):
            return _is_simple(left) and _is_simple(right)
        case a.Filter(_, inner) | a.Graph(_, inner):
            return _is_simple(inner)
    return False


def _has_exists(expression: a.Expression) -> bool:
    match expression:
        case a.Exists():
            return True
        case a.Call(_, arguments):
            return any(map(_has_exists, arguments))
    return False


def _path(path: a.Path) -> Iterator[str]:
    match path:
        case a.Alternative(first, second):
            yield "path-alternative"
            yield from _path(first)
            yield from _path(second)
        case a.Sequence(first, second):
            yield from _path(first)
            yield from _path(second)
        case a.Inverse(inner):
            if not isinstance(inner, a.Link):
                yield "path-inverse"
            yield from _path(inner)
        case a.Repeat(inner, _):
            # How often a repeated path joins two nodes does not matter.
            yield from (each for each in _path(inner) if each == "path-negated-inverse")
        case a.Negated(_, backward):
            if backward is not None:
                yield "path-negated-inverse"


def _folds(term: str) -> bool:
    """Return whether the engine changes a literal as it takes it in."""
    kind = datatype(term)
    if kind in (STRING_TYPE, LANGUAGE_TYPE):
        return term[term.rindex('"') :] != term[term.rindex('"') :].lower()
    canonical = _CANONICAL.get(kind)
    if canonical is None:
        return kind.startswith(f"<{XSD}")
    return re.fullmatch(canonical, term[1 : term.rindex('"')]) is None


#: The lexical forms that the engine keeps.
_ZONE = r"(?:Z|[+-](?!00:00)[0-9]{2}:[0-9]{2})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{0,8}[1-9])?"
_CANONICAL = {
    INTEGER: r"0|-?[1-9][0-9]{0,17}",
    BOOLEAN: r"true|false",
    DECIMAL: r"-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{0,15}[1-9])?",
    f"<{XSD}date>": _DAY + _ZONE,
    f"<{XSD}dateTime>": f"{_DAY}T{_CLOCK}{_ZONE}",
    f"<{XSD}gYear>": f"[0-9]{{4}}{_ZONE}",
    f"<{XSD}gYearMonth>": f"[0-9]{{4}}-[0-9]{{2}}{_ZONE}",
    f"<{XSD}time>": _CLOCK + _ZONE,
    f"<{XSD}anyURI>": ".*",
}


def _condition(expression: a.Expression, known: Kinds) -> Iterator[str]:
    """Yield the differences of an expression of which only the truth counts, an error as good as false."""
    match expression:
        case a.Call("&&" | "||", arguments):
            for each in arguments:
                yield from _condition(each, known)
        case a.Call("<" | ">" | "<=" | ">=", arguments):
            kinds = [kinds_of_value(each, known) for each in arguments]
            if TRUTH in kinds[0] & kinds[1] or TAGGED in kinds[0] & kinds[1]:
                yield "order-of-unlike-terms"
            for each in arguments:
                yield from _operand(each, known)
        case a.Call("=" | "IN", arguments):
            for each in arguments:
                yield from _operand(each, known)
        case a.Call("!", (a.Exists(pattern),)) | a.Exists(pattern):
            yield "exists" if not _is_simple(pattern) else ""
            yield from _touched(pattern, {**known, **kinds_of(pattern)})
        case _:
            if not kinds_of_value(expression, known) <= {TRUTH, NUMBER, STRING}:
                yield "truth-of-a-term"
            yield from _value(expression, known)


def _operand(expression: a.Expression, known: Kinds) -> Iterator[str]:
    """Yield the differences of an expression that is compared by its value."""
    if not (isinstance(expression, a.Constant) and number(expression.term) is not None):
        yield from _value(expression, known)


def _value(expression: a.Expression, known: Kinds) -> Iterator[str]:
    """Yield the differences of an expression whose value counts."""
    match expression:
        case a.Constant(term):
            if term[0] == '"' and _folds(term):
                yield "folded-literal"
        case a.Exists(pattern):
            yield "exists" if not _is_simple(pattern) else ""
            yield from _touched(pattern, {**known, **kinds_of(pattern)})
        case a.Call(function, arguments):
            if not function.startswith(a.MADE_RIGHT):
                yield from _call(function, arguments, known)
            for each in arguments:
                yield from _value(each, known)


_TESTS = frozenset({"&&", "||", "!", "IF"})


def _call(function: str, arguments: tuple[a.Expression, ...], known: Kinds) -> Iterator[str]:
    kinds = [kinds_of_value(each, known) for each in arguments]
    match function:
        case "=" | "!=" | "IN" | "NOT IN":
            for each in kinds[1:]:
                if not comparable(kinds[0], each):
                    yield "equality-of-unlike-terms"
        case "<" | ">" | "<=" | ">=":
            if TRUTH in kinds[0] & kinds[1] or TAGGED in kinds[0] & kinds[1]:
                yield "order-of-unlike-terms"
        case "&&" | "||" | "!":
            if not all(each <= {TRUTH, NUMBER, STRING} for each in kinds):
                yield "truth-of-a-term"
        case "IF":
            if not kinds[0] <= {TRUTH, NUMBER, STRING}:
                yield "truth-of-a-term"
        case "REGEX":
            yield from _pattern(arguments)
        case "REPLACE":
            yield "replace"
        case "/":
            yield "division"
        case "BNODE":
            if arguments:
                yield "bnode-of-a-string"
        case (
            "STR"
            | "COALESCE"
            | "LANG"
            | "DATATYPE"
            | "BOUND"
            | "ISIRI"
            | "ISBLANK"
            | "ISLITERAL"
            | "ISNUMERIC"
        ):
            return
        case (
            "CONCAT"
            | "CONTAINS"
            | "STRSTARTS"
            | "STRENDS"
            | "STRLANG"
            | "STRLEN"
            | "UCASE"
            | "LCASE"
            | "LANGMATCHES"
            | "STRBEFORE"
        ):
            return
        case (
            "STRAFTER"
            | "NOW"
            | "RAND"
            | "IRI"
            | "YEAR"
            | "MONTH"
            | "DAY"
            | "+"
            | "-"
            | "*"
            | "ABS"
            | "ROUND"
            | "SUBSTR"
        ):
            return
        case (
            "ENCODE_FOR_URI"
            | "MD5"
            | "SHA1"
            | "SHA256"
            | "SHA384"
            | "SHA512"
            | "UUID"
            | "STRUUID"
            | "STRDT"
            | "SAMETERM"
        ):
            return
        case _:
            yield "cast" if function.startswith("<") else f"function {function}"


def comparable(left: frozenset[str], right: frozenset[str]) -> bool:
    """Return whether the engine and the standard agree on the equality of two kinds of terms."""
    if left <= NODES or right <= NODES:
        return True
    return (left <= {STRING} and right <= {STRING}) or (left <= {NUMBER} and right <= {NUMBER})


_SAFE = re.compile(r"\^?(?:[A-Za-z0-9 _,:;@/=#%&~<>'-]|\.\*|\.|\[[A-Za-z0-9]+\][*+]?)*\$?")


def _pattern(arguments: tuple[a.Expression, ...]) -> Iterator[str]:
    pattern = arguments[1]
    flags = arguments[2] if len(arguments) > 2 else a.Constant('""')
    if not (
        isinstance(pattern, a.Constant) and isinstance(flags, a.Constant) and flags.term in ('""', '"i"')
    ) or not _SAFE.fullmatch(pattern.term[1:-1]):
        yield "regular-expression"


def _aggregate(aggregate: a.Aggregate, known: Kinds) -> Iterator[str]:
    if aggregate.argument is None:
        return
    yield from _value(aggregate.argument, known)
    kinds = kinds_of_value(aggregate.argument, known)
    if aggregate.function == "GROUP_CONCAT" and not kinds <= {STRING}:
        yield "group-concat"
