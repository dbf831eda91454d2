"""Differences between the engines that a known fault of pySHACL explains are named, and do not fail the run."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.engines import fast, pyshacl_engine
from adgo.shacl.engines.comparison import differences

CASES = [
    # XPath: subtraction of a class, so "c]" does not match; Python reads a class of a-z, - and [aeiou, then ]+.
    ('"c]"', 'sh:pattern "^[a-z-[aeiou]]+$"', "Python's module re"),
    ('"a\u00a0b"', r'sh:pattern "^\\S+$"', "Python's module re"),
    ("[]", "sh:minLength 0", "blank nodes"),
    ('"x"@en-GB-oxendict', 'sh:languageIn ( "en-GB" )', "its first part"),
    ('"x"@en , "y"@en', 'sh:uniqueLang "1"^^xsd:boolean', "takes 1 for true"),
    ("ex:b", "sh:lessThan ex:q", "IRIs"),
    # XML Schema 1.1, 3.2.7.4: a time zone is at most 14 hours, so the value is later in each.
    (
        '"2000-01-03T08:00:00"^^xsd:dateTime',
        'sh:minInclusive "2000-01-01T09:00:00Z"^^xsd:dateTime',
        "time zone",
    ),
    # SPARQL 1.1, 17.3: a decimal is compared with a double as a double, and an xsd:float has 24 bits.
    ("1e-1", "sh:maxInclusive 0.1", "exactly"),
    ("0.3", "sh:maxInclusive 3e-1", "exactly"),
    ("0.1", "sh:minInclusive 1e-1", "exactly"),
    ('"16777217"^^xsd:float', "sh:maxInclusive 16777216", "exactly"),
    ('"0.1"^^xsd:float', "sh:maxInclusive 1e-1", "exactly"),
    ("0.1", "sh:lessThan ex:r", "exactly"),
    ('"-0044-03-15"^^xsd:date', "sh:datatype xsd:date", "as the datatype is defined"),
    # Namespaces in XML, 4: an xsd:NCName has no \u00aa. (A blank is found once owlrl has changed rdflib.)
    ('"a\u00aa"^^xsd:NCName', "sh:datatype xsd:NCName", "as the datatype is defined"),
]


@pytest.mark.parametrize(("value", "constraint", "fault"), CASES)
def test_a_known_fault_is_named(value: str, constraint: str, fault: str) -> None:
    inputs = made(
        f"ex:a ex:p {value} ; ex:q ex:c ; ex:r 1e-1 .",
        f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] .",
    )
    ours, theirs = fast.validate(inputs), pyshacl_engine.validate(inputs)
    [finding] = differences(ours.results, theirs.results, inputs)
    assert (finding.check, finding.severity) == ("pyshacl-fault", "note")
    assert fault in finding.message


def test_another_difference_stays_an_error() -> None:
    inputs = made(
        'ex:a ex:p "b" .', 'ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern "^a" ] .'
    )
    results = fast.validate(inputs).results
    [finding] = differences(results, [], inputs)
    assert (finding.check, finding.severity) == ("engines-differ", "error")


def test_results_of_ask_validators_without_a_value_are_a_known_fault() -> None:
    """Bug: `--engine both` failed for each component with an ASK query in a property shape."""
    inputs = made(
        "ex:a a ex:A ; ex:p 1 , 2 , 9 .",
        "ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ;"
        ' sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER($value >= $least) }" ] .\n'
        "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; ex:least 5 ] .",
    )
    ours, theirs = fast.validate(inputs), pyshacl_engine.validate(inputs)
    assert [each.value is None for each in ours.results] == [False, False]
    found = differences(ours.results, theirs.results, inputs)
    assert found
    assert {each.check for each in found} == {"pyshacl-fault"}
