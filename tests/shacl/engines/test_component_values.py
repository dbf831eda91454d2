"""Constraint components of the shapes graph: values, names and messages of parameters, and what has no effect."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.checks.lint import lint
from adgo.shacl.engines import fast
from adgo.shacl.engines.outcome import EngineOutcome
from adgo.shacl.model.errors import ShapesError

DATA = "ex:a a ex:A ; ex:p 1 , 3 , 5 ."
SELECT = "SELECT $this ?value WHERE { $this $PATH ?value FILTER(?value > $max) }"
VALIDATOR = f'sh:propertyValidator [ a sh:SPARQLSelectValidator ; sh:select "{SELECT}" ]'
USED = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; {} ] ."


def component(parameter: str = "sh:path ex:max", more: str = VALIDATOR) -> str:
    return f"ex:C a sh:ConstraintComponent ; sh:parameter [ {parameter} ] ; {more} .\n"


def validated(shapes: str, keep_going: bool = False) -> EngineOutcome:
    return fast.validate(made(DATA, shapes), keep_going=keep_going)


@pytest.mark.parametrize(
    ("declared", "value"),
    [
        ("sh:datatype xsd:integer", '"2"'),
        ("sh:minInclusive 10", "2"),
        ("sh:in ( 7 8 )", "2"),
        ("sh:maxCount 1", "2 , 3"),
    ],
)
def test_a_value_that_its_declaration_excludes_is_refused(declared: str, value: str) -> None:
    """Bug: the constraints of a declaration were not read, so ill-formed shapes conformed (SHACL 6.2.1)."""
    shapes = component(f"sh:path ex:max ; {declared}") + USED.format(f"ex:max {value}")
    with pytest.raises(
        ShapesError, match=r"the declaration of this parameter .* excludes its value: .*6\.2\.1"
    ):
        validated(shapes)
    assert len(validated(shapes, keep_going=True).not_evaluated) == 1


def test_a_value_that_its_declaration_allows_is_used() -> None:
    shapes = component("sh:path ex:max ; sh:datatype xsd:integer") + USED.format("ex:max 2")
    assert len(validated(shapes).results) == 2


@pytest.mark.parametrize(
    ("declared", "used", "reason"),
    [
        (component(more='sh:nodeValidator [ sh:select "SELECT $this { FILTER($max > 1) }" ]'), "ex:max 2",
         "neither sh:propertyValidator nor sh:validator"),
        (component(more="ex:note 1"), "ex:max 2", "neither sh:propertyValidator nor sh:validator"),
        (component(more=f"sh:parameter [ sh:path ex:unit ; sh:optional true ] ; {VALIDATOR}"), "ex:unit 2",
         "no value of the parameter max"),
    ],
)  # fmt: skip
def test_a_parameter_without_an_effect_is_reported(declared: str, used: str, reason: str) -> None:
    """Bug: the constraint was ignored, as the standard says, but without a word."""
    found = [each for each in lint(made(DATA, declared + USED.format(used))) if each.check == "not-evaluated"]
    assert len(found) == 1
    assert reason in found[0].message
    assert found[0].place


def test_a_component_in_use_has_no_finding() -> None:
    assert lint(made(DATA, component() + USED.format("ex:max 2"))) == []


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("urn:ex:max", "max"),
        ("http://e.org/a#max", "max"),
        ("http://e.org/1max", "max"),
        ("http://e.org/max", "max"),
    ],
)
def test_the_name_of_a_parameter_is_the_end_of_its_iri(iri: str, name: str) -> None:
    """Bug: an IRI with colons only, and one with a digit before the name, were refused (SHACL 6.2.1)."""
    shapes = component(f"sh:path <{iri}>") + USED.format(f"<{iri}> 2")
    assert len(validated(shapes).results) == 2, name


def test_the_message_of_a_component_is_used_if_its_validator_has_none() -> None:
    """Bug: it was never used (SHACL 5.3.2)."""
    shapes = component(more=f'sh:message "more than {{$max}}: {{?value}} of {{?path}}"@en ; {VALIDATOR}')
    results = validated(shapes + USED.format("ex:max 4")).results
    assert [each.message for each in results] == ["more than 4: 5 of ex:p"]


@pytest.mark.parametrize("name", ["?path", "$PATH"])
def test_the_path_is_put_into_the_messages_of_queries(name: str) -> None:
    """Bug: `{?path}` stayed as it is in messages of sh:sparql and of validators."""
    query = "SELECT $this ?value WHERE { $this $PATH ?value FILTER(?value > 4) }"
    shapes = USED.format(f'sh:sparql [ sh:message "{{?value}} at {{{name}}}" ; sh:select "{query}" ]')
    assert [each.message for each in validated(shapes).results] == ["5 at ex:p"]
