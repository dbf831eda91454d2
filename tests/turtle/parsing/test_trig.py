"""TriG: the triples of all graphs, as pyoxigraph reads them, with their positions."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import strategies as st
from random_examples import examples
from turtle_graphs import BASE, HEAD, canonical_rows, n_triples, statements

from adgo.turtle import TokenSpan, TurtleError, parse

NAMES = ["{", "ex:g {", "<http://g> {", "_:g {", "GRAPH ex:g {", "graph _:x {", "[] {", "GRAPH [ ] {"]
BITS = [
    "{",
    "}",
    "GRAPH",
    ".",
    "ex:a",
    "( ex:a ) {",
    "[ ex:p 1 ] {",
    "@base <http://b/> .",
    ";",
    "]",
    "ex:a ex:p",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Statements, some of them in graphs, sometimes without the last '.' of a graph or with a misplaced token."""
    text = HEAD
    for _ in range(draw(st.integers(1, 4))):
        parts = [" ".join(draw(statements())) for _ in range(draw(st.integers(0, 2)))]
        inside = draw(st.booleans())
        body = "\n".join(
            part for part in parts if not inside or (part.endswith((".", "]")) and part[0] not in "@bBpP")
        )
        if inside:
            body = f"{draw(st.sampled_from(NAMES))} {body.removesuffix(draw(st.sampled_from(['', ' .'])))} }}"
        if not draw(st.integers(0, 5)):
            body = f"{body} {draw(st.sampled_from(BITS))} "
        text += body + "\n"
    return text


@examples(80, 2000, texts())
def test_a_text_is_read_or_refused_as_by_pyoxigraph(text: str) -> None:
    try:
        quads = [quad.triple for quad in ox.parse(text, ox.RdfFormat.TRIG, base_iri=BASE)]
        theirs = canonical_rows([(str(t.subject), str(t.predicate), str(t.object)) for t in quads])
    except SyntaxError:
        theirs = None
    try:
        ours = canonical_rows(list(parse(text, base=BASE, syntax="trig").triples()))
    except TurtleError:
        ours = None
    assert ours == theirs


def test_positions_inside_graphs() -> None:
    document = parse(
        HEAD + "ex:g {\n  ex:a ex:p 1 .\n  ex:b ex:p 2\n}\nGRAPH ex:h { ex:c ex:p 3 }", syntax="trig"
    )
    assert [document.locate(row, "object").line for row in range(3)] == [6, 7, 9]
    assert document.locate(2, "object") == TokenSpan(9, 24, 9, 25)
    assert "{" not in n_triples(list(document.triples()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ex:g { ex:a ex:p 1 .", "this graph is not closed: '}' is missing"),
        ("ex:a ex:p 1 . }", "'}' is not allowed here"),
        ("{ ex:a ex:p { ex:b ex:p 1 } }", "'{' is not allowed here"),
        ("GRAPH { ex:a ex:p 1 }", "'GRAPH' needs a name"),
        ("GRAPH ex:g ex:a ex:p 1 .", "'{' must follow the name of a graph"),
        ("{ @prefix x: <http://x/> . }", "is not allowed inside a graph"),
        ("GRAPH ex:g { ex:a ex:p }", "the graph ends where an object was expected"),
        (
            "ex:g { ex:a ex:p 1 . ex:a }\nex:h { ex:a ex:p 1 }",
            "the graph ends where a predicate was expected",
        ),
        ("{ ex:a ex:p [ ex:q 1 }", "']' is missing before '}': the '[' of line 5 is still open"),
        ("{ ex:a ex:p ( ex:q }", "')' is missing before '}': the '(' of line 5 is still open"),
    ],
)
def test_errors_have_remedies(text: str, words: str) -> None:
    with pytest.raises(TurtleError) as caught:
        parse(HEAD + text, syntax="trig")
    assert words in caught.value.faults[0].message
    assert len(caught.value.faults) == 1
