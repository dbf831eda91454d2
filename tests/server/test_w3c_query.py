"""The W3C suites of SPARQL 1.1 query evaluation, result formats and syntax, asked over HTTP.

All data files are graphs of one dataset; each request names its default and named graphs, as the protocol lets it.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
import w3c
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

#: What is not asked, and why. Each name is a folder or folder/test.
LEFT_OUT = {
    "entailment": "ADGO answers from what is stored: what follows is computed beforehand and stored as a graph",
    "service": "SERVICE is refused on purpose; test_every_service_query_is_refused asserts that",
    "syntax-fed": "SERVICE is refused on purpose; test_every_service_query_is_refused asserts that",
    "delete-insert": "the syntax tests of this folder are updates; test_w3c_update asks them",
}
#: Tests whose data change when they are loaded, as /sparql/differences says: the expected literal, and the stored one.
STORED_BY_VALUE = {"csv-tsv-res/csv03": ("1.0E6", "1000000")}
#: Queries that are refused with 501, because they call a function that does not exist, as /sparql/differences says.
REFUSED = {"syntax-query/test_4"}
RESULTS = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
RDF = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
SYNTAX = ("PositiveSyntaxTest11", "NegativeSyntaxTest11")


@dataclass(frozen=True)
class Case:
    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[Path, ...] = ()
    result: Path | None = None


def read_cases() -> dict[str, Case]:
    cases: dict[str, Case] = {}
    root = w3c.suite()
    for path in sorted(root.glob("*/manifest.ttl")) if root else ():
        found = w3c.manifest(path)
        for kind in (*EVALUATION, *SYNTAX):
            for test in found.of_type(kind):
                name = f"{path.parent.name}/{test.value.rpartition('#')[2]}"
                action, result = found.value(test, w3c.MF + "action"), found.value(test, w3c.MF + "result")
                if kind in SYNTAX:
                    cases[name] = Case(name, kind, w3c.file_of(action))
                    continue
                data = tuple(map(w3c.file_of, found.values(action, w3c.QT + "data")))
                named = tuple(map(w3c.file_of, found.values(action, w3c.QT + "graphData")))
                cases[name] = Case(
                    name,
                    kind,
                    w3c.file_of(found.value(action, w3c.QT + "query")),
                    data,
                    named,
                    w3c.file_of(result),
                )
    return cases


CASES = read_cases()
EXCUSED = {
    name
    for name, case in CASES.items()
    if name.partition("/")[0] in LEFT_OUT
    and (case.kind in SYNTAX or name.partition("/")[0] != "delete-insert")
}
ASKED = sorted(set(CASES) - EXCUSED)


def of_kinds(kinds):
    return [name for name in ASKED if CASES[name].kind in kinds]


needs_suite = pytest.mark.skipif(not CASES, reason="ADGO_W3C names no folder with the W3C test suites")


@pytest.fixture(scope="module")
def endpoint(start, tmp_path_factory):
    """A server whose named graphs are all the data files of the suites, each under its own address."""
    store = Store()
    for case in CASES.values():
        for path in {*case.data, *case.named}:
            graph = NamedNode(path.as_uri())
            if not store.contains_named_graph(graph):
                store.add_graph(graph)
                base = path.as_uri()
                store.load(path.read_bytes(), RDF[path.suffix], base_iri=base, to_graph=graph)
    file = tmp_path_factory.mktemp("w3c") / "all.nq"
    store.dump(str(file), RdfFormat.N_QUADS)
    return start("--data", file)


def ask(endpoint, case: Case, accept: str):
    # The queries are read with their own address as base, which the protocol has no argument for.
    query = f"BASE <{case.query.as_uri()}>\n" + case.query.read_bytes().decode()
    arguments = [("query", query)]
    if "FROM <" not in query:
        default = [path.as_uri() for path in case.data] or ["http://example.org/empty"]
        arguments += [("default-graph-uri", iri) for iri in default]
        arguments += [("named-graph-uri", path.as_uri()) for path in case.named]
    return endpoint.send(
        "POST",
        "/sparql",
        urlencode(arguments),
        Content_Type="application/x-www-form-urlencoded",
        Accept=accept,
    )


def as_dataset(rows) -> Dataset:
    """Rows as a graph, so that blank nodes may be named differently: one node a row, one edge a value."""
    store = Store()
    for row in rows:
        node = BlankNode()
        store.add(Quad(node, NamedNode("urn:row"), Literal("")))
        for name, value in row:
            store.add(Quad(node, NamedNode("urn:v:" + name), value))
    return canonical(store)


def canonical(quads) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def rows_of(results):
    names = [variable.value for variable in results.variables]
    return [[(name, row[name]) for name in names if row[name] is not None] for row in results]


def rows_of_graph(path: Path):
    """The rows of a result that is written down in RDF."""
    rs = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
    store = Store()
    store.load(path.read_bytes(), RDF[path.suffix], base_iri=path.as_uri())
    if not any(store.quads_for_pattern(None, NamedNode(rs + "resultVariable"), None)):
        return None
    rows = []
    for solution in store.quads_for_pattern(None, NamedNode(rs + "solution"), None):
        row = []
        for binding in store.quads_for_pattern(solution.object, NamedNode(rs + "binding"), None):
            name = next(
                iter(store.quads_for_pattern(binding.object, NamedNode(rs + "variable"), None))
            ).object
            value = next(iter(store.quads_for_pattern(binding.object, NamedNode(rs + "value"), None))).object
            row.append((name.value, value))
        rows.append(row)
    return rows


@needs_suite
@pytest.mark.parametrize("name", of_kinds(EVALUATION))
def test_evaluation(endpoint, name):
    case = CASES[name]
    suffix = case.result.suffix
    expected = case.result.read_bytes()
    if suffix == ".csv":
        reply = ask(endpoint, case, "text/csv")
        assert reply.status == 200, reply.text
        written, stored = STORED_BY_VALUE.get(name, ("", ""))
        assert cells(reply.text) == cells(expected.decode().replace(written, stored))
    elif suffix in RDF and (rows := rows_of_graph(case.result)) is None:
        reply = ask(endpoint, case, "application/n-triples")
        assert reply.status == 200, reply.text
        wanted = Store()
        wanted.load(expected, RDF[suffix], base_iri=case.result.as_uri())
        assert canonical(q for q in parse(reply.body, RdfFormat.N_TRIPLES)) == canonical(wanted)
    else:
        form = RESULTS.get(suffix, QueryResultsFormat.XML)
        reply = ask(endpoint, case, form.media_type)
        assert reply.status == 200, reply.text
        got = parse_query_results(reply.body, form)
        if suffix in RDF:
            assert as_dataset(rows_of(got)) == as_dataset(rows)
            return
        wanted = parse_query_results(expected, form)
        if hasattr(wanted, "variables"):
            assert {v.value for v in got.variables} == {v.value for v in wanted.variables}
            assert as_dataset(rows_of(got)) == as_dataset(rows_of(wanted))
        else:
            assert bool(got) == bool(wanted)


def cells(text: str) -> Counter:
    """Rows by column name: the order of the columns of `SELECT *` is free."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    return Counter(
        frozenset(zip(header, ["_" if c.startswith("_:") else c for c in row], strict=True)) for row in rows
    )


@needs_suite
@pytest.mark.parametrize("name", of_kinds(SYNTAX))
def test_syntax(endpoint, name):
    case = CASES[name]
    reply = ask(endpoint, Case(name, case.kind, case.query), "*/*")
    if name in REFUSED:
        assert reply.status == 501, reply.text
        assert "does not exist" in reply.json["detail"]
    elif case.kind.startswith("Positive"):
        assert reply.status == 200, reply.text
    else:
        assert reply.status == 400, reply.text
        assert reply.json["line"] >= 1


@needs_suite
@pytest.mark.parametrize("name", sorted(n for n in CASES if n.partition("/")[0] in ("service", "syntax-fed")))
def test_every_service_query_is_refused(endpoint, name):
    assert ask(endpoint, CASES[name], "*/*").status == 403


@needs_suite
def test_the_list_of_exceptions_names_tests_that_exist():
    folders = {name.partition("/")[0] for name in CASES}
    assert [
        name for name in (*LEFT_OUT, *STORED_BY_VALUE, *REFUSED) if name not in CASES and name not in folders
    ] == []
    assert len(ASKED) > 300
