"""SPARQL queries on the data, with variables bound before they run."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from adgo.shacl.evaluation.deadline import Deadline
from adgo.shacl.evaluation.graph_dataset import GraphDataset
from adgo.shacl.evaluation.lexical_forms import WrittenForms
from adgo.shacl.evaluation.query_plan import QueryPlan
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import Unsupported
from adgo.shacl.model.names import SHAPES_GRAPH
from adgo.shacl.model.oxigraph_terms import fill
from adgo.shacl.model.shapes import Solution

if TYPE_CHECKING:
    from pyoxigraph import Store


class Queries:
    """Answers queries on the data as SPARQL 1.1 says; the store is filled for the first query that it answers."""

    def __init__(self, inputs: Inputs, deadline: Deadline | None = None) -> None:
        """Hold the documents, and the time limit of each query."""
        self.inputs = inputs
        self.deadline = deadline or Deadline()
        self._has_shapes = False
        self._forms = WrittenForms(inputs.graph)
        self._plans: WeakKeyDictionary[ConstraintQuery, QueryPlan] = WeakKeyDictionary()

    def select(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> Iterator[Solution]:
        """Yield the solutions of a SELECT query.

        Args:
            query: the query.
            bindings: the values of variables, by their names.

        Raises:
            Unsupported: the query cannot be evaluated.
        """
        found = self._asked(query, bindings)
        if found is None:
            yield from self._evaluated(query, bindings)
            return
        variables = [variable.value for variable in found.variables]
        written = self._plan(query).written
        while row := _next(found):
            solution = {
                name: str(value) for name, value in zip(variables, row, strict=True) if value is not None
            }
            for name in solution.keys() & written.keys():
                solution[name] = written[name].get(solution[name], solution[name])
            yield solution

    def ask(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> bool:
        """Return the answer to an ASK query; arguments and errors are those of `select`."""
        found = self._asked(query, bindings)
        return any(True for _ in self._evaluated(query, bindings)) if found is None else bool(found)

    def is_setwise(self, query: ConstraintQuery) -> bool:
        """Return whether a SELECT gives the same if it runs once as if it runs once for each `$this`."""
        return self._plan(query).is_setwise

    def forget(self, predicates: Collection[int]) -> bool:
        """Forget what is known about the literals of some predicates; return whether a plan may depend on them."""
        return self._forms.forget(predicates)

    def _plan(self, query: ConstraintQuery) -> QueryPlan:
        plan = self._plans.get(query)
        if plan is None:
            plan = self._plans[query] = QueryPlan(query, self._forms)
        return plan

    def _asked(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> Any:
        """Return the engine's answer, None if it would not be that of SPARQL 1.1."""
        text = self._plan(query).text(_values(query, bindings))
        if text is None:
            return None
        if query.uses("shapesGraph"):
            self._add_shapes()
        store = self.store
        self.deadline.step()
        try:
            return store.query(text)
        except SyntaxError:
            # The engine refuses some queries that SPARQL 1.1 allows, such as SELECT ?s ?s.
            return None
        except (RuntimeError, ValueError, OSError) as error:
            raise Unsupported(f"its query cannot be evaluated by pyoxigraph: {error}") from error

    def _evaluated(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> Iterator[Solution]:
        """Yield the solutions that ADGO's own evaluation finds."""
        from adgo.sparql.evaluation.patterns import Evaluator  # few queries need it

        self.deadline.step()
        bound = self._plan(query).bound(_values(query, bindings))
        try:
            for solution in Evaluator(GraphDataset(self.inputs)).run(bound.pattern):
                yield {name[1:]: term for name, term in solution.items()}
        except RecursionError as error:
            raise Unsupported(f"its query cannot be evaluated: {error}") from error

    @property
    def store(self) -> Store:
        """The store; its default graph has the data and the ontology."""
        return self.inputs.store

    def _add_shapes(self) -> None:
        if not self._has_shapes:
            self._has_shapes = True
            fill(self.store, self.inputs.shapes_graph, SHAPES_GRAPH)


def _values(query: ConstraintQuery, bindings: Mapping[str, str]) -> dict[str, str]:
    """Return the values of the variables that a query uses."""
    return {f"?{name}": term for name, term in bindings.items() if query.uses(name)}


def _next(found: Any) -> Any:
    try:
        return next(found, None)
    except (RuntimeError, ValueError, OSError) as error:
        raise Unsupported(f"its query cannot be evaluated by pyoxigraph: {error}") from error
