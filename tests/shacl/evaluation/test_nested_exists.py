"""Nested EXISTS have the answers of the EXISTS that they replace."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shacl_documents import made

from adgo.shacl.engines import fast
from adgo.shacl.evaluation.graph_dataset import GraphDataset
from adgo.shacl.evaluation.nested_exists import nested
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.sparql.algebra.serializer import written
from adgo.sparql.evaluation.patterns import Evaluator

PREFIX = "PREFIX ex: <http://example.org/> "
QUERIES = [
    "SELECT ?this ?v { ?this ex:p ?v FILTER NOT EXISTS { ?this ex:q ?x . ?x ex:r ?v } }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER EXISTS { ?this ex:q/ex:p*/^ex:r ?v } }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER(?v = ex:a || EXISTS { ?x ex:q ?y . ?y ex:r ex:b . ?x ex:p ?this }) }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER NOT EXISTS { ?v ex:q ?x . ?x ex:p ?y FILTER(?y = ?this) } }",
    "SELECT ?this ?v { ?this ex:p ?v OPTIONAL { ?v ex:q ?w } FILTER NOT EXISTS { ?w ex:p ?x . ?x ex:r ?this } }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER EXISTS { ?v ex:q ?x { ?x ex:p ?this } UNION { ?this ex:r+ ?x } } }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER EXISTS { ?v ex:q ?x . ?x ex:r ?y "
    "FILTER NOT EXISTS { ?y ex:p ?z . ?z ex:q ?this } } }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER EXISTS { ?v ex:q ?x OPTIONAL { ?x ex:r ?y } FILTER(bound(?y)) } }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER EXISTS { ?x ex:q ex:a . ?y ex:r ?x } }",
    "SELECT ?this ?v { ?this ex:p ?v FILTER NOT EXISTS { ?this ex:q [ ex:r [ ex:p ?v ] ] } }",
]
NODES = st.sampled_from(["ex:a", "ex:b", "ex:c", "ex:d"])
TRIPLES = st.lists(
    st.tuples(NODES, st.sampled_from(["ex:p", "ex:q", "ex:r"]), NODES), min_size=1, max_size=14
)


@given(TRIPLES, st.sampled_from(QUERIES))
def test_the_engine_finds_what_the_standard_says(triples: list[tuple[str, str, str]], text: str) -> None:
    """ADGO's own evaluation of the query as it was written says what is right."""
    inputs = made(" ".join(f"{' '.join(triple)} ." for triple in triples), "")
    query = ConstraintQuery(PREFIX + text).algebra
    found = inputs.store.query(written(nested(query)))
    expected = Evaluator(GraphDataset(inputs)).run(query.pattern)
    assert sorted((str(row["this"]), str(row["v"])) for row in found) == sorted(
        (row["?this"], row["?v"]) for row in expected
    )


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        # Each is matched with the values before it, from ?this to ?p.
        (
            "?this a ?c . ?c ex:property/ex:path ?p",
            [
                "?this <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?c",
                "?c <http://example.org/property> ?adgo_e1",
                "?adgo_e1 <http://example.org/path> ?p",
            ],
        ),
        # A class may have many nodes: it is matched last.
        (
            "?x a ex:C . ?x ex:q ?this",
            [
                "?x <http://example.org/q> ?this",
                "?x <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C>",
            ],
        ),
    ],
)
def test_triples_are_nested_from_what_is_known(inside: str, expected: list[str]) -> None:
    query = ConstraintQuery(
        f"{PREFIX}SELECT ?this {{ ?this ?p ?o FILTER NOT EXISTS {{ {inside} }} }}"
    ).algebra
    parts = written(nested(query)).split("EXISTS { ")[1:]
    assert [part.partition(" .")[0] for part in parts] == expected


def test_properties_that_no_class_declares_are_results() -> None:
    """The query of ASHRAE 223P for closed worlds did not end in two minutes on a model of 26,000 triples."""
    classes = " ".join(
        f"ex:C{n} rdfs:subClassOf ex:C{n // 2} ; ex:property [ ex:path ex:p{n} ] ." for n in range(1, 400)
    )
    # ex:i200 is of class C200, whose superclasses are C100, C50, C25, C12, C6, C3, C1 and C0: p201 is of none of them.
    data = " ".join(f"ex:i{n} a ex:C{n} ; ex:p{n} 1 ; ex:p1 2 ; ex:p{n // 2} 3 ." for n in range(2, 400))
    query = """SELECT $this ?path { $this ?path ?o FILTER(STRSTARTS(STR(?path), "http://example.org/p"))
        FILTER NOT EXISTS { $this a/rdfs:subClassOf* ?class . ?class ex:property/ex:path ?path } }"""
    shapes = (
        'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] , '
        '[ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] . '
        f"ex:S sh:targetSubjectsOf ex:p1 ; sh:sparql [ sh:prefixes ex: ; sh:select '''{query}''' ] ."
    )
    results = fast.validate(made(f"{classes} {data} ex:i200 ex:p201 4 .", shapes), query_seconds=20).results
    assert [(result.focus, result.path) for result in results] == [
        ("<http://example.org/i200>", "<http://example.org/p201>")
    ]
