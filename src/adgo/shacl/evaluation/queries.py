"""SPARQL queries on the data, with variables bound before they run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from adgo.shacl.evaluation.deadline import Deadline
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.constraint_query import ConstraintQuery, short_message
from adgo.shacl.model.errors import ShapesError, Unsupported
from adgo.shacl.model.names import SHAPES_GRAPH
from adgo.shacl.model.oxigraph_terms import fill, quads, to_oxigraph
from adgo.shacl.model.shapes import Solution
from adgo.turtle import term_parts

if TYPE_CHECKING:
    from pyoxigraph import Store

_MARKS = "<urn:x-shacl:marks>"


class Queries:
    """Runs queries on the data; the store is filled for the first query."""

    def __init__(self, inputs: Inputs, deadline: Deadline | None = None) -> None:
        """Hold the documents, and the time limit of each query."""
        self.inputs = inputs
        self.deadline = deadline or Deadline()
        self._has_shapes = False

    def select(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> Iterator[Solution]:
        """Yield the solutions of a SELECT query, without the pre-bound variables.

        Raises:
            ShapesError: the query cannot be read with these bindings.
            Unsupported: pyoxigraph cannot evaluate the query.
        """
        found = self._run(query, bindings)
        variables = [variable.value for variable in found.variables]
        while row := _next(found):
            yield {name: str(value) for name, value in zip(variables, row, strict=True) if value is not None}

    def ask(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> bool:
        """Return the answer to an ASK query; raises the same as `select`."""
        return bool(self._run(query, bindings))

    def _run(self, query: ConstraintQuery, bindings: Mapping[str, str]) -> Any:
        if query.uses("shapesGraph"):
            self._add_shapes()
        blank = {name: term for name, term in bindings.items() if term_parts.is_blank(term)}
        plain = {name: term for name, term in bindings.items() if name not in blank}
        if blank and query.is_flat:
            query = self._marked(query, blank)
            blank = {}
        try:
            return self._query(query.bind(plain), blank)
        except SyntaxError as error:
            literals = {name: term for name, term in plain.items() if term_parts.is_literal(term)}
            if not literals:
                raise ShapesError(
                    f"a SPARQL query in the shapes cannot be read: {short_message(error)}"
                ) from error
            # A literal in a position that takes only nodes matches nothing; it is not an error in the shapes.
            rest = {name: term for name, term in plain.items() if name not in literals}
            return self._query(query.bind(rest), {**blank, **literals})

    def _query(self, query: str, substitutions: Mapping[str, str]) -> Any:
        from pyoxigraph import Variable

        terms_by_name = {Variable(name): to_oxigraph(term) for name, term in substitutions.items()}
        store = self.store
        self.deadline.step()
        try:
            return store.query(query, substitutions=terms_by_name)
        except (RuntimeError, ValueError, OSError) as error:
            raise Unsupported(f"its query cannot be evaluated by pyoxigraph: {error}") from error

    def _marked(self, query: ConstraintQuery, blank: Mapping[str, str]) -> ConstraintQuery:
        """Return the query with blank nodes bound by triples in a graph of their own: SPARQL cannot name them."""
        patterns = []
        for name, term in blank.items():
            mark = f"<urn:x-shacl:is:{term[2:]}>"
            self.store.extend(quads([(mark, mark, term)], _MARKS))
            patterns.append(f" GRAPH {_MARKS} {{ {mark} {mark} ?{name} }} ")
        return query.starting_with("".join(patterns))

    @property
    def store(self) -> Store:
        """The store; its default graph has the data and the ontology."""
        return self.inputs.store

    def _add_shapes(self) -> None:
        if not self._has_shapes:
            self._has_shapes = True
            fill(self.store, self.inputs.shapes_graph, SHAPES_GRAPH)


def _next(found: Any) -> Any:
    try:
        return next(found, None)
    except (RuntimeError, ValueError, OSError) as error:
        raise Unsupported(f"its query cannot be evaluated by pyoxigraph: {error}") from error
