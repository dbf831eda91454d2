"""The service description has what programs need that turn questions into SPARQL, with the numbers of the data.

They ask the endpoint itself first, and its description if that gives no rows; so does sparql-llm (SIB), whose loaders
were run against this server too.
"""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store

from adgo import queries
from adgo.corpus.reading import asking
from adgo.export.text_to_sparql.schema_card import schema_card
from adgo.graph.dataset import load
from adgo.graph.namespaces import ADGO, PREFIXES, RDF
from adgo.queries import paraphrases
from adgo.server.app import close, create_app
from adgo.server.views import description
from adgo.sparql.text import SparqlText

TYPE = NamedNode(RDF + "type")
DECLARED = """
    PREFIX void: <http://rdfs.org/ns/void#>
    PREFIX ext: <http://ldf.fi/void-ext#>
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX schema: <https://schema.org/>
"""
EXAMPLES = (
    DECLARED
    + """SELECT DISTINCT ?it ?words ?text ?target {
    ?it a sh:SPARQLExecutable ; rdfs:comment ?words ; sh:select|sh:ask ?text ; schema:target ?target }"""
)
NAMESPACES = (
    DECLARED + "SELECT DISTINCT ?prefix ?namespace { [] sh:prefix ?prefix ; sh:namespace ?namespace }"
)
SCHEMA = (
    DECLARED
    + """SELECT ?class ?property ?members ?triples ?kind ?values {
    ?part void:class ?class ; void:entities ?members ; void:propertyPartition ?inner .
    ?inner void:property ?property ; void:triples ?triples .
    OPTIONAL { { ?inner void:classPartition [ void:class ?kind ; void:triples ?values ] }
        UNION { ?inner ext:datatypePartition [ ext:datatype ?kind ; void:triples ?values ] } } }"""
)


@pytest.fixture(scope="module")
def described(everyday):
    store = Store()
    store.load(everyday.get("/sparql", Accept="text/turtle").body, RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("text", [EXAMPLES, NAMESPACES, SCHEMA])
def test_the_default_graph_itself_has_no_such_rows_so_that_programs_read_the_description(everyday, text):
    assert everyday.rows(text) == []


def test_each_stored_question_is_an_example_in_all_its_words(described, everyday):
    words, texts = Counter(), {}
    for row in described.query(EXAMPLES):
        name = row["it"].value.removeprefix("https://w3id.org/adgo/queries/")
        words[name, row["words"].language] += 1
        texts[name] = row["text"].value
        assert row["target"].value == everyday.url + "sparql"
    asked = queries.load()
    assert texts.keys() == asked.keys()
    assert {language for _, language in words} == set(paraphrases.LANGUAGES)
    # The question itself is in English.
    assert all(number >= (3 if language == "en" else 2) for (_, language), number in words.items())
    for name in ("partnerships", "qcraft-sold-in-europe"):
        assert everyday.ask(texts[name]).json == everyday.ask(asked[name].text).json


def test_the_words_name_the_default_of_a_parameter(described):
    found = described.query(EXAMPLES)
    said = {row["words"].value for row in found if row["it"].value.endswith("/firm-profile")}
    assert "Give an overview of QCraft from the articles." in said
    assert not any("{" in each or "a firm" in each for each in said)


def test_prefixes_are_declared(described):
    assert {row["prefix"].value: row["namespace"].value for row in described.query(NAMESPACES)} == dict(
        PREFIXES
    )


def test_the_partitions_are_counted_right(described):
    """Counted triple by triple."""
    store = load().store
    triples = [q.triple for q in store.quads_for_pattern(None, None, None, DefaultGraph())]
    classes: dict[object, set[NamedNode]] = {}
    for each in triples:
        if each.predicate == TYPE and isinstance(each.object, NamedNode):
            classes.setdefault(each.subject, set()).add(each.object)
    members = Counter(kind for kinds in classes.values() for kind in kinds)
    properties: Counter[tuple[object, ...]] = Counter()
    values: Counter[tuple[object, ...]] = Counter()
    for each in triples:
        kinds = (
            {each.object.datatype} if isinstance(each.object, Literal) else classes.get(each.object, set())
        )
        for above in classes.get(each.subject, ()):
            properties[above, each.predicate] += 1
            values.update((above, each.predicate, kind) for kind in kinds)
    rows = list(described.query(SCHEMA))
    assert not any(isinstance(row["class"], BlankNode) for row in rows)
    assert {row["class"]: int(row["members"].value) for row in rows} == members
    assert {(r["class"], r["property"]): int(r["triples"].value) for r in rows} == properties
    assert {
        (r["class"], r["property"], r["kind"]): int(r["values"].value) for r in rows if r["kind"] is not None
    } == values


def test_classes_and_properties_of_plans_are_not_counted(described):
    """Planned only, so in the graph of plans only: the headquarters of QCraft is located in Germany."""
    text = f"{DECLARED} SELECT ?n {{ [] void:class <{ADGO}Establishment> ; void:entities ?n }}"
    assert [row["n"].value for row in described.query(text)] == ["2"]
    plans = load().store.query(
        f"SELECT ?it {{ GRAPH <{PREFIXES['graph']}plans> {{ ?it a <{ADGO}Establishment> }} }}"
    )
    assert list(plans)


def test_other_data_have_no_questions(people):
    store = Store()
    store.load(people.get("/sparql", Accept="text/turtle").body, RdfFormat.TURTLE)
    assert not list(store.query(EXAMPLES))


def test_the_schema_card_is_that_of_the_data(everyday, people):
    card = everyday.get("/schema")
    assert card.type == "text/markdown"
    assert card.text == schema_card(asking(load().store))
    assert everyday.get("/schema").headers["ETag"] == card.headers["ETag"]
    other = people.get("/schema").text
    assert "adgo:Claim" not in other
    assert "Plans are not facts" not in other


@pytest.mark.full
def test_rdflib_parses_every_example(described):
    from rdflib.plugins.sparql import prepareQuery

    for text in {row["text"].value for row in described.query(EXAMPLES)}:
        assert prepareQuery(text).algebra.name == f"{SparqlText(text).analysis.form.capitalize()}Query"


def test_of_much_data_the_description_leaves_the_properties_of_classes_out(tmp_path, monkeypatch):
    """Counting them would take longer than a query may."""
    path = tmp_path / "things.ttl"
    path.write_text("<urn:a> a <urn:Thing> ; <urn:p> 1 .", encoding="utf-8")
    store = Store()
    app = create_app([path])
    try:
        for most, has_properties in ((2, True), (1, False)):
            monkeypatch.setattr(description, "MOST_PARTITIONED", most)
            # The description is kept for each address of the server.
            address = {"base_url": f"http://host{most}.example.org/", "headers": {"Accept": "text/turtle"}}
            found = app.test_client().get("/.well-known/void", **address).data
            store.clear()
            store.load(found, RdfFormat.TURTLE)
            assert bool(list(store.query(SCHEMA))) == has_properties
            assert (b"left out" in found) != has_properties
    finally:
        close(app)
