"""Updates made in the live database of a store: all of one or nothing, also if it is made operation by operation."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Store

from adgo.server.engine import update_change
from adgo.server.engine.change_refusal import ChangeRefused
from adgo.server.store import store_folder, swap

COUNT = "INSERT { ?g <urn:size> ?n } WHERE { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def make(folder):
    """A function that makes an update, and returns what the live database then holds."""
    held = [store_folder.open_writable(folder)]

    def update(text: str) -> set[str]:
        request = {"text": text, "base": "http://base/"}
        try:
            held[0], _ = update_change.make(held[0], folder, request, [])
        finally:
            found = {str(quad) for quad in held[0]}
        return found

    yield update
    held.clear()


def test_a_later_operation_that_is_evaluated_here_sees_the_earlier_ones(make, folder):
    before = store_folder.live(folder)
    found = make(f"INSERT DATA {{ GRAPH <urn:g> {{ <urn:a> <urn:p> 'x', 'y' }} }} ; {COUNT}")
    assert '<urn:g> <urn:size> "2"^^<http://www.w3.org/2001/XMLSchema#integer>' in found
    assert len(found) == 3
    # It was made in a copy, which has taken the place of the database; nothing else is left.
    assert store_folder.live(folder) != before
    assert list(folder.glob(f"{swap.LIVE}*")) == [store_folder.live(folder)]


@pytest.mark.parametrize(
    "last", ["COPY <urn:typo> TO <urn:g>", "DROP GRAPH <urn:typo>", "CREATE GRAPH <urn:g>"]
)
def test_if_a_later_operation_fails_the_earlier_ones_are_not_made(make, folder, last):
    make("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 'x' } }")
    before = store_folder.live(folder)
    with pytest.raises((ChangeRefused, RuntimeError)):
        make(f"INSERT DATA {{ <urn:b> <urn:p> 'y' }} ; {COUNT} ; {last}")
    assert make("") == {'<urn:a> <urn:p> "x" <urn:g>'}
    assert list(folder.glob(f"{swap.LIVE}*")) == [before]


def test_a_graph_that_does_not_exist_is_named_with_its_place(make):
    """Once, COPY from a misspelt graph emptied its target."""
    make("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 'x' } }")
    text = "PREFIX u: <urn:> COPY u:typo TO u:g"
    with pytest.raises(ChangeRefused, match="<urn:typo>") as refused:
        make(text)
    assert (refused.value.reason, refused.value.start) == ("evaluation", text.index("u:typo"))
    assert make("") == {'<urn:a> <urn:p> "x" <urn:g>'}


def test_an_error_of_syntax_has_its_place_in_the_text_that_was_sent(make):
    """The engine is given a longer text, in which CREATE follows COPY."""
    text = "COPY DEFAULT TO <urn:g> ; INSERT DATA { ?s <urn:p> 1 }"
    with pytest.raises(SyntaxError) as refused:
        make(text)
    with pytest.raises(SyntaxError) as of_engine:
        Store().update(text)
    assert str(refused.value) == str(of_engine.value)


def test_a_large_store_is_emptied_without_a_transaction(folder, monkeypatch):
    """A transaction over all quads takes memory, and space that a full disk has not got."""
    monkeypatch.setattr(swap, "PIECE", 3)
    store = store_folder.open_writable(folder)
    store.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1, 2, 3, 4 } } ; CREATE GRAPH <urn:empty>")
    before = store_folder.live(folder)
    store, _ = update_change.make(store, folder, {"text": "DROP ALL", "base": "http://base/"}, [])
    assert (len(store), list(store.named_graphs())) == (0, [])
    assert store_folder.live(folder) != before
    assert not before.exists()
    store.add_graph(NamedNode("urn:new"))
    del store
    assert [str(each) for each in Store(str(store_folder.live(folder))).named_graphs()] == ["<urn:new>"]


@pytest.mark.parametrize(
    ("text", "removes"),
    [
        ("DROP ALL", True),
        (
            "PREFIX u: <urn:> DELETE DATA { u:a u:p 1 } ; CLEAR GRAPH u:g ; DELETE WHERE { ?s ?p 'INSERT' }",
            True,
        ),
        ("DROP ALL ; INSERT DATA { <urn:a> <urn:p> 1 }", False),
        ("DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", False),
        ("DROP", False),
    ],
)
def test_which_updates_are_tried_on_a_full_disk(text, removes):
    assert update_change.removes_only(text, "http://base/") is removes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("copy<a>TO<b>", True),
        ("INSERT DATA { <http://e/o'brien> <p> 1 } ; DROP ALL", True),
        ("INSERT DATA { e:a\\#b <p> 'x' } ; DROP ALL", True),
        ("PREFIX : <http://e/#> MOVE :a TO :b", True),
        ('INSERT DATA { <a> <p> "" } ; DROP ALL', True),
        ('INSERT DATA { <a> <p> """\\"""" } ; CLEAR ALL', True),
        ("INSERT DATA { <a> <p> \"it's\" , 'x' } ; ADD <a> TO <b>", True),
        ("INSERT DATA { <a> <p> 'x' } # DROP ALL", False),
        ('INSERT DATA { <a> <p> """x " DROP "" ALL""" }', False),
        ("INSERT DATA { <a> <p> 'x\\' DROP ' }", False),
        ("INSERT DATA { <where> <p> 'where' }", False),
    ],
)
def test_the_words_of_an_update_are_found_outside_strings_iris_and_comments(text, found):
    assert update_change.has_words(text) is found
