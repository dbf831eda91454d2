"""Two documents have the same graph if and only if their canonical texts are equal."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from text_comparison import same_graph
from turtle_graphs import texts

from adgo.turtle import TurtleError
from adgo.turtle.writing import blank_node_order
from adgo.turtle.writing.formatter import read_text
from adgo.turtle.writing.writer import write

HEAD = "@prefix ex: <http://e/> .\n"
SAME = {
    "another order": ("ex:a ex:p 1 , 2 .", "ex:a ex:p 2 . ex:a ex:p 1 ."),
    "a repeated triple": ("ex:a ex:p 1 .", "ex:a ex:p 1 , 1 ."),
    "brackets in another order": (
        "ex:a ex:p [ ex:q 1 ] , [ ex:q 2 ] .",
        "ex:a ex:p [ ex:q 2 ] , [ ex:q 1 ] .",
    ),
    "other labels": ("_:a ex:p _:b . _:b ex:q _:a .", "_:x ex:q _:y . _:y ex:p _:x ."),
    "a label for brackets": ("ex:a ex:p [ ex:q 1 ] .", "ex:a ex:p _:x . _:x ex:q 1 ."),
    "labels that look like those of brackets": ("_:b0 ex:p [ ex:q _:b1 ] .", "_:b1 ex:p [ ex:q _:b0 ] ."),
    "a list": ("ex:a ex:p ( 1 [ ] ) .", "ex:a ex:p ( 1 [] )."),
    "subjects in brackets": ("[] ex:p 1 . [] ex:p 1 .", "[ ex:p 1 ] . [ ex:p 1 ] ."),
}
DIFFERENT = {
    "a value": ("ex:a ex:p 1 .", "ex:a ex:p 01 ."),
    "one node less": ("ex:a ex:p [ ex:q 1 ] , [ ex:q 1 ] .", "ex:a ex:p [ ex:q 1 ] ."),
    "one subject less": ("[] ex:p 1 . [] ex:p 1 .", "[] ex:p 1 ."),
    "one node for two": (
        "ex:a ex:p [ ex:q 1 ] . ex:b ex:p [ ex:q 1 ] .",
        "ex:a ex:p _:x . ex:b ex:p _:x . _:x ex:q 1 .",
    ),
    "labels exchanged": (
        "_:a ex:p 1 . ex:s ex:o _:a . _:b ex:p 2 .",
        "_:b ex:p 1 . ex:s ex:o _:a . _:a ex:p 2 .",
    ),
    "inside brackets": ("ex:a ex:p [ ex:q [ ex:r 1 ] ] .", "ex:a ex:p [ ex:q [ ex:r 2 ] ] ."),
    "the order of a list": ("ex:a ex:p ( 1 2 ) .", "ex:a ex:p ( 2 1 ) ."),
    "another namespace": ("ex:a ex:p 1 .", "@prefix ex: <http://f/> . ex:a ex:p 1 ."),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_graph(name: str) -> None:
    one, other = SAME[name]
    assert same_graph(HEAD + one, HEAD + other)


@pytest.mark.parametrize("name", DIFFERENT)
def test_different_graphs(name: str) -> None:
    one, other = DIFFERENT[name]
    assert not same_graph(HEAD + one, HEAD + other)


@settings(max_examples=60)
@given(texts(broken=False), st.randoms(use_true_random=False))
def test_a_token_that_is_changed_is_found(text: str, chance: random.Random) -> None:
    """The answer is that of the canonical texts, whatever a fault of the formatter would do."""
    parts = text.split(" ")
    first, second = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[first], parts[second] = parts[second], parts[first]
    other = " ".join(parts)
    try:
        canonical = write(read_text(other).triples(), {})
    except TurtleError:
        return
    assert same_graph(text, other) == (canonical == write(read_text(text).triples(), {}))


def test_labels_that_stay_need_no_canonical_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a file was refused, although formatting keeps the labels."""
    monkeypatch.setattr(blank_node_order, "STEPS", 0)
    monkeypatch.setattr(blank_node_order, "STEPS_PER_NODE", 0)
    ring = [f"_:n{number} ex:p _:n{(number + 1) % 9} ." for number in range(9)]
    assert same_graph(HEAD + "\n".join(ring), HEAD + "\n".join(reversed(ring)))
