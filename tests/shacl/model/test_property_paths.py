"""Property paths compared with SPARQL's, and the triple that leads to each value."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from random_examples import examples
from shacl_documents import made
from shacl_made import graphs, paths

from adgo.shacl.evaluation.queries import Queries
from adgo.shacl.evaluation.walk import values, values_of_many, witness
from adgo.shacl.model.constraint_query import ConstraintQuery
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.path_reader import read_path
from adgo.shacl.model.paths import Predicate, sparql

PATH = "<http://www.w3.org/ns/shacl#path>"


@examples(50, 1000, graphs(), paths, st.sampled_from(["ex:a", "ex:b", "ex:c"]))
def test_values_are_those_of_sparql(data: str, path_text: str, focus_text: str) -> None:
    body = data.split("\n\n", 1)[-1]
    inputs = made(body + f" {focus_text} ex:only 1 .", f"ex:S sh:path {path_text} .")
    shapes, graph = inputs.shapes_graph, inputs.graph
    [node] = shapes.pairs(shapes.id(PATH)).objects
    path = read_path(shapes, node)
    focus = f"<http://example.org/{focus_text[3:]}>"
    query = f"SELECT DISTINCT ?value {{ {focus} {sparql(path, inputs.table.terms)} ?value }}"
    expected = {solution["value"] for solution in Queries(inputs).select(ConstraintQuery(query), {})}
    number = graph.id(focus)
    found = values(graph, path, number)
    assert {graph.term(value) for value in found} == {_as_written(graph.table.ids, term) for term in expected}
    assert list(values_of_many(graph, path, [number])[number]) == list(found)
    rows = set(graph.rows())
    for value in found:
        seen = witness(graph, path, number, value)
        if seen is not None:
            assert seen.row in rows
            assert seen.row[0 if seen.part == "subject" else 2] == value
        else:
            assert value == number, "only a path of no steps has no triple"


def _as_written(ids: dict[str, int], term: str) -> str:
    # The store rewrites numbers: 2.0e0 comes back as 2.
    return term if term in ids else term.replace('"2"', '"2.0e0"').replace("2.0E0", "2.0e0")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ('"x"', "an IRI or a blank node"),
        ("[]", "no path operator"),
        ("[ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ]", "more than one"),
        ("()", "at least two"),
        ("[ sh:alternativePath () ]", "at least two"),
        ('( ex:p "x" )', "an IRI or a blank node"),
        ("[ sh:alternativePath ex:p ]", "not a well-formed RDF list"),
        ("_:l . _:l rdf:first ex:p ; rdf:rest _:l", "not a well-formed RDF list"),
        ("_:l . _:l sh:inversePath _:l", "refers to itself"),
        ("_:l . _:l sh:zeroOrMorePath ( ex:p [ sh:inversePath _:l ] )", "refers to itself"),
    ],
)
def test_a_malformed_path_is_an_error(path: str, reason: str) -> None:
    shapes = made("ex:a ex:p 1 .", f"ex:S sh:path {path} .").shapes_graph
    with pytest.raises(ShapesError, match=reason):
        read_path(shapes, shapes.objects(shapes.id("<http://example.org/S>"), shapes.id(PATH))[0])


@pytest.mark.parametrize("path", ["( ex:p )", "[ sh:alternativePath ( ex:p ) ]", "( ( ex:p ) )"])
def test_a_sequence_or_alternative_of_one_path_is_that_path(path: str) -> None:
    """It was an error; other implementations take it as its member, and published shapes use it."""
    shapes = made("ex:a ex:p 1 .", f"ex:S sh:path {path} .").shapes_graph
    node = shapes.objects(shapes.id("<http://example.org/S>"), shapes.id(PATH))[0]
    assert read_path(shapes, node) == Predicate(shapes.id("<http://example.org/p>"))
