"""The graph that `adgo.load` returns: files that are read once, also as an rdflib graph or owlready2 ontology."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from adgo.graph import files, owlready
from adgo.graph.packaged_data import is_packaged
from adgo.graph.validation import several, validate
from adgo.shacl import inputs

if TYPE_CHECKING:
    import rdflib
    from owlready2 import Ontology

    from adgo.graph.owlready import Statement
    from adgo.graph.validation import Sources
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.reporting.report import Report


def load(source: Sources = None) -> Graph:
    """Return the graph of a source: a path (a file, a folder, a glob pattern), an rdflib graph, or several of these.

    Without a source, it is the default graph of the packaged data, without the plans.

    Raises:
        InputError: with all missing paths and all syntax errors.
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
        """Yield each triple once, in the order of the files; terms are in N-Triples form."""
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
        """Return an owlready2 ontology whose individuals are listed and can be searched, also by label.

        With the user's own data, it includes ADGO's ontology, so that its classes have members.
        """
        own = any(not is_packaged(document) for document in self._inputs.data)
        if not own:
            return owlready.ontology(self)
        vocabulary = inputs.read(files.part("ontology"), []).data
        added = dict.fromkeys(each for document in vocabulary for each in document.triples())
        return owlready.ontology({**added, **self._statements})

    @cached_property
    def _statements(self) -> dict[Statement, None]:
        return dict.fromkeys(each for document in self._inputs.data for each in document.triples())
