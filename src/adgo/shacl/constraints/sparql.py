"""SPARQL-based constraints: `sh:sparql` (SHACL 5), and what constraint components share with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec

from adgo.shacl.constraints.prefixes import read_query
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.names import SHACL, SHAPES_GRAPH
from adgo.shacl.model.paths import sparql
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Solution, Values
from adgo.shacl.model.shapes_graph import ShapesGraph, ShapeSource
from adgo.turtle.term_parts import is_literal
from adgo.turtle.terms import XSD

#: For so few focus nodes, a query for each takes less time than one on all data.
FEW = 8
_TRUE = f'"true"^^<{XSD}boolean>'


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the SPARQL-based constraints of a shape; ShapesError if a query cannot be read."""
    for node in shapes.values(shape.node, "sparql"):
        if shapes.flag(node, "deactivated"):
            continue
        query = prepared(shapes, shape, node, "select", ("this",))
        if query is None:
            raise ShapesError("sh:sparql needs a query in sh:select", shapes.graph.term(node))
        yield SparqlConstraint(query, shapes.texts(node, "message"), node)


def prepared(
    shapes: ShapesGraph, shape: Shape, node: int, name: str, bound: Collection[str] | None
) -> ConstraintQuery | None:
    """Return a query that has been checked, with the shape's path for `$PATH`; None if the node has none.

    Args:
        shapes: the shapes graph.
        shape: the shape with the query.
        node: the node of the SPARQL constraint or validator.
        name: the property that holds the query, `select` or `ask`.
        bound: the names of the variables that will be pre-bound; None for a query that SHACL does not restrict.

    Raises:
        ShapesError: the query cannot be read, has the wrong form, or SHACL forbids it.
        Unsupported: the query cannot be evaluated, or pyoxigraph is not installed.
    """
    path = sparql(shape.path, shapes.graph.table.terms) if shape.path is not None else ""
    query = read_query(shapes, node, name, bound, path)
    if query is None:
        return None
    if query.has_word("FROM"):
        raise Unsupported("its query names graphs with FROM, but the data have only one graph")
    _check_functions(query)
    return query


def _check_functions(query: ConstraintQuery) -> None:
    """Raise Unsupported if a query calls a function that does not exist, or pyoxigraph is not installed."""
    if find_spec("pyoxigraph") is None:
        raise Unsupported("its SPARQL query needs pyoxigraph, which is not installed: pip install pyoxigraph")
    from adgo.sparql.differences.refusal import Unanswerable, check_answerable  # most shapes have no query

    try:
        check_answerable(query.algebra, (), query.tokens)
    except Unanswerable as error:
        raise Unsupported(f"its query cannot be evaluated: {error.construct} is not known") from error


def surroundings(query: ConstraintQuery, shape: Shape) -> dict[str, str]:
    """Return the values of `$currentShape` and `$shapesGraph`, if a query uses them."""
    known = {"currentShape": shape.term, "shapesGraph": SHAPES_GRAPH}
    return {name: term for name, term in known.items() if query.uses(name)}


@dataclass(eq=False, repr=False)
class SparqlConstraint(Constraint):
    """The SELECT query has no solution with `$this` bound to the focus node; one result for each solution.

    https://www.w3.org/TR/shacl/#SPARQLConstraintComponent
    """

    query: ConstraintQuery
    messages: tuple[str, ...]
    source: int | None = None
    component: str = f"{SHACL}SPARQLConstraintComponent"
    parameters: Mapping[str, str] = field(default_factory=dict)

    def failures(self, run: Evaluation, values: Values) -> Iterator[ConstraintFailure]:
        """Yield one failure for each solution; equal solutions, which would give equal results, count once."""
        shape = values.shape
        fixed = {**self.parameters, **surroundings(self.query, shape)}
        seen = set()
        nodes = values.by_focus.keys()
        for focus, solution in run.in_time(shape, lambda: list(self._solutions(run, nodes, fixed))):
            key = (focus, *sorted((name, term) for name, term in solution.items() if name != "this"))
            if key in seen:
                continue
            seen.add(key)
            if solution.get("failure") == _TRUE:
                raise ShapesError(f"the query reports a failure at {run.show(focus)}", shape.term)
            yield self._failure(run, shape, focus, solution)

    def _solutions(
        self, run: Evaluation, nodes: Collection[int], fixed: Mapping[str, str]
    ) -> Iterator[tuple[int, Solution]]:
        """Yield the solutions for all focus nodes: of one query if that gives the same, else of one for each node."""
        if len(nodes) > FEW and run.queries.is_setwise(self.query):
            for solution in run.queries.select(self.query, fixed):
                focus = run.find(solution["this"])
                if focus is not None and focus in nodes:
                    yield focus, solution
            nodes = [node for node in nodes if is_literal(run.term(node))]
        for focus in nodes:
            for solution in run.queries.select(self.query, {**fixed, "this": run.term(focus)}):
                yield focus, solution

    def _failure(self, run: Evaluation, shape: Shape, focus: int, solution: Solution) -> ConstraintFailure:
        returned = solution.get("value")
        value: int | str | None = focus if shape.path is None else None
        if returned is not None:
            known = run.find(returned)
            value = returned if known is None else known
        path = solution.get("path", "")
        message = solution.get("message")
        return ConstraintFailure(
            focus,
            value,
            path=run.graph.id(path) if path.startswith("<") else None,
            messages=(message,) if message else self.messages,
            bindings={**self.parameters, **solution, "this": run.term(focus)},
            source=self.source,
        )

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the value and the focus node; nothing else is known about a query."""
        focus, value = found.failure.focus, found.failure.value
        if value is None or value == focus:
            return f"the SPARQL constraint is violated by {run.show(focus)}"
        return f"the SPARQL constraint is violated by {run.show(value)} at {run.show(focus)}"


@dataclass(eq=False, repr=False)
class AskConstraint(Constraint):
    """The ASK query is true for each value node, bound to `$value`; one result for each value for which it is not.

    https://www.w3.org/TR/shacl/#ask-validators
    """

    query: ConstraintQuery
    messages: tuple[str, ...]
    component: str
    parameters: Mapping[str, str]

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values for which the query is false; a query without `$this` runs once for each value."""
        fixed = {**self.parameters, **surroundings(self.query, values.shape)}
        for focus, value in run.in_time(values.shape, lambda: list(self._refused(run, values, fixed))):
            bindings = {**self.parameters, "this": run.term(focus), "value": run.term(value)}
            yield ConstraintFailure(focus, value, messages=self.messages, bindings=bindings)

    def _refused(
        self, run: Evaluation, values: Values, fixed: Mapping[str, str]
    ) -> Iterator[tuple[int, int]]:
        with_focus = self.query.uses("this")
        answers: dict[tuple[int, int], bool] = {}
        for focus, value in values.pairs_in(values.distinct):
            key = (focus if with_focus else -1, value)
            if key not in answers:
                bindings = {**fixed, "this": run.term(focus), "value": run.term(value)}
                answers[key] = run.queries.ask(self.query, bindings)
            if not answers[key]:
                yield focus, value

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the component, its parameters and the value."""
        parameters = ", ".join(
            f"{name} {run.display.term(term)}" for name, term in sorted(self.parameters.items())
        )
        component = run.display.path(f"<{self.component}>")
        return f"{component} ({parameters}) is violated by {run.show(found.failure.value)}"
