"""The W3C SHACL test suite: its tests, their expected reports, and the reports of an engine."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF
from rdflib.term import BNode, Node

from adgo.shacl import inputs
from adgo.shacl.engines.outcome import EngineOutcome
from adgo.shacl.model.rdflib_terms import to_graph, to_rdflib
from adgo.turtle.reader import read_file

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SH = Namespace("http://www.w3.org/ns/shacl#")
OPERATORS = (SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)


@dataclass(frozen=True)
class Case:
    """One entry: the files and the expected results; None if a failure is expected."""

    name: str
    data: Path
    shapes: Path
    expected: Counter[tuple[str, ...]] | None
    conforms: bool = True

    def inputs(self) -> inputs.Inputs:
        """Return the documents of the test."""
        return inputs.read([self.data], [self.shapes])


def cases(root: Path) -> list[Case]:
    """Return every test in the files of a folder, including the file that no manifest names."""
    return [case for file in sorted(root.rglob("*.ttl")) for case in _cases_of(file)]


def _cases_of(place: Path) -> list[Case]:
    document = read_file(place, base=place.as_uri())
    graph = to_graph(document.rows, document.table.terms)
    return [
        _case(graph, entry)
        for entries in graph.objects(None, MF.entries)
        for entry in Collection(graph, entries)
    ]


def _case(graph: Graph, entry: Node) -> Case:
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    files = (
        Path(unquote(urlparse(str(graph.value(action, part))).path))
        for part in (SHT.dataGraph, SHT.shapesGraph)
    )
    name = str(entry).split("/shacl/", 1)[1]
    if result == SHT.Failure:
        return Case(name, *files, None)
    expected: Counter[tuple[str, ...]] = Counter()
    for node in graph.objects(result, SH.result):
        expected[
            _term(graph.value(node, SH.focusNode)),
            _path(graph, graph.value(node, SH.resultPath)),
            _term(graph.value(node, SH.value)),
            _term(graph.value(node, SH.resultSeverity)),
            _term(graph.value(node, SH.sourceConstraintComponent)),
            _term(graph.value(node, SH.sourceShape)),
        ] += 1
    return Case(name, *files, expected, bool(graph.value(result, SH.conforms).toPython()))


def _term(node: Node | None) -> str:
    if node is None or isinstance(node, BNode):
        return "" if node is None else "_:"
    if isinstance(node, Literal):
        return f'"{node}"@{node.language or ""}^^{node.datatype or ""}'
    return f"<{node}>"


def _path(graph: Graph, node: Node | None) -> str:
    if node is None or isinstance(node, URIRef):
        return _term(node)
    if graph.value(node, RDF.first) is not None:
        return f"({' '.join(_path(graph, each) for each in Collection(graph, node))})"
    return " ".join(
        f"[{operator} {_path(graph, value)}]"
        for operator in OPERATORS
        for value in graph.objects(node, operator)
    )


def summarised(case: Case, outcome: EngineOutcome) -> Counter[tuple[str, ...]]:
    """Return the results of an engine in the form of the expected results."""
    documents = case.inputs()
    shapes = to_graph(documents.shapes_graph.rows(), documents.table.terms)

    def term(text: str | None) -> str:
        return _term(to_rdflib(text)) if text else ""

    return Counter(
        (
            term(result.focus),
            _path(shapes, to_rdflib(result.path_node)) if result.path_node else "",
            term(result.value),
            term(result.severity_term),
            f"<{result.component}>",
            term(result.source_shape),
        )
        for result in outcome.results
    )
