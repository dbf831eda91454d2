"""`sh:minInclusive` and its like compare as SPARQL's operators do (SHACL 4.3)."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.engines import fast


@pytest.mark.parametrize(
    ("value", "constraint", "conforms"),
    [
        ("1e-1", "sh:maxInclusive 0.1", True),
        ("0.1", "sh:minInclusive 1e-1", True),
        ("0.1", "sh:maxExclusive 1e-1", False),
        ("0.1", "sh:lessThanOrEquals ex:q", True),
        ("0.1", "sh:lessThan ex:q", False),
        ('"16777217"^^xsd:float', "sh:maxInclusive 16777216", True),
        ("16777217.0", "sh:maxInclusive 16777216", False),
        ('"0.1"^^xsd:float', "sh:maxInclusive 1e-1", False),
        ('"0.1"^^xsd:float', "sh:maxInclusive 0.1", True),
    ],
)
def test_numbers_of_two_types_are_compared_by_promotion(value: str, constraint: str, conforms: bool) -> None:
    """Bug: a decimal and a double were compared exactly, and an xsd:float was as precise as an xsd:double.

    Expected by SPARQL 1.1, 17.3: decimal becomes float, and float becomes double; a float has 24 bits.
    """
    inputs = made(
        f"ex:a ex:p {value} ; ex:q 1e-1 .",
        f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] .",
    )
    assert (not fast.validate(inputs).results) is conforms
