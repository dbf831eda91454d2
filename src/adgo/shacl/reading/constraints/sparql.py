"""SPARQL-based constraints: `sh:sparql` (SHACL 5), and what components share with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adgo.shacl.evaluation import prebinding
from adgo.shacl.evaluation.queries import SHAPES_GRAPH, Solution
from adgo.shacl.model.names import SHACL, XSD
from adgo.shacl.model.paths import sparql
from adgo.shacl.model.shapes import Constraint, Failure, Shape, ShapesError, Unsupported, Values
from adgo.shacl.model.terms import is_literal
from adgo.shacl.reading.prefixes import query_text

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader

_TRUE = f'"true"^^<{XSD}boolean>'


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the SPARQL-based constraints of a shape; ShapesError for a query that cannot be read."""
    for node in reader.values(shape.node, "sparql"):
        if reader.flag(node, "deactivated"):
            continue
        query = query_text(reader, node, "select")
        if query is None:
            raise ShapesError("sh:sparql needs a query in sh:select", reader.graph.term(node))
        query = prepared(query, ("this",), shape, reader.graph.table.terms)
        yield SparqlConstraint(query, reader.texts(node, "message"), node)


def prepared(query: str, bound: Collection[str], shape: Shape, terms: list[str]) -> str:
    """Return a query with `$PATH` replaced, after the checks that the standard asks for."""
    prebinding.check(query, bound, shape.term)
    if prebinding.has_word(query, "FROM"):
        raise Unsupported("its query says FROM which graphs it asks, and here there is only the data")
    if shape.path is not None:
        query = prebinding.bind(query, {"PATH": sparql(shape.path, terms)})
    _parse(query, shape)
    return query


def _parse(query: str, shape: Shape) -> None:
    from pyoxigraph import Store

    try:
        Store().query(query)
    except SyntaxError as error:
        raise ShapesError(
            f"a SPARQL query in the shapes cannot be read: {prebinding.fault(error)}", shape.term
        ) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise Unsupported(f"its query cannot be evaluated by pyoxigraph: {error}") from error


def surroundings(query: str, shape: Shape) -> dict[str, str]:
    """Return what `$currentShape` and `$shapesGraph` are bound to, where a query uses them."""
    known = {"currentShape": shape.term, "shapesGraph": SHAPES_GRAPH}
    return {name: term for name, term in known.items() if prebinding.uses(query, name)}


@dataclass(eq=False, repr=False)
class SparqlConstraint(Constraint):
    """No solution of a SELECT query is a good solution."""

    query: str
    messages: tuple[str, ...]
    source: int | None = None
    component: str = f"{SHACL}SPARQLConstraintComponent"
    parameters: Mapping[str, str] = field(default_factory=dict)

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterator[Failure]:
        """Yield one failure per solution; equal solutions, which would give equal results, count once."""
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
        self, run: Run, nodes: Collection[int], fixed: Mapping[str, str]
    ) -> Iterator[tuple[int, Solution]]:
        """Yield the solutions for all focus nodes: of one query where that tells the same, else of one per node."""
        if len(nodes) > 1 and prebinding.runs_setwise(self.query):
            for solution in run.queries.select(self.query, fixed):
                focus = run.inputs.table.find(solution["this"])
                if focus is not None and focus in nodes:
                    yield focus, solution
            nodes = [node for node in nodes if is_literal(run.term(node))]
        for focus in nodes:
            for solution in run.queries.select(self.query, {**fixed, "this": run.term(focus)}):
                yield focus, solution

    def _failure(self, run: Run, shape: Shape, focus: int, solution: Solution) -> Failure:
        told = solution.get("value")
        own = focus if shape.path is None else None
        value = own if told is None else run.as_written(told, shape, focus)
        path = solution.get("path", "")
        message = solution.get("message")
        return Failure(
            focus,
            value,
            path=run.graph.id(path) if path.startswith("<") else None,
            messages=(message,) if message else self.messages,
            bindings={**self.parameters, **solution, "this": run.term(focus)},
            source=self.source,
        )

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return what little can be told of a query."""
        if failure.value is None or failure.value == failure.focus:
            return f"the SPARQL constraint finds fault with {run.show(failure.focus)}"
        return (
            f"the SPARQL constraint finds fault with {run.show(failure.value)} at {run.show(failure.focus)}"
        )


@dataclass(eq=False, repr=False)
class AskConstraint(Constraint):
    """Values for which an ASK query answers yes."""

    query: str
    messages: tuple[str, ...]
    component: str
    parameters: Mapping[str, str]

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values with the answer no; a query that does not use `$this` is asked once a value."""
        fixed = {**self.parameters, **surroundings(self.query, shape)}
        for focus, value in run.in_time(shape, lambda: list(self._refused(run, values, fixed))):
            told = {**self.parameters, "this": run.term(focus), "value": run.term(value)}
            yield Failure(focus, value, messages=self.messages, bindings=told)

    def _refused(self, run: Run, values: Values, fixed: Mapping[str, str]) -> Iterator[tuple[int, int]]:
        with_focus = prebinding.uses(self.query, "this")
        answers: dict[tuple[int, int], bool] = {}
        for focus, value in values.pairs_in(values.distinct):
            key = (focus if with_focus else -1, value)
            if key not in answers:
                bindings = {**fixed, "this": run.term(focus), "value": run.term(value)}
                answers[key] = run.queries.ask(self.query, bindings)
            if not answers[key]:
                yield focus, value

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the component, its parameters and the value."""
        told = ", ".join(f"{name} {run.display.term(term)}" for name, term in sorted(self.parameters.items()))
        return f"{run.display.path(f'<{self.component}>')} ({told}) refuses {run.show(failure.value)}"
