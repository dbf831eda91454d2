"""IRIs of the vocabularies that SHACL uses, as N-Triples terms."""

from __future__ import annotations

from adgo.turtle.term_parts import iri
from adgo.turtle.terms import FIRST as FIRST
from adgo.turtle.terms import NIL as NIL
from adgo.turtle.terms import REST as REST
from adgo.turtle.terms import TYPE as TYPE

SHACL = "http://www.w3.org/ns/shacl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
#: The local names of the values of `sh:nodeKind`.
NODE_KINDS = ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")


def sh(name: str) -> str:
    """Return the N-Triples term of a name of the SHACL vocabulary."""
    return f"<{SHACL}{name}>"


def sh_name(term: str) -> str:
    """Return the name of the SHACL vocabulary that an N-Triples term stands for."""
    return iri(term).removeprefix(SHACL)


SUBCLASS = f"<{RDFS}subClassOf>"
CLASS = f"<{RDFS}Class>"
OWL_CLASS = f"<{OWL}Class>"
IMPORTS = f"<{OWL}imports>"
OWL_ONTOLOGY = f"<{OWL}Ontology>"
#: The term that `$shapesGraph` is bound to in queries.
SHAPES_GRAPH = "<urn:x-shacl:shapes>"
