"""Things in Python: by any name, with claims, undertakings and where the articles differ."""

from __future__ import annotations

import pytest

import adgo
from adgo.corpus import undertakings
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import ID


@pytest.fixture(scope="module")
def graph() -> adgo.Graph:
    return adgo.load()


def test_a_thing_is_found_by_any_name(graph: adgo.Graph) -> None:
    momenta = graph.entity("momenta")
    assert (momenta.iri, momenta.label, str(momenta)) == (f"{ID}Momenta", "Momenta", "Momenta")
    with pytest.raises(LookupError, match="nearest is 'Momenta'"):
        graph.entity("Momentaa")


def test_a_planned_kind_is_not_among_the_classes(graph: adgo.Graph) -> None:
    """001 only has the Government of China prepare the rules."""
    rules = graph.entity("id:china-national-rules")
    kind, plan = (f"https://w3id.org/adgo/ontology#{name}" for name in ("RegulatoryRegime", "AnnouncedPlan"))
    assert kind not in rules.classes
    assert rules.reported_classes == {kind: [plan]}
    assert rules.summary.startswith("Announced plan: ")
    assert (graph.entity("Momenta").classes, graph.entity("Momenta").reported_classes) == (
        ["https://w3id.org/adgo/ontology#SolutionProvider"],
        {},
    )


def test_undertakings_are_those_of_the_graph_with_their_standing(graph: adgo.Graph, corpus: Corpus) -> None:
    for name in ("Momenta", "Germany", "QCraft"):
        rows = graph.entity(name).undertakings().rows
        assert [row["project"] for row in rows] == [
            each.iri for each in undertakings.of(corpus, f"{ID}{name}")
        ]
        assert all(row["standing"] for row in rows)


def test_claims_have_their_passages(graph: adgo.Graph) -> None:
    claims = graph.entity("QCraft").claims()
    assert len(claims) > 10
    assert (claims.complete, claims.dataset) == (True, adgo.query("ASK {}").dataset)
    for row in claims:
        assert row["source"]
        assert isinstance(row["passage_start"], int)


def test_disagreements_about_a_thing_are_some_of_all(graph: adgo.Graph) -> None:
    about, all_of_them = graph.conflicts("Momenta"), graph.conflicts()
    assert 0 < len(about) < len(all_of_them)
    assert all(row in all_of_them.rows for row in about)


def test_every_passage_is_checked(graph: adgo.Graph) -> None:
    assert graph.verify().errors == []


def test_a_network_has_facts_and_no_plan(graph: adgo.Graph) -> None:
    """The headquarters of QCraft in Germany is only announced."""
    network = graph.to_networkx()
    assert network.has_edge(f"{ID}Momenta", f"{ID}Uber")
    assert network.nodes[f"{ID}Momenta"]["label"] == "Momenta"
    assert not network.has_edge(f"{ID}qcraft-germany-headquarters", f"{ID}Germany")


def test_ones_own_data_answer_queries_with_labels(tmp_path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text('<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "A" ; <urn:p> 5 .')
    assert adgo.load(path).query("SELECT ?s ?o { ?s <urn:p> ?o }").rows == [
        {"s": "urn:a", "s_label": "A", "o": 5}
    ]


def test_a_literal_that_the_store_changes_is_named(tmp_path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text('<urn:a> <urn:p> "5"^^<http://www.w3.org/2001/XMLSchema#int> .')
    with pytest.warns(UserWarning, match="1 literal"):
        adgo.load(path).query("SELECT * { ?s ?p ?o }")
