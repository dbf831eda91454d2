"""Literals in the text of an update: those that the engine changes are found, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from adgo.sparql.text import SparqlText
from adgo.sparql.updates.changed_literals import find

PREFIXES = "PREFIX : <http://e/> PREFIX x: <http://www.w3.org/2001/XMLSchema#> "
DATATYPE = st.sampled_from(
    [
        "x:int",
        "x:integer",
        "x:decimal",
        "<http://www.w3.org/2001/XMLSchema#date>",
        "x:double",
        "x:boolean",
        ":other",
    ]
)
FORM = st.sampled_from(
    [
        "5",
        "05",
        "+5",
        "1.10",
        "1.1",
        "1e0",
        "true",
        "1",
        "five",
        "2020-01-01",
        "2020-01-01+00:00",
        "3.5 km",
        "a@EN",
    ]
)
QUOTE = st.sampled_from(['"', "'", '"""', "'''"])
WRITTEN = st.one_of(
    st.builds("{0}{1}{0}^^{2}".format, QUOTE, FORM, DATATYPE),
    st.builds("{0}{1}{0} ^^ {2}".format, QUOTE, FORM, DATATYPE),
    st.builds("{0}{1}{0}@{2}".format, QUOTE, FORM, st.sampled_from(["en", "EN", "zh-Hans", "en-gb"])),
    st.builds("{0}{1}{0}".format, QUOTE, FORM),
    st.sampled_from(
        [
            "5",
            "05",
            "-5",
            "+5",
            "-0",
            "1.10",
            "1.1",
            ".5",
            "1e0",
            "1.5E3",
            "true",
            "false",
            ":a007",
            "<http://e/0.10>",
        ]
    ),
)
LANGUAGES = ("@EN", "@zh-Hans")


def changes(value: str) -> bool:
    """Return whether a store returns another term than it was given; the value is read as Turtle."""
    (quad,) = parse(PREFIXES + f":s :p {value} .", RdfFormat.TURTLE)
    store = Store()
    store.add(quad)
    (back,) = store
    return back.object != quad.object or value.endswith(LANGUAGES)


@given(st.lists(WRITTEN, min_size=1, max_size=5), st.sampled_from(["INSERT", "DELETE"]))
def test_the_literals_that_a_store_changes_are_found(values, word):
    text = f"{PREFIXES}{word} DATA {{ # no 05 , 1.10 @EN\n GRAPH :g {{ :s :p {' , '.join(values)} }} }}"
    assert find(SparqlText(text, is_update=True), "http://e/").count == sum(map(changes, values))


@pytest.mark.parametrize(
    "text",
    [
        'BASE <http://www.w3.org/2001/XMLSchema> INSERT DATA { <a:b> <a:c> "5"^^<#int> }',
        'PREFIX n: <http://www.w3.org/2001/XMLSchema#in> INSERT DATA { <a:b> <a:c> "5"^^n:t }',
        'INSERT DATA { <a:b> <a:c> "5"^^<http://www.w3.org/2001/XMLSchema#\\u0069nt> }',
        "INSERT DATA { <a:b> <a:c> '5' ^^ # comment\n <http://www.w3.org/2001/XMLSchema#int> }",
        "DELETE WHERE { ?s ?p 05 }",
        "INSERT { ?s ?p 05 } WHERE { ?s ?p 06 }",
        "WITH <a:g> DELETE { ?s ?p 05 } USING <a:b> WHERE { ?s ?p 06 BIND(07 AS ?x) }",
        "DELETE { ?s ?p ?o } INSERT { ?s ?p 05 } WHERE { { ?s ?p 06 } UNION { ?s ?p 07 } }",
        "CREATE GRAPH <a:g> ; INSERT DATA { <a:b> <a:c> 05 } ; DELETE { ?s ?p ?o } WHERE { ?s ?p 06 }",
    ],
)
def test_each_of_these_updates_has_one_changed_literal(text):
    assert find(SparqlText(text, is_update=True), "http://e/").count == 1


@given(st.text(st.sampled_from("INSERTDATA{}<>\"'^@: 05.\\#\n"), max_size=60))
def test_a_text_that_is_not_sparql_is_no_error(text):
    find(SparqlText("INSERT DATA { 05 " + text, is_update=True), "http://e/")
