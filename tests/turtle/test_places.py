"""Every place that the reader reports is exact, however far the author went to hide it."""

from __future__ import annotations

import re

import pytest
from random_examples import examples
from turtle_graphs import BASE, texts

from adgo.turtle import NOWHERE, Document, Part, TokenSpan, parse
from adgo.turtle.terms import TermTable

HEAD = "@prefix ex: <http://e/> .\n"
HIDDEN = {
    "after a long string": 'ex:a ex:p """one\ntwo "quoted"\n\n""" , ex:FAULT .',
    "after two long strings on one line": "ex:a ex:p '''\n''' , \"\"\"\n\"\"\", ex:FAULT .",
    "in a blank node": "ex:a ex:p [\n\tex:q 1 ;\n\tex:r [ ex:s ex:FAULT ]\n] .",
    "in a collection": "ex:a ex:p ( 1\n  2.5 ( ex:FAULT ) ) .",
    "behind characters beyond the basic plane": 'ex:a ex:p "\U0001f600\U00010400" , ex:é\U00010401 , ex:FAULT .',
    "behind combining characters": 'ex:a ex:p "e\u0301e\u0301" , ex:FAULT .',
    "with CRLF": 'ex:a\r\n  ex:p """x\r\ny""" ,\r\n  ex:FAULT .\r\n',
    "with lone CR": "ex:a\r  ex:p\r ex:FAULT .",
    "with tabs": "ex:a\t\tex:p\t1 ,\tex:FAULT .",
    "after a remark": "# ex:FAULT? é\nex:a ex:p # ' \" <\n ex:FAULT .",
    "after a form feed in a string": 'ex:a ex:p "\x0c\x0b\x85\u2028" , ex:FAULT .',
    "without spaces": 'ex:a<http://e/p>"x"@en,ex:FAULT.',
    "as a subject": "ex:a ex:p 1 . ex:FAULT ex:p 2 .",
    "as a predicate": "ex:a ex:p 1 ;\n ex:FAULT 2 .",
    "as the subject of a bracket": "ex:a ex:p 1 . [ ex:q ex:FAULT ] ex:r 1 .",
}


def fault_place(text: str) -> TokenSpan:
    """The position of the last FAULT, computed simply: one line end at a time, one code point per column."""
    offset = text.rindex("ex:FAULT")
    lines = re.split(r"\r\n|\r|\n", text[:offset])
    line, column = len(lines), len(lines[-1]) + 1
    return TokenSpan(line, column, line, column + len("ex:FAULT"))


def places(document: Document, term: str) -> set[TokenSpan]:
    parts: tuple[Part, ...] = ("subject", "predicate", "object")
    number = document.table.find(term)
    return {
        document.locate(row, part)
        for row, numbers in enumerate(document.rows)
        for part, each in zip(parts, numbers, strict=True)
        if each == number
    }


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_seeded_term_is_found_at_its_position(text: str) -> None:
    text = HEAD + text
    document = parse(text)
    assert places(document, "<http://e/FAULT>") == {fault_place(text)}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN.keys())
def test_a_seeded_syntax_error_is_found_at_its_position(text: str) -> None:
    from adgo.turtle import TurtleError

    text = HEAD + text
    with pytest.raises(TurtleError) as caught:
        parse(text.replace("ex:FAULT", "xe:FAULT"))
    place = fault_place(text)
    found = [(fault.line, fault.column, fault.end_column) for fault in caught.value.faults]
    assert found == [(place.line, place.column, place.end_column)]


@examples(40, 500, texts(broken=False))
def test_each_place_holds_a_token_that_says_the_term(text: str) -> None:
    document = parse(text, base=BASE)
    parts: tuple[Part, ...] = ("subject", "predicate", "object")
    for row, numbers in enumerate(document.rows):
        for part, number in zip(parts, numbers, strict=True):
            offset = document.rows.offsets[part][row]
            span = document.locate(row, part)
            assert span == document.span(offset)
            said = document.table[number]
            token = cut(document, span)
            if said.startswith("_:"):
                assert (
                    token[:1] in "[(" or token.startswith("_:") or "rdf-syntax" in document.table[numbers[1]]
                )
            elif said[0] == '"':
                assert token[0] in "\"'+-.0123456789tf"
                again = parse(text + f"\n<urn:s> <urn:p> {token} .", base=BASE)
                assert (
                    again.table[again.rows[-1][2]] == said
                    or "base" in text.lower()
                    or "prefix ex" in text.lower()
                )


def cut(document: Document, span: TokenSpan) -> str:
    """The text between the ends of a place, found by its lines and columns alone."""
    ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", document.text)]
    starts = [0, *ends]
    start = starts[(span.line or 0) - 1] + (span.column or 0) - 1
    return document.text[start : starts[(span.end_line or 0) - 1] + (span.end_column or 0) - 1]


def test_lists_lead_to_their_items() -> None:
    document = parse(HEAD + "ex:a ex:p ( 1 [ ex:q 2 ] ) .")
    columns = {
        document.table[p].rpartition("#")[2]: document.locate(row, "object").column
        for row, (_, p, _) in enumerate(document.rows)
        if "rdf-syntax" in document.table[p]
    }
    firsts = [
        document.locate(row, "object").column
        for row, (_, p, _) in enumerate(document.rows)
        if "first" in document.table[p]
    ]
    assert document.locate(0, "object") == TokenSpan(2, 11, 2, 12)
    assert firsts == [13, 15]
    assert columns["rest>"] == 26


def test_a_bracket_is_its_own_subject() -> None:
    document = parse(HEAD + "ex:a ex:p [ ex:q 2 ] .")
    assert document.locate(0, "object") == document.locate(1, "subject") == TokenSpan(2, 11, 2, 12)


def test_a_literal_reaches_to_the_end_of_its_datatype() -> None:
    document = parse(HEAD + 'ex:a ex:p """a\nb"""\n  ^^ex:t .')
    assert document.locate(0, "object") == TokenSpan(2, 11, 4, 9)


def test_lines_are_given_without_their_ends() -> None:
    document = parse("# one\r\n# two\r# three\n# four")
    assert [document.line_text(line) for line in range(6)] == ["", "# one", "# two", "# three", "# four", ""]


def test_n_triples_have_places() -> None:
    document = parse('<urn:a> <urn:p> "x"@en .\n\n\t_:b <urn:p> "y"^^<urn:t> .', syntax="ntriples")
    assert document.locate(1, "subject") == TokenSpan(3, 2, 3, 5)
    assert document.locate(1, "object") == TokenSpan(3, 14, 3, 26)


def test_a_row_without_places_is_nowhere() -> None:
    document = parse("")
    document.rows.add((0, 0, 0), None)
    assert document.locate(0, "object") is NOWHERE
    assert len(TermTable()) == 0
