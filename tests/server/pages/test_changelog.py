"""The change log of the ontology's terms: what is added, changed, deprecated and removed, and what does not count."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from visited import Visit

from adgo.graph import files
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.server.pages.ontology_page import changelog, version
from adgo.server.pages.ontology_page.changelog import Log
from adgo.server.pages.ontology_page.glossary import Glossary

USED = ("adgo", "dcterms", "owl", "rdf", "rdfs", "schema", "skos", "xsd")
PREFIX = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in USED)
HEADER = f"""{PREFIX}
<https://w3id.org/adgo/ontology> a owl:Ontology ; owl:versionInfo "1.0.0" ;
    owl:versionIRI <https://w3id.org/adgo/ontology/1.0.0> ; dcterms:issued "2026-01-02"^^xsd:date .
"""
TERMS = """
adgo:Ship a owl:Class ; rdfs:label "ship"@en ; skos:definition "A vessel."@en .
adgo:sails a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:label "sails"@en ; rdfs:range adgo:Ship .
adgo:Red a adgo:Colour ; rdfs:label "red"@en .
adgo:Colour a owl:Class ; rdfs:label "colour"@en .
"""


Compare = Callable[[str, str], Log]


@pytest.fixture
def log(tmp_path: Path) -> Compare:
    """A function from the Turtle of an issued version and of the one now to the changes."""

    def read(name: str, text: str) -> Glossary:
        path = tmp_path / f"{name}.ttl"
        path.write_text(HEADER + text)
        return version.read_version(path)

    return lambda old, now: changelog.compare(read("old", old), read("now", now))


def changed(found: Log) -> dict[str, list[tuple[str, list[str], list[str]]]]:
    return {
        it.removeprefix(ADGO): [
            (each.part, [t.value for t in each.before], [t.value for t in each.now]) for each in changes
        ]
        for it, changes in found.changed.items()
    }


def untouched(found: Log) -> bool:
    """Whether every term stays."""
    return not any((found.added, found.deprecated, found.removed))


def test_the_same_terms_have_no_change(log: Compare) -> None:
    found = log(TERMS, TERMS)
    assert (found.version, found.issued) == ("1.0.0", "2026-01-02")
    assert untouched(found)
    assert not found.changed


@pytest.mark.parametrize(
    "addition",
    [
        'adgo:Ship skos:example "The Golden Hind."@en .',
        "adgo:Ship rdfs:subClassOf schema:Vehicle .",
        "adgo:sails schema:domainIncludes adgo:Ship .",
        "adgo:Red a owl:NamedIndividual .",
        "adgo:Ship rdfs:isDefinedBy <https://w3id.org/adgo/ontology> .",
    ],
)
def test_what_leaves_the_meaning_as_it_is_does_not_count(log: Compare, addition: str) -> None:
    found = log(TERMS, TERMS + addition)
    assert untouched(found)
    assert not found.changed


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"A vessel."@en', '"A large vessel."@en', {"Ship": [("definition", ["A vessel."], ["A large vessel."])]}),
        ('"ship"@en', '"vessel"@en', {"Ship": [("label", ["ship"], ["vessel"])]}),
        (" , owl:TransitiveProperty", "", {"sails": [("type", [PREFIXES["owl"] + "TransitiveProperty"], [])]}),
        (" ; rdfs:range adgo:Ship", "", {"sails": [("range", [ADGO + "Ship"], [])]}),
        (" ; rdfs:range adgo:Ship", " ; rdfs:range adgo:Red",
         {"sails": [("range", [ADGO + "Ship"], [ADGO + "Red"])]}),
        ("adgo:Red a adgo:Colour", "adgo:Red a adgo:Ship", {"Red": [("type", [ADGO + "Colour"], [ADGO + "Ship"])]}),
        ("adgo:Ship a owl:Class", "adgo:Ship a owl:Class ; rdfs:subClassOf adgo:Colour",
         {"Ship": [("class above", [], [ADGO + "Colour"])]}),
    ],
)  # fmt: skip
def test_a_change_says_what_was_and_what_is(log: Compare, old: str, new: str, expected: object) -> None:
    assert old in TERMS
    found = log(TERMS, TERMS.replace(old, new))
    assert changed(found) == expected
    assert untouched(found)


def test_terms_are_added_deprecated_and_removed(log: Compare) -> None:
    now = TERMS.replace('adgo:Red a adgo:Colour ; rdfs:label "red"@en .', "adgo:Blue a adgo:Colour .")
    found = log(TERMS, now + "adgo:sails owl:deprecated true ; dcterms:isReplacedBy adgo:rows .")
    assert found.added == {"": [ADGO + "Blue"]}
    assert found.removed == [ADGO + "Red"]
    assert found.deprecated == [ADGO + "sails"]
    assert not found.changed


def test_what_was_deprecated_before_is_not_deprecated_since(log: Compare) -> None:
    terms = TERMS + "adgo:sails owl:deprecated true ."
    assert not log(terms, terms).deprecated


def test_the_page_lists_the_terms_that_are_not_in_the_file_of_each_version(visit: Visit) -> None:
    section = visit("/ontology").html.partition('id="change-log"')[2]
    terms: set[str] = set()
    for path in (files.root() / "ontology").glob("*.ttl"):
        terms |= names(path)
    versions = sorted((files.root() / "ontology" / "versions").glob("*.ttl"))
    assert versions
    for path in versions:
        part = re.search(rf'id="since-{re.escape(path.stem)}">(.*?)</section>', section, re.DOTALL)
        assert part
        old = names(path)
        numbers = re.findall(r"<dt>(\d+) (added|deprecated|removed)</dt>", part[1])
        counts = {word: int(number) for number, word in numbers}
        deprecated = names(files.root() / "ontology" / "deprecated.ttl") & old
        assert counts.get("added", 0) == len(terms - old)
        assert counts.get("removed", 0) == len(old - terms)
        assert counts.get("deprecated", 0) == len(deprecated)
        linked = set(re.findall(r'href="#(\w+)"', part[1]))
        assert terms - old <= linked


def names(path: Path) -> set[str]:
    """The terms that a file says anything of."""
    return {
        quad.subject.value.removeprefix(ADGO)
        for quad in parse(path.read_bytes(), RdfFormat.TURTLE)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ADGO)
    }


def test_terms_with_the_same_label_are_listed_with_their_names(visit: Visit) -> None:
    """Bug: the list of added terms read "standing, standing": a class, and a property."""
    log = visit("/ontology").html.partition('id="change-log"')[2]
    for name in ("Standing", "standing"):
        assert re.search(rf'<a href="#{name}">[^<]*</a> <code>adgo:{name}</code>', log), name
