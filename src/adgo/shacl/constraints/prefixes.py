"""The queries in a shapes graph, with the prefixes that they may use (SHACL 5.2.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.names import IMPORTS, sh
from adgo.shacl.model.shapes_graph import ShapesGraph
from adgo.turtle.term_parts import datatype, is_literal, text
from adgo.turtle.terms import STRING_TYPE, xsd

#: Characters that SPARQL does not allow in IRIs.
_NOT_IN_IRIS = re.compile(r"[<>\"{}|^`\\\x00-\x20]")


def declared(shapes: ShapesGraph, node: int) -> dict[str, str]:
    """Return the prefixes that `sh:prefixes` of a node leads to, also through `owl:imports`, with their namespaces.

    Raises:
        ShapesError: a prefix is declared with two namespaces, or a declaration is incomplete.
    """
    graph = shapes.graph
    found: dict[str, str] = {}
    starts = shapes.values(node, "prefixes")
    for start in starts:
        _check_kind(shapes, node, "prefixes", start, "an IRI or a blank node")
    for ontology in sorted(graph.closure(shapes.id(IMPORTS), starts), key=graph.term):
        for declaration in shapes.values(ontology, "declare"):
            _check_kind(shapes, ontology, "declare", declaration, "an IRI or a blank node")
            name, iri = _declaration(shapes, declaration)
            if found.setdefault(name, iri) != iri:
                raise ShapesError(
                    f"the prefix {name}: is declared with two namespaces, <{found[name]}> and <{iri}>",
                    graph.term(declaration),
                )
    return found


def _declaration(shapes: ShapesGraph, declaration: int) -> tuple[str, str]:
    """Return the prefix and the namespace of a declaration; ShapesError if it is not well-formed."""
    from adgo.turtle.iris import is_absolute  # most shapes have no query

    graph = shapes.graph
    prefix, namespace = (shapes.one(declaration, name) for name in ("prefix", "namespace"))
    if prefix is None or namespace is None:
        raise ShapesError("sh:declare needs sh:prefix and sh:namespace", graph.term(declaration))
    _check_kind(shapes, declaration, "prefix", prefix, "a string")
    _check_kind(
        shapes, declaration, "namespace", namespace, 'a literal of type xsd:anyURI, as "…"^^xsd:anyURI'
    )
    iri = text(graph.term(namespace))
    if not is_absolute(iri) or _NOT_IN_IRIS.search(iri):
        raise _wrong(shapes, declaration, "namespace", namespace, "an absolute IRI")
    return text(graph.term(prefix)), iri


#: What the values of properties must be.
_KINDS: dict[str, Callable[[str], bool]] = {
    "prefixes": lambda term: not is_literal(term),
    "declare": lambda term: not is_literal(term),
    "namespace": lambda term: is_literal(term) and datatype(term) == xsd("anyURI"),
}


def _check_kind(shapes: ShapesGraph, node: int, name: str, value: int, expected: str) -> None:
    """Raise ShapesError if a value is not what its property demands.

    Args:
        shapes: the shapes graph.
        node: the subject.
        name: the local name of the property.
        value: the value.
        expected: what it must be, in words.
    """
    if not _KINDS.get(name, _is_string)(shapes.graph.term(value)):
        raise _wrong(shapes, node, name, value, expected)


def _is_string(term: str) -> bool:
    return is_literal(term) and datatype(term) == STRING_TYPE


def _wrong(shapes: ShapesGraph, node: int, name: str, value: int, expected: str) -> ShapesError:
    """Return the error for a value that is not what its property demands; arguments as for `_check_kind`."""
    subject, term = shapes.graph.term(node), shapes.graph.term(value)
    position = TextPosition(subject, sh(name), term)
    return ShapesError(f"sh:{name} must be {expected}, not {term}", subject, position)


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
    _check_kind(shapes, node, name, value, "a string with a query")
    subject, term = shapes.graph.term(node), shapes.graph.term(value)
    position = TextPosition(subject, sh(name), term)
    query = ConstraintQuery(text(term), declared(shapes, node), position, path)
    query.check(name.upper(), bound)
    return query
