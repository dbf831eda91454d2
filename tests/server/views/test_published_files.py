"""Versions and parts of the vocabulary, the JSON-LD context and compact JSON-LD, as clients get them."""

from __future__ import annotations

import hashlib
import json
import re
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from test_linkeddata import FORMATS, HTML, local, rewritten, rules

from adgo.graph import documents, files
from adgo.graph.documents import ONTOLOGY, OWL
from adgo.graph.namespaces import ADGO, BASE, GRAPH, PREFIXES

FOAF = PREFIXES["foaf"]


def followed(server, iri, accept):
    """The reply to an IRI, by the rules of w3id.org and the server's own redirects."""
    reply = server.get(quote(rewritten(iri)), Accept=accept)
    for _ in range(2):
        if reply.status == 303:
            reply = server.get(local(reply, server), Accept=accept)
    return reply


@pytest.mark.parametrize("number", documents.versions())
def test_an_issued_version_is_served_to_the_byte(everyday, number):
    """Bug: its IRI gave the vocabulary as it is today."""
    reply = everyday.get(f"/ontology/{number}", Accept="text/turtle")
    listed = (files.root() / "ontology" / "versions" / "SHA256SUMS").read_text()
    assert f"{hashlib.sha256(reply.body).hexdigest()}  {number}.ttl" in listed
    assert everyday.get(f"/ontology/{number}", Accept=HTML).type == "text/html"
    whole = {str(q) for q in parse(reply.body, RdfFormat.TURTLE) if "_:" not in str(q)}
    for accept, (_, form) in FORMATS.items():
        other = everyday.get(f"/ontology/{number}", Accept=accept)
        assert other.type == accept
        assert {str(q) for q in parse(other.body, form) if "_:" not in str(q)} == whole


def test_the_current_version_is_the_vocabulary_with_one_header(everyday):
    reply = everyday.get(f"/ontology/{documents.current()}", Accept="text/turtle")
    described, _ = documents.split_headers(list(parse(reply.body, RdfFormat.TURTLE)))
    assert {q.subject for q in described} == {NamedNode(ONTOLOGY)}
    assert documents.current() in {
        q.object.value for q in described if q.predicate.value == OWL + "versionInfo"
    }
    # Its terms are those of every part: their IRIs lead here.
    subjects = {q.subject.value for q in parse(reply.body, RdfFormat.TURTLE)}
    assert {ADGO + name for name in ("Firm", "Level4", "Asserted", "Done", "qualifier")} <= subjects


@pytest.mark.parametrize(
    "path", ["/ontology/9.9.9", "/ontology/0.1", "/ontology/levels/0.1.0", "/ontology/0.1.0/x"]
)
def test_an_unknown_version_is_404_and_the_reason_names_the_others(everyday, path):
    reply = everyday.get(path, Accept="text/turtle")
    assert (reply.status, reply.type) == (404, "application/problem+json")
    for number in (*documents.versions(), documents.current()):
        assert number in reply.json["detail"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.full if place % 6 else [])
        for place, name in enumerate([*documents.documents(), GRAPH + "facts", GRAPH + "claims"])
    ],
)
def test_the_name_of_each_document_leads_to_rdf_with_and_without_its_version(everyday, name):
    for iri in (name, f"{name}/{documents.current()}"):
        for accept in ("text/turtle", HTML):
            assert followed(everyday, iri, accept).status == 200, iri
        assert followed(everyday, iri, "text/turtle").type == "text/turtle"


def test_each_rule_of_w3id_leads_to_a_route(everyday):
    """A rule that leads nowhere, or one that another hides, shows here."""
    asked = {
        BASE + "ontology": 200,
        f"{BASE}ontology/0.1.0": 200,
        f"{BASE}ontology/levels/{documents.current()}": 200,
        f"{BASE}ontology/context": 200,
        f"{BASE}context.jsonld": 200,
        f"{BASE}adgo.owl": 200,
        f"{BASE}graph/claims/000": 200,
        f"{BASE}id/Momenta": 200,
        f"{BASE}data/facts.ttl": 200,
        f"{BASE}shapes": 200,
        f"{BASE}dataset": 200,
        BASE: 200,
    }
    used = set()
    for iri, status in asked.items():
        assert followed(everyday, iri, "text/turtle, */*;q=0.5").status == status, iri
        path = iri.removeprefix(BASE)
        used.add(next(pattern for pattern, _ in rules() if re.search(pattern, path)))
    assert used == {pattern for pattern, _ in rules()}


@pytest.mark.parametrize(
    "path", ["/context.jsonld", "/ontology/context", f"/ontology/{documents.current()}/context.jsonld"]
)
def test_the_context_is_open_to_pages_of_any_origin(everyday, path):
    reply = everyday.get(path, Origin="https://example.org")
    assert (reply.status, reply.type) == (200, "application/ld+json")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.json["@context"]["hasParty"]["@type"] == "@id"
    assert everyday.get("/ontology/0.1.0/context.jsonld").status == 404


def test_json_ld_is_compact_wherever_it_comes_from(everyday):
    """Bug: it was an array of nodes with every name in full."""
    whole = json.loads((files.root() / "ontology" / "context.jsonld").read_bytes())["@context"]
    construct = quote(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s a <{ADGO}Country> ; ?p ?o }}")
    for path in (
        *("/about/id/Momenta.jsonld", f"/sparql?query={construct}", f"/store?graph={GRAPH}facts"),
        *("/ontology", "/ontology/levels", "/.well-known/void"),
    ):
        reply = everyday.get(path, Accept="application/ld+json")
        plain = everyday.get(path.replace(".jsonld", ".nt"), Accept="application/n-triples")
        assert reply.type == "application/ld+json"
        used = reply.json["@context"]
        assert used == {name: whole.get(name, used[name]) for name in used}
        read = {str(q) for q in parse(reply.body, RdfFormat.JSON_LD) if "_:" not in str(q)}
        assert read == {str(q) for q in parse(plain.body, RdfFormat.N_TRIPLES) if "_:" not in str(q)}


def test_what_the_graph_cannot_hold_in_json_ld_is_406(everyday):
    query = quote("CONSTRUCT { ?s <urn:p> <<( ?s <urn:q> 1 )>> } WHERE { VALUES ?s { <urn:a> } }")
    reply = everyday.get(f"/sparql?query={query}", Accept="application/ld+json")
    assert reply.status == 406


def test_the_merged_vocabulary_is_rdf_xml(everyday):
    reply = everyday.get("/adgo.owl")
    assert (reply.status, reply.type) == (200, "application/rdf+xml")
    assert reply.body == (files.root() / "ontology" / "adgo.owl").read_bytes()


def test_the_description_of_the_dataset_has_no_page_and_a_browser_gets_turtle(everyday):
    assert everyday.get("/.well-known/void", Accept="text/html").type == "text/turtle"
    assert everyday.get("/.well-known/void", Accept="image/png").status == 406
    assert everyday.get("/.well-known/void?format=html").status == 406


def test_a_server_of_other_data_serves_no_version_of_this_vocabulary(people):
    assert people.get("/ontology/0.1.0").status == 404
    assert people.get("/ontology/levels").status == 404
    assert people.get("/context.jsonld").status == 200


def test_the_catalogue_has_what_dcat_asks_for_and_the_citation_says(everyday):
    """Bug: there was no publisher, creator, keyword, contact or access address."""
    void, dcat, dcterms = (
        "http://rdfs.org/ns/void#",
        "http://www.w3.org/ns/dcat#",
        "http://purl.org/dc/terms/",
    )
    quads = list(parse(everyday.get("/.well-known/void").body, RdfFormat.TURTLE))
    here = NamedNode(f"{everyday.url}.well-known/void#dataset")
    citation = (files.root() / "CITATION.cff").read_text(encoding="utf-8")
    for node in (here, NamedNode(BASE + "dataset")):
        said = {}
        for quad in quads:
            if quad.subject == node:
                said.setdefault(quad.predicate.value, set()).add(quad.object)
        names = {dcterms + "publisher", dcterms + "creator", dcterms + "title", dcterms + "license"}
        assert names | {dcat + "contactPoint", dcat + "keyword", dcat + "landingPage"} <= set(said)
        keywords = re.search(r"(?m)^keywords:\n((?:  - .+\n)+)", citation)
        assert {each.value for each in said[dcat + "keyword"]} == set(
            keywords[1].replace("  - ", "").splitlines()
        )
        [publisher] = said[dcterms + "publisher"]
        agents = {
            q.object.value for q in quads if (q.subject, q.predicate.value) == (publisher, f"{FOAF}name")
        }
        assert agents == set(re.findall(r'(?m)^  - name: "(.+)"$', citation))
    distributions = {q.object for q in quads if q.predicate.value == dcat + "distribution"}
    for each in distributions:
        links = {q.predicate.value: q.object for q in quads if q.subject == each}
        assert dcat + "accessURL" in links
        assert links.get(dcat + "downloadURL") != each
    dumps = [q.object.value for q in quads if q.predicate.value == void + "dataDump"]
    parts = [f"{GRAPH}{part}/turtle" for part in files.PARTS if part != "catalog"]
    assert sorted(dumps) == sorted([f"{everyday.url}data/adgo-all.ttl", *parts])
    for dump in dumps:
        assert (
            everyday.get("/data/adgo-all.ttl")
            if dump.startswith(everyday.url)
            else followed(everyday, dump, "text/turtle")
        ).status == 200
