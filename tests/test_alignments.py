"""What follows from the mappings to other vocabularies, and what must not."""

from __future__ import annotations

import re
from pathlib import Path

import owlrl  # comes with pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from adgo.graph.dataset import Dataset
from adgo.graph.files import root
from adgo.graph.namespaces import ADGO as ADGO_IRI
from adgo.graph.namespaces import BASE

STUBS = Path(__file__).parent / "alignments"
ALIGNMENTS = root() / "ontology" / "alignments.ttl"
MATCHES = (SKOS.closeMatch, SKOS.exactMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
MAPPINGS = (RDFS.subClassOf, RDFS.subPropertyOf, *MATCHES)

ADGO = Namespace(ADGO_IRI)
AUTO = Namespace("https://spec.edmcouncil.org/auto/ontology/AV/VehicleAutomationLevels/")
EX = Namespace("https://example.org/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
GIST = Namespace("https://w3id.org/semanticarts/ns/ontology/gist/")
LEGAL_ENTITY = URIRef("https://www.omg.org/spec/Commons/Organizations/LegalEntity")
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")

WANTED = [
    (EX.firm, RDF.type, ORG.FormalOrganization),
    (EX.firm, RDF.type, ORG.Organization),
    (EX.firm, RDF.type, PROV.Agent),
    (EX.firm, RDF.type, GIST.Organization),
    (EX.body, RDF.type, SCHEMA.GovernmentOrganization),
    (EX.person, RDF.type, PROV.Agent),
    (EX.person, RDF.type, SCHEMA.Person),
    (EX.city, RDF.type, PROV.Location),
    (EX.city, RDF.type, SCHEMA.AdministrativeArea),
    (EX.city, GIST.isGeoContainedIn, EX.country),
    (EX.city, SCHEMA.containedInPlace, EX.country),
    (EX.model, SCHEMA.manufacturer, EX.firm),
    (EX.partnership, RDF.type, GIST.Agreement),
    (EX.partnership, RDF.type, GIST.Intention),
    (EX.partnership, GIST.hasParticipant, EX.firm),
    (EX.site, GIST.hasParticipant, EX.firm),
    (EX.supply, GIST.hasGiver, EX.firm),
    (EX.supply, GIST.hasRecipient, EX.group),
    (EX.event, RDF.type, SCHEMA.Event),
    (EX.source, RDF.type, SCHEMA.CreativeWork),
    (EX.claim, PROV.wasDerivedFrom, EX.passage),
    (EX.claim, RDF.type, PROV.Entity),
    (EX.inference, PROV.wasDerivedFrom, EX.claim),
    (ADGO.Level4, RDF.type, GIST.Category),
]

UNWANTED = [
    (EX.partnership, RDF.type, ORG.Organization),
    (EX.partnership, RDF.type, ORG.OrganizationalCollaboration),
    (EX.partnership, RDF.type, PROV.Agent),
    (EX.partnership, RDF.type, FOAF.Agent),
    (EX.partnership, RDF.type, GIST.Organization),
    (EX.partnership, RDF.type, SCHEMA.Organization),
    (EX.partnership, RDF.type, LEGAL_ENTITY),
    (EX.partnership, RDF.type, PROV.Activity),
    (EX.partnership, GIST.hasParty, EX.group),
    (EX.group, RDF.type, PROV.Agent),
    (EX.group, RDF.type, GIST.Organization),
    (EX.group, RDF.type, GIST.Person),
    (EX.role, RDF.type, ORG.Post),
    (EX.role, RDF.type, ORG.Membership),
    (EX.city, RDF.type, ORG.Site),
    (EX.site, RDF.type, ORG.Site),
    (EX.site, RDF.type, PROV.Activity),
    (EX.requirement, RDF.type, GIST.Requirement),
    (EX.indicator, GIST.occursIn, EX.country),
    (EX.claim, PROV.hadPrimarySource, EX.passage),
    (EX.claim, PROV.wasAttributedTo, EX.person),
    (EX.firm, RDF.type, PROV.Entity),
    (ADGO.Level1, RDF.type, AUTO.DriverAssistance),
    (ADGO.Level4, RDF.type, AUTO.HighDrivingAutomation),
]


def merged(*more: tuple[URIRef, URIRef, URIRef]) -> Graph:
    """Return the RDFS closure of our vocabulary, the mappings, the stubs, the example and further triples."""
    graph = Graph()
    for name in ("adgo.ttl", "levels.ttl", "alignments.ttl"):
        graph.parse(root() / "ontology" / name)
    for stub in STUBS.glob("*.ttl"):
        graph.parse(stub)
    for triple in more:
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.RDFS_Semantics).expand(graph)
    return graph


@pytest.fixture(scope="module")
def closure() -> Graph:
    """Return what follows from everything together."""
    return merged()


@pytest.fixture(scope="module")
def mappings() -> list[tuple[URIRef, URIRef, URIRef]]:
    """Return the mappings alone, without declarations."""
    graph = Graph().parse(ALIGNMENTS)
    return [
        (subject, predicate, object_)
        for subject, predicate, object_ in graph
        if isinstance(subject, URIRef) and isinstance(predicate, URIRef) and isinstance(object_, URIRef)
        if predicate in MAPPINGS
    ]


def brief(value: object) -> str:
    """Return the last part of an IRI, to name a case."""
    return re.split(r"[/#]", str(value))[-1]


@pytest.mark.parametrize("triple", WANTED, ids=lambda triple: " ".join(map(brief, triple)))
def test_what_should_follow_does(closure: Graph, triple: tuple[URIRef, URIRef, URIRef]) -> None:
    assert triple in closure


@pytest.mark.parametrize("triple", UNWANTED, ids=lambda triple: " ".join(map(brief, triple)))
def test_what_should_not_follow_does_not(closure: Graph, triple: tuple[URIRef, URIRef, URIRef]) -> None:
    assert triple not in closure


def test_a_digest_is_no_description_and_a_printed_name_no_label(closure: Graph) -> None:
    assert not list(closure.objects(EX.source, SCHEMA.description))
    assert not list(closure.objects(EX.firm, RDFS.label))


def test_a_wrong_mapping_would_be_found() -> None:
    false_friend = merged((ADGO.Partnership, RDFS.subClassOf, ORG.OrganizationalCollaboration))
    assert (EX.partnership, RDF.type, ORG.Organization) in false_friend
    assert (EX.partnership, RDF.type, FOAF.Agent) in false_friend


def test_our_term_is_always_the_subject(mappings: list[tuple[URIRef, URIRef, URIRef]]) -> None:
    assert len(mappings) > 60
    for subject, _, object_ in mappings:
        assert subject.startswith(BASE), f"{subject} is not ours"
        assert not object_.startswith(BASE), f"{object_} is ours"


def test_of_their_terms_the_file_says_nothing_but_what_kind_they_are() -> None:
    for subject, predicate, _ in Graph().parse(ALIGNMENTS):
        assert str(subject).startswith(BASE) or predicate == RDF.type, f"{subject} {predicate}"


def test_every_mapped_term_of_ours_is_declared(mappings: list[tuple[URIRef, URIRef, URIRef]]) -> None:
    declared = Graph()
    for name in ("ontology/adgo.ttl", "ontology/levels.ttl", "data/entities.ttl"):
        declared.parse(root() / name)
    assert {subject for subject, _, _ in mappings} <= set(declared.subjects())


def test_no_undertaking_of_the_packaged_graph_becomes_an_organization(packaged: Dataset) -> None:
    kinds = "SELECT DISTINCT ?thing WHERE {{ ?thing rdf:type/rdfs:subClassOf* {} }}"
    prefixes = {"adgo": str(ADGO), "org": str(ORG), "rdf": str(RDF), "rdfs": str(RDFS)}

    def things(kind: str) -> set[str]:
        solutions = packaged.store.query(kinds.format(kind), prefixes=prefixes)
        return {str(solution["thing"]) for solution in solutions}

    organizations, undertakings = things("org:Organization"), things("adgo:Undertaking")
    assert f"<{BASE}id/Momenta>" in organizations
    assert f"<{BASE}id/volkswagen-xpeng>" in undertakings
    assert not organizations & undertakings


def test_every_mapped_term_of_theirs_stands_in_a_stub(mappings: list[tuple[URIRef, URIRef, URIRef]]) -> None:
    stubs = Graph()
    for stub in STUBS.glob("*.ttl"):
        stubs.parse(stub)
    assert {object_ for _, _, object_ in mappings} - {RDF.Statement} <= set(stubs.subjects(RDF.type))


def test_every_mapping_gives_its_reason() -> None:
    lines = ALIGNMENTS.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for line in lines
        if re.match(r"(adgo|id):\S+ (rdfs|skos):", line) and not re.search(r" \. # \w.{5,}$", line)
    ]
    assert bare == []


def test_nothing_falls_into_two_classes_that_exclude_each_other(closure: Graph) -> None:
    pairs = set(closure.subject_objects(OWL.disjointWith))
    assert (ORG.Organization, ORG.Site) in pairs
    both = [
        (thing, a, b)
        for a, b in pairs
        for thing in closure.subjects(RDF.type, a)
        if (thing, RDF.type, b) in closure
    ]
    assert both == []
