from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adgo.turtle.errors import TurtleError
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.grammar import State
from adgo.turtle.parsing.parser import Parser
from adgo.turtle.parsing.trig import TrigParser
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


class Steps:
    """In a parser, takes every token alone."""

    subject: int | None

    def run_plain(self, place: int, state: State) -> tuple[int, State]:
        if state != State.STATEMENT:
            self.subject = self.subject or 0
        return place, state


class Stepwise(Steps, Parser):
    pass


class StepwiseTrig(Steps, TrigParser):
    pass


def read(text: str, syntax: str) -> object:
    try:
        document = parse("@prefix e: <http://e/> .\n" + text, syntax=syntax)
    except TurtleError as error:
        return error.faults
    return list(document.triples()), document.rows.offsets


@settings(derandomize=True, deadline=None, max_examples=1500)
@given(
    st.lists(st.sampled_from(PIECES) | st.sampled_from(STATEMENTS), max_size=16).map(" ".join),
    st.sampled_from(["turtle", "trig"]),
)
def test_the_quick_road_leads_where_single_steps_lead(text: str, syntax: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adgo.turtle.reader.Parser", Stepwise)
        patch.setattr("adgo.turtle.parsing.trig.TrigParser", StepwiseTrig)
        expected = read(text, syntax)
        patch.undo()
        patch.setattr("adgo.turtle.parsing.whole_triples.MANY", 6)
        assert read(text, syntax) == expected


def test_brackets_on_the_quick_road_count_as_open() -> None:
    text = "<urn:a> <urn:p> " + "[ <urn:p> " * 9 + "1" + "]" * 9 + " ."
    assert len(parse(text, limits=Limits(nesting=9)).rows) == 10
    with pytest.raises(TurtleError, match="9 brackets are open"):
        parse(text.replace("1", "[]"), limits=Limits(nesting=9))
