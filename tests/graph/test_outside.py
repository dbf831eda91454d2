"""Records of other pages are separate: each names its page, and none of them is a fact of the articles."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, parse

from adgo.graph import files
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO, BASE, GRAPH, PREFIXES

DCTERMS = PREFIXES["dcterms"]
TYPE = NamedNode(PREFIXES["rdf"] + "type")
RECORD = NamedNode(ADGO + "OutsideRecord")
EXACTLY_ONE = (ADGO + "subject", ADGO + "predicate", ADGO + "object", DCTERMS + "source", ADGO + "seenOn")


@pytest.fixture(scope="module")
def outside() -> Store:
    """Return the outside graph alone, read from its file."""
    store = Store()
    for path in files.part("outside"):
        store.extend(Quad(t.subject, t.predicate, t.object) for t in parse(path=path))
    return store


@pytest.fixture(scope="module")
def records(outside: Store) -> list[NamedNode]:
    """Return the records."""
    found = (quad.subject for quad in outside.quads_for_pattern(None, TYPE, RECORD))
    return [record for record in found if isinstance(record, NamedNode)]


def values(store: Store, subject: object, predicate: str) -> list[object]:
    return [quad.object for quad in store.quads_for_pattern(subject, NamedNode(predicate), None)]


def test_each_record_is_one_atom_with_one_page_and_one_day(outside: Store, records: list[NamedNode]) -> None:
    assert len(records) > 50
    for record in records:
        assert record.value.startswith(PREFIXES["outside"])
        for predicate in EXACTLY_ONE:
            assert len(values(outside, record, predicate)) == 1, f"{record} {predicate}"
        page, seen = (
            values(outside, record, DCTERMS + "source")[0],
            values(outside, record, ADGO + "seenOn")[0],
        )
        assert isinstance(page, NamedNode)
        assert page.value.startswith(("https://", "http://"))
        assert not page.value.startswith(BASE)
        assert isinstance(seen, Literal)
        assert seen.datatype == NamedNode(PREFIXES["xsd"] + "date")


def test_the_things_and_properties_of_each_record_are_known(
    outside: Store, records: list[NamedNode], packaged: Dataset
) -> None:
    borrowed = {PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "seeAlso"}
    for record in records:
        for role in ("subject", "predicate", "object"):
            term = values(outside, record, ADGO + role)[0]
            if not isinstance(term, NamedNode) or term.value in borrowed:
                continue
            if role == "object" and not term.value.startswith(BASE):
                continue
            known = any(packaged.store.quads_for_pattern(term, None, None, None))
            assert known, f"{record} speaks of {term}, of which nothing is said"


def test_no_claim_hides_among_the_records(outside: Store) -> None:
    predicates = {quad.predicate.value for quad in outside}
    assert not predicates & {ADGO + local for local in ("tells", "passage", "attribution", "speaker")}


def test_no_record_is_in_the_default_graph(packaged: Dataset) -> None:
    graphs = {quad.graph_name for quad in packaged.store.quads_for_pattern(None, TYPE, RECORD)}
    assert graphs == {NamedNode(GRAPH + "outside")}


def test_no_record_is_a_fact_unless_an_article_says_the_same(
    outside: Store, records: list[NamedNode], packaged: Dataset
) -> None:
    rows = packaged.store.query(
        "SELECT ?s ?p ?o { ?claim a adgo:Claim ; adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o }",
        prefixes=dict(PREFIXES),
    )
    assert isinstance(rows, QuerySolutions)
    told = {(row["s"], row["p"], row["o"]) for row in rows}
    for record in records:
        atom = tuple(values(outside, record, ADGO + role)[0] for role in ("subject", "predicate", "object"))
        if atom not in told:
            assert not any(packaged.store.quads_for_pattern(*atom, DefaultGraph())), f"{record} became a fact"


def test_no_file_but_its_own_fills_the_graph() -> None:
    assert [path.name for path in files.part("outside")] == ["outside.ttl"]
    assert "outside" not in files.DEFAULT_PARTS
