"""What the README advertises for import leaves no loose end: every ADGO name in use has a label and a type."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from owlready2 import World
from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from adgo.graph import files
from adgo.graph.documents import documents, split_headers

BASE = "https://w3id.org/adgo/"

SETS = {
    "one file": ["data/adgo-all.ttl"],
    "plain facts": [
        *(f"ontology/{name}.ttl" for name in ("adgo", "lists", "levels", "standings")),
        *("data/entities.ttl", "data/facts.ttl", "data/context.ttl"),
    ],
    "facts, inferred triples and reports": [
        *(f"ontology/{name}.ttl" for name in ("adgo", "lists", "levels", "standings")),
        *("data/entities.ttl", "data/facts.ttl", "data/context.ttl", "data/inferred.ttl", "data/reports.ttl"),
    ],
}


def paths(name: str) -> list[Path]:
    return [files.root() / each for each in SETS[name]]


def loose_ends(graph: rdflib.Graph) -> list[str]:
    """Return the ADGO names in a graph that lack a label or a type, ontology documents and their versions aside."""
    links = [OWL.versionIRI, OWL.priorVersion, OWL.incompatibleWith, OWL.imports, RDFS.seeAlso]
    links += [RDFS.isDefinedBy, DCTERMS.hasPart]
    versions = {each for link in links for each in graph.objects(predicate=link)}
    used = {
        term
        for triple in graph
        for term in triple
        if isinstance(term, rdflib.URIRef) and term.startswith(BASE) and term not in versions
    }
    labels = (RDFS.label, SKOS.prefLabel, DCTERMS.title)
    return sorted(
        term
        for term in used
        if not any((term, label, None) in graph for label in labels) or (term, RDF.type, None) not in graph
    )


#: The other sets hold the plain facts and more; they are read in the full run.
EACH_SET = [pytest.param(name, marks=pytest.mark.full if name != "plain facts" else []) for name in SETS]


@pytest.mark.parametrize("name", EACH_SET)
def test_every_name_has_a_label_and_a_type(name: str) -> None:
    """Bug: the three files of the README left 201 nodes without a label and 170 without a type."""
    graph = rdflib.Graph()
    for path in paths(name):
        graph.parse(path)
    assert loose_ends(graph) == []


def test_a_loose_end_is_found() -> None:
    graph = rdflib.Graph().parse(data=f"<{BASE}id/A> <{BASE}ontology#partnersWith> <{BASE}id/B> .")
    assert len(loose_ends(graph)) == 3


@pytest.mark.parametrize("name", EACH_SET)
def test_three_readers_read_the_same(name: str, tmp_path: Path) -> None:
    """Compare the number of triples in rdflib, pyoxigraph and owlready2, which reads N-Triples only."""
    graph, store = rdflib.Graph(), Store()
    for path in paths(name):
        graph.parse(path)
        store.load(path=str(path), format=RdfFormat.TURTLE)
    assert len(graph) == len(store)
    triples = tmp_path / "set.nt"
    graph.serialize(triples, format="nt", encoding="utf-8")
    world = World()
    loaded = world.get_ontology("https://w3id.org/adgo/ontology").load(fileobj=triples.open("rb"))
    assert len(world.as_rdflib_graph()) >= len(graph)
    firm = loaded.world[BASE + "ontology#Firm"]
    assert firm is not None
    if "inferred" in name or name == "one file":
        firms = {each.iri for each in loaded.world.search(type=firm)}
        assert len(firms) == 24


def test_the_merged_file_holds_the_parts_and_no_plan() -> None:
    merged = Store()
    merged.load(path=str(files.root() / "data" / "adgo-all.ttl"))
    parts = ("ontology", "entities", "context", "facts", "inferred", "reports")
    expected = Store()
    for part in parts:
        for path in files.part(part):
            expected.load(path=str(path))
    assert {str(quad) for quad in merged} == {str(quad) for quad in expected} or not _differences(
        merged, expected
    )


def _differences(one: Store, other: Store) -> set[str]:
    """Return the triples without blank nodes that only one of the stores has, the headers of files aside."""
    named = [
        {
            str(q)
            for q in split_headers(list(store))[1]
            if isinstance(q.subject, NamedNode) and not str(q.object).startswith("_:")
        }
        for store in (one, other)
    ]
    return named[0] ^ named[1]


def test_the_merged_file_has_one_header() -> None:
    header = rdflib.Graph().parse(files.root() / "data" / "adgo-all.ttl")
    assert list(header.subjects(RDF.type, OWL.Ontology)) == [rdflib.URIRef(BASE + "graph/adgo-all")]
    parts = {path for name in files.DEFAULT_PARTS if name != "claims" for path in files.part(name)}
    named = documents()
    assert {named[str(part)] for part in header.objects(None, DCTERMS.hasPart)} == parts


def test_context_has_no_part_of_an_undertaking_that_is_not_a_fact() -> None:
    context = rdflib.Graph().parse(files.root() / "data" / "context.ttl")
    adgo = rdflib.Namespace(BASE + "ontology#")
    told = {adgo[name] for name in ("hasParty", "isUndertakenBy", "locatedIn", "automationLevel", "startsAt")}
    assert not told & set(context.predicates())
    matters = set(context.subjects(RDF.type, adgo.Matter))
    assert len(matters) >= 7
    for matter in matters:
        assert set(context.predicates(matter)) <= {RDF.type, SKOS.prefLabel}
        assert set(context.objects(matter, RDF.type)) == {adgo.Matter}
