"""Deprecated terms in the data are found, with their replacements."""

from __future__ import annotations

import pytest

from adgo.shacl.checks import deprecation
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.result import Finding
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable

PREFIXES = """@prefix car: <https://example.org/cars#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://example.org/things/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
ONTOLOGY = """
car:maker a owl:ObjectProperty ; owl:deprecated true ; dcterms:isReplacedBy car:madeBy , car:soldBy .
car:Motor a owl:Class ; owl:deprecated true . car:Engine a owl:Class ; owl:deprecated false .
"""


def found(data: str) -> list[Finding]:
    table = TermTable()
    read = parse(PREFIXES + data, path="data.ttl", table=table)
    return deprecation.check(
        Inputs(table, [read], [], [parse(PREFIXES + ONTOLOGY, path="o.ttl", table=table)])
    )


def test_a_deprecated_property_is_reported_with_its_replacements() -> None:
    """A deprecated term of an earlier version passed, although its file promises that its use is reported."""
    (finding,) = found("id:a\n    car:maker id:b , id:c .\nid:d car:maker id:e .\n")
    assert (finding.severity, finding.counts) == ("warning", True)
    assert finding.message == "car:maker is deprecated"
    assert finding.remedy == "use car:madeBy or car:soldBy"
    assert finding.place is not None
    assert (finding.place.file, finding.place.line, finding.place.column) == ("data.ttl", 6, 5)


@pytest.mark.parametrize("data", ["id:a a car:Motor .", "id:c id:object car:Motor ."])
def test_a_deprecated_class_is_reported(data: str) -> None:
    (finding,) = found(data)
    assert (finding.message, finding.remedy) == ("car:Motor is deprecated", "")


@pytest.mark.parametrize(
    "data",
    [
        "id:a a car:Engine ; car:madeBy id:b .",
        # The data's own description of the term.
        "car:maker a owl:ObjectProperty . car:madeBy dcterms:replaces car:maker .",
    ],
)
def test_terms_that_are_not_deprecated_or_only_described_are_not_reported(data: str) -> None:
    assert found(data) == []
