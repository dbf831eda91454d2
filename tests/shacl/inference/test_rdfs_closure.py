"""RDFS entailment, against RDF 1.1 Semantics and against the library owlrl."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from random_examples import examples
from shacl_documents import PREFIXES

from adgo.shacl.inference import rdfs
from adgo.shacl.model.graph import IndexedGraph
from adgo.shacl.model.rdflib_terms import from_rdflib, to_graph
from adgo.turtle.reader import parse

Triples = set[tuple[str, str, str]]


def graph_of(text: str) -> IndexedGraph:
    document = parse(PREFIXES + text)
    return IndexedGraph(document.table, [document.rows])


def entailed(text: str) -> Triples:
    graph = graph_of(text)
    return {(graph.term(s), graph.term(p), graph.term(o)) for s, p, o in rdfs.entailed(graph)}


def stated(text: str) -> Triples:
    return set(parse(PREFIXES + text).triples())


#: Pattern of RDF 1.1 Semantics, 9.2.1 → premises and conclusion.
RULES = {
    "rdfD2": ("ex:a ex:p 1 .", "ex:p a rdf:Property ."),
    "rdfs2": ("ex:p rdfs:domain ex:C . ex:a ex:p 1 .", "ex:a a ex:C ."),
    "rdfs3": ("ex:p rdfs:range ex:C . ex:a ex:p ex:b .", "ex:b a ex:C ."),
    "rdfs4": ("ex:a ex:p ex:b .", "ex:a a rdfs:Resource . ex:b a rdfs:Resource ."),
    "rdfs5": (
        "ex:p rdfs:subPropertyOf ex:q . ex:q rdfs:subPropertyOf ex:r .",
        "ex:p rdfs:subPropertyOf ex:r .",
    ),
    "rdfs6": ("ex:p a rdf:Property .", "ex:p rdfs:subPropertyOf ex:p ."),
    "rdfs7": ("ex:p rdfs:subPropertyOf ex:q . ex:a ex:p 1 .", "ex:a ex:q 1 ."),
    "rdfs8": ("ex:C a rdfs:Class .", "ex:C rdfs:subClassOf rdfs:Resource ."),
    "rdfs9": ("ex:C rdfs:subClassOf ex:D . ex:a a ex:C .", "ex:a a ex:D ."),
    "rdfs10": ("ex:C a rdfs:Class .", "ex:C rdfs:subClassOf ex:C ."),
    "rdfs11": ("ex:C rdfs:subClassOf ex:D . ex:D rdfs:subClassOf ex:E .", "ex:C rdfs:subClassOf ex:E ."),
    "rdfs12": ("ex:a rdf:_7 ex:b .", "ex:a rdfs:member ex:b ."),
    "rdfs13": ("ex:T a rdfs:Datatype .", "ex:T rdfs:subClassOf rdfs:Literal ."),
    "an axiom as a premise": ("ex:a a ex:C .", "ex:C a rdfs:Class ."),
    "a domain below a class": (
        "ex:p rdfs:domain ex:C . ex:C rdfs:subClassOf ex:D . ex:a ex:p 1 .",
        "ex:a a ex:D .",
    ),
    "a property below rdf:type": ("ex:isA rdfs:subPropertyOf rdf:type . ex:a ex:isA ex:C .", "ex:a a ex:C ."),
    "a property below rdfs:subClassOf": (
        "ex:below rdfs:subPropertyOf rdfs:subClassOf . ex:C ex:below ex:D . ex:a a ex:C .",
        "ex:a a ex:D .",
    ),
    "a property without a name above": (
        "ex:p rdfs:subPropertyOf [ rdfs:domain ex:C ] . ex:a ex:p 1 .",
        "ex:a a ex:C .",
    ),
    "a circle of classes": (
        "ex:C rdfs:subClassOf ex:D . ex:D rdfs:subClassOf ex:C . ex:a a ex:C . ex:b a ex:D .",
        "ex:a a ex:D . ex:b a ex:C .",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule(rule: str) -> None:
    premises, conclusion = RULES[rule]
    assert stated(conclusion) <= entailed(premises)


def test_nothing_about_the_vocabulary_itself() -> None:
    """What follows from any graph would make rdf:type a focus node of shapes for rdf:Property."""
    found = entailed("ex:a a ex:C ; rdfs:label 'a' .")
    assert {subject for subject, _, _ in found} == {"<http://example.org/a>", "<http://example.org/C>"}


def test_no_literal_is_a_subject() -> None:
    found = entailed("ex:p rdfs:range ex:C . ex:a ex:p 'text' .")
    assert not [triple for triple in found if triple[0].startswith('"')]


NODES = ["ex:a", "ex:b", "ex:C", "ex:D", "ex:p", "ex:q", "_:x"]
PREDICATES = [
    *(
        "ex:p",
        "ex:q",
        "rdf:type",
        "rdfs:subClassOf",
        "rdfs:subPropertyOf",
        "rdfs:domain",
        "rdfs:range",
        "rdf:_1",
    ),
]
OBJECTS = [*NODES, "rdfs:Class", "rdfs:Datatype", "rdf:Property", "rdfs:subClassOf", "rdf:type", "'text'"]
triples = st.builds(
    "{} {} {} .".format, st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(OBJECTS)
)


texts = st.lists(triples, min_size=1, max_size=7).map("\n".join)


@examples(12, 500, texts)
def test_the_library_finds_the_same(text: str) -> None:
    """The library owlrl is the reference, with the axiomatic triples."""
    from owlrl import DeductiveClosure, RDFS_Semantics

    graph = graph_of(text)
    theirs = to_graph(graph.rows(), graph.table.terms)
    DeductiveClosure(RDFS_Semantics, axiomatic_triples=True).expand(theirs)
    found = {(from_rdflib(s), from_rdflib(p), from_rdflib(o)) for s, p, o in theirs}
    described = {subject for subject, _, _ in stated(text)}
    expected = {
        triple
        for triple in found
        if triple[1][0] == "<"
        and triple[0][0] != '"'
        and (triple[0] in described or not rdfs.is_standard(triple[0]))
    }
    assert entailed(text) | stated(text) == expected
