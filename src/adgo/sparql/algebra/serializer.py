"""Algebra as the text of a query: each operator becomes a group of its own."""

from __future__ import annotations

from adgo.sparql.algebra import operators as a

#: Operators that stand between their operands.
_INFIX = frozenset({"=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "&&", "||"})


def written(query: a.Query) -> str:
    """Return a query as text, all its names in full."""
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


def _made(term: a.Term | a.Path) -> str:
    """Return a term of a template; a blank node of the query is one here."""
    assert isinstance(term, str)
    return f"_:{_term(term)[1:]}" if term.startswith(a.HIDDEN) else term


def _contents(pattern: a.Pattern) -> str:
    """Return what stands between the braces of a group."""
    match pattern:
        case a.Triples(triples):
            return " ".join(f"{_term(s)} {_verb(p)} {_term(o)} ." for s, p, o in triples)
        case a.Join(left, right):
            return f"{_inside(left)} {_after(right)}"
        case a.LeftJoin(left, right, condition):
            test = "" if condition is None else f" FILTER({expression(condition)})"
            return f"{_inside(left)} OPTIONAL {{ {_after(right)}{test} }}"
        case a.Union(left, right):
            return f"{{ {_contents(left)} }} UNION {{ {_contents(right)} }}"
        case a.Minus(left, right):
            return f"{_inside(left)} MINUS {{ {_contents(right)} }}"
        case a.Filter(condition, inner):
            return f"{_contents(inner)} FILTER({expression(condition)})"
        case a.Extend(inner, variable, value):
            return f"{_inside(inner)} BIND({expression(value)} AS {_term(variable)})"
        case a.Graph(name, inner):
            return f"GRAPH {_term(name)} {{ {_contents(inner)} }}"
        case a.Values(variables, rows):
            head = " ".join(map(_term, variables))
            body = " ".join(
                f"({' '.join('UNDEF' if each is None else each for each in row)})" for row in rows
            )
            return f"VALUES ({head}) {{ {body} }}"
    return f"{{ {_select(pattern)} }}"


def _inside(pattern: a.Pattern) -> str:
    """Return a pattern as the beginning of a group, in braces unless it reads the same without."""
    is_open = isinstance(pattern, a.Triples | a.Values | a.Graph | a.Join | a.Minus | a.LeftJoin | a.Extend)
    return _contents(pattern) if is_open else f"{{ {_contents(pattern)} }}"


def _after(pattern: a.Pattern) -> str:
    """Return a pattern as a later part of a group, in braces unless it reads the same without."""
    is_open = isinstance(pattern, a.Triples | a.Values | a.Graph)
    return _contents(pattern) if is_open else f"{{ {_contents(pattern)} }}"


def _select(pattern: a.Pattern) -> str:
    """Return a pattern of the modifiers of sequences as a SELECT."""
    offset, limit, distinct, variables = 0, None, "", None
    if isinstance(pattern, a.Slice):
        offset, limit, pattern = pattern.offset, pattern.limit, pattern.pattern
    if isinstance(pattern, a.Distinct):
        distinct, pattern = "DISTINCT ", pattern.pattern
    if isinstance(pattern, a.Project):
        variables, pattern = pattern.variables, pattern.pattern
    order = ""
    if isinstance(pattern, a.Order):
        order = " ORDER BY " + " ".join(
            f"{'DESC' if descending else 'ASC'}({expression(each)})"
            for each, descending in pattern.conditions
        )
        pattern = pattern.pattern
    tail = order + (f" LIMIT {limit}" if limit is not None else "") + (f" OFFSET {offset}" if offset else "")
    if variables is None and isinstance(pattern, a.Group) and not tail and not distinct:
        return _group(pattern)
    columns = "*" if variables is None else " ".join(map(_term, variables)) or "(1 AS ?adgo_none)"
    return f"SELECT {distinct}{columns} {{ {_contents(pattern)} }}{tail}"


def _group(group: a.Group) -> str:
    keys = group.keys or ()
    columns = [_term(name) for name, _ in keys]
    columns += [f"({_aggregate(each)} AS {_term(name)})" for name, each in group.aggregates]
    by = " ".join(
        _term(name) if value == a.Variable(name) else f"({expression(value)} AS {_term(name)})"
        for name, value in keys
    )
    tail = f" GROUP BY {by}" if by else ""
    if not columns:
        columns = ["(COUNT(*) AS ?adgo_none)"]
    return f"SELECT {' '.join(columns)} {{ {_contents(group.pattern)} }}{tail}"


def _aggregate(aggregate: a.Aggregate) -> str:
    inside = "*" if aggregate.argument is None else expression(aggregate.argument)
    distinct = "DISTINCT " if aggregate.distinct else ""
    if aggregate.function == "GROUP_CONCAT":
        from adgo.turtle.terms import escape

        return f'GROUP_CONCAT({distinct}{inside} ; SEPARATOR="{escape(aggregate.separator)}")'
    return f"{aggregate.function}({distinct}{inside})"


def expression(value: a.Expression) -> str:
    """Return an expression as text."""
    match value:
        case a.Constant(term) | a.Variable(term):
            return _term(term)
        case a.Exists(pattern):
            return f"EXISTS {{ {_contents(pattern)} }}"
        case a.Aggregate():
            return _aggregate(value)
        case a.Call(function, arguments) if function.startswith(a.MADE_RIGHT):
            return expression(a.Call(function.removeprefix(a.MADE_RIGHT), arguments))
        case a.Call("!" | "unary -" | "unary +", (inner,)):
            return f"({value.function[-1]}{expression(inner)})"
        case a.Call("IN" | "NOT IN", (first, *rest)):
            return f"({expression(first)} {value.function} ({', '.join(map(expression, rest))}))"
        case a.Call(function, arguments) if function in _INFIX:
            return f"({f' {function} '.join(map(expression, arguments))})"
        case a.Call(function, arguments):
            return f"{function}({', '.join(map(expression, arguments))})"
    raise AssertionError(value)


def _term(term: a.Term) -> str:
    if not term.startswith(a.HIDDEN):
        return term
    return "?adgo_" + "".join(each if each.isalnum() else f"_{ord(each):x}_" for each in term[2:])


def _verb(verb: a.Term | a.Path) -> str:
    return _term(verb) if isinstance(verb, str) else path(verb)


def path(value: a.Path) -> str:
    """Return a path as text."""
    match value:
        case a.Link(predicate):
            return predicate
        case a.Inverse(inner):
            return f"^({path(inner)})" if not isinstance(inner, a.Link) else f"^{inner.predicate}"
        case a.Sequence(first, second):
            return f"({path(first)}/{path(second)})"
        case a.Alternative(first, second):
            return f"({path(first)}|{path(second)})"
        case a.Repeat(inner, mark):
            return f"({path(inner)}){mark}"
        case a.Negated(forward, backward):
            parts = sorted(forward or ()) + [f"^{each}" for each in sorted(backward or ())]
            return f"!({'|'.join(parts)})"
    raise AssertionError(value)
