"""Groups rewritten so that the embedded engine counts, compares and joins as SPARQL 1.1 says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.scope import visible
from adgo.sparql.differences.call_rewriting import is_short, right
from adgo.sparql.differences.detection import can_fail, is_alias, is_mixed
from adgo.sparql.differences.kinds import STRING, Kinds, kinds_of_value
from adgo.sparql.differences.pattern_rewriting import constant
from adgo.turtle.terms import DOUBLE, INTEGER

Value = Callable[[algebra.Expression, Kinds], algebra.Expression]
Named = tuple[algebra.Term, algebra.Aggregate]
_ZERO = algebra.Constant(f'"0"^^{INTEGER}')
_ONE = algebra.Constant(f'"1"^^{INTEGER}')
#: Above all numbers, and below all literals.
_HIGHEST = algebra.Constant(f'"INF"^^{DOUBLE}')
_LOWEST = algebra.Constant("<urn:adgo:below-all-literals>")
#: Private characters of Unicode, which no text has for its own.
_BEFORE_KIND, _AFTER_KIND = "\uf8f0", "\uf8f1"


class GroupRewriting:
    """The rewriting of one group: `pattern` is what is grouped, `after` what is computed of the aggregates."""

    def __init__(self, group: algebra.Grouping, value: Value, fresh: Callable[[], algebra.Term]) -> None:
        """Hold the group.

        Args:
            group: the group; its pattern has been rewritten.
            value: rewrites an expression.
            fresh: gives a variable that the query does not use.
        """
        self._group, self._value, self._fresh = group, value, fresh
        self._pattern = group.pattern
        self._after: list[tuple[algebra.Term, algebra.Expression]] = []

    def made(self, known: Kinds) -> algebra.Pattern:
        """Return the group rewritten; `known` are the kinds of terms in what is grouped."""
        keys = self._group.keys
        if any(each.argument is None and each.distinct for _, each in self._group.aggregates):
            self._pattern = _with_named_only(self._pattern)
        made_keys = None if keys is None else tuple(self._key(*each, known) for each in keys)
        aggregates: list[Named] = []
        for name, aggregate in self._group.aggregates:
            aggregates += self._aggregate(name, aggregate, known)
        made: algebra.Pattern = algebra.Grouping(made_keys, tuple(aggregates), self._pattern)
        for name, expression in self._after:
            made = algebra.Extend(made, name, expression)
        return made

    def _key(
        self, name: algebra.Term, expression: algebra.Expression, known: Kinds
    ) -> tuple[algebra.Term, algebra.Expression]:
        if not is_alias(name, expression):
            return name, self._value(expression, known)
        self._pattern = algebra.Extend(self._pattern, name, expression)
        return name, algebra.Variable(name)

    def _aggregate(self, name: algebra.Term, aggregate: algebra.Aggregate, known: Kinds) -> list[Named]:
        """Return the aggregates that one is computed from."""
        if aggregate.argument is None:
            return [(name, aggregate)]
        argument = self._value(aggregate.argument, known)
        kinds = kinds_of_value(aggregate.argument, known)
        match aggregate.function:
            case "COUNT" if can_fail(argument):
                variable = self._fresh()
                self._pattern = algebra.Extend(self._pattern, variable, argument)
                argument = algebra.Variable(variable)
            case "MIN" | "MAX" if is_mixed(kinds):
                return self._extreme(name, replace(aggregate, argument=argument))
            case "GROUP_CONCAT" if not kinds <= {STRING}:
                if aggregate.distinct and is_short(argument):
                    return [self._distinct_texts(name, aggregate, argument)]
                argument = argument if aggregate.distinct else algebra.Call("STR", (argument,))
        return [(name, replace(aggregate, argument=argument))]

    def _distinct_texts(
        self, name: algebra.Term, aggregate: algebra.Aggregate, term: algebra.Expression
    ) -> Named:
        """Return GROUP_CONCAT(DISTINCT …) of texts with the kind of term behind each, which is removed afterwards."""
        kind = right("CONCAT", right("STR", right("DATATYPE", term)), right("LANG", term))
        marked = right("IF", right("ISLITERAL", term), kind, constant("IRI"))
        text = right("CONCAT", right("STR", term), constant(_BEFORE_KIND), marked, constant(_AFTER_KIND))
        whole = self._fresh()
        pattern = constant(f"{_BEFORE_KIND}[^{_AFTER_KIND}]*{_AFTER_KIND}")
        self._after.append((name, right("REPLACE", algebra.Variable(whole), pattern, constant(""))))
        return whole, replace(aggregate, argument=text)

    def _extreme(self, name: algebra.Term, aggregate: algebra.Aggregate) -> list[Named]:
        """Return MIN or MAX as the extreme of all terms, and that of the numbers or of all but numbers.

        The engine compares a number with another literal by their texts, which is not an order.
        """
        term = aggregate.argument
        assert term is not None
        is_number = right("ISNUMERIC", term)
        if aggregate.function == "MIN":
            nodes, wanted = right("!", right("ISLITERAL", term)), is_number
            chosen = right("IF", is_number, term, _HIGHEST)
        else:
            nodes, wanted = None, right("&&", right("ISLITERAL", term), right("!", is_number))
            chosen = right("IF", is_number, _LOWEST, term)
        whole, part, count = self._fresh(), self._fresh(), self._fresh()
        made = [
            (whole, aggregate),
            (part, replace(aggregate, argument=chosen)),
            (count, _sum(right("IF", wanted, _ONE, _ZERO))),
        ]
        test = right(">", algebra.Variable(count), _ZERO)
        if nodes is not None:
            other = self._fresh()
            made.append((other, _sum(right("IF", nodes, _ONE, _ZERO))))
            test = right("&&", test, right("=", algebra.Variable(other), _ZERO))
        self._after.append((name, right("IF", test, algebra.Variable(part), algebra.Variable(whole))))
        return made


def _with_named_only(pattern: algebra.Pattern) -> algebra.Pattern:
    """Return a pattern whose solutions have the variables of the query only, if it names any."""
    named = tuple(each for each in visible(pattern) if not each.startswith(algebra.HIDDEN))
    return algebra.Project(named, pattern) if named else pattern


def _sum(expression: algebra.Expression) -> algebra.Aggregate:
    return algebra.Aggregate("SUM", expression, distinct=False)


def in_order(
    conditions: tuple[tuple[algebra.Expression, bool], ...], known: Kinds, value: Value
) -> tuple[tuple[algebra.Expression, bool], ...]:
    """Return the conditions of ORDER BY, so that numbers come before other literals.

    Args:
        conditions: each with whether it is descending.
        known: the kinds of terms that variables can have.
        value: rewrites an expression.
    """
    made: list[tuple[algebra.Expression, bool]] = []
    for expression, descending in conditions:
        term = value(expression, known)
        if is_mixed(kinds_of_value(expression, known)):
            is_other = right("&&", right("ISLITERAL", term), right("!", right("ISNUMERIC", term)))
            made.append((is_other, descending))
        made.append((term, descending))
    return tuple(made)
