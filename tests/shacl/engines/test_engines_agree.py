"""The fast engine and pySHACL on made-up graphs and shapes: equal reports, or a known error in pySHACL or rdflib."""

from __future__ import annotations

import re

from random_examples import examples
from shacl_made import graphs, schemas, shapes, sparql_targets

from adgo.shacl.engines import comparison, fast, pyshacl_engine
from adgo.shacl.inference.extension import extend
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.inferred import Inference
from adgo.turtle.reader import parse
from adgo.turtle.terms import TermTable


def made_inputs(data: str, shapes_text: str) -> Inputs:
    table = TermTable()
    return Inputs(
        table,
        [parse(data, path="data.ttl", table=table)],
        [parse(shapes_text, path="shapes.ttl", table=table)],
    )


#: Faults of pySHACL 0.40 and rdflib 7.6 that `adgo.shacl.engines.pyshacl_faults` does not explain, each with the
#: pattern of the findings that it explains.
FAULTS = {
    "rdflib orders literals that SPARQL cannot compare (a number and a date, texts with languages, an ill-formed "
    "literal), so pySHACL misses the result": (
        r"gives ([1-9]\d*) and pySHACL (\d+) .*: (LessThan|LessThanOrEquals|MinExclusive|MinInclusive|MaxExclusive"
        r"|MaxInclusive) "
    ),
    "pySHACL inverts a sequence path step by step and does not turn it round (SPARQL does: see test_property_paths)": (
        r" path (?=\S*\^)(?=\S*/\S*\^|\S*\^\S*\)/)"
    ),
}


def explained(message: str) -> str | None:
    """Return the known error in pySHACL or rdflib that explains a difference, or None."""
    return next((name for name, pattern in FAULTS.items() if re.search(pattern, message)), None)


def check(data: str, shapes_text: str, inference: Inference = "none") -> None:
    inputs = made_inputs(data, shapes_text)
    extend(inputs, inference)
    try:
        theirs = pyshacl_engine.validate(inputs)
    except ShapesError:
        return
    ours = fast.validate(inputs)
    differing = comparison.differences(ours.results, theirs.results, inputs)
    unexplained = [
        each.message for each in differing if each.check == comparison.CHECK and not explained(each.message)
    ]
    assert not unexplained, "\n".join([data, shapes_text, *unexplained])


@examples(80, 1500, graphs(), shapes())
def test_equal_reports(data: str, shapes_text: str) -> None:
    check(data, shapes_text)


@examples(15, 300, graphs(), shapes(), sparql_targets())
def test_equal_reports_for_targets_with_queries(data: str, shapes_text: str, target: str) -> None:
    check(data, f"{shapes_text}\n{target}")


@examples(25, 300, graphs(), schemas, shapes())
def test_equal_reports_on_inferred_triples(data: str, schema: str, shapes_text: str) -> None:
    check(f"{data}\n{schema}", shapes_text, "rdfs")


@examples(5, 300, graphs(), schemas, shapes(), sparql_targets())
def test_equal_reports_for_targets_on_inferred_triples(
    data: str, schema: str, shapes_text: str, target: str
) -> None:
    check(f"{data}\n{schema}", f"{shapes_text}\n{target}", "rdfs")
