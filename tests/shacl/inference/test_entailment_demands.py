"""`sh:entailment`: a regime that the run does not apply is a failure (SHACL 1.5)."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.inference.extension import extend
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.inferred import Inference
from adgo.shacl.reporting.error_places import place_of_error
from adgo.shacl.validation import Engine, validate

DATA = "ex:q rdfs:subPropertyOf ex:p .\nex:x a ex:A ; ex:q 1 ."
NO_P = "\nex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 0 ] ."
REGIME = "ex:shapes sh:entailment <http://www.w3.org/ns/{}> ."


def shapes(regime: str) -> str:
    return REGIME.format(regime) + NO_P


@pytest.mark.parametrize("engine", ["fast", "pyshacl", "both"])
def test_no_inference_is_a_failure_at_the_triple(engine: Engine) -> None:
    """The run said `conforms` with every engine. The value is the third token of the seventh line."""
    inputs = made(DATA, shapes("entailment/RDFS"))
    with pytest.raises(ShapesError, match="--inference rdfs") as error:
        validate(inputs, engine)
    place = place_of_error(inputs, error.value)
    assert place is not None
    assert (place.file, place.line, place.column) == ("shapes.ttl", 7, 25)


@pytest.mark.parametrize(
    ("regime", "given"),
    [
        ("entailment/RDFS", "rdfs"),
        ("entailment/RDFS", "owlrl"),
        ("entailment/Simple", "none"),
        ("owl-profile/RL", "owlrl"),
    ],
)
def test_the_inference_meets_the_demand(regime: str, given: Inference) -> None:
    inputs = made(DATA, shapes(regime))
    extend(inputs, given)
    assert validate(inputs).conforms is (given == "none")


@pytest.mark.parametrize("given", ["none", "rdfs", pytest.param("owlrl", marks=pytest.mark.full)])
@pytest.mark.parametrize("regime", ["entailment/D", "entailment/RIF", "entailment/OWL-Direct", "elsewhere"])
def test_other_regimes_are_always_a_failure(regime: str, given: Inference) -> None:
    inputs = made(DATA, shapes(regime))
    extend(inputs, given)
    with pytest.raises(ShapesError, match="not supported"):
        validate(inputs)


def test_going_on_reports_the_demand() -> None:
    report = validate(made(DATA, shapes("entailment/RDFS")), keep_going=True)
    assert any("--inference rdfs" in finding.message for finding in report.findings)
