"""The graph that `adgo.load` returns: it answers queries, and is had as the object of another library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from adgo.api import sources
from adgo.api.loaded_data import LoadedData

if TYPE_CHECKING:
    import networkx
    import rdflib
    from owlready2 import Ontology

    from adgo.api.answering import Answering
    from adgo.api.entity import Entity
    from adgo.api.result import Result
    from adgo.evidence.verification.verifier import Verification
    from adgo.graph.owlready import Statement
    from adgo.graph.validation import Sources
    from adgo.shacl.reporting.report import Report

    LoadedSource: TypeAlias = "str | Path | rdflib.Graph | Graph"

#: Most seconds that an endpoint's answer may take.
SECONDS = 30.0


def load(source: LoadedSource | Iterable[LoadedSource] | None = None, timeout: float = SECONDS) -> Graph:
    """Return the graph of a source, or of several.

    A source is a path (a file, a folder, a glob pattern), an rdflib graph, a graph that `load` returned, or the http
    address of a SPARQL endpoint, which is only asked and cannot be merged with others. Without a source, it is the
    packaged graph: `load([load(), "mine.ttl"])` adds your file to it.

    Args:
        source: the source or sources.
        timeout: most seconds that an endpoint's answer may take.

    Raises:
        InputError: with all missing paths and all syntax errors.
        TypeError: if something is not a source.
        ValueError: if there are no sources, or an address is not that of an endpoint.
    """
    return Graph(source, timeout)


class Graph:
    """Triples of one or several sources, or an endpoint.

    Its length is the number of distinct triples in default graphs: plans, and all that sources state in named graphs,
    are not counted and not in the objects of other libraries. Queries reach them with GRAPH.
    """

    def __init__(
        self, source: LoadedSource | Iterable[LoadedSource] | None = None, timeout: float = SECONDS
    ) -> None:
        """Read the sources, as `load` does."""
        self.sources = sources.read(source)
        self._data: Answering
        if self.sources.endpoint:
            from adgo.api.endpoint_data import EndpointData

            self._data = EndpointData(self.sources.endpoint, timeout)
        else:
            self._data = LoadedData(self.sources)

    def __bool__(self) -> bool:
        """Whether it has triples; an endpoint is not asked."""
        return bool(self.sources.endpoint) or len(self) > 0

    def __len__(self) -> int:
        return len(self._loaded("len").statements)

    def __iter__(self) -> Iterator[Statement]:
        """Yield each triple once, in the order of the files; terms are in N-Triples form."""
        return iter(self._loaded("iteration").statements)

    def __repr__(self) -> str:
        if self.sources.endpoint:
            return f"Graph({self.sources.endpoint!r})"
        return f"Graph({len(self)} triples)"

    def query(self, text: str, labels: bool = True, **parameters: Any) -> Result:
        """Return the answer to SPARQL, or to a stored question.

        Args:
            text: SPARQL, or the name of a stored question. The graph's prefixes need no declaration.
            labels: whether each column with IRIs has a column NAME_label beside it.
            **parameters: the parameters of the stored question: things by IRI or by any of their names, days as `date`.

        Raises:
            ValueError: if the query is not valid, there is no such question, or it does not take a parameter.
            ConnectionError: if an endpoint or a SERVICE fails, or does not answer completely in time.
        """
        from adgo.api.asking import ask

        return ask(self._data, text, labels, parameters)

    def entity(self, name: str) -> Entity:
        """Return the thing with a name: an IRI, a name such as id:Momenta, a label or an alias.

        Raises:
            LookupError: if nothing has the name (with the nearest names), or several things have it.
        """
        from adgo.api.entity import Entity
        from adgo.corpus import names

        self._data.refresh()
        corpus = self._data.corpus
        if not corpus.claims:
            raise LookupError("these data have no claims, by which things are looked up; ask with SPARQL")
        return Entity(self._data, names.find(corpus, name))

    def conflicts(self, about: str = "") -> Result:
        """Return where the sources differ, one row for each aspect of a disagreement and source.

        Args:
            about: only disagreements that name the thing with this name; "" for all.

        Raises:
            LookupError: if nothing has the name, or several things have it.
        """
        from adgo.api import tables

        self._data.refresh()
        return tables.conflicts(self._data, about)

    def verify(self, texts: str | Path | None = None) -> Verification:
        """Return the result of checking every passage, against the articles' texts if their folder is given."""
        from adgo.evidence.sources import Texts
        from adgo.evidence.verification.verifier import verify

        return verify(self._loaded("verify()").store, Texts(texts) if texts else None)

    def validate(self, shapes: Sources = None, **options: Any) -> Report:
        """Return the report of a SHACL validation, as `adgo.validate` does.

        If sources are added to the packaged graph, only these are checked, and your shapes can use its facts.
        """
        from adgo.graph.validation import validate

        loaded = self._loaded("validate()")
        if loaded.given.own and loaded.packaged_files and shapes is not None:
            options = {"ontology": loaded.packaged_files, **options}
        return validate(loaded.given.own or None, shapes, **options)

    def to_rdflib(self) -> rdflib.Graph:
        """Return an rdflib graph with the prefixes of the files; literals keep their lexical forms."""
        from rdflib import Graph as RdflibGraph

        from adgo.shacl.model.rdflib_terms import to_rdflib

        made = RdflibGraph()
        for prefix, namespace in self._loaded("to_rdflib()").prefixes.items():
            made.bind(prefix, namespace)
        for s, p, o in self:
            made.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
        return made

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return the facts between things as a networkx graph; plans, forecasts and hedged claims are not in it.

        Nodes are the things whose IRI begins with https://w3id.org/adgo/id/, each with its `label`; triples about other
        IRIs are left out. Edges have the IRI and the `label` of the property.

        Raises:
            ImportError: if networkx is not installed.
        """
        from adgo.api import tables

        return tables.network(self._loaded("to_networkx()").corpus, self)

    def to_owlready(self) -> Ontology:
        """Return an owlready2 ontology whose individuals are listed and can be searched, also by label.

        With the user's own data, it includes ADGO's ontology, so that its classes have members.
        """
        from adgo.graph import files, owlready
        from adgo.shacl import inputs

        own = self._loaded("to_owlready()").own
        if own.is_packaged:
            return owlready.ontology(self)
        vocabulary = inputs.read(files.part("ontology"), []).data
        added = dict.fromkeys(each for document in vocabulary for each in document.triples())
        return owlready.ontology({**added, **dict.fromkeys(self)})

    def _loaded(self, method: str) -> LoadedData:
        """Return the data in memory; TypeError if they are those of an endpoint."""
        if isinstance(self._data, LoadedData):
            return self._data
        raise TypeError(
            f"{method} needs the triples in memory, and {self.sources.endpoint} is an endpoint, which is only asked: "
            "use query(), entity() or conflicts(), or save the `turtle` of a CONSTRUCT query in a file and load that"
        )
