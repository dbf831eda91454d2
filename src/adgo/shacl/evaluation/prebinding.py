"""Variables that have a value before a query runs (SHACL 5.3.2): put into the algebra of the query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.substitution import substituted

Triple = tuple[algebra.Term, algebra.Term | algebra.Path, algebra.Term]


@dataclass(frozen=True)
class PreBinding:
    """The values of variables of one query.

    SHACL joins each basic graph pattern with the values. So they can be seen wherever a pattern can be, which a join
    at the outside would not give.

    Attributes:
        row: the values as a data block.
        inserted: the values that are written into triples too, where they are found faster. A literal may not be the
            subject of a triple that the engine is asked for, so it stays a variable there.
        path: what stands for `$PATH` in the place of a predicate, None if nothing does.
    """

    row: algebra.InlineData
    inserted: Mapping[str, str]
    path: algebra.Term | algebra.Path | None = None

    def query(self, query: algebra.Query) -> algebra.Query:
        """Return a query with the values."""
        return replace(query, pattern=self.pattern(query.pattern))

    def pattern(self, pattern: algebra.Pattern) -> algebra.Pattern:
        """Return a pattern with the values."""
        match pattern:
            case algebra.BasicGraphPattern(triples):
                return self._joined(algebra.BasicGraphPattern(tuple(map(self._triple, triples))))
            case algebra.InlineData():
                return pattern
            case algebra.Join(left, right) | algebra.Union(left, right) | algebra.Minus(left, right):
                return replace(pattern, left=self.pattern(left), right=self.pattern(right))
            case algebra.LeftJoin(left, right, condition):
                made = None if condition is None else self.expression(condition)
                return algebra.LeftJoin(self.pattern(left), self.pattern(right), made)
            case algebra.GraphPattern(name, inner):
                graph = replace(pattern, name=self.inserted.get(name, name), pattern=self.pattern(inner))
                return self._joined(graph) if algebra.is_variable(name) else graph
        return self._of_one(pattern)

    def _of_one(self, pattern: algebra.Pattern) -> algebra.Pattern:
        """Return an operator that is applied to one pattern, with the values."""
        match pattern:
            case algebra.Filter(condition, inner):
                return algebra.Filter(self.expression(condition), self.pattern(inner))
            case algebra.Extend(inner, variable, value):
                return algebra.Extend(self.pattern(inner), variable, self.expression(value))
            case algebra.Grouping(keys, aggregates, inner):
                made = None if keys is None else tuple((name, self.expression(each)) for name, each in keys)
                return algebra.Grouping(
                    made,
                    tuple((name, self.expression(each)) for name, each in aggregates),  # type: ignore[misc]
                    self.pattern(inner),
                )
            case algebra.Order(conditions, inner):
                ordered = tuple((self.expression(each), down) for each, down in conditions)
                return algebra.Order(ordered, self.pattern(inner))
        assert isinstance(pattern, algebra.Project | algebra.Distinct | algebra.Slice)
        return replace(pattern, pattern=self.pattern(pattern.pattern))

    def expression(self, value: algebra.Expression) -> algebra.Expression:
        """Return an expression with the values in its EXISTS; elsewhere the patterns give them."""
        match value:
            case algebra.Exists(pattern):
                return algebra.Exists(substituted(self._with_path(pattern), dict(self.inserted)))
            case algebra.Call(function, arguments):
                return algebra.Call(function, tuple(map(self.expression, arguments)))
            case algebra.Aggregate(_, argument):
                return value if argument is None else replace(value, argument=self.expression(argument))
        return value

    def _with_path(self, pattern: algebra.Pattern) -> algebra.Pattern:
        return PreBinding(NOTHING, {}, self.path).pattern(pattern) if self.path else pattern

    def _joined(self, pattern: algebra.Pattern) -> algebra.Pattern:
        return algebra.join(self.row, pattern) if self.row.variables else pattern

    def _triple(self, triple: Triple) -> Triple:
        subject, verb, obj = triple
        if isinstance(verb, str):
            verb = self.path if self.path is not None and verb == "?PATH" else self.inserted.get(verb, verb)
        return self.inserted.get(subject, subject), verb, self.inserted.get(obj, obj)


#: Values of no variable.
NOTHING = algebra.InlineData((), ((),))
