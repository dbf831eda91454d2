"""Names that a known namespace does not define are found, with the nearest name; unusual names are not."""

from __future__ import annotations

import dataclasses

import pytest
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from adgo.shacl.checks import spelling, vocabulary
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import Finding
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable

PREFIXES = """@prefix car: <https://example.org/cars#> .
@prefix id: <https://example.org/things/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

#: Its header names no namespace, so the one is meant that its name begins.
ONTOLOGY = """
<https://example.org/cars> a owl:Ontology ; owl:versionIRI <https://example.org/cars/1.0> .
car:Maker a owl:Class . car:Vehicle a owl:Class . car:Electric a car:Drive . car:Drive a owl:Class .
car:madeBy a owl:ObjectProperty . car:seatCount a owl:DatatypeProperty .
"""


def documents(data: str, *ontology: str) -> Inputs:
    table = TermTable()
    beside = [
        parse(PREFIXES + text, path=f"o{number}.ttl", table=table) for number, text in enumerate(ontology)
    ]
    return Inputs(table, [parse(PREFIXES + data, path="data.ttl", table=table)], [], beside)


def found(data: str, *ontology: str) -> list[Finding]:
    return spelling.check(documents(data, *(ontology or (ONTOLOGY,))))


def summary(finding: Finding) -> tuple[str, str, str]:
    return finding.severity, finding.message, finding.remedy


UNDEFINED = {
    "a class": ("id:a a @@car:Makr .", "car:Makr", "car:Maker"),
    "a property": ("id:a @@car:madBy id:b .", "car:madBy", "car:madeBy"),
    "a value": ("id:a car:drive id:x ; rdfs:seeAlso @@car:Electrik .", "car:Electrik", "car:Electric"),
    "another case": ("id:a a @@car:maker .", "car:maker", "car:Maker"),
    "the object of a claim": ("id:c id:object @@car:Vehicel .", "car:Vehicel", "car:Vehicle"),
    "a name of SKOS": ('id:a @@skos:prefLable "A" .', "skos:prefLable", "skos:prefLabel"),
    "a datatype": ('id:a rdfs:label @@"1"^^xsd:intger .', "xsd:intger", "xsd:integer"),
    "a name of OWL": ("id:a @@owl:sameas id:b .", "owl:sameas", "owl:sameAs"),
}


@pytest.mark.parametrize(("text", "name", "meant"), UNDEFINED.values(), ids=UNDEFINED)
def test_an_undefined_name_is_found_with_its_place_and_the_nearest_name(
    text: str, name: str, meant: str
) -> None:
    column = text.index("@@") + 1
    findings = [each for each in found(text.replace("@@", "")) if each.message.startswith(f"{name} is")]
    [finding] = findings
    assert finding.place
    assert (finding.place.file, finding.place.line, finding.place.column) == ("data.ttl", 9, column)
    assert (finding.check, finding.severity, finding.remedy) == (
        "undefined-term",
        "error",
        f"did you mean {meant}?",
    )
    assert finding.counts


def test_a_name_unlike_any_other_is_found_without_a_suggestion() -> None:
    [finding] = found("id:a a car:Xyzzy .")
    assert summary(finding) == ("error", "car:Xyzzy is not defined in the ontology", "")


def test_a_value_unlike_any_other_is_a_warning() -> None:
    [finding] = found("id:a rdfs:seeAlso car:Xyzzy .")
    assert finding.severity == "warning"


def test_a_name_is_reported_once_for_each_document_with_the_number_of_uses() -> None:
    [finding] = found("id:a a car:Makr . id:b a car:Makr , car:Maker .")
    assert finding.message.endswith("(used 2 times in this file)")


MISPLACED = {
    "http for https": ("<http://example.org/cars#Maker>", "car:Maker"),
    "a name that is misspelt besides": ("<http://example.org/cars#Makr>", "car:Maker"),
    "capitals": ("<https://example.org/Cars#Maker>", "car:Maker"),
    "a slash for the hash": ("<https://example.org/cars/Maker>", "car:Maker"),
    "no separator": ("<https://example.org/carsMaker>", "car:Maker"),
    "two letters that changed places": ("<https://example.org/cras#Maker>", "car:Maker"),
    "www": ("<https://www.example.org/cars#Maker>", "car:Maker"),
}


@pytest.mark.parametrize(("name", "meant"), MISPLACED.values(), ids=MISPLACED)
def test_a_namespace_that_is_almost_the_known_one_is_found(name: str, meant: str) -> None:
    [finding] = found(f"id:a a {name} .")
    assert (finding.check, finding.severity, finding.remedy) == (
        "misplaced-term",
        "error",
        f"did you mean {meant}?",
    )


UNUSUAL = {
    "a subclass of the data's own": "car:Bus a owl:Class ; rdfs:subClassOf car:Vehicle . id:a a car:Bus .",
    "a thing in the ontology's namespace": "car:alice a car:Maker . id:a car:madeBy car:alice , car:bob .",
    "the ontology and its version": "id:a rdfs:seeAlso <https://example.org/cars> , <https://example.org/cars/1.0> .",
    "the namespace itself": "id:a rdfs:seeAlso car: .",
    "a name in a folder of the namespace": "id:a rdfs:seeAlso <https://example.org/cars#parts/wheel> .",
    "a namespace of another version": "id:a a <https://example.org/cars2#Maker> .",
    "a longer word": "id:a a <https://example.org/carstore#Maker> .",
    "a foreign vocabulary": "id:a <http://xmlns.com/foaf/0.1/nmae> 'A' ; a <https://schema.org/Corporaton> .",
    "members of a container": "id:a rdf:_1 id:b ; rdf:_12 id:c .",
    "a datatype of one's own": 'id:a rdfs:label "1"^^id:length .',
    "what a text says": 'id:a rdfs:label "car:Makr <https://example.org/cars#Makr>" .',
}


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_but_correct_names_are_not_reported(text: str) -> None:
    assert [finding.message for finding in found(text)] == []


DECLARED = {
    "the header's own name": "<https://example.org/cars#> a owl:Ontology . car:Maker a owl:Class .",
    "the preferred namespace": "<https://example.org/o> a owl:Ontology ; "
    'vann:preferredNamespaceUri "https://example.org/cars#" . car:Maker a rdfs:Class .',
    "most of many terms": "car:Maker a rdfs:Class . car:A a rdfs:Class . car:B a rdfs:Class . car:p a rdf:Property . "
    "car:q a rdf:Property . id:Other a rdfs:Class .",
}


@pytest.mark.parametrize("ontology", DECLARED.values(), ids=DECLARED)
def test_a_namespace_is_declared_by(ontology: str) -> None:
    [finding] = found("id:a a car:Makr .", ontology)
    assert finding.remedy == "did you mean car:Maker?"


def test_terms_of_others_that_an_ontology_declares_for_itself_declare_no_namespace() -> None:
    """OWL requires declarations, so an ontology without imports declares the few foreign terms that it uses."""
    foreign = " ".join(
        f"<http://purl.org/vocab/vann/p{number}> a owl:AnnotationProperty ." for number in range(9)
    )
    assert found("id:a vann:example id:b .", ONTOLOGY + foreign) == []


def test_a_namespace_that_no_document_declares_is_not_checked() -> None:
    assert found("id:a a car:Makr .", "id:b a id:C .") == []


def test_data_that_are_an_ontology_are_checked_against_it() -> None:
    [finding] = spelling.check(documents(ONTOLOGY + "car:Bus rdfs:subClassOf car:Vehicel ."))
    assert finding.remedy == "did you mean car:Vehicle?"


def test_the_standard_names_are_those_that_rdflib_knows() -> None:
    ours = vocabulary.standard()
    for namespace in (RDF, RDFS, OWL, XSD, SKOS, DCTERMS):
        assert set(namespace.__annotations__) <= ours[str(namespace)]
    # RDF 1.2 has two names more, XML Schema four that rdflib leaves out.
    assert ours[str(RDF)] - set(RDF.__annotations__) == {"reifies", "dirLangString"}
    assert len(ours[str(XSD)] - set(XSD.__annotations__)) == 4


def test_a_finding_about_data_counts() -> None:
    assert not Finding("check", "error", "message").counts
    assert dataclasses.replace(Finding("check", "error", "message"), counts=True).level == 0
