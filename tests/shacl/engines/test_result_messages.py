"""Messages of results: nested shapes are named, placeholders are replaced, and no engine's own wording leaks.

`sh:message` and its placeholders: SHACL 1.0, 2.1.5 and 5.2.1; TopBraid fills them for core constraints too.
"""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.engines import fast, pyshacl_engine
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.reporting.formats import render
from adgo.shacl.reporting.formats.sarif import log
from adgo.shacl.validation import Engine, validate

pytestmark = pytest.mark.parametrize("engine", ["fast", "pyshacl"])


def _results(data: str, shapes: str, engine: Engine) -> list[ValidationResult]:
    inputs = made(data, shapes)
    return (pyshacl_engine if engine == "pyshacl" else fast).validate(inputs).results


def _messages(data: str, shapes: str, engine: Engine) -> list[str]:
    return sorted(result.message for result in _results(data, shapes, engine))


def test_two_negated_shapes_are_distinguished(engine: Engine) -> None:
    """The two messages were the same."""
    shapes = "ex:S sh:targetNode ex:a ; sh:not [ sh:class ex:B ] ,\n [ sh:class ex:C ] ."
    assert _messages("ex:a a ex:B , ex:C .", shapes, engine) == [
        "expected not to conform to the shape at shapes.ttl:7:34, but ex:a does",
        "expected not to conform to the shape at shapes.ttl:8:2, but ex:a does",
    ]


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ("sh:node ex:N", "expected to conform to ex:N, but ex:a does not"),
        (
            "sh:node [ sh:name 'a B' ; sh:class ex:B ]",
            'expected to conform to the shape "a B", but ex:a does not',
        ),
        (
            "sh:or ( ex:N [ sh:class ex:B ] )",
            "one of 2 shapes (ex:N, the shape at shapes.ttl:7:40), found ex:a",
        ),
        (
            "sh:and ( ex:N [ sh:class ex:B ] )",
            "all of 2 shapes (ex:N, the shape at shapes.ttl:7:41), found ex:a",
        ),
        (
            "sh:xone ( ex:N [ sh:class ex:B ] )",
            "exactly one of 2 shapes (ex:N, the shape at shapes.ttl:7:42), found ex:a, which conforms to none",
        ),
    ],
)
def test_messages_name_the_shapes_that_a_constraint_refers_to(
    constraint: str, message: str, engine: Engine
) -> None:
    shapes = f"ex:S sh:targetNode ex:a ; {constraint} .\nex:N sh:class ex:B ."
    [found] = _messages("ex:a a ex:A .", shapes, engine)
    assert message in found


def test_a_qualified_shape_is_named(engine: Engine) -> None:
    shapes = (
        "ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:qualifiedMinCount 1 ;\n"
        "sh:qualifiedValueShape [ sh:class ex:B ] ] ."
    )
    [found] = _messages("ex:a ex:p ex:b .", shapes, engine)
    expected = (
        "expected at least 1 of the values of ex:p to conform to the shape at shapes.ttl:8:24, found none"
    )
    assert found == expected


def test_reports_point_at_the_shapes(engine: Engine) -> None:
    report = validate(
        made("ex:a a ex:A .", "ex:S sh:targetNode ex:a ; sh:node ex:N .\nex:N sh:class ex:B ."), engine
    )
    assert "    ex:N is at shapes.ttl:8:1\n" in render(report, "text")
    [result] = log(report)["runs"][0]["results"]
    [related] = result["relatedLocations"]
    assert related["message"] == {"text": "ex:N"}
    assert related["physicalLocation"]["artifactLocation"]["uri"].endswith("shapes.ttl")
    assert related["physicalLocation"]["region"]["startLine"] == 8


@pytest.mark.parametrize(
    ("constraint", "template", "message"),
    [
        ("sh:maxCount 1", "at most {$maxCount}, not more", "at most 1, not more"),
        (
            "sh:maxCount 1",
            "at most {?maxCount} of {?path} at {$this}",
            "at most 1 of ex:p at http://example.org/a",
        ),
        ("sh:minLength 3", "{?value} is shorter than {$minLength}", "x is shorter than 3"),
        ('sh:pattern "^a" ; sh:flags "i"', "{$pattern} ({$flags})", "^a (i)"),
        ("sh:datatype xsd:date", "{$datatype}", "http://www.w3.org/2001/XMLSchema#date"),
        ("sh:in ( 1 2 )", "one of {$in}", "one of 1, 2"),
        (
            "sh:nodeKind sh:IRI",
            "{$nodeKind} {$unknown} {plain}",
            "http://www.w3.org/ns/shacl#IRI {$unknown} {plain}",
        ),
    ],
)
def test_placeholders_have_the_values_of_the_parameters(
    constraint: str, template: str, message: str, engine: Engine
) -> None:
    """They stayed as they were."""
    shapes = (
        f'ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ; sh:message "{template}" ] .'
    )
    found = _messages('ex:a ex:p "x" , "yy" .', shapes, engine)
    assert message in found


def test_a_placeholder_has_the_value_of_the_failed_constraint(engine: Engine) -> None:
    shapes = 'ex:S sh:targetNode ex:a ; sh:class ex:A , ex:B ; sh:message "not a {$class}" .'
    assert _messages("ex:a a ex:A .", shapes, engine) == ["not a http://example.org/B"]


def test_a_message_keeps_its_language(engine: Engine) -> None:
    shapes = 'ex:S sh:targetNode ex:a ; sh:nodeKind sh:Literal ; sh:message "kein {$nodeKind}"@de .'
    [result] = _results("ex:a a ex:A .", shapes, engine)
    assert result.messages == ('"kein http://www.w3.org/ns/shacl#Literal"@de',)


CONSTRAINTS = {
    "sh:class ex:B": "expected an instance of ex:B, found ex:b of no class",
    "sh:datatype xsd:date": "expected a literal of xsd:date, found ex:b, which is not a literal",
    "sh:nodeKind sh:Literal": "expected a literal, found ex:b",
    "sh:minCount 2": "expected at least 2 values of ex:p, found 1",
    "sh:maxCount 0": "expected no value of ex:p, found 1",
    "sh:minInclusive 1": "expected at least 1, found ex:b",
    "sh:hasValue 1": "expected 1 among the values of ex:p",
    "sh:in ( 1 )": "expected one of 1, found ex:b",
    "sh:disjoint ex:p": "expected no value of ex:p, but ex:b is a value of it",
    "sh:lessThan ex:p": "expected less than ex:p (ex:b), found ex:b",
    "sh:minLength 99": "expected at least 99 characters, found 20 in ex:b",
}


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_wording_is_the_same_for_every_engine(constraint: str, engine: Engine) -> None:
    """pySHACL's own leaked: `Less than 2 values on <…>-><…>`."""
    found = _messages(
        "ex:a ex:p ex:b .", f"ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; {constraint} ] .", engine
    )
    assert [_plain(each) for each in found] == [_plain(CONSTRAINTS[constraint])]


def _plain(message: str) -> str:
    """Return a message without the datatype of integers."""
    return message.replace('"', "").replace("^^xsd:integer", "")


@pytest.mark.parametrize(
    "path", ["( ex:p )", "[ sh:alternativePath ( ex:p ) ]", "[ sh:inversePath ( ( ex:p ) ) ]"]
)
def test_every_engine_takes_a_sequence_of_one_path_as_that_path(path: str, engine: Engine) -> None:
    """It was an error for both."""
    shapes = f"ex:S sh:targetNode ex:a ; sh:property [ sh:path {path} ; sh:minCount 9 ] ."
    [result] = _results("ex:a ex:p ex:b .", shapes, engine)
    inverse = "^" if "inverse" in path else ""
    assert result.path == f"{inverse}<http://example.org/p>"
