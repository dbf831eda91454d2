"""Adds inferred triples to the input of a validation."""

from __future__ import annotations

from time import perf_counter

from adgo.shacl.inference import owl_rl, rdfs
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.shacl.model.inferred import Inference, InferredTriples
from adgo.shacl.model.result import Finding


def extend(inputs: Inputs, regime: Inference) -> list[Finding]:
    """Add the triples that follow from data and ontology to a validation; return findings about contradictions.

    Targets see what follows from the data, alone or together with the ontology, but not what the ontology alone
    entails: its nodes are not checked.

    Args:
        inputs: the documents, with those that they import; they are changed.
        regime: the rules: "rdfs", "owlrl" (OWL 2 RL and RDFS), or "none", which changes nothing.

    Raises:
        InferenceError: the library for OWL 2 RL is missing, or it fails.
    """
    if regime == "none":
        return []
    start, table = perf_counter(), inputs.table
    documents = [document.rows for document in [*inputs.data, *inputs.ontology]]
    rows, contradictions = _entailed(IndexedGraph(table, documents), regime)
    alone: list[Row] = []
    if inputs.ontology:
        ontology = IndexedGraph(table, [document.rows for document in inputs.ontology])
        alone, _ = _entailed(ontology, regime)
    without = frozenset(alone)
    inputs.add_inferred(InferredTriples(regime, [row for row in rows if row not in without], alone))
    inputs.seconds += perf_counter() - start
    return [_finding(text) for text in contradictions]


def _entailed(graph: IndexedGraph, regime: Inference) -> owl_rl.Conclusions:
    if regime == "rdfs":
        return owl_rl.Conclusions(rdfs.entailed(graph), [])
    found = owl_rl.entailed(graph)
    more = rdfs.entailed(IndexedGraph(graph.table, [*graph.parts, found.rows]))
    return found._replace(rows=[*found.rows, *more])


def _finding(text: str) -> Finding:
    return Finding(
        "owl-inconsistent",
        "error",
        f"the data contradict themselves by the rules of OWL 2 RL: {text}",
        remedy="correct the data or the ontology; `adgo reason --explain` names the triples",
    )
