"""The redirect rules for w3id.org lead from each kind of IRI, by format, to a file of that media type."""

from __future__ import annotations

import mimetypes
import re
from string import Template

import pytest

from adgo.publishing.description import FOLDER
from adgo.publishing.layout import Layout
from adgo.server.views.linkeddata import KINDS

ROOT = "https://example.org/graph"
RULES = Template((FOLDER / "w3id.htaccess").read_text(encoding="utf-8")).substitute(
    root=ROOT, kinds="|".join(KINDS)
)
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
TURTLE, JSON_LD, CSV = "text/turtle", "application/ld+json", "text/csv"
SUFFIXES = {TURTLE: "ttl", JSON_LD: "jsonld", CSV: "csv", "application/rdf+xml": "rdf", BROWSER: "html"}
LAYOUT = Layout(
    ("id/Momenta", "claim/002-34a", "passage/002-34", "source/002"),
    graphs=("graph/claims", "graph/claims/002"),
)


def redirected(path: str, accept: str) -> str:
    """Where Apache's mod_rewrite sends a path: the first rule that matches, and whose conditions hold."""
    holds = True
    for line in map(str.strip, RULES.splitlines()):
        if found := re.fullmatch(r"RewriteCond %\{HTTP_ACCEPT\} (\S+)", line):
            holds = holds and bool(re.search(found[1], accept))
        elif found := re.fullmatch(r"RewriteRule (\S+) %\{ENV:ADGO\}(\S*) \[R=30[23],L\]", line):
            if holds and (match := re.search(found[1], path)):
                return re.sub(r"\$(\d)", lambda group: match[int(group[1])], found[2]).removeprefix("/")
            holds = True
    raise AssertionError(f"no rule for {path}")


@pytest.mark.parametrize("accept", [TURTLE, JSON_LD, CSV, BROWSER])
@pytest.mark.parametrize("thing", sorted(LAYOUT.things))
def test_a_thing_leads_to_its_file_in_each_format(thing: str, accept: str) -> None:
    file = redirected(thing, accept)
    target = LAYOUT.target(f"/about/{thing}.{SUFFIXES[accept]}")
    assert target is not None
    assert file == target.file


@pytest.mark.parametrize(
    ("path", "accept", "address"),
    [
        ("", BROWSER, "/"),
        ("ontology", BROWSER, "/ontology"),
        ("ontology", TURTLE, "/ontology?format=ttl"),
        ("ontology", JSON_LD, "/ontology?format=jsonld"),
        ("ontology", "application/rdf+xml", "/ontology?format=rdf"),
        ("ontology/0.1.0", TURTLE, "/ontology/0.1.0?format=ttl"),
        ("ontology/0.1.0", BROWSER, "/ontology/0.1.0"),
        ("ontology/adgo.owl", BROWSER, "/ontology/adgo.owl"),
        ("ontology/context.jsonld", JSON_LD, "/ontology/context.jsonld"),
        ("shapes", BROWSER, "/shapes"),
        ("graph/claims", TURTLE, "/graph/claims"),
        ("graph/claims/002", BROWSER, "/graph/claims/002"),
        ("graph/claims/002/turtle", BROWSER, "/graph/claims/002"),
        ("data/adgo-all.ttl", TURTLE, "/data/adgo-all.ttl"),
        ("ontology/levels", TURTLE, "/ontology/levels?format=ttl"),
        ("dataset", TURTLE, "/dataset"),
        ("context.jsonld", JSON_LD, "/context.jsonld"),
        ("adgo.owl", BROWSER, "/adgo.owl"),
    ],
)
def test_documents_lead_to_their_files(path: str, accept: str, address: str) -> None:
    target = LAYOUT.target(address)
    assert target is not None
    assert redirected(path, accept) == target.file


def test_every_rule_names_a_file_with_a_media_type() -> None:
    mimetypes.add_type(TURTLE, ".ttl")
    files = re.findall(r"RewriteRule \S+ %\{ENV:ADGO\}/(\S+\.\w+) ", RULES)
    assert len(files) > 15
    assert {file.rpartition(".")[2] for file in files} <= {"html", "ttl", "jsonld", "csv", "rdf"}
