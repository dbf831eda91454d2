"""Compact JSON-LD says the same as the triples it was made of, to every reader, and is explained by ADGO's context."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse
from rdflib.compare import isomorphic

from adgo.graph import documents, files, jsonld
from adgo.graph.namespaces import ADGO, GRAPH, ID, PREFIXES, RDF, XSD

S, P = NamedNode("urn:s"), NamedNode("urn:p")
PARTY, LABEL = NamedNode(ADGO + "hasParty"), NamedNode(PREFIXES["skos"] + "prefLabel")
FIRM = NamedNode(ID + "Momenta")


def written(triples: list[Triple]) -> bytes:
    file = io.BytesIO()
    jsonld.write(triples, file)
    return file.getvalue()


def node(*triples: Triple) -> dict[str, Any]:
    """Return the only node object of the triples as JSON-LD."""
    [found] = json.loads(written(list(triples)))["@graph"]
    return dict(found)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader uses it
@pytest.mark.parametrize(
    "name",
    [
        # The largest take seconds each; those that are left are of the same kinds.
        pytest.param(name, marks=pytest.mark.full if path.stat().st_size > 90_000 else [])
        for name, path in documents.documents().items()
    ],
)
def test_rdflib_and_the_store_read_what_was_written(name: str) -> None:
    path = documents.documents()[name]
    triples = [quad.triple for quad in parse(path.read_bytes(), RdfFormat.TURTLE)]
    content = written(triples)
    read = rdflib.Graph().parse(data=content, format="json-ld")
    assert len(read) == len(set(triples))
    # Matching thousands of blank nodes would take minutes.
    if "/shapes/" not in name and name != GRAPH + "adgo-all":
        assert isomorphic(read, rdflib.Graph().parse(path))
    back = [quad.triple for quad in parse(content, RdfFormat.JSON_LD)]
    assert {t for t in back if "_:" not in str(t)} == {t for t in triples if "_:" not in str(t)}


AWKWARD = [
    *(Literal(""), Literal('quotes " and \\ and \n'), Literal("plain"), Literal("tagged", language="de")),
    *(Literal("tagged", language="en"), Literal("7", datatype=NamedNode(XSD + "integer"))),
    *(
        Literal("007", datatype=NamedNode(XSD + "integer")),
        Literal("9" * 30, datatype=NamedNode(XSD + "integer")),
    ),
    *(
        Literal("1.50", datatype=NamedNode(XSD + "decimal")),
        Literal("1e3", datatype=NamedNode(XSD + "double")),
    ),
    *(
        Literal("true", datatype=NamedNode(XSD + "boolean")),
        Literal("1", datatype=NamedNode(XSD + "boolean")),
    ),
    *(Literal("2026-13-45", datatype=NamedNode(XSD + "date")), Literal("x", datatype=NamedNode("time:x"))),
    *(
        NamedNode("time:x"),
        NamedNode("id:Momenta"),
        NamedNode("urn:uuid:1"),
        NamedNode(ID),
        NamedNode("id://x"),
    ),
    *(NamedNode(ADGO + "Firm"), NamedNode(ADGO + "a.b"), NamedNode(ADGO + "claim"), BlankNode("b0")),
]
PREDICATES = [P, PARTY, LABEL, NamedNode(ADGO + "dateline"), NamedNode(RDF + "type"), NamedNode("p:q")]


@pytest.mark.parametrize(
    "predicate", [*PREDICATES, NamedNode(ADGO + "claim"), NamedNode(ADGO + "time")], ids=str
)
def test_any_term_comes_back_as_it_was(predicate: NamedNode) -> None:
    """A name such as time:x is an IRI, and would be taken for one in the namespace whose prefix is `time`."""
    for subject in (S, FIRM, NamedNode("claim:1")):
        triples = [Triple(subject, predicate, value) for value in AWKWARD if not isinstance(value, BlankNode)]
        back = {quad.triple for quad in parse(written(triples), RdfFormat.JSON_LD)}
        assert back == set(triples)


def test_values_are_short_by_the_kind_of_the_property() -> None:
    found = node(
        Triple(FIRM, NamedNode(RDF + "type"), NamedNode(ADGO + "Firm")),
        Triple(FIRM, LABEL, Literal("Momenta", language="en")),
        Triple(FIRM, LABEL, Literal("魔门塔", language="zh")),
        Triple(FIRM, PARTY, NamedNode(ID + "Uber")),
        Triple(FIRM, NamedNode(ADGO + "dateline"), Literal("2026-01-02", datatype=NamedNode(XSD + "date"))),
        Triple(FIRM, NamedNode(ADGO + "cityCount"), Literal("26", datatype=NamedNode(XSD + "integer"))),
    )
    assert found == {
        "@id": "id:Momenta",
        "@type": "Firm",
        "skos:prefLabel": ["Momenta", {"@value": "魔门塔", "@language": "zh"}],
        "hasParty": "id:Uber",
        "dateline": "2026-01-02",
        "cityCount": 26,
    }


def test_the_context_in_front_is_the_part_of_adgos_own_that_is_used() -> None:
    used = json.loads(written([Triple(FIRM, PARTY, FIRM)]))["@context"]
    own = jsonld.context()
    assert used == {name: own[name] for name in used}
    assert {"hasParty", "id", "adgo"} <= set(used)
    assert "skos" not in used


def test_with_the_whole_context_it_says_the_same() -> None:
    document = json.loads(written([Triple(FIRM, PARTY, NamedNode(ID + "Uber"))]))
    whole = json.dumps({**document, "@context": dict(jsonld.context())})
    [quad] = parse(whole, RdfFormat.JSON_LD)
    assert quad.triple == Triple(FIRM, PARTY, NamedNode(ID + "Uber"))


def test_a_graph_of_any_size_is_written_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonld, "FEW", 10)
    triples = [Triple(NamedNode(f"{ID}n{n // 3}"), PARTY, NamedNode(f"{ID}n{n}")) for n in range(100)]
    content = written(triples)
    assert json.loads(content)["@context"] == dict(jsonld.context())
    assert {quad.triple for quad in parse(content, RdfFormat.JSON_LD)} == set(triples)


def test_nothing_at_all_is_a_document_too() -> None:
    assert json.loads(written([]))["@graph"] == []


def test_triples_about_triples_are_refused() -> None:
    with pytest.raises(jsonld.Unwritable, match="does not support"):
        written([Triple(S, P, Triple(S, P, S))])


def test_the_context_covers_every_property_of_things() -> None:
    """A property whose values are things takes their names without a wrapping object."""
    own = jsonld.context()
    quads = [q for path in files.part("ontology") for q in parse(path.read_bytes(), RdfFormat.TURTLE)]
    kind = NamedNode(PREFIXES["owl"] + "ObjectProperty")
    found = [q.subject.value for q in quads if q.object == kind and q.subject.value.startswith(ADGO)]
    assert len(found) > 60
    for iri in found:
        local = iri.removeprefix(ADGO)
        assert own.get(local, own.get(f"adgo:{local}"))["@type"] == "@id", iri
    terms = {name for name, entry in own.items() if isinstance(entry, dict)}
    assert not terms & set(PREFIXES), "a term would hide a prefix"


def test_the_context_alone_is_a_file_that_says_nothing(tmp_path: Path) -> None:
    path = files.root() / "ontology" / "context.jsonld"
    assert list(parse(path.read_bytes(), RdfFormat.JSON_LD)) == []
