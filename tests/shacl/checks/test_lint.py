from __future__ import annotations

import re

import pytest
from shacl_documents import made

from adgo.shacl.checks import shacl_files
from adgo.shacl.checks.lint import lint
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.validation import validate

GOOD = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
DATA = "ex:a a ex:C ."

CASES = {
    "unknown-term": ("ex:S sh:minCoutn 1 .", 8, 6),
    "unknown-value": ("ex:T sh:targetNode ex:a ; sh:severity sh:Waring .", 8, 39),
    "sparql-syntax": ('ex:T sh:sparql [ sh:select "SELECT $this { $this <urn:p> }" ] .', 8, 58),
    "query-pattern": (
        "ex:T sh:targetNode ex:a ; sh:sparql [ sh:select \"SELECT $this { FILTER(REGEX('a', '(?i)a')) }\" ] .",
        8,
        83,
    ),
    "shape-without-target": ("ex:T a sh:NodeShape ; sh:nodeKind sh:IRI .", 8, 1),
    "not-evaluated": ("ex:T sh:rule ex:R .", 8, 1),
    "idle-target": ("ex:T a sh:NodeShape ; sh:targetClass ex:Nothing .", 8, 1),
    "shacl-shacl": ("ex:T sh:targetNode ex:a ; sh:path [ sh:inversePath ex:p ; ex:note 1 ] .", 8, 1),
    "no-effect": ('ex:T sh:targetNode ex:a ; sh:flags "i" .', 8, 36),
    "negative-count": ("ex:T sh:targetNode ex:a ; sh:maxLength -1 .", 8, 40),
    "path-of-one": ("ex:T sh:targetNode ex:a ; sh:path ( ex:p ) .", 8, 35),
    "undefined-shape": ("ex:T sh:targetNode ex:a ; sh:node ex:U .", 8, 35),
    "description": ('ex:T sh:targetNode ex:a ; sh:order "first" .', 8, 36),
    "draft-term": ('ex:T sh:targetNode ex:a ; sh:intent "x" .', 8, 27),
    "shacl-namespace": ("ex:T a <https://www.w3.org/ns/shacl#NodeShape> .", 8, 8),
    "target-namespace": ("ex:T sh:targetClass <https://example.org/C> .", 8, 21),
}


def test_good_shapes_have_no_findings() -> None:
    assert lint(made(DATA, GOOD)) == []


@pytest.mark.parametrize("check", CASES)
def test_each_check_finds_its_fault_at_its_place(check: str) -> None:
    shapes, line, column = CASES[check]
    found = [finding for finding in lint(made(DATA, f"{GOOD}\n{shapes}")) if finding.check == check]
    assert [(f.place.file, f.place.line, f.place.column) for f in found if f.place] == [
        ("shapes.ttl", line, column)
    ]


def test_an_unknown_term_is_reported_with_the_nearest() -> None:
    [finding] = lint(made(DATA, GOOD + "ex:S sh:minCoutn 1 ."))
    assert finding.remedy == "did you mean sh:minCount?"


def test_a_shape_with_an_unknown_severity_is_evaluated() -> None:
    """It was counted as a constraint that was not."""
    report = validate(
        made(DATA, "ex:S sh:targetClass ex:C ; sh:nodeKind sh:Literal ; sh:severity sh:Waring .")
    )
    assert len(report.results) == 1
    assert [finding.remedy for finding in report.findings] == ["did you mean sh:Warning?"]
    assert not report.unevaluated


def test_a_shape_that_another_refers_to_needs_no_target() -> None:
    shapes = GOOD + "ex:S sh:node ex:T . ex:T a sh:NodeShape ; sh:or ( ex:U ex:T2 ) . ex:U a sh:NodeShape ."
    assert not [finding for finding in lint(made(DATA, shapes)) if finding.check == "shape-without-target"]


def test_a_deactivated_shape_may_idle() -> None:
    assert lint(made(DATA, GOOD + "ex:T a sh:NodeShape ; sh:targetClass ex:No ; sh:deactivated true .")) == []


COMPONENT = """
ex:K a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] , [ sh:path ex:most ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER ($value >= $least && $value <= $most) }" ] .
ex:T a sh:NodeShape ; sh:targetClass ex:C ; ex:least 1 .
"""


def test_a_parameter_without_effect_is_reported_only_in_an_active_shape() -> None:
    """Bug: it was reported in a deactivated shape too, in which nothing has an effect."""
    [finding] = lint(made(DATA, GOOD + COMPONENT))
    assert (
        finding.message
        == "the parameter least has no effect, because the shape has no value of the parameter most"
    )
    assert lint(made(DATA, f"{GOOD}{COMPONENT} ex:T sh:deactivated true .")) == []


def test_shapes_that_cannot_be_processed_carry_the_findings() -> None:
    faults = 'ex:S sh:property [ sh:path ex:q ; sh:minCoutn 1 ; sh:minCount "x" ] .'
    with pytest.raises(ShapesError) as caught:
        validate(made(DATA, GOOD + faults))
    assert "unknown-term" in [finding.check for finding in caught.value.findings]


def test_a_fault_in_a_query_is_reported_once() -> None:
    """It was a finding at the query and an error at its shape."""
    with pytest.raises(ShapesError, match="does not fit here") as caught:
        validate(made(DATA, GOOD + 'ex:S sh:sparql [ sh:select "SELECT $this { $this <urn:p> }" ] .'))
    assert caught.value.findings == []


def test_findings_are_not_results() -> None:
    report = validate(
        made("ex:a a ex:C ; ex:p 1 .", GOOD + "ex:T a sh:NodeShape ; sh:targetClass ex:Nothing .")
    )
    assert report.conforms
    assert report.has("idle-target")


@pytest.mark.parametrize(
    "use",
    [
        "ex:T sh:target [ a sh:JSTarget ]",
        "ex:T sh:rule ex:R",
        "ex:T sh:expression ex:E",
        "ex:T sh:js ex:J",
        "ex:T a sh:SPARQLFunction",
        "ex:T a sh:JSFunction",
    ],
)
def test_each_feature_that_nothing_evaluates_is_reported(use: str) -> None:
    [finding] = lint(made(DATA, f"{GOOD} {use} ."))
    assert (finding.check, finding.severity, finding.term) == (
        "not-evaluated",
        "warning",
        "<http://example.org/T>",
    )


@pytest.mark.parametrize(
    "triple",
    [
        "<http://example.org/shapes> owl:imports sh: .",
        "<http://example.org/shapes> owl:imports <http://www.w3.org/ns/shacl> .",
        "ex:S rdfs:isDefinedBy sh: .",
        "<http://example.org/shapes> owl:imports <http://www.w3.org/ns/shacl#1.1> .",
        "[] sh:suggestedShapesGraph sh:my-shapes .",
        'sh: sh:declare [ sh:prefix "sh" ; sh:namespace "http://www.w3.org/ns/shacl#"^^xsd:anyURI ] .',
        "ex:S rdfs:seeAlso sh:MinCountConstraintComponent-minCount .",
    ],
)
def test_the_name_of_the_vocabulary_itself_is_not_a_misspelt_term(triple: str) -> None:
    """`owl:imports sh:` was an error, in half of the official shapes for electricity networks."""
    assert not lint(made(DATA, f"{GOOD} {triple}"))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.full if place % 8 else [])
        for place, name in enumerate(shacl_files.draft_terms())
    ],
)
@pytest.mark.parametrize("triple", ["ex:S sh:{} 1 .", "ex:T a sh:{} .", "ex:S ex:note sh:{} ."])
def test_terms_of_drafts_are_not_misspelt(triple: str, name: str) -> None:
    """They were errors: `did you mean sh:in?`"""
    [finding] = lint(made(DATA, GOOD + triple.format(name)))
    expected = {
        "evaluation": ("not-evaluated", "warning", "the SHACL 1.2 drafts, and is not evaluated"),
        "expression": ("not-evaluated", "warning", "SHACL Advanced Features, and is not evaluated"),
        "description": ("draft-term", "note", "it does not affect the results"),
    }
    check, severity, message = expected[shacl_files.draft_terms()[name]]
    assert (finding.check, finding.severity) == (check, severity)
    assert finding.message.startswith(f"sh:{name} is a term of ")
    assert finding.message.endswith(message)


def test_each_use_of_a_draft_constraint_counts() -> None:
    shapes = GOOD + "ex:S sh:singleLine true ; sh:property [ sh:path ex:p ; sh:singleLine true ] ."
    assert [finding.check for finding in lint(made(DATA, shapes))] == ["not-evaluated"] * 2


def test_draft_terms_are_not_terms_of_the_standard() -> None:
    drafts = {f"<http://www.w3.org/ns/shacl#{name}>" for name in shacl_files.draft_terms()}
    assert not drafts & shacl_files.vocabulary()


@pytest.mark.parametrize(
    "namespace",
    [
        "https://www.w3.org/ns/shacl#",
        "http://www.w3.org/ns/shacl/",
        "http://www.w3.org/ns/shacl",
        "http://www.w3.org/ns/SHACL#",
        "http://w3.org/ns/shacl#",
    ],
)
def test_shapes_in_almost_shacls_namespace_are_named(namespace: str) -> None:
    """The only message was that no target matches."""
    shapes = f"@prefix s: <{namespace}> . ex:S a s:NodeShape ; s:targetClass ex:C ."
    [finding] = lint(made(DATA, shapes))
    message = (
        f"no triple of shapes.ttl has a property of http://www.w3.org/ns/shacl#, but {namespace} is used"
    )
    assert (finding.check, finding.message) == ("shacl-namespace", message)
    assert finding.remedy == "did you mean http://www.w3.org/ns/shacl#?"


def test_shacl_names_in_another_namespace_are_named() -> None:
    """A prefix was bound to the wrong vocabulary."""
    shapes = "ex:S a xsd:NodeShape ; xsd:targetClass ex:C ; xsd:property [ xsd:path ex:p ; xsd:minCount 1 ] ."
    [finding] = lint(made(DATA, shapes))
    message = (
        "no triple of shapes.ttl has a property of http://www.w3.org/ns/shacl#, but http://www.w3.org/2001/XMLSchema# "
        "is used"
    )
    assert (finding.check, finding.message) == ("shacl-namespace", message)


def test_files_without_shapes_are_named() -> None:
    [finding] = lint(made(DATA, "ex:S a ex:T ."))
    assert finding.message == "no triple of shapes.ttl has a property of http://www.w3.org/ns/shacl#"


@pytest.mark.parametrize(
    "target",
    [
        "sh:targetClass <https://example.org/C>",
        "sh:targetClass <http://example.org#C>",
        "sh:targetSubjectsOf <https://example.org/p>",
        "sh:targetObjectsOf <http://www.example.org/p>",
    ],
)
def test_targets_in_almost_the_namespace_of_the_data_are_named(target: str) -> None:
    [finding] = lint(made("ex:a a ex:C ; ex:p ex:b .", f"{GOOD} ex:T {target} ."))
    name = "C" if "Class" in target else "p"
    assert (finding.check, finding.remedy) == (
        "target-namespace",
        f"did you mean <http://example.org/{name}>?",
    )


def test_targets_of_other_namespaces_are_only_idle() -> None:
    [finding] = lint(made(DATA, f"{GOOD} ex:T sh:targetClass <https://other.example/C> ."))
    assert finding.check == "idle-target"


@pytest.mark.parametrize(
    ("shape", "check"),
    [
        ("sh:ignoredProperties ( rdf:type )", "no-effect"),
        ("sh:path ex:p ; sh:qualifiedMinCount 1", "no-effect"),
        ("sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:C ]", "no-effect"),
        ('sh:path ex:p ; sh:uniqueLang "1"^^xsd:boolean', "no-effect"),
        ("sh:path ex:p ; sh:minCount -1", "negative-count"),
        ("sh:path ex:p ; sh:minCount -0", ""),
        ("sh:closed true ; sh:ignoredProperties ( rdf:type )", ""),
        ('sh:pattern "a" ; sh:flags "i"', ""),
        ("sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMaxCount 1", ""),
        ("sh:path ( ex:p ex:q )", ""),
        ("sh:path [ sh:inversePath ( ex:p ) ]", "path-of-one"),
        ("sh:path [ sh:alternativePath ( ex:p ) ]", "path-of-one"),
        ("sh:or ( ex:U ex:S )", "undefined-shape"),
        ("sh:path ex:p ; sh:order 1.5", ""),
        ("sh:path ex:p ; sh:name 1", "description"),
    ],
)
def test_parameters_without_effect_are_findings(shape: str, check: str) -> None:
    """By the standard, the shapes are well-formed, or their constraint does not exist: the run does not fail."""
    inputs = made(DATA, f"{GOOD} ex:T sh:targetNode ex:b ; {shape} .")
    assert [finding.check for finding in lint(inputs)] == [check] * bool(check)
    validate(inputs)


def test_the_vocabulary_is_that_of_the_standard() -> None:
    file = shacl_files.shapes_for_shapes().with_name("shacl.ttl")
    names = re.findall(r"^sh:(\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert shacl_files.vocabulary() == {f"<http://www.w3.org/ns/shacl#{name}>" for name in names}


def test_shapes_for_shapes_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the file there was a traceback."""
    monkeypatch.setattr(shacl_files, "_SHAPES_FOR_SHAPES", "assets/other.ttl")
    [finding] = lint(made(DATA, GOOD))
    assert (finding.check, finding.severity) == ("not-checked", "note")
    assert "no file assets/other.ttl" in finding.message
