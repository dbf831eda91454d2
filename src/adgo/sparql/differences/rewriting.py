"""Queries rewritten so that the embedded engine answers them as SPARQL 1.1 says."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from adgo.sparql.algebra import operators as a
from adgo.sparql.algebra.path_expansion import expanded
from adgo.sparql.differences.detection import comparable
from adgo.sparql.differences.kinds import STRING, TAGGED, TRUTH, Kinds, kinds_of, kinds_of_value
from adgo.sparql.evaluation import regular_expressions
from adgo.sparql.evaluation.paths import has_zero_length
from adgo.sparql.evaluation.pattern_reader import PatternError
from adgo.turtle.terms import (
    BOOLEAN,
    DECIMAL,
    INTEGER,
    LANGUAGE_TYPE,
    STRING_TYPE,
    XSD,
    escape,
    split_literal,
)


def rewritten(query: a.Query) -> a.Query:
    """Return a query that gives the same answer by the standard, and from the engine too as far as is known how."""
    rewriter = Rewriter()
    pattern = expanded(query.pattern, rewriter.fresh)
    return replace(query, pattern=rewriter.pattern(pattern, kinds_of(pattern)))


_CASTS = frozenset(
    f"<{XSD}{name}>" for name in ("integer", "decimal", "double", "float", "boolean", "dateTime")
)


class Rewriter:
    """One rewriting: it makes variables of its own."""

    def __init__(self) -> None:
        self._count = count(1)

    def fresh(self) -> a.Term:
        """Return a variable that the query does not use."""
        return f"{a.HIDDEN}r{next(self._count)}"

    def pattern(self, pattern: a.Pattern, known: Kinds) -> a.Pattern:
        """Return a pattern rewritten.

        Args:
            pattern: the pattern.
            known: the kinds of terms that the variables of its scope can have.
        """
        match pattern:
            case a.Triples(triples):
                return self._triples(triples)
            case a.Join(left, right) | a.Union(left, right) | a.Minus(left, right):
                return replace(pattern, left=self.pattern(left, known), right=self.pattern(right, known))
            case a.LeftJoin(left, right, condition):
                made = None if condition is None else self.condition(condition, known)
                return a.LeftJoin(self.pattern(left, known), self.pattern(right, known), made)
            case a.Filter(condition, inner):
                return a.Filter(self.condition(condition, known), self.pattern(inner, known))
            case a.Extend(inner, variable, expression):
                return a.Extend(self.pattern(inner, known), variable, self.value(expression, known))
            case a.Graph(name, inner):
                return a.Graph(name, self.pattern(inner, known))
            case a.Values():
                return pattern
            case a.Group(keys, aggregates, inner):
                inside = kinds_of(inner)
                made_keys = (
                    None if keys is None else tuple((name, self.value(each, inside)) for name, each in keys)
                )
                made_aggregates = tuple((name, self._aggregate(each, inside)) for name, each in aggregates)
                return a.Group(made_keys, made_aggregates, self.pattern(inner, inside))
            case a.Order(conditions, inner):
                orders = tuple((self.value(each, known), descending) for each, descending in conditions)
                return a.Order(orders, self.pattern(inner, known))
            case a.Project(_, inner):
                return replace(pattern, pattern=self.pattern(inner, kinds_of(inner)))
        return replace(pattern, pattern=self.pattern(pattern.pattern, known))

    # Paths

    def _triples(self, triples: tuple[tuple[a.Term, a.Term | a.Path, a.Term], ...]) -> a.Pattern:
        """Return a block with what its paths of length zero give at a constant that is in no triple."""
        plain = []
        made: list[a.Pattern] = []
        for triple in triples:
            subject, verb, obj = triple
            zero = None if isinstance(verb, str) or not has_zero_length(verb) else self._zero(subject, obj)
            if zero is None:
                plain.append(triple)
            else:
                made.append(a.Union(a.Triples((triple,)), zero))
        whole: a.Pattern = a.Triples(tuple(plain))
        for each in made:
            whole = each if whole == a.UNIT else a.Join(whole, each)
        return whole

    def _zero(self, subject: a.Term, obj: a.Term) -> a.Pattern | None:
        """Return the row of a path of length zero at a constant that the engine does not find, or None."""
        if subject[0] == "?" and obj[0] == "?":
            return None
        if subject[0] != "?" and obj[0] != "?":
            return self._absent(subject, a.UNIT) if subject == obj else None
        constant, variable = (obj, subject) if subject[0] == "?" else (subject, obj)
        return self._absent(constant, a.Values((variable,), ((constant,),)))

    def _absent(self, term: a.Term, row: a.Pattern) -> a.Pattern:
        """Return a row that holds if a term is in no triple."""
        marks = [self.fresh() for _ in range(4)]
        triples = [(marks[0], marks[1], term)] + ([(term, marks[2], marks[3])] if term[0] != '"' else [])
        for each in triples:
            row = a.Filter(a.Call("!", (a.Exists(a.Triples((each,))),)), row)
        return row

    # Expressions

    def condition(self, expression: a.Expression, known: Kinds) -> a.Expression:
        """Return an expression of which only the truth counts; an error is as good as false.

        Args:
            expression: the expression.
            known: the kinds of terms that its variables can have.
        """
        match expression:
            case a.Call("&&" | "||", arguments):
                return a.Call(expression.function, tuple(self.condition(each, known) for each in arguments))
            case a.Call("=" | "IN", arguments):
                return a.Call(expression.function, tuple(self.value(each, known) for each in arguments))
            case a.Call("!", (a.Call("=", arguments),)):
                return self.condition(a.Call("!=", arguments), known)
        return self.value(expression, known)

    def value(self, expression: a.Expression, known: Kinds) -> a.Expression:
        """Return an expression whose value counts.

        Args:
            expression: the expression.
            known: the kinds of terms that its variables can have.
        """
        match expression:
            case a.Exists(pattern):
                return a.Exists(self.pattern(pattern, {**known, **kinds_of(pattern)}))
            case a.Call(function, _) if function.startswith(a.MADE_RIGHT):
                return expression
            case a.Call(function, arguments):
                made = tuple(self.value(each, known) for each in arguments)
                kinds = [kinds_of_value(each, known) for each in arguments]
                return self._call(function, made, kinds)
        return expression

    def _call(
        self, function: str, arguments: tuple[a.Expression, ...], kinds: list[frozenset[str]]
    ) -> a.Expression:
        call = a.Call(function, arguments)
        match function:
            case "=" | "!=" if not comparable(kinds[0], kinds[1]) and all(map(_is_short, arguments)):
                return _right("IF", _unlike(*arguments), a.ERROR, _right(function, *arguments))
            case "<" | ">" | "<=" | ">=" if all(map(_is_short, arguments)) and (
                TRUTH in kinds[0] & kinds[1] or TAGGED in kinds[0] & kinds[1]
            ):
                numbers = tuple(_right(INTEGER, each) for each in arguments)
                booleans = a.Call("&&", tuple(_has_type(each, BOOLEAN) for each in arguments))
                compared = _right("IF", booleans, _right(function, *numbers), _right(function, *arguments))
                tagged = a.Call("&&", tuple(_has_type(each, LANGUAGE_TYPE) for each in arguments))
                return _right("IF", tagged, a.ERROR, compared)
            case "/" if all(map(_is_short, arguments)):
                zero = _right("=", arguments[0], a.Constant(f'"0"^^{INTEGER}'))
                decimal = a.Call(
                    "&&", (_has_type(arguments[1], DECIMAL), _right("!=", arguments[1], zero.arguments[1]))
                )
                return _right(
                    "IF", a.Call("&&", (decimal, zero)), a.Call("*", arguments), _right("/", *arguments)
                )
            case _ if function in _CASTS and all(map(_is_short, arguments)):
                is_text = _has_type(arguments[0], STRING_TYPE)
                trimmed = _right(
                    "REPLACE", arguments[0], _constant(r"^[ \t\r\n]+|[ \t\r\n]+$"), _constant("")
                )
                return _right("IF", is_text, _right(function, trimmed), _right(function, *arguments))
            case "REGEX":
                return _regex(arguments) or call
            case "REPLACE":
                return _replace(arguments) or call
        return call

    def _aggregate(self, aggregate: a.Aggregate, known: Kinds) -> a.Aggregate:
        if aggregate.argument is None:
            return aggregate
        argument = self.value(aggregate.argument, known)
        if aggregate.function == "GROUP_CONCAT" and not kinds_of_value(aggregate.argument, known) <= {STRING}:
            if aggregate.distinct:
                return replace(aggregate, argument=argument)
            argument = a.Call("STR", (argument,))
        return replace(aggregate, argument=argument)


def _is_short(expression: a.Expression) -> bool:
    """Return whether an expression may be written several times: it is short, and has one value."""
    match expression:
        case a.Variable() | a.Constant():
            return True
        case a.Call(function, (inner,)):
            return function not in ("BNODE", "!") and _is_short(inner)
    return False


def _right(function: str, *arguments: a.Expression) -> a.Call:
    """Return a call that the engine answers by the standard."""
    return a.Call(a.MADE_RIGHT + function, arguments)


def _unlike(left: a.Expression, right: a.Expression) -> a.Expression:
    """Return whether two literals are of types whose values SPARQL does not compare."""
    literals = (a.Call("ISLITERAL", (left,)), a.Call("ISLITERAL", (right,)))
    numbers = a.Call("&&", (a.Call("ISNUMERIC", (left,)), a.Call("ISNUMERIC", (right,))))
    types = a.Call("DATATYPE", (left,)), a.Call("DATATYPE", (right,))
    text_types = (a.Constant(STRING_TYPE), a.Constant(LANGUAGE_TYPE))
    texts = a.Call("&&", tuple(_right("IN", each, *text_types) for each in types))
    others = a.Call("&&", (a.Call("!", (numbers,)), _right("!=", *types)))
    return a.Call("&&", (a.Call("&&", literals), a.Call("&&", (others, a.Call("!", (texts,))))))


def _has_type(expression: a.Expression, datatype: str) -> a.Expression:
    return a.Call("SAMETERM", (a.Call("DATATYPE", (expression,)), a.Constant(datatype)))


def _texts(arguments: tuple[a.Expression, ...]) -> list[str] | None:
    """Return the texts of constant plain strings, or None."""
    found = []
    for each in arguments:
        if not isinstance(each, a.Constant) or each.term[-1] != '"':
            return None
        found.append(split_literal(each.term)[0])
    return found


def _constant(text: str) -> a.Constant:
    return a.Constant(f'"{escape(text)}"')


def _regex(arguments: tuple[a.Expression, ...]) -> a.Expression | None:
    """Return REGEX with a constant pattern in the engine's own syntax; None if that is not possible."""
    texts = _texts(arguments[1:])
    if not texts:
        return None
    try:
        pattern = regular_expressions.for_engine(texts[0], texts[1] if len(texts) > 1 else "")
    except PatternError:
        return a.ERROR
    return None if pattern is None else _right("REGEX", arguments[0], _constant(pattern))


def _replace(arguments: tuple[a.Expression, ...]) -> a.Expression | None:
    """Return REPLACE with a constant pattern and replacement in the engine's own syntax."""
    texts = _texts(arguments[1:])
    if not texts:
        return None
    flags = texts[2] if len(texts) > 2 else ""
    try:
        compiled = regular_expressions.compiled(texts[0], flags)
        if compiled.search(""):
            return a.ERROR
        pieces = regular_expressions.replacement(texts[1], compiled.groups, flags)
        pattern = regular_expressions.for_engine(texts[0], flags)
    except PatternError:
        return a.ERROR
    if pattern is None:
        return None
    by = "".join(
        each.replace("$", "$$")
        if isinstance(each, str)
        else f"${{{each}}}"
        if each <= compiled.groups
        else ""
        for each in pieces
    )
    return _right("REPLACE", arguments[0], _constant(pattern), _constant(by))
