"""The queries in a shapes graph, with the prefixes that they may use (SHACL 5.2.1)."""

from __future__ import annotations

from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import IMPORTS
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.turtle.term_parts import text


def prologue(shapes: ShapesGraph, node: int) -> str:
    """Return the PREFIX lines that `sh:prefixes` of a node leads to, also through `owl:imports`.

    Raises:
        ShapesError: a prefix is declared with two namespaces, or a declaration is incomplete.
    """
    graph = shapes.graph
    declared: dict[str, str] = {}
    for ontology in graph.closure(shapes.id(IMPORTS), shapes.values(node, "prefixes")):
        for declaration in shapes.values(ontology, "declare"):
            prefix, namespace = (shapes.one(declaration, name) for name in ("prefix", "namespace"))
            if prefix is None or namespace is None:
                raise ShapesError("sh:declare needs sh:prefix and sh:namespace", graph.term(ontology))
            name, iri = text(graph.term(prefix)), text(graph.term(namespace))
            if declared.setdefault(name, iri) != iri:
                raise ShapesError(f"the prefix {name}: is declared with two namespaces", graph.term(ontology))
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def query_text(shapes: ShapesGraph, node: int, name: str) -> str | None:
    """Return a query with its prefixes before it, or None if the node has none.

    Args:
        shapes: the shapes graph.
        node: the node of the SPARQL constraint or validator.
        name: the property that holds the query, `select` or `ask`.

    Raises:
        ShapesError: the node has several queries, or the prefixes are not declared properly.
    """
    value = shapes.one(node, name)
    return None if value is None else prologue(shapes, node) + text(shapes.graph.term(value))
