"""Codepoint escapes (SPARQL 1.1, section 19.2): where they stand for their characters, and where they cannot stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from adgo.sparql.answering.query import query
from adgo.sparql.codepoint_escapes import decoded
from adgo.sparql.errors import explain
from adgo.sparql.text import SparqlText

DATA = Store()
DATA.update("PREFIX : <http://e/> INSERT DATA { :café :p 'x' . :b :p 'a b' , 'C:\\n' }")


def rows(text: str) -> list[str]:
    return sorted(str(row[0]) for row in query(DATA, "PREFIX : <http://e/> " + text).rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"SELECT ?o { :caf\u00e9 :p ?o }", ['"x"']),
        (r"SELECT ?o { :caf\U000000E9 :p ?o }", ['"x"']),
        (r"SELECT ?v\u0061r { :café :p ?var }", ['"x"']),
        (r"SELECT ?o { <http://e/caf\u00e9> :p ?o }", ['"x"']),
        (r"SEL\u0045CT ?o { :café :p ?o }", ['"x"']),
        (r"PREFIX \u03B1: <http://e/caf> SELECT ?o { α:é :p ?o }", ['"x"']),
        (r"PREFIX a\u003A <http://e/caf> SELECT ?o { a\u003Aé :p ?o }", ['"x"']),
        (r"SELECT ?o \u007B :café :p ?o \u007D", ['"x"']),
        (r"SELECT ?s { ?s :p \u0027x' }", ["<http://e/café>"]),
        (r"SELECT ?o { \u003Chttp://e/café> :p ?o }", ['"x"']),
        (r"SELECT ?o { _:\u0061 :p ?o FILTER(?o = 'x') }", ['"x"']),
        (r"SELECT (STRLEN('\u0022\u0027') AS ?n) { }", ['"2"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        (r"SELECT ('x'@\u0065n AS ?o) { }", ['"x"@en']),
        (r"SELECT (\u0031\u0030 AS ?o) { }", ['"10"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        # The backslash is there before the string is read, so what follows makes it an escape.
        (r"SELECT ?s { ?s :p 'C:\u005Cn' }", ["<http://e/b>"]),
        (r"SELECT ?s { ?s :p 'C:\U0000005Cn' }", ["<http://e/b>"]),
        (r"SELECT (STRLEN('\u005C\u005C') AS ?n) { }", ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        (r"SELECT (STRLEN('\\u0041') AS ?n) { }", ['"6"^^<http://www.w3.org/2001/XMLSchema#integer>']),
    ],
)
def test_an_escape_stands_for_its_character(text, expected):
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # The example of section 19.2: a space is not permitted in a variable name.
        (r"SELECT * { ?x\u0020y ?p ?o }", 14),
        (r"SELECT * { ?s ?p ?o }\u0023 comment", 22),
        (r"SELECT * { ?s ?p \uD800 }", 18),
        (r"SELECT * { ?s ?p \U00110000 }", 18),
        # One pass: what an escape makes is not read again.
        (r"SELECT * { ?s ?p \u005Cu0031 }", 18),
        (r"SELECT * { ?s ?p \\u00750031 }", 18),
        (r"SELECT * { ?s ?p \u00\u0033\u0031 }", 18),
        (r"SELECT * { ?s\u0061 ?p \q }", 24),
    ],
)
def test_an_escape_that_cannot_stand_there_is_refused_at_its_place(text, place):
    with pytest.raises(SyntaxError):
        query(DATA, text)
    found = explain(SparqlText(text), "")
    assert "A backslash cannot stand here" in found.detail
    assert (found.line, found.column) == (1, place)


def test_messages_count_columns_in_the_text_as_it_was_written():
    text = SparqlText('SELECT ?v\\u0061r {\n ?v\\u0061r <p> \\u0022a\\u0041" } }')
    found = explain(text, "")
    assert (found.line, found.column) == (2, 33)
    shown, caret = found.excerpt.splitlines()
    assert shown == ' ?v\\u0061r <p> \\u0022a\\u0041" } }'
    assert shown[caret.index("^") :] == "}"


@pytest.mark.parametrize(
    "text",
    [
        r"SELECT * { SER\u0056ICE <http://a.org/x> { } }",
        r"SELECT * { \u0053ERVICE <http://a.org/x> { } }",
        r"SELECT * { \U00000053\u0045RVICE\U00000020<http://a.org/x> { } }",
        r"SELECT * { '\u0027 SER\u0056ICE <http://a.org/x> { } ?s ?p '' }",
    ],
)
def test_a_call_is_seen_however_it_is_written(text):
    found = SparqlText(text)
    assert found.analysis.call is not None or found.misfit is not None


def test_a_load_is_seen_however_it_is_written():
    found = SparqlText(r"L\u004fAD <http://a.org/x>", is_update=True).analysis
    assert found.loads == ("http://a.org/x",)
    assert found.call.word == "LOAD"


def test_a_function_whose_value_varies_is_seen_however_it_is_written():
    assert SparqlText(r"SELECT (N\u004fW() AS ?t) { }").analysis.volatile


PIECES = [r"\u", r"\U0000", r"\U", "\\", "u", "0", "0041", "005C", "0022", "0027", "003C", "0020", "0075"]
texts = st.lists(st.sampled_from([*PIECES, "'", '"', "<", ">", "#", "\n", " ", "a", '"""', "?x", ":a"])).map(
    "".join
)


@given(texts)
def test_decoding_twice_is_decoding_once(text):
    """The text of a query passes several places that decode it; none may find a new word in it."""
    once = decoded(text)
    assert decoded(once.text).text == once.text
    assert all(0 <= once.written_place(place) <= len(text) for place in range(len(once.text) + 1))


@given(texts)
def test_only_escapes_are_changed(text):
    found = decoded(text)
    if "\\u" not in text and "\\U" not in text:
        assert found.text == text
    starts = [0, *found.ends]
    for number, start in enumerate(starts):
        end = found.ends[number] - 1 if number < len(found.ends) else len(found.text)
        kept = found.text[start:end].rstrip("\\")
        place = found.written_place(start)
        assert text[place : place + len(kept)] == kept


@pytest.mark.parametrize(
    "unit",
    [
        r"\u0041",
        r"\u0022",
        r"\u003C",
        r"\u0022' ",
        r"'\u005C' ",
        r'"""\u0041',
        "'''\\'''\n\\u0041",
        r"\u0020",
        r"<\u0041",
    ],
)
def test_decoding_takes_time_in_proportion_to_the_text(unit):
    def seconds(length: int) -> float:
        text = "SELECT * { " + unit * (length // len(unit))
        start = time.process_time()
        decoded(text)
        return time.process_time() - start

    assert any(seconds(65536) < 0.2 + 20 * seconds(8192) for _ in range(3))
