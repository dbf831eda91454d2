"""Which of the packaged files defines each term of the ontology."""

from __future__ import annotations

from functools import cache

from pyoxigraph import NamedNode

from adgo.graph import dataset, files
from adgo.graph.namespaces import ADGO, PREFIXES

_DEFINED = NamedNode(PREFIXES["rdfs"] + "isDefinedBy")


@cache
def read() -> dict[str, str]:
    """Return the path of the file that defines each term, below the project's root, sorted by term."""
    found = {
        quad.subject.value: path.relative_to(files.root()).as_posix()
        for path in files.part("ontology")
        for quad in dataset.read_quads(path)
        if quad.predicate == _DEFINED and isinstance(quad.subject, NamedNode)
    }
    return {it: path for it, path in sorted(found.items()) if it.startswith(ADGO)}
