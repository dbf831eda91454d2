"""The graph that `adgo.load` returns: it answers queries, and is had as the object of another library."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adgo.graph import files, owlready
from adgo.graph.packaged_data import is_packaged
from adgo.graph.validation import several, validate
from adgo.shacl import inputs

if TYPE_CHECKING:
    import networkx
    import rdflib
    from owlready2 import Ontology
    from pyoxigraph import Store

    from adgo.api.entity import Entity
    from adgo.api.result import Result
    from adgo.corpus.corpus import Corpus
    from adgo.evidence.verification.verifier import Verification
    from adgo.graph.owlready import Statement
    from adgo.graph.validation import Sources
    from adgo.shacl.inputs import Inputs
    from adgo.shacl.reporting.report import Report


def load(source: Sources = None) -> Graph:
    """Return the graph of a source: a path (a file, a folder, a glob pattern), an rdflib graph, or several of these.

    Without a source, it is the packaged graph.

    Raises:
        InputError: with all missing paths and all syntax errors.
    """
    return Graph(source)


class Graph:
    """Triples of one or several files; for the packaged graph those of the default graph, without the plans.

    Its length is the number of distinct triples. Queries also reach the named graphs.
    """

    def __init__(self, source: Sources = None) -> None:
        self._source = source
        if source is not None:
            self._inputs  # noqa: B018 - read now, so that `load` reports what cannot be read

    def __len__(self) -> int:
        return len(self._statements)

    def __iter__(self) -> Iterator[Statement]:
        """Yield each triple once, in the order of the files; terms are in N-Triples form."""
        return iter(self._statements)

    def query(self, text: str, labels: bool = True, **parameters: Any) -> Result:
        """Return the answer to SPARQL, or to a stored question.

        Args:
            text: SPARQL, or the name of a stored question. The graph's prefixes need no declaration.
            labels: whether each column with IRIs has a column NAME_label beside it.
            **parameters: the parameters of the stored question: things by IRI or by any of their names, days as `date`.

        Raises:
            ValueError: if the query is not valid, there is no such question, or it does not take a parameter.
        """
        from adgo.api.asking import ask

        return ask(self._store, lambda: self._corpus, text, labels, parameters)

    def entity(self, name: str) -> Entity:
        """Return the thing with a name: an IRI, a name such as id:Momenta, a label or an alias.

        Raises:
            LookupError: if nothing has the name (with the nearest names), or several things have it.
        """
        from adgo.api.entity import Entity
        from adgo.corpus import names

        return Entity(self._corpus, names.find(self._corpus, name))

    def conflicts(self, about: str = "") -> Result:
        """Return where the sources differ, one row for each aspect of a disagreement and source.

        Args:
            about: only disagreements that name the thing with this name; "" for all.

        Raises:
            LookupError: if nothing has the name, or several things have it.
        """
        from adgo.api import tables

        return tables.conflicts(self._store, self._corpus, about)

    def verify(self, texts: str | Path | None = None) -> Verification:
        """Return the result of checking every passage, against the articles' texts if their folder is given."""
        from adgo.evidence.sources import Texts
        from adgo.evidence.verification.verifier import verify

        return verify(self._store, Texts(texts) if texts else None)

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

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return the facts between things as a networkx graph; plans, forecasts and hedged claims are not in it.

        Nodes are IRIs with a `label`. Edges have the IRI and the `label` of the property.

        Raises:
            ImportError: if networkx is not installed.
        """
        from adgo.api import tables

        return tables.network(self._corpus, self)

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
    def _inputs(self) -> Inputs:
        default = [path for part in files.DEFAULT_PARTS for path in files.part(part)]
        return inputs.read(default if self._source is None else several(self._source), [])

    @cached_property
    def _store(self) -> Store:
        """The dataset with its named graphs."""
        from adgo.graph.dataset import load as load_dataset

        given = several(self._source)
        paths = [each for each in given if isinstance(each, str | Path)]
        if len(paths) < len(given):
            return self._inputs.store
        loaded = load_dataset(paths)
        if loaded.changes:
            warnings.warn(f"data: {loaded.changes.sentence()}", stacklevel=3)
        return loaded.store

    @cached_property
    def _corpus(self) -> Corpus:
        from adgo.corpus.reading import read_store

        return read_store(self._store)

    @cached_property
    def _statements(self) -> dict[Statement, None]:
        return dict.fromkeys(each for document in self._inputs.data for each in document.triples())
