"""IRIs: the syntax of RFC 3987 and the resolution of RFC 3986, as pyoxigraph has them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example
from hypothesis import strategies as st
from random_examples import examples

from adgo.turtle.iris import is_valid, resolve

PIECES = [
    "http:",
    "urn:",
    "//",
    "/",
    "a",
    "é",
    "\U0001f600",
    "%41",
    "%4",
    "?",
    "#",
    "@",
    ":",
    "80",
    "[::1]",
    "[",
    "]",
    ".",
    "..",
]
pieces = st.lists(
    st.sampled_from([*PIECES, "~", "|", "\ue000", "\ufffe", "'", "(", "+", "1a:", "\u00a0", "..", "/../"]),
    max_size=7,
)
BASES = ["http://a/b/c/d;p?q", "http://a", "http://a/", "file:///d/f", "http://a?q#f"]


@examples(100, 2000, pieces.map("".join))
@example("http://[::1")
@example("http://e:80x/")
@example("http://a#b#c")
def test_an_iri_is_valid_where_pyoxigraph_takes_it(iri: str) -> None:
    try:
        ox.NamedNode(iri)
        theirs = True
    except ValueError:
        theirs = False
    assert is_valid(iri) == theirs


@examples(200, 2000, st.sampled_from(BASES), pieces.map("".join))
def test_a_reference_resolves_as_by_pyoxigraph(base: str, reference: str) -> None:
    # pyoxigraph leaves the dots of a reference with a host in place; the RFC takes them out (5.2.2).
    if reference.startswith("//"):
        return
    try:
        (quad,) = ox.parse(f"<urn:s> <urn:p> <{reference}> .", ox.RdfFormat.TURTLE, base_iri=base)
    except SyntaxError:
        return
    assert resolve(base, reference) == str(quad.object)[1:-1]


# RFC 3986, 5.4, with the base http://a/b/c/d;p?q.
EXAMPLES = {
    "g": "http://a/b/c/g",
    "./g": "http://a/b/c/g",
    "g/": "http://a/b/c/g/",
    "/g": "http://a/g",
    "//g": "http://g",
    "?y": "http://a/b/c/d;p?y",
    "g?y": "http://a/b/c/g?y",
    "#s": "http://a/b/c/d;p?q#s",
    ";x": "http://a/b/c/;x",
    "": "http://a/b/c/d;p?q",
    ".": "http://a/b/c/",
    "..": "http://a/b/",
    "../..": "http://a/",
    "../../../g": "http://a/g",
    "/./g": "http://a/g",
    "/../g": "http://a/g",
    "g.": "http://a/b/c/g.",
    "..g": "http://a/b/c/..g",
    "./g/.": "http://a/b/c/g/",
    "g/./h": "http://a/b/c/g/h",
    "g/../h": "http://a/b/c/h",
    "g;x=1/../y": "http://a/b/c/y",
    "g?y/../x": "http://a/b/c/g?y/../x",
}


@pytest.mark.parametrize(("reference", "iri"), EXAMPLES.items())
def test_the_examples_of_the_rfc(reference: str, iri: str) -> None:
    assert resolve(BASES[0], reference) == iri
