"""Every IRI that ADGO mints leads somewhere, by the rules that w3id.org would follow."""

from __future__ import annotations

import http.client
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from process import PATIENCE
from pyoxigraph import NamedNode, RdfFormat, parse

import adgo.server
from adgo.graph.namespaces import ADGO, BASE, GRAPH
from adgo.server.views.linkeddata import KINDS

RULES = Path(adgo.server.__file__).parent / "w3id" / ".htaccess"
HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
FORMATS = {
    "text/turtle": ("ttl", RdfFormat.TURTLE),
    "application/n-triples": ("nt", RdfFormat.N_TRIPLES),
    "application/ld+json": ("jsonld", RdfFormat.JSON_LD),
    "application/rdf+xml": ("rdf", RdfFormat.RDF_XML),
}


@pytest.fixture(scope="module")
def minted(everyday) -> list[str]:
    """Every IRI under https://w3id.org/adgo/ that is the subject of a triple in any graph, or names a graph."""
    query = (
        "SELECT DISTINCT ?iri { { ?iri ?p ?o } UNION { GRAPH ?g { ?iri ?p ?o } } UNION { GRAPH ?iri { ?s ?p ?o } } "
        f'FILTER(ISIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}")) }}'
    )
    return sorted(row["iri"]["value"] for row in everyday.rows(query))


@cache
def rules() -> list[tuple[str, str]]:
    lines = map(str.strip, RULES.read_text().splitlines())
    found = (re.fullmatch(r"RewriteRule (\S+) %\{ENV:ADGO\}(\S*) \[R=30[23],L\]", line) for line in lines)
    return [(rule[1], rule[2]) for rule in found if rule]


def rewritten(iri: str) -> str:
    """Where the rules of the file send an IRI: its path on the server."""
    path = urlsplit(iri).path.removeprefix("/adgo/")
    for pattern, target in rules():
        if match := re.search(pattern, path):
            return re.sub(r"\$(\d)", lambda group: match[int(group[1])], target)
    raise AssertionError(f"no rule for {iri}")


def local(reply, server) -> str:
    location = reply.headers["Location"]
    assert location.startswith("/")
    return str(location)


def test_what_is_minted_is_of_known_kinds(minted):
    assert len(minted) > 300
    kinds = {iri.removeprefix(BASE).partition("/")[0].partition("#")[0] for iri in minted}
    assert kinds <= {*KINDS, "ontology", "graph", "dataset"}


def test_one_of_each_kind_leads_through_w3id_to_a_page_and_to_rdf(everyday, minted):
    by_kind = {iri.removeprefix(BASE).partition("/")[0].partition("#")[0]: iri for iri in minted}
    assert {"id", "claim", "passage", "source", "ontology", "graph"} <= set(by_kind)
    for iri in by_kind.values():
        for accept, wanted in (("text/turtle", "text/turtle"), (HTML, "text/html")):
            reply = everyday.get(quote(rewritten(iri)), Accept=accept)
            for _ in range(2):
                if reply.status == 303:
                    reply = everyday.get(local(reply, everyday), Accept=accept)
            assert reply.status == 200, (iri, reply.text)
            if "/graph/" not in iri and not iri.endswith("/dataset"):
                assert reply.type == wanted, iri
            if reply.type == "text/turtle":
                assert NamedNode(iri) in terms(reply) or "/graph/" in iri or iri.endswith("/dataset")


def terms(reply) -> set:
    quads = list(parse(reply.body, RdfFormat.TURTLE))
    return {quad.subject for quad in quads} | {quad.object for quad in quads}


@pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.full)])
def test_every_minted_iri_leads_to_its_document(everyday, minted, step):
    """One in ten in the everyday run: all of them are some thousand requests, in one connection."""
    connection = http.client.HTTPConnection(everyday.host, timeout=PATIENCE)
    for iri in minted[::step]:
        if not iri.startswith((ADGO, GRAPH)) and "/ontology" not in iri:
            connection.request("GET", quote(rewritten(iri)))
            reply = connection.getresponse()
            reply.read()
            assert (reply.status, "Accept" in reply.headers["Vary"]) == (303, True), iri
    connection.close()


@pytest.mark.parametrize("accept", FORMATS)
def test_a_thing_is_described_in_every_format(everyday, accept):
    suffix, form = FORMATS[accept]
    reply = everyday.get("/id/QCraft", Accept=accept)
    assert reply.status == 303
    assert reply.headers["Location"] == f"/about/id/QCraft.{suffix}"
    document = everyday.get(local(reply, everyday))
    assert document.type == accept
    assert NamedNode(BASE + "id/QCraft") in {quad.subject for quad in parse(document.body, form)}
    assert everyday.get("/about/id/QCraft", Accept=accept).body == document.body


@pytest.mark.parametrize("path", ["/id/QCraft", "/dataset", "/graph/claims", "/graph/facts/turtle"])
def test_a_redirect_does_not_name_the_host_of_the_request(everyday, path):
    """Fault: any Host stood in Location; a cache that ignores the host would send others there."""
    reply = everyday.get(path, Host="evil.example", Accept="text/turtle")
    assert reply.status == 303
    assert reply.headers["Location"].startswith("/")
    assert "evil.example" not in str(reply.headers)
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize(("name", "ending"), [("ttl", "ttl"), ("N-TRIPLES", "nt"), ("", "facts")])
def test_a_redirect_to_the_content_of_a_graph_keeps_the_format(everyday, name, ending):
    """Fault: the format was left out of the redirect, so the Accept header decided."""
    reply = everyday.get(f"/graph/facts?format={name}")
    assert (reply.status, reply.headers["Location"].endswith(ending)) == (303, True)


def test_html_comes_last(everyday):
    assert everyday.get("/id/QCraft", Accept="*/*").headers["Location"].endswith(".ttl")
    assert everyday.get("/id/QCraft", Accept=HTML).headers["Location"].endswith(".html")
    assert everyday.get("/id/QCraft", Accept="image/png").status == 406


def test_plans_are_not_told_as_facts(everyday):
    planned = everyday.rows(
        f"SELECT ?s ?p ?o {{ GRAPH <{GRAPH}plans> {{ ?s ?p ?o }} FILTER(ISIRI(?o)) }} LIMIT 50"
    )
    assert planned
    for row in planned:
        path = row["s"]["value"].removeprefix(BASE)
        quads = parse(everyday.get(f"/about/{quote(path)}", Accept="text/turtle").body, RdfFormat.TURTLE)
        atom = tuple(NamedNode(row[name]["value"]) for name in "spo")
        in_default = everyday.ask(f"ASK {{ {' '.join(map(str, atom))} }}").json["boolean"]
        assert in_default or atom not in {(q.subject, q.predicate, q.object) for q in quads}


@pytest.mark.parametrize(
    "path", ["/id/nobody", "/id/a%20b", "/id/%3Cscript%3E", "/claim/none", "/about/id/x.ttl"]
)
def test_what_is_not_known_is_404(everyday, path):
    reply = everyday.get(path)
    assert (reply.status, reply.type) == (404, "application/problem+json")
    page = everyday.get(path, Accept=HTML)
    assert (page.status, page.type) == (404, "text/html")
    assert "<script>" not in page.text


def test_the_public_address_rules_over_the_request(start, small):
    server = start("--public-url", "https://graph.example.org/base", "--data", small)
    assert server.get("/graph/x").headers["Location"].startswith("https://graph.example.org/base/store")
    assert (
        b"<https://graph.example.org/base/sparql>"
        in server.get("/sparql", Accept="application/n-triples").body
    )
    assert server.get("/openapi.json").json["servers"] == [{"url": "https://graph.example.org/base"}]


def test_the_vocabulary_is_had_as_page_and_rdf(everyday):
    page = everyday.get("/ontology", Accept=HTML)
    assert (page.status, page.type) == (200, "text/html")
    assert 'id="Claim"' in page.text
    triples = list(parse(everyday.get("/ontology", Accept="text/turtle").body, RdfFormat.TURTLE))
    assert NamedNode(ADGO + "Claim") in {quad.subject for quad in triples}


def test_what_the_catalogue_offers_for_download_is_had_whole(everyday):
    """Claims were at a folder that is 404, and of the vocabulary, entities and shapes a file held a part."""
    void, dcat = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#"
    offered = everyday.rows(
        f"SELECT ?url ?triples {{ GRAPH <{GRAPH}catalog> {{ ?part <{void}triples> ?triples ; "
        f"<{dcat}distribution>/<{dcat}downloadURL> ?url }} }}"
    )
    assert len(offered) == 13
    for each in offered:
        reply = everyday.get(rewritten(each["url"]["value"]))
        while reply.status == 303:
            reply = everyday.get(local(reply, everyday))
        assert reply.type == "text/turtle"
        assert len(list(parse(reply.body, RdfFormat.TURTLE))) == int(each["triples"]["value"])


def test_a_version_of_the_vocabulary_is_that_version_or_404(everyday):
    """Whatever stood behind /ontology/ got the vocabulary as it is now."""
    of = f"SELECT ?it {{ <{BASE}ontology> <http://www.w3.org/2002/07/owl#versionIRI> ?it }}"
    path = everyday.rows(of)[0]["it"]["value"].removeprefix(BASE)
    assert everyday.get(f"/{path}").type == "text/turtle"
    for accept in ("text/turtle", HTML):
        assert everyday.get(f"/{path}", Accept=accept).status == 200
        assert everyday.get("/ontology/99.0.0", Accept=accept).status == 404
        assert everyday.get("/ontology/a%20b", Accept=accept).status == 404


def test_data_files_are_had_as_they_are(everyday):
    assert everyday.get("/data/entities.ttl").type == "text/turtle"
    for path in (
        "/data/../pyproject.toml",
        "/data/%2e%2e/pyproject.toml",
        "/data/none.ttl",
        "/data//etc/passwd",
    ):
        assert everyday.get(path).status == 404


def test_a_graph_is_read_by_its_name(everyday):
    target = f"/store?graph={quote(GRAPH + 'entities', safe='')}"
    triples = list(parse(everyday.get(target).body, RdfFormat.TURTLE))
    count = everyday.rows(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}entities> {{ ?s ?p ?o }} }}")[0]["n"][
        "value"
    ]
    assert len(triples) == int(count)
    assert everyday.get("/store?graph=urn:none").status == 404
    assert everyday.get("/store?graph=relative").status == 400
    assert everyday.get("/store").status == 400
    assert everyday.send("PUT", target, "", Content_Type="text/turtle").status == 403
