"""Input made to hurt: read within memory, or refused with a clear message at a stated limit; no traceback, no hang."""

from __future__ import annotations

import tracemalloc

import pytest

from adgo.turtle import Limits, TurtleError, lines, parse, write

HEAD = "@prefix ex: <http://e/> .\nex:a ex:p "
MANY = 100_000


def test_100_000_brackets_inside_one_another_are_read_and_written() -> None:
    document = parse(HEAD + "[ ex:p " * MANY + "1" + " ]" * MANY + " .")
    assert len(document.rows) == MANY + 1
    assert document.locate(MANY, "object").column == len("ex:a ex:p ") + 7 * MANY + 1
    shallow = parse(HEAD + "[ ex:p " * 3000 + "1" + " ]" * 3000 + " .")
    written = write(shallow.triples(), shallow.prefixes)
    assert len(parse(written).rows) == 3001


@pytest.mark.full
def test_100_000_lists_inside_one_another_are_read() -> None:
    assert len(parse(HEAD + "( " * MANY + "1" + " )" * MANY + " .").rows) == 2 * MANY + 1


def test_100_000_brackets_left_open_are_one_error() -> None:
    with pytest.raises(TurtleError) as caught:
        parse(HEAD + "[ ex:p " * MANY)
    assert len(caught.value.faults) == 1
    assert "']' is missing before the end of the file" in caught.value.faults[0].message


def test_brackets_beyond_the_limit_are_refused() -> None:
    with pytest.raises(TurtleError, match="more than 10 brackets are open at once, the limit"):
        parse(HEAD + "[ ex:p " * 11 + "1" + " ]" * 11 + " .", limits=Limits(nesting=10))


def test_a_literal_beyond_the_limit_is_refused() -> None:
    text = HEAD + '"' + "x" * 20 * 2**20 + '" .'
    with pytest.raises(
        TurtleError, match=r"has 20,971,522 characters, more than the limit of 16,777,216"
    ) as caught:
        parse(text)
    assert len(str(caught.value)) < 1000
    assert len(parse(text, limits=Limits(literal=2**25)).rows) == 1


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TurtleError, match="the text has 10 characters, more than the limit of 9"):
        parse("# 34567890", limits=Limits(text=9))


# Each of these took quadratic or exponential time in some reader; here each is one pass. A run that is not linear
# would take hours at this size, so that the suite's time is the test.
LONG = {
    "indentation": " " * 3_000_000 + "ex:b .",
    "indentation and remarks": " #\n" * 300_000 + "ex:b .",
    "dots in a name": "ex:a" + "." * 1_000_000,
    "a name without colon": "a" * 3_000_000,
    "escapes": '"' + "\\n" * 500_000 + '" .',
    "quotes in a long string": '"""' + '""\n' * 300_000 + 'x""" .',
    "an open long string": '"""' + '"" ' * 300_000,
    "an open string": '"' + "x" * 3_000_000,
    "openings of IRIs": "<" * 500_000,
    "openings of IRIs in a line": "< " * 300_000 + ">",
    "openings of strings": "' \" " * 200_000,
    "percent signs": "ex:" + "%20" * 500_000 + "%2",
    "semicolons": "ex:b " + ";" * 500_000,
    "commas": "ex:b " + "," * 300_000,
    "backslashes": '"' + "\\" * 500_001 + '" .',
    "digits": "1" * 1_000_000 + "e",
    "hyphens of a language": '"x"@en' + "-a" * 300_000 + " .",
    "at signs": "@" * 300_000,
    "unclosed datatype": '"x"^^<' + "a" * 1_000_000,
    "carets": '"x"' + "^^" * 300_000,
}


def refusal(text: str) -> str:
    """The message of the errors of a text, or nothing."""
    try:
        parse(text)
    except TurtleError as error:
        return str(error)
    return ""


#: Those that are read every day; all of them in the full run.
EVERY_DAY = {"a name without colon", "an open long string", "openings of IRIs in a line", "backslashes"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=name, marks=[] if name in EVERY_DAY else pytest.mark.full)
        for name, text in LONG.items()
    ],
)
def test_long_runs_are_read_in_one_pass(text: str) -> None:
    message = refusal(HEAD + text)
    assert message.count("^\n") <= 100
    assert len(message) < 100_000


def test_many_errors_are_listed_in_one_pass() -> None:
    with pytest.raises(TurtleError) as caught:
        parse(HEAD + "1 .\n" + "ex:a ex:p word .\n" * 100_000)
    assert len(caught.value.faults) == 100
    with pytest.raises(TurtleError):
        parse("<urn:a> <urn:p> 5 .\n" * 100_000, syntax="ntriples")


def test_null_and_control_characters_are_errors_with_a_place() -> None:
    with pytest.raises(TurtleError) as caught:
        parse("@prefix ex: <http://e/> .\nex:a \x00 ex:b .")
    (fault,) = caught.value.faults
    assert (fault.line, fault.column) == (2, 6)
    assert "U+0000" in fault.message


def test_lines_are_counted_in_little_memory() -> None:
    """Each line was a string of its own for a moment: 100 MB of short lines took 2.5 GB."""
    text = 'ex:a ex:p """' + "\n" * 5_000_000
    tracemalloc.start()
    with pytest.raises(TurtleError):
        parse(text)
    assert tracemalloc.get_traced_memory()[1] < 150 * 2**20
    tracemalloc.stop()


def test_lines_are_counted_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"<urn:a{'b' * (number % 7)}> <urn:p> {number} .\n" for number in range(60))
    expected = [(number + 1, 1) for number in range(60)]
    for piece in (1, 2, 19, 20, 21, 500):
        monkeypatch.setattr(lines, "BLOCK", piece)
        spans = [parse(text).locate(row, "subject") for row in range(60)]
        assert [(span.line, span.column) for span in spans] == expected
