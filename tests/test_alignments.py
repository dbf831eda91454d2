"""What follows from ontology, mappings, facts and the partners' own axioms together, and what must not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import owlrl  # comes with pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef

from adgo.graph.dataset import Dataset
from adgo.graph.files import root
from adgo.graph.namespaces import ADGO as ADGO_IRI
from adgo.graph.namespaces import BASE
from adgo.reason import input_files, reasoning
from adgo.reason.hermit import java

HERE = Path(__file__).parent
#: The axioms of each partner, an example of each kind of thing that a mapping could misplace, and a user's data.
BESIDE = sorted((HERE / "alignments").glob("*.ttl"))
PARTNERS = [path for path in BESIDE if path.stem not in ("example", "foreign")]
WANTED = sorted(Graph().parse(HERE / "inferences" / "wanted.ttl"))
WANTED_BY_OWL = sorted(Graph().parse(HERE / "inferences" / "wanted-by-owl.ttl"))
UNWANTED = sorted(Graph().parse(HERE / "inferences" / "unwanted.ttl"))
QUERIES = {path.stem: path for path in sorted((HERE / "inferences" / "unwanted").glob("*.rq"))}
ONTOLOGY = ("adgo", "lists", "levels", "standings", "deprecated", "alignments")
FACTS = ("entities", "context", "facts", "inferred")
ALIGNMENTS = root() / "ontology" / "alignments.ttl"
MATCHES = (SKOS.closeMatch, SKOS.exactMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
MAPPINGS = (RDFS.subClassOf, RDFS.subPropertyOf, *MATCHES)

ADGO = Namespace(ADGO_IRI)
EX = Namespace("https://example.org/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ORG = Namespace("http://www.w3.org/ns/org#")

Triple = tuple[URIRef, URIRef, URIRef]
#: The rules of RDFS, and those of OWL 2 RL, which take ten times as long.
SHORT, LONG = owlrl.RDFS_Semantics, owlrl.OWLRL_Semantics


def merged(rules: type, *files: Path, more: Iterable[Triple] = ()) -> Graph:
    """Return what follows from our vocabulary, the mappings, the partners' axioms, files and triples."""
    graph = Graph()
    for path in (*(root() / "ontology" / f"{name}.ttl" for name in ONTOLOGY), *PARTNERS, *files):
        graph.parse(path)
    # Nothing follows from annotations, but they are half of all triples.
    for predicate in {*graph.subjects(RDF.type, OWL.AnnotationProperty), RDFS.label, RDFS.isDefinedBy}:
        graph.remove((None, predicate, None))
    for triple in more:
        graph.add(triple)
    owlrl.DeductiveClosure(rules).expand(graph)
    return graph


@pytest.fixture(
    scope="module", params=[SHORT, pytest.param(LONG, marks=pytest.mark.full)], ids=["RDFS", "OWL"]
)
def closure(request: pytest.FixtureRequest) -> Graph:
    """Return what follows from everything together, the facts included."""
    return merged(request.param, *BESIDE, *(root() / "data" / f"{name}.ttl" for name in FACTS))


@pytest.fixture(scope="module")
def mappings() -> list[Triple]:
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


def named(triple: Triple) -> str:
    return " ".join(map(brief, triple))


@pytest.mark.parametrize("triple", WANTED, ids=named)
def test_what_should_follow_does(closure: Graph, triple: Triple) -> None:
    assert triple in closure


@pytest.mark.full
@pytest.mark.parametrize("closure", [LONG], ids=["OWL"], indirect=True)
@pytest.mark.parametrize("triple", WANTED_BY_OWL, ids=named)
def test_what_should_follow_by_owl_alone_does(closure: Graph, triple: Triple) -> None:
    assert triple in closure


@pytest.mark.parametrize("triple", UNWANTED, ids=named)
def test_what_should_not_follow_does_not(closure: Graph, triple: Triple) -> None:
    assert triple not in closure


@pytest.mark.parametrize("query", QUERIES)
def test_no_thing_becomes_what_it_cannot_be(closure: Graph, query: str) -> None:
    assert [row.asdict() for row in closure.query(QUERIES[query].read_text(encoding="utf-8"))] == []


#: For each query a triple that makes it find something.
WRONG = {
    "digests-and-names-as-texts": (ADGO.isNamed, RDFS.subPropertyOf, URIRef("https://schema.org/name")),
    "disjoint-kinds": (EX.city, RDF.type, ADGO.Organization),
    "groups-as-places-or-actors": (EX.group, ADGO.within, EX.city),
    "things-linked-to-themselves": (EX.firm, ADGO.partnersWith, EX.firm),
    "members-of-the-empty-class": (EX.firm, RDF.type, OWL.Nothing),
    "roles-and-records-as-actors": (ADGO.Role, RDFS.subClassOf, ORG.Site),
    "known-things-declared-the-same": (URIRef(BASE + "id/Momenta"), OWL.sameAs, URIRef(BASE + "id/Uber")),
    "undertakings-as-actors": (ADGO.Partnership, RDFS.subClassOf, ORG.OrganizationalCollaboration),
}


@pytest.fixture(scope="module")
def wrong() -> Graph:
    """Return what follows by RDFS from everything with every wrong triple."""
    return merged(SHORT, *BESIDE, more=WRONG.values())


@pytest.mark.full
@pytest.mark.parametrize("query", QUERIES)
def test_each_query_finds_what_is_wrong(wrong: Graph, query: str) -> None:
    assert WRONG[query] in wrong
    assert list(wrong.query(QUERIES[query].read_text(encoding="utf-8")))


@pytest.mark.full
def test_a_wrong_mapping_would_be_found(wrong: Graph) -> None:
    assert (EX.partnership, RDF.type, ORG.Organization) in wrong
    assert (EX.partnership, RDF.type, FOAF.Agent) in wrong


def test_nothing_that_is_only_planned_follows(closure: Graph) -> None:
    plans = Graph().parse(root() / "data" / "plans.ttl")
    facts = Graph().parse(root() / "data" / "facts.ttl")
    told = {triple for triple in plans if triple[1].startswith(ADGO_IRI)} - set(facts)
    assert len(told) > 20
    assert [named(triple) for triple in told if triple in closure] == []


@pytest.mark.full
def test_all_of_it_is_consistent_and_every_class_can_have_members() -> None:
    """HermiT takes two minutes for everything with the facts, so that part leaves out the two largest partners."""
    light = [path for path in BESIDE if path.stem not in ("auto", "fibo")]
    for paths, alone in ((BESIDE, True), (light, False)):
        inputs, _ = input_files.read([str(path) for path in paths], alone=alone)
        outcome = reasoning.reason(inputs, values=False)
        assert outcome.consistent
        assert outcome.unsatisfiable == []
        followed = {(each.subject, each.predicate, each.object) for each in outcome.followed}
        unwanted = {tuple(term.n3() for term in triple) for triple in UNWANTED}
        assert len(followed) > 100
        assert followed & unwanted == set()


@pytest.mark.full
def test_a_mapping_that_contradicts_a_partner_is_found(tmp_path: Path) -> None:
    java.find()
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text(f"<{ADGO.Partnership}> <{RDFS.subClassOf}> <{ADGO.Organization}> .\n", encoding="utf-8")
    inputs, _ = input_files.read([*map(str, BESIDE), str(wrong)], alone=True)
    assert not reasoning.reason(inputs, values=False).is_sound


def test_our_term_is_always_the_subject(mappings: list[Triple]) -> None:
    assert len(mappings) > 100
    for subject, _, object_ in mappings:
        assert subject.startswith(BASE), f"{subject} is not ours"
        assert not object_.startswith(BASE), f"{object_} is ours"


def test_of_their_terms_the_file_says_nothing_but_what_kind_they_are() -> None:
    for subject, predicate, _ in Graph().parse(ALIGNMENTS):
        assert str(subject).startswith(BASE) or predicate == RDF.type, f"{subject} {predicate}"


def test_every_mapped_term_of_ours_is_declared(mappings: list[Triple]) -> None:
    declared = Graph()
    for name in ("ontology/adgo.ttl", "ontology/lists.ttl", "ontology/levels.ttl", "data/entities.ttl"):
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


def test_every_mapped_term_of_theirs_is_in_its_vocabulary(mappings: list[Triple]) -> None:
    """The partners' files are made from the vocabularies themselves, so no file has a misspelt term."""
    theirs = Graph()
    for path in PARTNERS:
        theirs.parse(path)
    assert {object_ for _, _, object_ in mappings} - {RDF.Statement} <= set(theirs.subjects(RDF.type))


@pytest.mark.parametrize("path", PARTNERS, ids=lambda path: path.stem)
def test_a_partner_has_axioms_and_no_texts_and_says_where_it_is_from(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for said in (
        r"# The axioms of \S+/\S+ about",
        r"# From commit [0-9a-f]{40} of \d{4}",
        "# Licence of the source: ",
    ):
        assert re.search(said, text)
    graph = Graph().parse(path)
    assert len(graph) > 40
    texts = (RDFS.label, RDFS.comment, SKOS.definition, SKOS.prefLabel, SKOS.scopeNote, SKOS.example)
    assert not [predicate for predicate in graph.predicates() if predicate in texts]


def test_every_mapping_gives_its_reason() -> None:
    lines = ALIGNMENTS.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for line in lines
        if re.match(r"((adgo|id):\S+|   ) (rdfs|skos):", line) and not re.search(r" \. # \w.{5,}$", line)
    ]
    assert bare == []
