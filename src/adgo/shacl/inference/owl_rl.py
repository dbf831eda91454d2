"""OWL 2 RL by the library `owlrl`, which is installed with pySHACL.

It runs in a separate process: it needs rdflib, and importing rdflib changes settings of the whole process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from adgo.shacl.inference.rdfs import is_standard
from adgo.shacl.model import module_process
from adgo.shacl.model.graph import IndexedGraph, Row
from adgo.turtle.term_parts import is_iri, is_literal

if TYPE_CHECKING:
    from rdflib import Graph

#: The class of the nodes with which `owlrl` reports contradictions, and the property of their texts.
_ERRORS = "http://www.daml.org/2002/03/agents/agent-ont#"


class InferenceError(Exception):
    """The inference is not possible: a library is missing, or it fails."""


class Conclusions(NamedTuple):
    """What follows: triples, and the contradictions that `owlrl` reports."""

    rows: list[Row]
    contradictions: list[str]


def entailed(graph: IndexedGraph) -> Conclusions:
    """Return what follows from a graph, without its own triples and without those about standard vocabularies.

    Raises:
        InferenceError: `owlrl` is not installed, or it fails.
    """
    if find_spec("owlrl") is None:
        raise InferenceError("--inference owlrl needs owlrl, which is not installed (pip install owlrl)")
    triples, contradictions = _asked(graph)
    described = {graph.table.terms[subject] for subject, _, _ in graph.rows()}
    rows = [
        (graph.id(s), graph.id(p), graph.id(o))
        for s, p, o in triples
        if not is_literal(s) and is_iri(p) and (s in described or not is_standard(s))
    ]
    return Conclusions(rows, contradictions)


def _asked(graph: IndexedGraph) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the new triples and the contradictions that the process finds."""
    process = subprocess.run(
        module_process.command("adgo.shacl.inference.owl_rl"),
        input=pickle.dumps((graph.table.terms, list(graph.rows()))),
        capture_output=True,
        env=module_process.environment(),
        check=False,
    )
    if process.returncode:
        reason = process.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise InferenceError(f"owlrl fails on these data: {reason or f'exit code {process.returncode}'}")
    triples, contradictions = pickle.loads(process.stdout)
    return triples, contradictions


def main() -> None:
    """Read a graph from standard input, and write what follows from it to standard output."""
    # Anything that a library prints must not mix with the answer.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    terms, rows = pickle.load(sys.stdin.buffer)
    pickle.dump(_expanded(terms, rows), out)
    out.flush()


def _expanded(terms: list[str], rows: list[Row]) -> tuple[list[tuple[str, str, str]], list[str]]:
    from owlrl import DeductiveClosure, OWLRL_Semantics  # type: ignore[import-untyped]
    from rdflib import URIRef

    from adgo.shacl.model.rdflib_terms import from_rdflib, to_graph

    graph: Graph = to_graph(rows, terms)
    stated = set(graph)
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    reports = set(graph.subjects(None, URIRef(f"{_ERRORS}ErrorMessage")))
    texts = sorted(str(text) for text in graph.objects(None, URIRef(f"{_ERRORS}error")))
    found = (triple for triple in graph if triple not in stated and triple[0] not in reports)
    return sorted((from_rdflib(s), from_rdflib(p), from_rdflib(o)) for s, p, o in found), texts


if __name__ == "__main__":
    main()
