"""Functions that shapes declare (SHACL Advanced Features, section 5) are not evaluated, and the report says so."""

from __future__ import annotations

from shacl_documents import made

from adgo.shacl.validation import validate

FUNCTION = """ex:f a sh:SPARQLFunction ; sh:parameter [ sh:path ex:a ; sh:datatype xsd:integer ] ;
    sh:returnType xsd:integer ; sh:select "SELECT ($a + 1 AS ?r) WHERE {}" .
ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:nodeKind sh:IRI .
"""


def test_a_declared_function_is_named_as_not_evaluated() -> None:
    """With the function's value, a query may find a violation that it does not find without."""
    report = validate(made("ex:x a ex:A .", FUNCTION))
    (finding,) = (each for each in report.findings if each.check == "not-evaluated")
    assert "<http://example.org/f>" in finding.message
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (7, 1)
