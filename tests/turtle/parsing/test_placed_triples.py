"""The check that two readers agree, on which the places of JSON-LD depend."""

from __future__ import annotations

import pytest

from adgo.turtle import NOWHERE
from adgo.turtle.formats import JSON_LD
from adgo.turtle.parsing.placed_triples import JSON_TYPE, PlacedTriple, agree
from adgo.turtle.reader import read_content


def placed(*triples: tuple[str, str, str]) -> list[PlacedTriple]:
    return [PlacedTriple(*triple, 0, 0, 0) for triple in triples]


def json_literal(text: str) -> str:
    return f'"{text}"{JSON_TYPE}'


A, P, X = "<urn:a>", "<urn:p>", '"x"'
SAME = {
    "equal": ([(A, P, X)], [(A, P, X)]),
    "other labels": ([("_:a", P, "_:b"), ("_:b", P, X)], [("_:1", P, "_:2"), ("_:2", P, X)]),
    "numbers of JSON": ([(A, P, json_literal("[1,1e+30]"))], [(A, P, json_literal("[1.0,1E30]"))]),
}
DIFFERENT = {
    "another term": ([(A, P, X)], [(A, P, '"y"')]),
    "a triple more": ([(A, P, X)], [(A, P, X), (A, P, X)]),
    "another order": ([(A, P, X), (A, P, A)], [(A, P, A), (A, P, X)]),
    "two nodes that are one": ([("_:a", P, "_:a")], [("_:1", P, "_:2")]),
    "one node that is two": ([("_:a", P, "_:b")], [("_:1", P, "_:1")]),
    "a node that is an IRI": ([("_:a", P, X)], [(A, P, X)]),
    "another JSON": ([(A, P, json_literal("[1]"))], [(A, P, json_literal("[2]"))]),
}


@pytest.mark.parametrize(("theirs", "ours"), SAME.values(), ids=SAME)
def test_the_same_triples_agree(theirs: list[tuple[str, str, str]], ours: list[tuple[str, str, str]]) -> None:
    assert agree(theirs, placed(*ours))


@pytest.mark.parametrize(("theirs", "ours"), DIFFERENT.values(), ids=DIFFERENT)
def test_different_triples_do_not(
    theirs: list[tuple[str, str, str]], ours: list[tuple[str, str, str]]
) -> None:
    assert not agree(theirs, placed(*ours))


def test_a_document_in_which_the_readers_differ_has_no_places_and_says_so() -> None:
    # pyoxigraph keeps the dots of this base, RFC 3986 (section 5.2.4) does not. The data are those of pyoxigraph.
    text = '{"@context": {"@base": "http://e/a/./b"}, "@id": "c", "urn:p": 1}'
    document = read_content(text.encode(), JSON_LD)
    assert document.table[document.rows.subjects[0]] == "<http://e/a/./c>"
    assert document.locate(0, "subject") is NOWHERE
    assert document.note.startswith("the places of its triples could not be determined")
