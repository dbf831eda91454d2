"""The graph that `adgo.load` returns: files, read once, also as a graph of rdflib or an ontology of owlready2."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from adgo.graph import files, owl
from adgo.graph.neighbourhood import is_packaged
from adgo.graph.validation import several, validate
from adgo.shacl import inputs

if TYPE_CHECKING:
    import rdflib
    from owlready2 import Ontology

    from adgo.graph.owl import Statement
    from adgo.graph.validation import Sources
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.reporting.report import Report


def load(source: Sources = None) -> Graph:
    """Return the graph of a source: a path (a file, a folder, a glob pattern), an rdflib graph, or several of these.

    Without a source it is the packaged graph: what its default graph holds, and no plans. Raises InputError with every
    missing path and every syntax error.
    """
    return Graph(source)


class Graph:
    """Triples of one or several files. Its length is the number of distinct triples."""

    def __init__(self, source: Sources = None) -> None:
        self._source = source
        default = [path for part in files.DEFAULT_PARTS for path in files.part(part)]
        self._inputs: Inputs = inputs.read(default if source is None else several(source), [])

    def __len__(self) -> int:
        return len(self._statements)

    def __iter__(self) -> Iterator[Statement]:
        """Yield each triple once, in the order of the files, its terms in N-Triples form."""
        return iter(self._statements)

    def validate(self, shapes: Sources = None, **options: Any) -> Report:
        """Return the report of a SHACL validation, as `adgo.validate` does."""
        return validate(self._source, shapes, **options)

    def to_rdflib(self) -> rdflib.Graph:
        """Return an rdflib graph with the prefixes of the files; literals keep their lexical forms."""
        from rdflib import Graph as RdflibGraph

        from adgo.shacl.model.rdflib_terms import to_rdflib

        made = RdflibGraph()
        for prefix, namespace in self._inputs.prefixes.items():
            made.bind(prefix, namespace)
        for s, p, o in self:
            made.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
        return made

    def to_owlready(self) -> Ontology:
        """Return an owlready2 ontology, whose individuals are listed and can be searched, labels included.

        Data of one's own have ADGO's ontology in it too, so that its classes have their members.
        """
        own = any(not is_packaged(document) for document in self._inputs.data)
        if not own:
            return owl.ontology(self)
        vocabulary = inputs.read(files.part("ontology"), []).data
        beside = dict.fromkeys(each for document in vocabulary for each in document.triples())
        return owl.ontology({**beside, **self._statements})

    @cached_property
    def _statements(self) -> dict[Statement, None]:
        return dict.fromkeys(each for document in self._inputs.data for each in document.triples())
