"""The prefixes that a SPARQL query in a shapes graph may use (SHACL 5.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adgo.shacl.model.names import IMPORTS
from adgo.shacl.model.shapes import ShapesError
from adgo.shacl.model.terms import text

if TYPE_CHECKING:
    from adgo.shacl.reading.shapes_reader import ShapesReader


def prologue(reader: ShapesReader, node: int) -> str:
    """Return the PREFIX lines that `sh:prefixes` of a node leads to, through `owl:imports` too.

    Raises ShapesError for a prefix that is declared twice with different namespaces, and for half a declaration.
    """
    graph = reader.graph
    declared: dict[str, str] = {}
    for ontology in graph.closure(reader.id(IMPORTS), reader.values(node, "prefixes")):
        for declaration in reader.values(ontology, "declare"):
            prefix, namespace = (reader.one(declaration, name) for name in ("prefix", "namespace"))
            if prefix is None or namespace is None:
                raise ShapesError("sh:declare needs sh:prefix and sh:namespace", graph.term(ontology))
            name, iri = text(graph.term(prefix)), text(graph.term(namespace))
            if declared.setdefault(name, iri) != iri:
                raise ShapesError(f"the prefix {name}: is declared with two namespaces", graph.term(ontology))
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))


def query_text(reader: ShapesReader, node: int, name: str) -> str | None:
    """Return the query that a node has as `sh:select` or `sh:ask`, prefixes before it, or None."""
    value = reader.one(node, name)
    return None if value is None else prologue(reader, node) + text(reader.graph.term(value))
