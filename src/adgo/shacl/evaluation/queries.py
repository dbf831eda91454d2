"""The data as SPARQL sees it: an embedded store, and queries with variables bound beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from adgo.shacl.evaluation import prebinding
from adgo.shacl.evaluation.deadline import Deadline
from adgo.shacl.model import terms
from adgo.shacl.model.graph import Graph
from adgo.shacl.model.shapes import ShapesError, Unsupported

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from adgo.shacl.inputs import Inputs

#: The name that `$shapesGraph` is bound to.
SHAPES_GRAPH = "<urn:x-shacl:shapes>"

_MARKS = "<urn:x-shacl:marks>"
_CHUNK = 100_000

Solution = dict[str, str]


def to_oxigraph(term: str) -> Any:
    """Return pyoxigraph's term."""
    from pyoxigraph import BlankNode, Literal, NamedNode

    if terms.is_iri(term):
        return NamedNode(terms.iri(term))
    if terms.is_blank(term):
        return BlankNode(term[2:])
    tag = terms.language(term)
    if tag:
        return Literal(terms.lexical(term), language=tag)
    return Literal(terms.lexical(term), datatype=NamedNode(terms.iri(terms.datatype(term))))


class Queries:
    """Runs queries on the data; the store is filled when the first query comes."""

    def __init__(self, inputs: Inputs, deadline: Deadline | None = None) -> None:
        """Take the documents, and the clock that each query starts."""
        self.inputs = inputs
        self.deadline = deadline or Deadline()
        self._has_shapes = False

    def select(self, query: str, bindings: Mapping[str, str]) -> Iterator[Solution]:
        """Yield the solutions of a SELECT, pre-bound variables left out; ShapesError where it cannot be read."""
        found = self._run(query, bindings)
        while row := self._next(found):
            yield {
                variable.value: str(value)
                for variable, value in zip(self._variables, row, strict=True)
                if value is not None
            }

    def _next(self, found: Any) -> Any:
        try:
            return next(found, None)
        except (RuntimeError, ValueError, OSError) as error:
            raise Unsupported(f"its query cannot be evaluated by pyoxigraph: {error}") from error

    def ask(self, query: str, bindings: Mapping[str, str]) -> bool:
        """Return the answer of an ASK."""
        return bool(self._run(query, bindings))

    def _run(self, query: str, bindings: Mapping[str, str]) -> Any:
        if prebinding.uses(query, "shapesGraph"):
            self._add_shapes()
        blank = {name: term for name, term in bindings.items() if terms.is_blank(term)}
        plain = {name: term for name, term in bindings.items() if name not in blank}
        if blank and prebinding.is_flat(query):
            query = self._marked(query, blank)
            blank = {}
        try:
            found = self._query(prebinding.bind(query, plain), blank)
        except SyntaxError as error:
            literals = {name: term for name, term in plain.items() if terms.is_literal(term)}
            if not literals:
                raise ShapesError(
                    f"a SPARQL query in the shapes cannot be read: {prebinding.fault(error)}"
                ) from error
            # A literal where only a node can stand matches nothing, and is no syntax error of the shape's author.
            rest = {name: term for name, term in plain.items() if name not in literals}
            found = self._query(prebinding.bind(query, rest), {**blank, **literals})
        self._variables = getattr(found, "variables", [])
        return found

    def _query(self, query: str, substitutions: Mapping[str, str]) -> Any:
        from pyoxigraph import Variable

        terms_by_name = {Variable(name): to_oxigraph(term) for name, term in substitutions.items()}
        store = self.store
        self.deadline.step()
        try:
            return store.query(query, substitutions=terms_by_name)
        except (RuntimeError, ValueError, OSError) as error:
            raise Unsupported(f"its query cannot be evaluated by pyoxigraph: {error}") from error

    def _marked(self, query: str, blank: Mapping[str, str]) -> str:
        """Return the query with blank nodes bound by triples of a graph of their own: SPARQL cannot name them."""
        patterns = []
        for name, term in blank.items():
            mark = f"<urn:x-shacl:is:{term[2:]}>"
            self.store.extend(_quads([(mark, mark, term)], _MARKS))
            patterns.append(f" GRAPH {_MARKS} {{ {mark} {mark} ?{name} }} ")
        return prebinding.after_first_brace(query, "".join(patterns))

    @property
    def store(self) -> Store:
        """The store, its default graph the data with the ontology."""
        return self.inputs.store

    def _add_shapes(self) -> None:
        if not self._has_shapes:
            self._has_shapes = True
            _fill(self.store, self.inputs.shapes_graph, SHAPES_GRAPH)


def filled(graph: Graph) -> Store:
    """Return a new store, its default graph the rows of a graph."""
    from pyoxigraph import Store

    store = Store()
    _fill(store, graph, "")
    return store


def _fill(store: Store, graph: Graph, name: str) -> None:
    """Add a graph's rows; those with blank nodes one by one, as loading text would rename them."""
    from pyoxigraph import RdfFormat

    table = graph.table.terms
    blank: list[tuple[str, str, str]] = []
    lines: list[str] = []
    for s, p, o in graph.rows():
        subject, object_ = table[s], table[o]
        if subject[0] == "_" or object_[0] == "_":
            blank.append((subject, table[p], object_))
            continue
        lines.append(f"{subject} {table[p]} {object_} {name} .")
        if len(lines) == _CHUNK:
            store.load("\n".join(lines), RdfFormat.N_QUADS, lenient=True)
            lines.clear()
    store.load("\n".join(lines), RdfFormat.N_QUADS, lenient=True)
    store.extend(_quads(blank, name))


def _quads(triples: Iterable[tuple[str, str, str]], name: str) -> Iterator[Quad]:
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    graph = NamedNode(terms.iri(name)) if name else DefaultGraph()
    for s, p, o in triples:
        yield Quad(to_oxigraph(s), to_oxigraph(p), to_oxigraph(o), graph)
