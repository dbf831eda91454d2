"""Algebra as the text of a query: each operator becomes a group of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import visible
from adgo.turtle.terms import escape

#: Operators that stand between their operands.
_INFIX = frozenset({"=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "&&", "||"})
#: Patterns that read the same with and without braces around them, anywhere in a group.
_PARTS = algebra.BasicGraphPattern | algebra.InlineData | algebra.GraphPattern
#: Stands for the beginning of the names of variables that no query can write, until a free one is known. Terms do not
#: have this character: it is escaped in literals and not allowed in IRIs.
_OPEN_NAME = "\0"


def written(query: algebra.Query) -> str:
    """Return a query as text, all its names in full."""
    text = _written(query)
    free = next(name for each in count() if (name := f"adgo{each or ''}_") not in text)
    return text.replace(_OPEN_NAME, free)


def _written(query: algebra.Query) -> str:
    clauses = "".join(f"FROM {iri}\n" for iri in query.default or ())
    clauses += "".join(f"FROM NAMED {iri}\n" for iri in query.named or ())
    match query.form:
        case "ASK":
            head = "ASK"
        case "CONSTRUCT":
            triples = " ".join(" ".join(map(_made, triple)) + " ." for triple in query.template)
            head = f"CONSTRUCT {{ {triples} }}"
        case "DESCRIBE":
            head = f"DESCRIBE {' '.join(map(_term, query.described))}"
        case _:
            select, _, rest = _select(query.pattern).partition("{")
            return f"{select}{clauses}WHERE {{{rest}"
    return f"{head} {clauses}WHERE {{ {_contents(query.pattern)} }}"


def _made(term: algebra.Term | algebra.Path) -> str:
    """Return a term of a template; a blank node of the query is one here."""
    assert isinstance(term, str)
    return f"_:{_term(term)[1:]}" if term.startswith(algebra.HIDDEN) else term


def _contents(pattern: algebra.Pattern) -> str:
    """Return what stands between the braces of a group."""
    match pattern:
        case algebra.BasicGraphPattern(triples):
            return " ".join(f"{_term(s)} {_verb(p)} {_term(o)} ." for s, p, o in triples)
        case algebra.Join(left, right):
            return f"{_inside(left)} {_after(right)}"
        case algebra.LeftJoin(left, right, condition):
            test = "" if condition is None else f" FILTER({expression(condition)})"
            return f"{_inside(left)} OPTIONAL {{ {_after(right)}{test} }}"
        case algebra.Union(left, right):
            return f"{{ {_contents(left)} }} UNION {{ {_contents(right)} }}"
        case algebra.Minus(left, right):
            return f"{_inside(left)} MINUS {{ {_contents(right)} }}"
        case algebra.Filter(condition, inner):
            return f"{_contents(inner)} FILTER({expression(condition)})"
        case algebra.Extend(inner, variable, value):
            return f"{_inside(inner)} BIND({expression(value)} AS {_term(variable)})"
        case algebra.GraphPattern(name, inner):
            return f"{pattern.service or 'GRAPH'} {_term(name)} {{ {_contents(inner)} }}"
        case algebra.InlineData(variables, rows):
            head = " ".join(map(_term, variables))
            body = " ".join(
                f"({' '.join('UNDEF' if each is None else each for each in row)})" for row in rows
            )
            return f"VALUES ({head}) {{ {body} }}"
    return f"{{ {_select(pattern)} }}"


def _inside(pattern: algebra.Pattern) -> str:
    """Return a pattern as the beginning of a group, in braces unless it reads the same without."""
    is_open = isinstance(pattern, _PARTS | algebra.Join | algebra.Minus | algebra.LeftJoin | algebra.Extend)
    return _contents(pattern) if is_open else f"{{ {_contents(pattern)} }}"


def _after(pattern: algebra.Pattern) -> str:
    """Return a pattern as a later part of a group, in braces unless it reads the same without."""
    return _contents(pattern) if isinstance(pattern, _PARTS) else f"{{ {_contents(pattern)} }}"


def _select(pattern: algebra.Pattern) -> str:
    """Return a pattern of the modifiers of sequences as a SELECT."""
    offset, limit, distinct, variables = 0, None, "", None
    if isinstance(pattern, algebra.Slice):
        offset, limit, pattern = pattern.offset, pattern.limit, pattern.pattern
    if isinstance(pattern, algebra.Distinct):
        distinct, pattern = "DISTINCT ", pattern.pattern
    if isinstance(pattern, algebra.Project):
        variables, pattern = pattern.variables, pattern.pattern
    order = ""
    if isinstance(pattern, algebra.Order):
        order = " ORDER BY " + " ".join(
            f"{'DESC' if descending else 'ASC'}({expression(each)})"
            for each, descending in pattern.conditions
        )
        pattern = pattern.pattern
    tail = order + (f" LIMIT {limit}" if limit is not None else "") + (f" OFFSET {offset}" if offset else "")
    if variables is None and isinstance(pattern, algebra.Grouping) and not tail and not distinct:
        return _group(pattern)
    columns = _columns(visible(pattern) if variables is None else variables, pattern)
    return f"SELECT {distinct}{columns} {{ {_contents(pattern)} }}{tail}"


def _columns(variables: Sequence[algebra.Term], pattern: algebra.Pattern) -> str:
    """Return the columns of a SELECT; an unasked one if only made variables could be selected."""
    if not variables and visible(pattern):
        return f"(1 AS ?{_OPEN_NAME}none)"
    return " ".join(map(_term, variables)) or "*"


def _group(group: algebra.Grouping) -> str:
    keys = group.keys or ()
    columns = [_term(name) for name, _ in keys]
    columns += [f"({_aggregate(each)} AS {_term(name)})" for name, each in group.aggregates]
    by = " ".join(
        _term(name) if value == algebra.Variable(name) else f"({expression(value)} AS {_term(name)})"
        for name, value in keys
    )
    tail = f" GROUP BY {by}" if by else ""
    if not columns:
        columns = [f"(COUNT(*) AS ?{_OPEN_NAME}none)"]
    return f"SELECT {' '.join(columns)} {{ {_contents(group.pattern)} }}{tail}"


def _aggregate(aggregate: algebra.Aggregate) -> str:
    inside = "*" if aggregate.argument is None else expression(aggregate.argument)
    distinct = "DISTINCT " if aggregate.distinct else ""
    if aggregate.function == "GROUP_CONCAT":
        return f'GROUP_CONCAT({distinct}{inside} ; SEPARATOR="{escape(aggregate.separator)}")'
    return f"{aggregate.function}({distinct}{inside})"


def expression(value: algebra.Expression) -> str:
    """Return an expression as text."""
    match value:
        case algebra.Constant(term) | algebra.Variable(term):
            return _term(term)
        case algebra.Exists(pattern):
            return f"EXISTS {{ {_contents(pattern)} }}"
        case algebra.Aggregate():
            return _aggregate(value)
        case algebra.Call(function, arguments) if function.startswith(algebra.MADE_RIGHT):
            return expression(algebra.Call(function.removeprefix(algebra.MADE_RIGHT), arguments))
        case algebra.Call("!" | "unary -" | "unary +", (inner,)):
            return f"({value.function[-1]}{expression(inner)})"
        case algebra.Call("IN" | "NOT IN", (first, *rest)):
            return f"({expression(first)} {value.function} ({', '.join(map(expression, rest))}))"
        case algebra.Call(function, arguments) if function in _INFIX:
            return f"({f' {function} '.join(map(expression, arguments))})"
        case algebra.Call(function, arguments):
            return f"{function}({', '.join(map(expression, arguments))})"
    raise AssertionError(value)


def _term(term: algebra.Term) -> str:
    if not term.startswith(algebra.HIDDEN):
        return term
    return f"?{_OPEN_NAME}" + "".join(each if each.isalnum() else f"_{ord(each):x}_" for each in term[2:])


def _verb(verb: algebra.Term | algebra.Path) -> str:
    return _term(verb) if isinstance(verb, str) else path(verb)


def path(value: algebra.Path) -> str:
    """Return a path as text."""
    match value:
        case algebra.Link(predicate):
            return predicate
        case algebra.Inverse(inner):
            return f"^({path(inner)})" if not isinstance(inner, algebra.Link) else f"^{inner.predicate}"
        case algebra.PathSequence(first, second):
            return f"({path(first)}/{path(second)})"
        case algebra.PathAlternative(first, second):
            return f"({path(first)}|{path(second)})"
        case algebra.PathRepeat(inner, mark):
            return f"({path(inner)}){mark}"
        case algebra.Negated(forward, backward):
            parts = sorted(forward or ()) + [f"^{each}" for each in sorted(backward or ())]
            return f"!({'|'.join(parts)})"
    raise AssertionError(value)
