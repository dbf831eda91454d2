from __future__ import annotations

import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.turtle.errors import TurtleError
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.grammar import State
from adgo.turtle.parsing.whole_triples import WholeTriples
from adgo.turtle.reader import parse

PIECES = [
    "e:a",
    "<http://e/b>",
    "a",
    '"x"',
    "_:b",
    "1",
    "z:z",
    "[",
    "[",
    "]",
    "]",
    "(",
    ")",
    ";",
    ",",
    ".",
    "?",
    "@en",
    "# ]\n",
    r"e:\;",
    "'x'",
]
STATEMENTS = [
    "e:a e:b e:c .",
    "e:a e:b [ e:c e:d ] .",
    "[ a e:c ] e:b 1, [ ] .",
    "e:a e:b [ e:c [ e:d e:e, 2 ] ] ;",
    "e:a e:b 1 ; e:c [ e:d 2 ; ], 3 ; .",
    "e:g { e:a e:b e:c . e:d e:e 1 }",
]


class NoWholeTriples(WholeTriples):
    """Leaves every token to the parser."""

    def read(self, place: int, state: State) -> tuple[int, State]:
        if state != State.STATEMENT:
            self.builder.subject = self.builder.subject or 0
        return place, state


def read(text: str, syntax: str) -> object:
    try:
        document = parse("@prefix e: <http://e/> .\n" + text, syntax=syntax)
    except TurtleError as error:
        return error.faults
    return list(document.triples()), document.rows.offsets


@examples(
    200,
    3000,
    st.lists(st.sampled_from(PIECES) | st.sampled_from(STATEMENTS), max_size=16).map(" ".join),
    st.sampled_from(["turtle", "trig"]),
)
def test_the_fast_path_reads_the_same_as_single_steps(text: str, syntax: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adgo.turtle.parsing.parser.WholeTriples", NoWholeTriples)
        expected = read(text, syntax)
        patch.undo()
        patch.setattr("adgo.turtle.parsing.whole_triples.BATCH", 6)
        assert read(text, syntax) == expected


def test_brackets_on_the_fast_path_count_as_open() -> None:
    text = "<urn:a> <urn:p> " + "[ <urn:p> " * 9 + "1" + "]" * 9 + " ."
    assert len(parse(text, limits=Limits(nesting=9)).rows) == 10
    with pytest.raises(TurtleError, match="9 brackets are open"):
        parse(text.replace("1", "[]"), limits=Limits(nesting=9))
