"""The evaluation of expressions in a solution (SPARQL 1.1, section 17), errors and three-valued logic included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from itertools import count

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.evaluation.functions import FUNCTIONS
from adgo.sparql.evaluation.solutions import Solution
from adgo.sparql.evaluation.values import DATE_TIME, EvaluationError, boolean, equal, plain_text, truth
from adgo.turtle import iris
from adgo.turtle.term_parts import literal

Exists = Callable[[algebra.Pattern, Solution, str | None], bool]


class ExpressionEvaluator:
    """Expressions of one query: NOW() is one moment for all of it."""

    def __init__(self, exists: Exists, base: str | None) -> None:
        self._exists = exists
        self._base = base
        self._now = literal(
            datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"), DATE_TIME
        )
        self._blanks = count(1)
        self._labels: dict[str, str] = {}
        self._special: dict[str, Callable[[algebra.Call, Solution, str | None], str]] = {
            "&&": partial(self._connected, False),
            "||": partial(self._connected, True),
            "!": lambda call, row, graph: boolean(not truth(self.value(call.arguments[0], row, graph))),
            "IN": self._in,
            "NOT IN": lambda call, row, graph: boolean(not truth(self._in(call, row, graph))),
            "IF": self._if,
            "COALESCE": self._coalesce,
            "BOUND": self._bound,
            "BNODE": self._bnode,
            "IRI": self._iri,
            "NOW": lambda call, row, graph: self._now,
        }

    def begin_solution(self) -> None:
        """Forget the blank nodes that BNODE made of strings for the solution before."""
        self._labels = {}

    def value(self, expression: algebra.Expression, solution: Solution, graph: str | None) -> str:
        """Return the value of an expression; EvaluationError if it has none.

        Args:
            expression: the expression.
            solution: the values of its variables.
            graph: the graph that EXISTS looks into, None for the default graph.
        """
        match expression:
            case algebra.Variable(name):
                if name not in solution:
                    raise EvaluationError
                return solution[name]
            case algebra.Constant(term):
                return term
            case algebra.Exists(pattern):
                return boolean(self._exists(pattern, solution, graph))
            case algebra.Call():
                return self._called(expression, solution, graph)
        raise AssertionError(expression)

    def _called(self, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        """Return the value of a function or operator."""
        function = call.function.removeprefix(algebra.MADE_RIGHT)
        special = self._special.get(function)
        if special:
            return special(call, solution, graph)
        apply = FUNCTIONS.get(function)
        if apply is None:
            raise EvaluationError
        values = [self.value(each, solution, graph) for each in call.arguments]
        try:
            return apply(*values)
        except (TypeError, ArithmeticError, ValueError) as error:
            raise EvaluationError from error

    def value_or_none(
        self, expression: algebra.Expression, solution: Solution, graph: str | None
    ) -> str | None:
        """Return the value of an expression, or None if it has none.

        Args:
            expression: the expression.
            solution: the values of its variables.
            graph: the graph that EXISTS looks into.
        """
        try:
            return self.value(expression, solution, graph)
        except EvaluationError:
            return None

    def holds(self, expression: algebra.Expression, solution: Solution, graph: str | None) -> bool:
        """Return whether an expression is true; an error is not.

        Args:
            expression: the expression.
            solution: the values of its variables.
            graph: the graph that EXISTS looks into.
        """
        return self._truth_or_none(expression, solution, graph) is True

    def _truth_or_none(
        self, expression: algebra.Expression, solution: Solution, graph: str | None
    ) -> bool | None:
        try:
            return truth(self.value(expression, solution, graph))
        except EvaluationError:
            return None

    def _connected(self, decisive: bool, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        """Return the value of `&&` or `||`.

        Args:
            decisive: the truth of one operand that decides the result, even if the other one is an error.
            call: the call.
            solution: the values of its variables.
            graph: the graph that EXISTS looks into.
        """
        found = [self._truth_or_none(each, solution, graph) for each in call.arguments]
        if decisive in found:
            return boolean(decisive)
        if None in found:
            raise EvaluationError
        return boolean(not decisive)

    def _in(self, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        wanted = self.value(call.arguments[0], solution, graph)
        failed = False
        for each in call.arguments[1:]:
            try:
                if equal(wanted, self.value(each, solution, graph)):
                    return boolean(True)
            except EvaluationError:
                failed = True
        if failed:
            raise EvaluationError
        return boolean(False)

    def _if(self, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        condition, then, otherwise = call.arguments
        chosen = then if truth(self.value(condition, solution, graph)) else otherwise
        return self.value(chosen, solution, graph)

    def _coalesce(self, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        for each in call.arguments:
            found = self.value_or_none(each, solution, graph)
            if found is not None:
                return found
        raise EvaluationError

    def _bound(self, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        variable = call.arguments[0]
        return boolean(isinstance(variable, algebra.Variable) and variable.name in solution)

    def _bnode(self, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        """Return a new blank node; for one string it is the same within a solution."""
        if not call.arguments:
            return f"_:new{next(self._blanks)}"
        label = plain_text(self.value(call.arguments[0], solution, graph))
        if label not in self._labels:
            self._labels[label] = f"_:new{next(self._blanks)}"
        return self._labels[label]

    def _iri(self, call: algebra.Call, solution: Solution, graph: str | None) -> str:
        term = self.value(call.arguments[0], solution, graph)
        if term[0] == "<":
            return term
        iri = plain_text(term)
        if not iris.is_absolute(iri):
            if not self._base:
                raise EvaluationError
            iri = iris.resolve(self._base, iri)
        if any(char in '<>"{}|^`\\' or char <= " " for char in iri):
            raise EvaluationError
        return f"<{iri}>"
