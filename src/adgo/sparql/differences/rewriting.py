"""Queries rewritten so that the embedded engine answers them as SPARQL 1.1 says."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.path_expansion import expanded
from adgo.sparql.algebra.scope import visible
from adgo.sparql.differences import call_rewriting, graphs
from adgo.sparql.differences.detection import is_cast_to_float
from adgo.sparql.differences.graph_rewriting import in_graph
from adgo.sparql.differences.group_rewriting import GroupRewriting, in_order
from adgo.sparql.differences.kinds import Kinds, kinds_of, kinds_of_value
from adgo.sparql.evaluation.paths import has_zero_length

Triple = tuple[algebra.Term, algebra.Term | algebra.Path, algebra.Term]


def rewritten(query: algebra.Query, *, has_merged_default: bool = False) -> algebra.Query:
    """Return a query with the same answer by the standard, which the engine gives too if there is a way to rewrite it.

    Args:
        query: the query.
        has_merged_default: whether its default graph is made of several graphs.
    """
    rewriter = Rewriter(has_merged_default=has_merged_default)
    pattern = expanded(query.pattern, rewriter.fresh)
    return replace(query, pattern=rewriter.pattern(pattern, kinds_of(pattern)))


class Rewriter:
    """Rewrites one query, with new variables that it does not use."""

    def __init__(self, *, has_merged_default: bool) -> None:
        """Begin; `has_merged_default`: the engine gives a triple once for each graph that it is in."""
        self._count = count(1)
        self._is_merged = has_merged_default

    def fresh(self) -> algebra.Term:
        """Return a variable that the query does not use."""
        return f"{algebra.HIDDEN}r{next(self._count)}"

    def pattern(self, pattern: algebra.Pattern, known: Kinds) -> algebra.Pattern:
        """Return a pattern rewritten.

        Args:
            pattern: the pattern.
            known: the kinds of terms that the variables of its scope can have.
        """
        match pattern:
            case algebra.BasicGraphPattern(triples):
                return self._triples(triples)
            case algebra.InlineData():
                return pattern
            case algebra.Join(left, right) | algebra.Union(left, right) | algebra.Minus(left, right):
                return replace(pattern, left=self.pattern(left, known), right=self.pattern(right, known))
            case algebra.LeftJoin(left, right, condition):
                test = None if condition is None else self.condition(condition, known)
                return algebra.LeftJoin(self.pattern(left, known), self.pattern(right, known), test)
            case algebra.Filter(condition, inner):
                return algebra.Filter(self.condition(condition, known), self.pattern(inner, known))
            case algebra.Extend(inner, variable, expression):
                made = expression if is_cast_to_float(expression) else self.value(expression, known)
                return algebra.Extend(self.pattern(inner, known), variable, made)
            case algebra.GraphPattern():
                return self._graph(pattern, known)
            case algebra.Grouping(_, _, inner):
                inside = kinds_of(inner)
                group = replace(pattern, pattern=self.pattern(inner, inside))
                return GroupRewriting(group, self.value, self.fresh).made(inside)
            case algebra.Order(conditions, inner):
                return algebra.Order(in_order(conditions, known, self.value), self.pattern(inner, known))
            case algebra.Project(_, inner):
                return replace(pattern, pattern=self.pattern(inner, kinds_of(inner)))
        return replace(pattern, pattern=self.pattern(pattern.pattern, known))

    # Graphs

    def _graph(self, graph: algebra.GraphPattern, known: Kinds) -> algebra.Pattern:
        if graph.service:
            return graph
        is_merged, self._is_merged = self._is_merged, False
        inner = self.pattern(graph.pattern, known)
        self._is_merged = is_merged
        if not (graphs.can_rename(graph) and graphs.looks_at(graph.pattern, graph.name)):
            return in_graph(graph.name, inner)
        name = self.fresh()
        return algebra.Extend(in_graph(name, inner), graph.name, algebra.Variable(name))

    def _once(self, block: algebra.BasicGraphPattern) -> algebra.Pattern:
        """Return a block whose solutions come once, though a triple may be in several graphs."""
        if not self._is_merged or not block.triples:
            return block
        plain: list[Triple] = []
        conditions = []
        for subject, verb, obj in block.triples:
            if isinstance(verb, algebra.Negated) and verb.forward is not None:
                predicate = self.fresh()
                excluded = (algebra.Constant(each) for each in sorted(verb.forward))
                conditions.append(call_rewriting.right("NOT IN", algebra.Variable(predicate), *excluded))
                verb = predicate
            plain.append((subject, verb, obj))
        made: algebra.Pattern = algebra.BasicGraphPattern(tuple(plain))
        for condition in conditions:
            made = algebra.Filter(condition, made)
        return algebra.Distinct(algebra.Project(tuple(visible(made)), made))

    # Paths

    def _triples(self, triples: tuple[Triple, ...]) -> algebra.Pattern:
        """Return a block with what its paths of length zero give at a constant that is in no triple."""
        plain = []
        made: list[algebra.Pattern] = []
        for triple in triples:
            subject, verb, obj = triple
            has_zero = not isinstance(verb, str) and has_zero_length(verb)
            zero = self._zero(subject, obj) if has_zero else None
            if zero is None:
                plain.append(triple)
            else:
                made.append(algebra.Union(self._once(algebra.BasicGraphPattern((triple,))), zero))
        whole: algebra.Pattern = self._once(algebra.BasicGraphPattern(tuple(plain)))
        for each in made:
            whole = each if whole == algebra.UNIT else algebra.Join(whole, each)
        return whole

    def _zero(self, subject: algebra.Term, obj: algebra.Term) -> algebra.Pattern | None:
        """Return the row of a path of length zero at a constant that the engine does not find, or None."""
        if subject[0] == "?" and obj[0] == "?":
            return None
        if subject[0] != "?" and obj[0] != "?":
            return self._absent(subject, algebra.UNIT) if subject == obj else None
        constant, variable = (obj, subject) if subject[0] == "?" else (subject, obj)
        return self._absent(constant, algebra.InlineData((variable,), ((constant,),)))

    def _absent(self, term: algebra.Term, row: algebra.Pattern) -> algebra.Pattern:
        """Return a row that holds if a term is in no triple."""
        marks = [self.fresh() for _ in range(4)]
        triples = [(marks[0], marks[1], term)] + ([(term, marks[2], marks[3])] if term[0] != '"' else [])
        for each in triples:
            row = algebra.Filter(
                algebra.Call("!", (algebra.Exists(algebra.BasicGraphPattern((each,))),)), row
            )
        return row

    # Expressions

    def condition(self, expression: algebra.Expression, known: Kinds) -> algebra.Expression:
        """Return a condition, in which an error counts as false.

        Args:
            expression: the expression.
            known: the kinds of terms that its variables can have.
        """
        match expression:
            case algebra.Call("&&" | "||" as function, arguments):
                return algebra.Call(function, tuple(self.condition(each, known) for each in arguments))
            case algebra.Call("=" | "IN" as function, arguments):
                return algebra.Call(function, tuple(self.value(each, known) for each in arguments))
            case algebra.Call("<" | ">" | "<=" | ">=" as function, arguments):
                made = algebra.Call(function, tuple(self.value(each, known) for each in arguments))
                return call_rewriting.without_nan(made, [kinds_of_value(each, known) for each in arguments])
            case algebra.Call("!", (algebra.Call("=", arguments),)):
                return self.condition(algebra.Call("!=", arguments), known)
        return call_rewriting.truth(self.value(expression, known), kinds_of_value(expression, known))

    def value(self, expression: algebra.Expression, known: Kinds) -> algebra.Expression:
        """Return an expression whose value is used.

        Args:
            expression: the expression.
            known: the kinds of terms that its variables can have.
        """
        match expression:
            case algebra.Exists(pattern):
                return algebra.Exists(self.pattern(pattern, {**known, **kinds_of(pattern)}))
            case algebra.Call(function, _) if function.startswith(algebra.MADE_RIGHT):
                return expression
            case algebra.Call(function, arguments):
                made = algebra.Call(function, tuple(self.value(each, known) for each in arguments))
                return call_rewriting.of_call(made, [kinds_of_value(each, known) for each in arguments])
        return expression
