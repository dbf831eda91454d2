"""Other tools can read the files as they are: each gets the same triples, and a merge changes nothing of theirs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import owlready2
import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize
from rdflib import Graph

from adgo.graph import files
from adgo.graph.namespaces import ADGO, BASE, ID, PREFIXES, RDF

FILES = [path for part in files.PARTS for path in files.part(part)]
#: The same as parameters; the largest take a second or more, and are read in the full run.
EACH_FILE = [
    pytest.param(path, marks=pytest.mark.full if path.stat().st_size > 90_000 else []) for path in FILES
]
TYPE = NamedNode(RDF + "type")
OWL = PREFIXES["owl"]
KINDS = {
    NamedNode(OWL + kind) for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
}

#: Terms of schema.org, PROV-O and ORG as in a user's graph, and data that use them.
THEIRS = b"""
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .

schema:Organization a rdfs:Class ; rdfs:label "Organization" ; rdfs:subClassOf schema:Thing .
schema:manufacturer a rdf:Property ; schema:domainIncludes schema:Product ; schema:rangeIncludes schema:Organization .
prov:Entity a owl:Class ; rdfs:label "Entity" .
prov:Agent a owl:Class ; owl:disjointWith prov:InstantaneousEvent .
prov:Organization a owl:Class ; rdfs:subClassOf prov:Agent .
prov:wasDerivedFrom a owl:ObjectProperty ; rdfs:domain prov:Entity ; rdfs:range prov:Entity .
org:Organization a owl:Class ; rdfs:label "Organization"@en ; rdfs:subClassOf <http://xmlns.com/foaf/0.1/Agent> .
org:FormalOrganization a owl:Class ; rdfs:subClassOf org:Organization .
<https://example.org/acme> a org:FormalOrganization , schema:Organization ; rdfs:label "Acme" .
"""


def name_of(path: Path) -> str:
    return str(path.relative_to(files.root()))


@cache
def triples(path: Path) -> list[Triple]:
    return [Triple(q.subject, q.predicate, q.object) for q in parse(path.read_bytes(), RdfFormat.TURTLE)]


def n_triples(found: Iterable[Triple]) -> bytes:
    written = serialize(found, format=RdfFormat.N_TRIPLES)
    assert written is not None
    return written


def lines_of(*command: str) -> int:
    """Return how many N-Triples a reader of the command line writes; skip if it is not installed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    run = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert run.returncode == 0, run.stderr.decode()
    return len(run.stdout.splitlines())


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_file_says_a_triple_twice(path: Path) -> None:
    found = [str(triple) for triple in triples(path)]
    assert found
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("path", EACH_FILE, ids=name_of)
def test_rdflib_reads_the_same(path: Path) -> None:
    assert len(Graph().parse(path)) == len(triples(path))


@pytest.mark.parametrize("path", EACH_FILE, ids=name_of)
def test_owlready_reads_the_same(path: Path) -> None:
    """owlready2 reads no catalog and would fetch imports from the network, so imports are left out."""
    ontology = owlready2.World().get_ontology("https://example.org/merged#")
    kept = [triple for triple in triples(path) if triple.predicate != NamedNode(OWL + "imports")]
    ontology.load(fileobj=BytesIO(n_triples(kept)))
    assert len(ontology.graph) == len(kept)
    assert ontology.base_iri.rstrip("#/") in {triple.subject.value for triple in kept}, (
        "the name in its header"
    )


@pytest.mark.parametrize("name", ["ontology/adgo.owl", "ontology/adgo.ttl", "data/adgo-all.ttl"])
def test_what_is_for_owlready_imports_nothing(name: str, tmp_path: Path) -> None:
    """The README names these for owlready2, which fetches imports from the network."""
    path = files.root() / name
    if path.suffix == ".ttl":
        (tmp_path / "file.nt").write_bytes(n_triples(list(parse(path.read_bytes(), RdfFormat.TURTLE))))
        path = tmp_path / "file.nt"
    ontology = owlready2.World().get_ontology(path.as_uri()).load()
    assert not ontology.imported_ontologies
    assert len(list(ontology.classes())) > 40


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_rapper_reads_the_same(path: Path) -> None:
    assert lines_of("rapper", "-q", "-i", "turtle", "-o", "ntriples", str(path)) == len(triples(path))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_serdi_reads_the_same(path: Path) -> None:
    assert lines_of("serdi", "-i", "turtle", "-o", "ntriples", str(path)) == len(triples(path))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_subjects_are_ours(path: Path) -> None:
    """Terms of other vocabularies are declared, and nothing else is stated about them."""
    for triple in triples(path):
        if isinstance(triple.subject, NamedNode) and not triple.subject.value.startswith(BASE):
            assert triple.predicate == TYPE, triple
            assert triple.object in KINDS, triple


@pytest.mark.parametrize("path", [path for path in FILES if "data" in path.parts], ids=name_of)
def test_data_have_no_blank_nodes(path: Path) -> None:
    assert not [triple for triple in triples(path) if isinstance(triple.subject, BlankNode)]


def test_merging_changes_nothing_of_theirs() -> None:
    before = {str(quad) for quad in parse(THEIRS, RdfFormat.TURTLE)}
    merged = Store()
    merged.load(THEIRS, RdfFormat.TURTLE)
    theirs = {quad.subject for quad in merged}
    for path in FILES:
        merged.extend(Quad(*triple) for triple in triples(path))
    added = [quad for quad in merged if quad.subject in theirs and str(quad) not in before]
    assert {quad.predicate for quad in added} <= {TYPE}
    assert {quad.object for quad in added} <= KINDS
    acme = NamedNode("https://example.org/acme")
    assert not [quad for quad in added if quad.subject == acme]


def test_their_terms_stay_of_one_kind() -> None:
    """Each term that we declare has one kind, so a merge does not pun it."""
    declared: dict[NamedNode, set[NamedNode]] = {}
    for path in files.part("ontology"):
        for triple in triples(path):
            if triple.predicate == TYPE and triple.object in KINDS:
                declared.setdefault(triple.subject, set()).add(triple.object)
    assert [term for term in declared if not term.value.startswith(BASE)]
    assert not {term: kinds for term, kinds in declared.items() if len(kinds) > 1}


# ── OWL ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def reasoned(more: str = "") -> list[Any]:
    """Return the unsatisfiable classes of the ontology with entities and facts, and of what is added in Turtle.

    Raises OwlReadyInconsistentOntologyError if the whole is inconsistent; skips if there is no Java.
    """
    java = shutil.which("java")
    if java is None:
        pytest.skip("HermiT needs Java, which is not on the PATH")
    owlready2.JAVA_EXE = java
    parts = [path for part in ("ontology", "entities", "facts") for path in files.part(part)]
    everything = [triple for path in parts for triple in triples(path)]
    prefixes = {"adgo": ADGO, "id": ID, "owl": OWL, "rdfs": PREFIXES["rdfs"]}
    header = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    added = parse(header + more, RdfFormat.TURTLE)
    everything += [Triple(quad.subject, quad.predicate, quad.object) for quad in added]
    world = owlready2.World()
    ontology = world.get_ontology("https://example.org/merged#")
    ontology.load(fileobj=BytesIO(n_triples(everything)))
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0)
    return list(world.inconsistent_classes())


@pytest.mark.full
def test_ontology_and_facts_are_consistent() -> None:
    assert reasoned() == []


@pytest.mark.full
@pytest.mark.parametrize(
    "contradiction",
    [
        "id:Momenta a adgo:Person .",
        "id:momenta-uber adgo:holdsView id:Momenta .",
        "id:qcraft-buses adgo:cityCount 27 .",
    ],
    ids=["disjoint", "range", "functional"],
)
def test_a_contradiction_is_found(contradiction: str) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reasoned(contradiction)


@pytest.mark.full
def test_an_unsatisfiable_class_is_found() -> None:
    found = reasoned("adgo:Ghost a owl:Class ; rdfs:subClassOf adgo:Firm , adgo:Person .")
    assert {each.name for each in found} - {"Nothing"} == {"Ghost"}
