"""The queries in a shapes graph, with the prefixes that they may use (SHACL 5.2.1)."""

from __future__ import annotations

import re
from collections.abc import Collection

from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import IMPORTS, sh
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.turtle.term_parts import is_literal, text

#: Characters that SPARQL does not allow in IRIs.
_NOT_IN_IRIS = re.compile(r"[<>\"{}|^`\\\x00-\x20]")


def declared(shapes: ShapesGraph, node: int) -> dict[str, str]:
    """Return the prefixes that `sh:prefixes` of a node leads to, also through `owl:imports`, with their namespaces.

    Raises:
        ShapesError: a prefix is declared with two namespaces, or a declaration is incomplete.
    """
    graph = shapes.graph
    found: dict[str, str] = {}
    for ontology in sorted(
        graph.closure(shapes.id(IMPORTS), shapes.values(node, "prefixes")), key=graph.term
    ):
        for declaration in shapes.values(ontology, "declare"):
            name, iri = _declaration(shapes, ontology, declaration)
            if found.setdefault(name, iri) != iri:
                raise ShapesError(
                    f"the prefix {name}: is declared with two namespaces, <{found[name]}> and <{iri}>",
                    graph.term(declaration),
                )
    return found


def _declaration(shapes: ShapesGraph, ontology: int, declaration: int) -> tuple[str, str]:
    """Return the prefix and the namespace of a declaration; ShapesError if it is not well-formed."""
    from adgo.turtle.iris import is_absolute  # most shapes have no query

    graph = shapes.graph
    node = graph.term(declaration)
    prefix, namespace = (shapes.one(declaration, name) for name in ("prefix", "namespace"))
    if prefix is None or namespace is None:
        raise ShapesError("sh:declare needs sh:prefix and sh:namespace", graph.term(ontology))
    for name, value in (("prefix", prefix), ("namespace", namespace)):
        term = graph.term(value)
        if not is_literal(term):
            raise ShapesError(
                f"sh:{name} must be a literal, not {term}", node, TextPosition(node, sh(name), term)
            )
    iri = text(graph.term(namespace))
    if not is_absolute(iri) or _NOT_IN_IRIS.search(iri):
        raise ShapesError(
            f"sh:namespace must be an absolute IRI, not {graph.term(namespace)}",
            node,
            TextPosition(node, sh("namespace"), graph.term(namespace)),
        )
    return text(graph.term(prefix)), iri


def read_query(
    shapes: ShapesGraph, node: int, name: str, bound: Collection[str] | None, path: str = ""
) -> ConstraintQuery | None:
    """Return a query that has been checked, or None if the node has none.

    Args:
        shapes: the shapes graph.
        node: the node of the SPARQL constraint or validator.
        name: the property that holds the query: `select`, `ask` or `construct`. It says which form the query has.
        bound: the names of the variables that will be pre-bound; None for a query that SHACL does not restrict.
        path: the SPARQL path that stands for `$PATH`; "" if there is none.

    Raises:
        ShapesError: the node has several queries, the query cannot be read or SHACL forbids it, or the prefixes are
            not declared properly.
        Unsupported: the query uses a construct that SPARQL 1.1 does not have.
    """
    value = shapes.one(node, name)
    if value is None:
        return None
    subject, term = shapes.graph.term(node), shapes.graph.term(value)
    position = TextPosition(subject, sh(name), term)
    if not is_literal(term):
        raise ShapesError(f"sh:{name} must be a string with a query, not {term}", subject, position)
    query = ConstraintQuery(text(term), declared(shapes, node), position, path)
    query.check(name.upper(), bound)
    return query
