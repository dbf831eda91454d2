"""`--inference`: the shapes see what follows from data and ontology."""

from __future__ import annotations

import pytest
from shacl_documents import made

from adgo.shacl.engines import comparison, pyshacl_engine, pyshacl_process
from adgo.shacl.inference.extension import extend
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.inferred import Inference
from adgo.shacl.reporting.report import Report
from adgo.shacl.validation import validate

NO_P = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 0 ] ."
SUBPROPERTY = "ex:q rdfs:subPropertyOf ex:p .\nex:x a ex:A ; ex:q 1 ."
RDFS_AND_MORE: list[Inference] = ["rdfs", "owlrl"]


def report(inputs: Inputs, regime: Inference) -> Report:
    """Return the report of the fast engine, on which pySHACL has to agree."""
    findings = extend(inputs, regime)
    found = validate(inputs)
    found.findings[:0] = findings
    assert not comparison.differences(found.results, pyshacl_engine.validate(inputs).results)
    return found


def test_nothing_is_inferred_by_default() -> None:
    assert report(made(SUBPROPERTY, NO_P), "none").conforms


@pytest.mark.parametrize("regime", RDFS_AND_MORE)
def test_an_inferred_value_is_a_violation_at_its_focus_node(regime: Inference) -> None:
    """The prefixes stand on six lines; ex:x is the first token of the eighth."""
    found = report(made(SUBPROPERTY, NO_P), regime)
    (result,) = found.results
    assert (result.line, result.column) == (8, 1)
    assert result.message.endswith("(inferred)")
    assert found.triples == 3


def test_an_inferred_value_is_shown_at_the_stated_one() -> None:
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ."
    (result,) = report(made(SUBPROPERTY, shape), "rdfs").results
    assert (result.line, result.column) == (8, 20)
    assert result.message.endswith("(inferred)")


def test_a_stated_value_is_not_called_inferred() -> None:
    (result,) = report(made("ex:x a ex:A ; ex:p 1 .", NO_P), "rdfs").results
    assert not result.message.endswith("(inferred)")


def test_an_inferred_type_makes_a_focus_node() -> None:
    """The domain of ex:q is ex:A: so ex:x has the type that the target asks for."""
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:nodeKind sh:BlankNode ."
    (result,) = report(made("ex:q rdfs:domain ex:A .\nex:x ex:q 1 .", shape), "rdfs").results
    assert result.focus == "<http://example.org/x>"


def test_targets_do_not_see_what_the_ontology_alone_entails() -> None:
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:nodeKind sh:BlankNode ."
    ontology = "ex:q rdfs:domain ex:A . ex:other ex:q 1 ."
    found = report(made("ex:x ex:q 1 .", shape, ontology), "rdfs")
    assert [result.focus for result in found.results] == ["<http://example.org/x>"]


def test_terms_of_rdf_are_not_checked_by_surprise() -> None:
    shape = "ex:S a sh:NodeShape ; sh:targetClass rdf:Property ; sh:nodeKind sh:BlankNode ."
    found = report(made("ex:x a ex:A ; ex:q 1 .", shape), "rdfs")
    assert [result.focus for result in found.results] == ["<http://example.org/q>"]


def test_the_shapes_graph_is_not_extended() -> None:
    """A shapes graph is read as it is, also if the data stand in the same file."""
    inputs = made(SUBPROPERTY, NO_P)
    together = Inputs(inputs.table, [*inputs.data, *inputs.shapes], [*inputs.data, *inputs.shapes])
    extend(together, "rdfs")
    assert together.shapes_graph.size < together.data_graph.size


def test_rules_of_owl() -> None:
    """prp-inv1 and prp-symp of OWL 2 RL, and rdfs4, which OWL 2 RL does not have."""
    data = "ex:p owl:inverseOf ex:q . ex:a ex:p ex:b ."
    shape = """ex:S sh:targetSubjectsOf ex:q ; sh:property [ sh:path ex:q ; sh:maxCount 0 ] .
        ex:T sh:targetNode ex:a ; sh:class rdfs:Resource ."""
    found = report(made(data, shape), "owlrl")
    assert [(result.focus, result.component_name) for result in found.results] == [
        ("<http://example.org/b>", "MaxCount")
    ]


def test_a_contradiction_is_an_error() -> None:
    """cax-dw of OWL 2 RL: a node in two disjoint classes."""
    found = report(made("ex:A owl:disjointWith ex:B . ex:x a ex:A , ex:B .", NO_P), "owlrl")
    assert found.has("owl-inconsistent")


def test_pyshacl_gets_the_same_graph() -> None:
    inputs = made(SUBPROPERTY, NO_P, "ex:A rdfs:subClassOf ex:B .")
    extend(inputs, "rdfs")
    assert len(pyshacl_process.validate(inputs).results) == 1
