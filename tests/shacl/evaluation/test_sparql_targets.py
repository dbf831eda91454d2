"""Targets with a query (SHACL Advanced Features, section 3)."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.engines import comparison, pyshacl_engine
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.reporting.error_places import place_of_error
from adgo.shacl.reporting.report import Report
from adgo.shacl.validation import validate

DATA = """ex:a a ex:Person ; ex:bornIn ex:Germany .
ex:b a ex:Person ; ex:bornIn ex:France .
ex:c a ex:Person ."""
DECLARED = """ex:shapes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
NAME = "sh:property [ sh:path ex:name ; sh:minCount 1 ]"
GERMANS = (
    DECLARED
    + f"""ex:S a sh:NodeShape ; {NAME} ; sh:target [ a sh:SPARQLTarget ; sh:prefixes ex:shapes ;
    sh:select "SELECT ?this WHERE {{ ?this ex:bornIn ex:Germany }}" ] ."""
)
#: The target type of SHACL Advanced Features, 3.2.
BORN_IN = (
    DECLARED
    + """ex:BornIn a sh:SPARQLTargetType ; rdfs:subClassOf sh:Target ; sh:prefixes ex:shapes ;
    sh:parameter [ sh:path ex:country ] ;
    sh:select "SELECT ?this WHERE { ?this a ex:Person ; ex:bornIn $country }" .
"""
)


def both(inputs: Inputs) -> Report:
    """Return the report of the fast engine, on which pySHACL has to agree."""
    report = validate(inputs)
    assert not comparison.differences(report.results, pyshacl_engine.validate(inputs).results)
    return report


def focus(report: Report) -> list[str]:
    return [result.focus.rpartition("/")[2].rstrip(">") for result in report.results]


def test_the_query_selects_the_focus_nodes() -> None:
    report = both(made(DATA, GERMANS))
    assert (focus(report), report.checked) == (["a"], 1)
    assert not report.has("not-evaluated")
    assert not report.has("shape-without-target")


def test_a_value_without_a_type_is_a_sparql_target_if_it_has_a_query() -> None:
    assert focus(both(made(DATA, GERMANS.replace("a sh:SPARQLTarget ; ", "")))) == ["a"]


@pytest.mark.parametrize(("country", "expected"), [("Germany", ["a"]), ("France", ["b"]), ("Spain", [])])
def test_a_target_type_has_parameters(country: str, expected: list[str]) -> None:
    shape = f"ex:S a sh:NodeShape ; {NAME} ; sh:target [ a ex:BornIn ; ex:country ex:{country} ] ."
    assert focus(both(made(DATA, BORN_IN + shape))) == expected


def test_targets_of_all_kinds_count_together() -> None:
    assert focus(both(made(DATA, GERMANS + "ex:S sh:targetNode ex:c ."))) == ["a", "c"]


def test_the_ontology_is_seen_and_not_checked() -> None:
    """The query sees the ontology, but selects no node that only the ontology describes."""
    ontology = "ex:other ex:bornIn ex:Germany . ex:b ex:bornIn ex:Germany ."
    assert focus(both(made(DATA, GERMANS, ontology))) == ["a", "b"]


def test_a_target_that_matches_nothing_is_named() -> None:
    report = validate(made(DATA, GERMANS.replace("ex:Germany", "ex:Spain")))
    assert report.has("idle-target")
    assert report.checked == 0


FAULTS = {
    "ASK { ?this ?p ?o }": "ASK query",
    "SELECT ?x WHERE { ?x ?p ?o }": "must return ?this",
    "SELECT ?this WHERE { ?this nope:p ?o }": "nope:",
    "SELECT ?this WHERE { ?this ex:p }": "cannot be used",
}


@pytest.mark.parametrize("query", FAULTS)
def test_a_fault_of_the_query_has_a_place(query: str) -> None:
    """The query stands on the ninth line."""
    shapes = GERMANS.replace("SELECT ?this WHERE { ?this ex:bornIn ex:Germany }", query)
    inputs = made(DATA, shapes)
    with pytest.raises(ShapesError, match=FAULTS[query].replace("?", r"\?")) as error:
        validate(inputs)
    place = place_of_error(inputs, error.value)
    assert place is not None
    assert (place.file, place.line) == ("shapes.ttl", 9)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("[ a sh:SPARQLTarget ]", "needs a query"),
        ("[ a ex:BornIn ]", "needs a value of its parameter"),
        ("[ a ex:BornIn ; ex:country ex:Germany , ex:France ]", "2 values of its parameter"),
    ],
)
def test_an_incomplete_target_is_an_error(target: str, message: str) -> None:
    with pytest.raises(ShapesError, match=message):
        validate(made(DATA, BORN_IN + f"ex:S a sh:NodeShape ; {NAME} ; sh:target {target} ."))


def test_other_targets_are_not_evaluated() -> None:
    shape = f"ex:S a sh:NodeShape ; {NAME} ; sh:target [ a sh:JSTarget ; sh:jsFunctionName 'f' ] ."
    report = validate(made(DATA, shape))
    assert report.has("not-evaluated")
    assert not report.has("shape-without-target")
