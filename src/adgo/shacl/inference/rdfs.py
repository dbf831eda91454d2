"""RDFS entailment (RDF 1.1 Semantics, section 9.2.1) over numbered terms.

The first pass applies each rule to all triples, with the class and property hierarchies closed in advance. Each further
pass applies them to the triples that the last one found, or to all if these change a hierarchy. Triples about the terms
of RDF, RDFS, OWL and XML Schema, such as `rdf:type rdf:type rdf:Property`, are not returned: they follow from any
graph.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from pathlib import Path

from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.names import OWL, RDFS
from adgo.turtle.reader import parse
from adgo.turtle.term_parts import is_iri, is_literal
from adgo.turtle.terms import RDF, TYPE, XSD, TermTable

_VOCABULARIES = tuple(f"<{namespace}" for namespace in (RDF, RDFS, OWL, XSD))
#: The axiomatic triples, without the infinitely many about `rdf:_1`, `rdf:_2` and so on.
_AXIOMS = Path(__file__).parent / "rdfs_axioms.ttl"


def _rdfs(name: str) -> str:
    return f"<{RDFS}{name}>"


def entailed(graph: IndexedGraph) -> list[Row]:
    """Return the triples that follow from a graph, without its own and without those about standard vocabularies."""
    return _Closure(graph).rows()


def is_standard(term: str) -> bool:
    """Return whether RDF, RDFS, OWL or XML Schema define the term."""
    return term.startswith(_VOCABULARIES)


class _Closure:
    """The triples of a graph and what has been found to follow from them."""

    def __init__(self, graph: IndexedGraph) -> None:
        self.table, self.stated = graph.table, graph
        self.known: set[Row] = set(graph.rows())
        self.new: dict[Row, None] = {}
        self.type, self.subclass, self.subproperty, self.domain, self.range = map(
            graph.id, (TYPE, *map(_rdfs, ("subClassOf", "subPropertyOf", "domain", "range")))
        )
        self.axioms = [*_axioms(graph.table), *self._members()]
        self.graph = self._whole()
        self._above: dict[tuple[int, int], Collection[int]] = {}

    def rows(self) -> list[Row]:
        """Return what follows, when nothing more does."""
        delta = self.graph
        while True:
            before = len(self.new)
            self._apply_rules(delta)
            fresh = list(islice(self.new, before, None))
            if not fresh:
                break
            changed = self._changes_hierarchy(fresh)
            self.graph = self._whole()
            if changed:
                self._above.clear()
            # If the hierarchies stay as they are, only the new triples can have more consequences.
            delta = self.graph if changed else IndexedGraph(self.table, [fresh])
        described = {subject for subject, _, _ in self.stated.rows()}
        terms = self.table.terms
        return [row for row in self.new if row[0] in described or not is_standard(terms[row[0]])]

    def _whole(self) -> IndexedGraph:
        """Return axioms, stated triples and conclusions together."""
        return IndexedGraph(self.table, [self.axioms, *self.stated.parts, list(self.new)])

    def _changes_hierarchy(self, fresh: Iterable[Row]) -> bool:
        """Return whether new triples change what is above a class or property, or what its values are."""
        top = self.graph.id(_rdfs("Resource"))
        return any(
            (
                predicate in (self.subclass, self.subproperty)
                and o != top
                and o not in self.above(predicate, s)
            )
            or predicate in (self.domain, self.range)
            for s, predicate, o in fresh
        )

    def _apply_rules(self, delta: IndexedGraph) -> None:
        """Apply each rule to the triples of a part of the graph, together with the hierarchies of the whole."""
        for predicate, (subjects, objects) in delta.by_predicate.items():
            self._of_property(predicate, subjects, objects)
        classes, properties = _rdfs("Class"), f"<{RDF}Property>"
        self._hierarchy(self.subclass, classes)
        self._hierarchy(self.subproperty, properties)
        self._below_all("Class", self.subclass, "Resource")
        self._below_all("Datatype", self.subclass, "Literal")
        self._below_all("ContainerMembershipProperty", self.subproperty, "member")
        for subject, class_ in zip(*delta.pairs(self.type), strict=True):
            self._add((subject, self.type, each) for each in self.above(self.subclass, class_))

    def _of_property(self, predicate: int, subjects: Iterable[int], objects: Iterable[int]) -> None:
        """Apply the rules rdfD2, rdfs2, rdfs3, rdfs4 and rdfs7 to the triples of one predicate."""
        graph, terms = self.graph, self.table.terms
        above = self.above(self.subproperty, predicate)
        self._add([(predicate, self.type, self.graph.id(f"<{RDF}Property>"))])
        for wider in above:
            if wider != predicate and is_iri(terms[wider]):
                self._add((s, wider, o) for s, o in zip(subjects, objects, strict=True))
        resources = {node for node in objects if not is_literal(terms[node])}
        resource = graph.id(_rdfs("Resource"))
        for nodes, ends in ((set(subjects), self.domain), (resources, self.range)):
            given = {class_ for wider in above for class_ in graph.objects(wider, ends)}
            classes = {each for class_ in given for each in self.above(self.subclass, class_)} | {resource}
            self._add((node, self.type, class_) for class_ in classes for node in nodes)

    def _hierarchy(self, step: int, kind: str) -> None:
        """Apply the rules of a hierarchy: it is transitive (rdfs5, rdfs11) and reflexive (rdfs6, rdfs10)."""
        for below, _ in zip(*self.graph.pairs(step), strict=True):
            self._add((below, step, each) for each in self.above(step, below))
        for node in self._instances(kind):
            self._add([(node, step, node)])

    def _below_all(self, kind: str, step: int, top: str) -> None:
        """Put every instance of a class below a term of RDFS (rdfs8, rdfs12, rdfs13)."""
        above = self.graph.id(_rdfs(top))
        self._add((node, step, above) for node in self._instances(_rdfs(kind)))

    def _instances(self, class_: str) -> Collection[int]:
        return self.graph.subjects(self.type, self.graph.id(class_))

    def above(self, step: int, node: int) -> Collection[int]:
        """Return a class or property and those above it in a hierarchy."""
        found = self._above.get((step, node))
        if found is None:
            found = self._above[step, node] = sorted(self.graph.closure(step, [node]))
        return found

    def _add(self, rows: Iterable[Row]) -> None:
        known, new = self.known, self.new
        for row in rows:
            if row not in known:
                known.add(row)
                new[row] = None

    def _members(self) -> Iterable[Row]:
        """Return the axioms about the container membership properties `rdf:_1`, … that the graph uses."""
        member = self.table.intern(_rdfs("ContainerMembershipProperty"))
        for predicate in self.stated.by_predicate:
            name = self.table.terms[predicate].removeprefix(f"<{RDF}_")
            if name[:-1].isdecimal():
                yield predicate, self.type, member


def _axioms(table: TermTable) -> list[Row]:
    return list(parse(_AXIOMS.read_text(encoding="utf-8"), table=table).rows)
