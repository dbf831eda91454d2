"""pySHACL behind our interface: the reference engine, and the one for what the fast engine leaves out."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from rdflib import Graph
from rdflib.term import Node

from adgo.shacl.engines.outcome import Outcome, Step, gathered
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.names import SHACL, SUBCLASS
from adgo.shacl.model.naming import nearest_named
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.model.paths import sparql
from adgo.shacl.model.rdflib_terms import from_rdflib, to_graph, to_rdflib
from adgo.shacl.model.result import Result
from adgo.shacl.model.shapes import ShapesError
from adgo.shacl.model.terms import iri, is_literal, lexical

_LOG = logging.getLogger("adgo.shacl.engines.pyshacl_engine")

#: pySHACL refuses deeper nesting of shapes; its own default of 15 is less than honest shapes have.
DEEPEST = 60


def validate(inputs: Inputs, only: frozenset[str] | None = None) -> Outcome:
    """Return pySHACL's results with terms as the files wrote them, unsorted and without places.

    `only` limits the run to top-level shapes of those terms. Raises ShapesError for shapes that pySHACL refuses.
    """
    return gathered(steps(inputs, only))


def steps(inputs: Inputs, only: frozenset[str] | None = None) -> Iterator[Step | list[Result]]:
    """Yield each step before it is taken, and its results after it; raises as `validate` does."""
    from pyshacl.errors import ReportableRuntimeError

    with _quiet():
        try:
            yield from _run(inputs, only)
        except ReportableRuntimeError as error:
            raise ShapesError(str(error).strip()) from error
        except (NotImplementedError, ValueError, SyntaxError, RecursionError) as error:
            raise ShapesError(
                f"pySHACL cannot process these shapes: {error or type(error).__name__}"
            ) from error
        except Exception as error:
            # pyparsing's errors for a SPARQL query share no base with the others.
            if type(error).__module__.startswith("pyparsing"):
                raise ShapesError(f"a SPARQL query in the shapes cannot be read: {error}") from error
            raise


def _run(inputs: Inputs, only: frozenset[str] | None) -> Iterator[Step | list[Result]]:
    from pyshacl.graph_abstraction import DataGraph
    from pyshacl.monkey import apply_patches
    from pyshacl.validator import Validator, assign_baked_in

    prepare: tuple[Callable[[], None], ...] = (apply_patches, assign_baked_in)
    for step in prepare:
        step()
    terms = inputs.table.terms
    everything = to_graph(inputs.graph.rows(), terms)
    targets = _targets(inputs, everything)
    # pySHACL adds triples of its own to the shapes graph, so data and shapes are never one object.
    shapes = to_graph(inputs.shapes_graph.rows(), terms)
    graph = DataGraph.from_rdflib(everything)
    options = {"inplace": True, "max_validation_depth": DEEPEST, "logger": _LOG}
    validator = Validator(graph, shacl_graph=shapes, options=options)
    executor = validator.make_executor()
    for shape in validator.shacl_graph.shapes:
        if shape.deactivated or (only is not None and from_rdflib(shape.node) not in only):
            continue
        for focus in _focus_nodes(inputs, shape, DataGraph.from_rdflib(targets), graph):
            yield Step(from_rdflib(shape.node), from_rdflib(focus))
            _, results = shape.validate(executor, graph, focus=[focus])
            yield [_result(inputs, node, triples) for _, node, triples in results]


def _focus_nodes(inputs: Inputs, shape: Any, targets: Any, everything: Any) -> set[Node]:
    """Return the focus nodes of a shape: those in the data, and the neighbours that it targets."""
    found: set[Node] = set(shape.focus_nodes(targets))
    if inputs.neighbours:
        beside = {inputs.table.terms[node] for node in inputs.neighbours}
        found |= {node for node in shape.focus_nodes(everything) if from_rdflib(node) in beside}
    return found


def _targets(inputs: Inputs, everything: Graph) -> Graph:
    """Return the graph in which targets are sought: the data, and the ontology's class hierarchy."""
    if not inputs.ontology:
        return everything
    targets = to_graph(inputs.data_graph.rows(), inputs.table.terms)
    for triple in everything.triples((None, to_rdflib(SUBCLASS), None)):
        targets.add(triple)
    return targets


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib's and pySHACL's warnings about odd literals and shapes from people's screens."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        level = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(level)


def _result(inputs: Inputs, result: Node, triples: list[tuple[Node, Node, Any]]) -> Result:
    """Return one result of pySHACL's; the triples hold those of its details too."""
    fields: dict[str, str] = {}
    messages = []
    details = []
    for subject, predicate, object_ in triples:
        if subject != result:
            continue
        name = from_rdflib(predicate).removeprefix(f"<{SHACL}").removesuffix(">")
        value = object_[1] if isinstance(object_, tuple) else object_
        if name == "resultMessage":
            messages.append(from_rdflib(value))
        elif name == "detail":
            details.append(_result(inputs, value, triples))
        else:
            fields[name] = from_rdflib(value)
    shapes = inputs.shapes_graph
    shape = fields["sourceShape"]
    path_node = fields.get("resultPath")
    messages.sort()
    component = iri(fields["sourceConstraintComponent"])
    return Result(
        focus=fields["focusNode"],
        path=sparql(read_path(shapes, shapes.id(path_node)), inputs.table.terms) if path_node else None,
        value=fields.get("value"),
        severity_term=fields["resultSeverity"],
        component=component,
        shape=shapes.term(nearest_named(shapes, shapes.id(shape))),
        source_shape=shape,
        message="; ".join(lexical(each) for each in messages if is_literal(each))
        or f"found what <{component}> refuses",
        messages=tuple(messages),
        path_node=path_node,
        source_constraint=fields.get("sourceConstraint"),
        details=sorted(details, key=lambda detail: detail.order),
    )
