"""Prefixes, relative IRIs and variables that no query can write."""

from __future__ import annotations

import pytest
from translated import tree

from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.names import QueryNames


def declared(prologue: str, base: str | None = None, **prefixes: str) -> QueryNames:
    names = QueryNames(base, prefixes)
    names.declare(tree(prologue + " ASK {}").need("Prologue"))
    return names


def resolved(prologue: str, written: str, base: str | None = None, **prefixes: str) -> str:
    [found] = tree(f"ASK {{ ?s ?p {written} }}").below("Iri")
    return declared(prologue, base, **prefixes).iri(found)


@pytest.mark.parametrize(
    ("prologue", "written", "expected"),
    [
        ("", "<urn:a>", "<urn:a>"),
        ("", "<b>", "<http://host/dir/b>"),
        ("", "<../b>", "<http://host/b>"),
        ("", "<#f>", "<http://host/dir/doc#f>"),
        ("", "<>", "<http://host/dir/doc>"),
        ("BASE <http://other/x/>", "<b>", "<http://other/x/b>"),
        ("BASE <sub/>", "<b>", "<http://host/dir/sub/b>"),
        ("PREFIX p: <ns#>", "p:b", "<http://host/dir/ns#b>"),
        ("PREFIX p: <ns#> BASE <http://other/>", "p:b", "<http://host/dir/ns#b>"),
        ("PREFIX : <urn:> PREFIX : <urn:later:>", ":b", "<urn:later:b>"),
        ("PREFIX : <urn:>", ":", "<urn:>"),
        ("PREFIX : <urn:>", r":a\-b\%20%20", "<urn:a-b%20%20>"),
        ("PREFIX : <urn:>", ":a:b.c", "<urn:a:b.c>"),
        ("", r"<urn:caf\u00e9>", "<urn:café>"),
    ],
)
def test_an_iri_is_resolved_as_section_4_1_1_says(prologue, written, expected):
    assert resolved(prologue, written, "http://host/dir/doc") == expected


def test_a_prefix_of_the_request_needs_no_declaration_and_a_declaration_overrides_it():
    assert resolved("", "p:b", p="urn:given:") == "<urn:given:b>"
    assert resolved("PREFIX p: <urn:own:>", "p:b", p="urn:given:") == "<urn:own:b>"


def test_the_prefixes_of_the_request_are_not_changed_by_a_query():
    prefixes = {"p": "urn:given:"}
    QueryNames(None, prefixes).declare(tree("PREFIX p: <urn:own:> ASK {}").need("Prologue"))
    assert prefixes == {"p": "urn:given:"}


@pytest.mark.parametrize(
    ("prologue", "written", "token"),
    [("", "p:b", "p:b"), ("PREFIX p:x <urn:>", "p:b", "p:x"), ("", r"<urn:\uD800>", r"<urn:\uD800>")],
)
def test_a_wrong_name_is_reported_at_its_place(prologue, written, token):
    with pytest.raises(QueryError) as caught:
        resolved(prologue, written)
    assert caught.value.token.text == token


def test_made_variables_differ_and_cannot_be_written():
    names = QueryNames()
    made = [names.fresh() for _ in range(3)]
    assert len(set(made)) == 3
    assert all(tree(f"SELECT {each} {{}}") is None for each in made)
