"""The axioms of the vocabulary, each with a name, and the vocabulary without one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from parsing import parsed
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from adgo.graph import files
from adgo.graph.namespaces import ADGO, short

Triple = tuple[Node, Node, Node]

#: What links two terms by an axiom. That two vocabularies match is tested in test_alignments.
LINKS = (
    *(RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range),
    *(OWL.disjointWith, OWL.propertyDisjointWith, OWL.inverseOf, OWL.equivalentClass, OWL.equivalentProperty),
)
#: What a property may be besides its kind.
CHARACTERISTICS = tuple(
    OWL[f"{name}Property"]
    for name in (
        *("Functional", "InverseFunctional", "Transitive"),
        *("Symmetric", "Asymmetric", "Reflexive", "Irreflexive"),
    )
)
#: Lists of things that exclude each other: the class of the list, and the property that leads to it.
LISTS = {
    OWL.AllDisjointClasses: (OWL.members,),
    OWL.AllDisjointProperties: (OWL.members,),
    OWL.AllDifferent: (OWL.distinctMembers, OWL.members),
}
#: What a reasoner ignores; without it there is less to read.
_SILENT = (RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso)


@cache
def vocabulary() -> Graph:
    """Return the triples of the ontology that a reasoner uses, without headers and mappings."""
    whole = parsed(path for path in files.part("ontology") if path.stem != "alignments")
    silent = {*_SILENT, *whole.subjects(RDF.type, OWL.AnnotationProperty)}
    headers = set(whole.subjects(RDF.type, OWL.Ontology))
    kept = Graph()
    for triple in whole:
        if triple[0] not in headers and triple[1] not in silent:
            kept.add(triple)
    for term in silent - set(_SILENT):
        kept.add((term, RDF.type, OWL.AnnotationProperty))
    return kept


@cache
def axioms() -> Mapping[str, frozenset[Triple]]:
    """Return the axioms by name: as Turtle writes them, or `TERM in LIST` for a member of a list."""
    graph = vocabulary()
    found = {}
    for link in LINKS:
        for subject, object_ in graph.subject_objects(link):
            found[f"{written(subject)} {written(link)} {written(object_)}"] = frozenset(
                {(subject, link, object_)}
            )
    for kind in CHARACTERISTICS:
        for subject in graph.subjects(RDF.type, kind):
            found[f"{written(subject)} a {written(kind)}"] = frozenset({(subject, RDF.type, kind)})
    for kind, member, node, links in _lists():
        found[f"{written(member)} in {written(kind)}"] = frozenset(_cell(node, links, member))
    return found


def without(names: Iterable[str] = ()) -> str:
    """Return the vocabulary as N-Triples without some axioms; other triples of it are named as Turtle."""
    known, lines = axioms(), dict(_lines())
    for name in names:
        cell = known[name] if name in known else _stated(name)
        for triple in cell:
            assert lines.pop(triple, None), f"the vocabulary does not say {name}"
        if " in owl:" in name:
            [(node, _, _)] = [triple for triple in cell if triple[1] == RDF.first]
            [(before, by, _)] = [triple for triple in cell if triple[2] == node]
            rest = (node, RDF.rest, vocabulary().value(node, RDF.rest))
            del lines[rest]
            lines[before, by, rest[2]] = _line((before, by, rest[2]))
    return "".join(lines.values())


@cache
def _lines() -> Mapping[Triple, str]:
    return {triple: _line(triple) for triple in vocabulary()}


def _line(triple: Triple) -> str:
    return " ".join(term.n3() for term in triple) + " .\n"


def written(node: Node) -> str:
    """Return a term as Turtle writes it, and an anonymous class by its members."""
    if isinstance(node, URIRef):
        return short(str(node))
    assert isinstance(node, BNode)
    parts = sorted(
        f"{written(predicate)} {_value(value)}"
        for predicate, value in vocabulary().predicate_objects(node)
        if predicate != RDF.type
    )
    return f"[ {' ; '.join(parts)} ]"


def _value(node: Node) -> str:
    graph = vocabulary()
    if (node, RDF.first, None) in graph:
        return f"( {' '.join(map(_value, Collection(graph, node)))} )"
    return written(node) if isinstance(node, URIRef | BNode) else node.n3()


def _lists() -> Iterator[tuple[URIRef, Node, Node, tuple[URIRef, ...]]]:
    graph = vocabulary()
    for kind, links in LISTS.items():
        for node in graph.subjects(RDF.type, kind):
            for link in links:
                for head in graph.objects(node, link):
                    for member in Collection(graph, head):
                        yield kind, member, node, links


def _cell(node: Node, links: tuple[URIRef, ...], member: Node) -> Iterator[Triple]:
    """Yield the triples of the cell of a list that holds a member, and the one that leads to it."""
    graph = vocabulary()
    for link in links:
        before, by, cell = node, link, graph.value(node, link)
        while cell not in (None, RDF.nil):
            assert cell is not None
            if (cell, RDF.first, member) in graph:
                yield from ((before, by, cell), (cell, RDF.first, member))
            before, by, cell = cell, RDF.rest, graph.value(cell, RDF.rest)


def _stated(name: str) -> list[Triple]:
    head = f"@prefix adgo: <{ADGO}> . @prefix rdfs: <{RDFS}> . @prefix owl: <{OWL}> .\n"
    return list(Graph().parse(data=f"{head}{name} .", format="turtle"))
