"""IRIs of the vocabularies that SHACL uses, as N-Triples terms."""

from __future__ import annotations

SHACL = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"


def sh(name: str) -> str:
    """Return the N-Triples term of a name of the SHACL vocabulary."""
    return f"<{SHACL}{name}>"


TYPE = f"<{_RDF}type>"
FIRST = f"<{_RDF}first>"
REST = f"<{_RDF}rest>"
NIL = f"<{_RDF}nil>"
LANG_STRING = f"<{_RDF}langString>"
SUBCLASS = f"<{_RDFS}subClassOf>"
CLASS = f"<{_RDFS}Class>"
OWL_CLASS = f"<{_OWL}Class>"
IMPORTS = f"<{_OWL}imports>"
OWL_ONTOLOGY = f"<{_OWL}Ontology>"
#: The term that `$shapesGraph` is bound to in queries.
SHAPES_GRAPH = "<urn:x-shacl:shapes>"
