"""Tokens to terms: the fast paths for names and literals give the same terms as the general ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.turtle import TermTable
from adgo.turtle.parsing.term_resolver import TermResolver, Unresolved

PREFIXES = {
    "": "http://e/",
    "a": "http://e/a#",
    "true": "https://e/true/",
    "h": "http://e",
    "u": "urn:e:",
    "f": "http://e/a#b#",
    "x": "http://www.w3.org/2001/XMLSchema#",
}
LOCALS = st.text(alphabet="ab09_.:-é", max_size=6) | st.sampled_from(["%20", r"\;", r"a\#b", "a%C3"])
NAMES = st.builds("{}:{}".format, st.sampled_from([*PREFIXES, "z"]), LOCALS)
TEXTS = st.text(alphabet="ab \\'\"\n\t\x7f\u00e9\u00a0\uffff", max_size=6)
SUFFIXES = ["", "@en", "@EN-gb", "@x", "@zz-1", "^^x:date", " ^^ x:string", ' # "\n ^^a:b', "^^z:z"]


def resolver() -> TermResolver:
    found = TermResolver(TermTable(), None, 1000)
    for prefix, iri in PREFIXES.items():
        found.declare(prefix, iri)
    return found


def said(token: str) -> str:
    """The term of a token, or why it has none."""
    known = resolver()
    try:
        return known.table[known[token]]
    except Unresolved as error:
        return str(error)


@given(NAMES | st.sampled_from(["a", "true", "false", "1", "-2.0"]))
def test_a_name_is_read_the_same_with_and_without_a_plain_prefix(token: str) -> None:
    quick = said(token)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adgo.turtle.iris.is_plain", lambda iri: False)
        assert said(token) == quick


@given(TEXTS, st.sampled_from(SUFFIXES))
def test_a_string_is_read_the_same_in_short_and_in_long_quotes(text: str, suffix: str) -> None:
    written = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    short, long = f'"{written}"{suffix}', f'"""{written}"""{suffix}'
    assert said(short) == said(long)


def test_a_word_is_not_a_name_if_a_prefix_is_spelled_like_it() -> None:
    assert said("a") == "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    assert said("true") == '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


def test_what_stands_behind_a_string_is_forgotten_with_the_prefix_that_it_names() -> None:
    known = resolver()
    before = known['"1"^^a:b']
    known.declare("a", "http://other/")
    after = known['"1"^^a:b']
    assert known.table[before] == '"1"^^<http://e/a#b>'
    assert known.table[after] == '"1"^^<http://other/b>'
    assert known.table[known["a:b"]] == "<http://other/b>"
