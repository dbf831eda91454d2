from __future__ import annotations

from shacl_documents import made

from adgo.shacl.validation import validate


def test_a_failed_equals_says_which_of_the_two_properties_lacks_the_value() -> None:
    """Bug: the two messages differed in a pronoun only: "…, and it lacks X" and "…, which lacks X"."""
    shapes = "ex:S sh:targetNode ex:x ; sh:property [ sh:path ex:a ; sh:equals ex:b ] ."
    report = validate(made("ex:x ex:a ex:one ; ex:b ex:two .", shapes))
    assert sorted(result.message for result in report.results) == [
        "expected ex:a to equal ex:b, but ex:a lacks ex:two",
        "expected ex:a to equal ex:b, but ex:b lacks ex:one",
    ]
