"""Somebody else's graph merges with every form, and nothing in it surprises them."""

from __future__ import annotations

import shutil
from functools import cache
from io import BytesIO

import owlready2
import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse, serialize

from adgo.export import graph_files
from adgo.graph import files
from adgo.graph.namespaces import BASE, GRAPH, PREFIXES, RDF

OWL, RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
TYPE = NamedNode(RDF + "type")
#: Forms that are merged as they are, and how they are read.
MERGED = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "ttl12": RdfFormat.TURTLE,
}
#: What a stranger has: people and firms in FOAF, schema.org, PROV-O and ORG, with axioms of these vocabularies, and a
#: link to a thing of ADGO.
THEIRS = b"""
@prefix ex: <https://example.org/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix id: <https://w3id.org/adgo/id/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .

foaf:Agent a owl:Class .
foaf:Person a owl:Class ; rdfs:subClassOf foaf:Agent ; owl:disjointWith foaf:Organization .
foaf:Organization a owl:Class ; rdfs:subClassOf foaf:Agent .
foaf:knows a owl:ObjectProperty ; rdfs:domain foaf:Person ; rdfs:range foaf:Person .
foaf:name a owl:DatatypeProperty .
schema:Organization a owl:Class ; owl:equivalentClass foaf:Organization .
schema:Person a owl:Class ; owl:equivalentClass foaf:Person .
schema:worksFor a owl:ObjectProperty ; rdfs:domain schema:Person ; rdfs:range schema:Organization .
prov:Agent a owl:Class .
prov:Entity a owl:Class ; owl:disjointWith prov:Activity .
prov:Activity a owl:Class .
prov:Person a owl:Class ; rdfs:subClassOf prov:Agent .
prov:Organization a owl:Class ; rdfs:subClassOf prov:Agent .
prov:wasDerivedFrom a owl:ObjectProperty ; rdfs:domain prov:Entity ; rdfs:range prov:Entity .
prov:wasAttributedTo a owl:ObjectProperty ; rdfs:domain prov:Entity ; rdfs:range prov:Agent .
org:Organization a owl:Class ; owl:equivalentClass foaf:Organization .
org:FormalOrganization a owl:Class ; rdfs:subClassOf org:Organization .
ex:ann a foaf:Person , schema:Person , prov:Person ; foaf:name "Ann" ; schema:worksFor ex:acme ; foaf:knows _:b0 .
_:b0 a foaf:Person ; foaf:name "Bo" .
ex:acme a org:FormalOrganization , prov:Organization ; rdfs:label "Acme" ; rdfs:seeAlso id:Momenta .
ex:report a prov:Entity ; prov:wasDerivedFrom ex:interview ; prov:wasAttributedTo ex:ann .
ex:interview a prov:Entity .
"""


@cache
def content(form: str) -> bytes:
    return graph_files.FORMATS[form]()


@cache
def plain(form: str) -> frozenset[Quad]:
    return frozenset(parse(content(form), MERGED[form]))


def part(*names: str) -> set[Quad]:
    """The quads of parts of the graph, all of the default graph."""
    return {
        q for name in names for path in files.part(name) for q in parse(path.read_bytes(), RdfFormat.TURTLE)
    }


@cache
def only_planned() -> frozenset[Quad]:
    found = part("plans") - part("facts", "entities", "context", "inferred", "reports", "claims")
    assert any("qcraft-germany-headquarters" in str(each) for each in found)
    return frozenset(each for each in found if not str(each.subject).startswith(f"<{GRAPH}"))


@pytest.mark.parametrize("form", MERGED)
def test_no_plan_is_stated(form: str) -> None:
    assert not plain(form) & only_planned()


@pytest.mark.parametrize("form", MERGED)
def test_nothing_is_said_to_be_the_same_and_no_term_of_others_gets_an_axiom(form: str) -> None:
    kinds = {"Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty"}
    for quad in plain(form):
        assert quad.predicate.value not in (OWL + "sameAs", OWL + "imports")
        if isinstance(quad.subject, NamedNode) and not quad.subject.value.startswith(BASE):
            assert (quad.predicate, quad.object.value.removeprefix(OWL) in kinds) == (TYPE, True), quad


@pytest.mark.parametrize("form", ["nt", pytest.param("nq", marks=pytest.mark.full)])
def test_files_that_are_merged_as_texts_share_no_blank_node(form: str) -> None:
    """Bug: blank nodes were named b0, b1, …, as many tools do, so `cat` joined them with those of other files."""
    syntax = RdfFormat.N_QUADS
    theirs = (
        serialize(parse(THEIRS, RdfFormat.TURTLE, rename_blank_nodes=False), format=RdfFormat.N_QUADS) or b""
    )
    assert b"_:b0 " in theirs
    both, own = list(parse(theirs + content(form), syntax)), list(parse(content(form), syntax))
    names = {q.subject for q in own if isinstance(q.subject, BlankNode)}
    assert len({q.subject for q in both if isinstance(q.subject, BlankNode)}) == len(names) + 1


@pytest.mark.parametrize("form", ["nq", pytest.param("trig", marks=pytest.mark.full)])
def test_a_store_that_merges_all_graphs_can_leave_the_plans_out(form: str) -> None:
    """Of the parts, plans alone state triples that no source reports as facts."""
    syntax = RdfFormat.N_QUADS if form == "nq" else RdfFormat.TRIG
    made = graph_files.n_quads(["plans"]) if form == "nq" else graph_files.trig(["plans"])
    union = {Quad(*q.triple) for q in parse(made, syntax)}
    assert not union & only_planned()
    graphs = {str(q.graph_name) for q in parse(made, syntax)}
    assert graphs == {f"<{GRAPH}{name}>" for name in files.PARTS if name != "plans"} | {"DEFAULT"}


def test_what_is_theirs_stays_as_it_was() -> None:
    store = Store()
    store.load(THEIRS, RdfFormat.TURTLE)
    about = "SELECT ?p ?o { <https://example.org/ann> ?p ?o FILTER (isIRI(?o) || isLiteral(?o)) }"
    before = {str(row) for row in store.query(about)}  # type: ignore[union-attr]
    count = len(store)
    own = Store()
    own.extend(plain("ttl"))
    shared = sum(1 for quad in own if quad in store)
    store.extend(plain("ttl"))
    assert {str(row) for row in store.query(about)} == before  # type: ignore[union-attr]
    assert len(store) == count + len(own) - shared
    assert shared < 20  # Declarations of the kinds of terms.


@pytest.mark.full
@pytest.mark.parametrize(
    ("more", "is_consistent"),
    [("", True), ("<https://example.org/ann> a <http://xmlns.com/foaf/0.1/Organization> .", False)],
    ids=["as it is", "with a contradiction of their own"],
)
def test_their_data_stay_consistent(more: str, is_consistent: bool) -> None:
    """By HermiT, with all that can be merged."""
    owlready2.JAVA_EXE = shutil.which("java") or pytest.skip("HermiT needs Java, which is not on the PATH")
    quads = [*plain("ttl"), *parse(THEIRS, RdfFormat.TURTLE), *parse(more, RdfFormat.TURTLE)]
    world = owlready2.World()
    ontology = world.get_ontology("https://example.org/merged#")
    triples = serialize([q.triple for q in quads], format=RdfFormat.N_TRIPLES)
    ontology.load(fileobj=BytesIO(triples or b""))
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        assert not is_consistent
    else:
        assert is_consistent
        assert list(world.inconsistent_classes()) == []


@pytest.mark.full
def test_nothing_follows_about_their_things_from_our_vocabulary() -> None:
    """By OWL 2 RL rules (owlrl): the same conclusions about their things with ADGO's vocabulary as without it."""
    import owlrl
    from rdflib import BNode, Graph

    def concluded(*texts: bytes) -> set[str]:
        graph = Graph()
        for text in texts:
            graph.parse(data=text, format="turtle")
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, rdfs_closure=True).expand(graph)
        return {
            f"{s} {p} {'' if isinstance(o, BNode) else o}"
            for s, p, o in graph
            if str(s).startswith("https://example.org/") and "Thing" not in str(o)
        }

    vocabulary = [path.read_bytes() for path in files.part("ontology")]
    added = concluded(THEIRS, *vocabulary) - concluded(THEIRS)
    assert added == set()
