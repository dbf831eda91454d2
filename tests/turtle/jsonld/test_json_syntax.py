"""JSON syntax errors: each with its place and its remedy, and the same texts are refused as by pyoxigraph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import strategies as st
from random_examples import examples

from adgo.turtle import LIMITS, Limits, TurtleError
from adgo.turtle.formats import JSON_LD
from adgo.turtle.reader import read_content

#: Faulty texts; the place and a part of the message of each fault.
FAULTY = {
    "nothing": (" \n ", "2:2: the file has no JSON value: write an object"),
    "a comma at the end": ('{"a": 1,\n}', "1:8: remove this ',': nothing follows it before '}'"),
    "a comma at the end of an array": ("[1, ]", "1:3: remove this ',': nothing follows it before ']'"),
    "two commas": ('{"a": 1,, "b": 2}', "1:9: a value is missing before this ','"),
    "no comma": ('{"a": "x"\n "b": 2}', "1:9: ',' is missing after this value"),
    "no colon": ('{"a" 1}', "1:2: ':' is missing between this key and its value"),
    "no value": ('{"a":}', "1:6: a value is missing between ':' and '}'"),
    "a key only": ('{"a"}', "1:2: ':' and a value are missing after this key"),
    "single quotes": (
        "{'a': 'x'}",
        *("1:2: a string of JSON stands in double quotes", "1:7: a string of JSON stands in double quotes"),
    ),
    "curly quotes": ('{"a": “x”}', "1:7: '“' is not a quotation mark of JSON"),
    "an unquoted key": ("{a: 1, b: [2]}", "1:2: 'a' is not a key", "1:8: 'b' is not a key"),
    "words of Python": (
        '{"a": True,\n "b": None, "c": NaN}',
        *(
            "1:7: 'True' is written in lower case in JSON: true",
            "2:7: 'None' is not a value of JSON: write null",
        ),
        "2:18: 'NaN' is not a value of JSON: write null, or",
    ),
    "numbers": (
        "[01, +1, .5, 1., 1a]",
        *(
            "1:2: '01' is not a number of JSON: remove the 0",
            "1:6: '+1' is not a number of JSON: remove the '+'",
        ),
        *(
            "1:10: '.5' is not a number of JSON: write a 0",
            "1:14: '1.' is not a number of JSON: write a digit",
        ),
        "1:18: '1a' is not a number of JSON: put it in double quotes",
    ),
    "comments": (
        '// one\n{"a": 1, /* two */ "b": 2} # three',
        *("1:1: JSON has no comments", "2:10: JSON has no comments", "2:28: JSON has no comments"),
    ),
    "an open object": ('{"a": [1, 2]', "1:13: '}' is missing before the end of the file: the '{' of line 1"),
    "a wrong bracket": ('{"a": [1}', "1:9: found '}' where ']' must close the '[' of line 1"),
    "a bracket too many": ("[1]]", "1:4: the file goes on after its JSON value"),
    "two values": ("{} {}", "1:4: the file goes on after its JSON value: put several objects into one array"),
    "a key in an array": (
        '["a": 1]',
        "1:2: a key with ':' is not allowed in an array: put { and } around it",
    ),
    "a line end in a string": ('{"a": "x\ny"}', "1:7: this string is not closed on its line"),
    "an open string": ('{"a": "x,\n "b": 2}', "1:7: this string is not closed on its line"),
    "an open string at the end": ('["x', "1:2: this string is not closed", "1:4: ']' is missing"),
    "a tab in a string": ('["a\tb"]', "1:4: a string of JSON must not contain a tab: write \\t"),
    "another escape": ('["a\\x"]', "1:4: '\\x' is not an escape of JSON: write \\\\ for a backslash"),
    "half a surrogate pair": ('["\\ud83d"]', "1:2: this string has half of a surrogate pair"),
    "characters beyond the basic plane": ('["\U0001f600" 1]', "1:4: ',' is missing after this value"),
    "a strange mark": ('{"a": 1; "b": 2}', "1:8: found ';' where ',' or '}' was expected"),
}


def faults(text: str, limits: Limits = LIMITS) -> list[str]:
    try:
        read_content(text.encode(), JSON_LD, limits=limits)
    except TurtleError as error:
        return [str(fault).removeprefix("<bytes>:") for fault in error.faults]
    return []


@pytest.mark.parametrize(("text", "expected"), [(case[0], case[1:]) for case in FAULTY.values()], ids=FAULTY)
def test_a_fault_has_its_place_and_its_remedy(text: str, expected: tuple[str, ...]) -> None:
    found = faults(text)
    assert len(found) == len(expected)
    for fault, start in zip(found, expected, strict=True):
        assert fault.startswith(start)


PIECES = [
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"a"',
        '"a":',
        '{"a":1}',
        "[1]",
        "1",
        "-0.5e+3",
        "true",
        "null",
        "nul",
        "01",
    ),
    *(
        "'",
        '"',
        "\\",
        '"\\u00e9"',
        '"\\ud800"',
        '"\\ud83d\\ude00"',
        "\n",
        "\t",
        "+",
        ".",
        "e",
        "/",
        "#",
        "é",
        "\0",
    ),
]
texts = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@examples(100, 1000, texts)
def test_a_text_is_refused_as_json_if_pyoxigraph_refuses_it(text: str) -> None:
    try:
        list(ox.parse(text, ox.RdfFormat.JSON_LD))
        refused = False
    except SyntaxError as error:
        refused = error.lineno is not None  # Faults of JSON-LD have no place there.
    assert bool([each for each in faults(text) if each[0].isdigit()]) == refused


@pytest.mark.full
def test_deep_nesting_is_refused_before_it_exhausts_the_stack() -> None:
    """Bug: pyoxigraph ended the process if about 4,000 objects were nested."""
    deep = '{"urn:p":' * 100_000
    [message] = faults(deep)
    assert message.startswith("1:18001: more than 2,000 brackets are open at once, the limit for JSON-LD")
    allowed = '{"urn:p":' * 2_000 + "1" + "}" * 2_000
    assert len(read_content(allowed.encode(), JSON_LD).rows) == 2_000
    assert faults("[" * 2_001 + "]" * 2_001)[0].startswith("1:2001: ")


def test_a_string_longer_than_the_limit_is_refused() -> None:
    [message] = faults('{"urn:p": "abcdefghij"}', Limits(literal=10))
    assert message == "1:11: this string has more characters than the limit of 10"


def test_reading_stops_after_as_many_faults_as_the_limit_allows() -> None:
    found = faults("[" + "01," * 500 + "1]")
    assert len(found) == 100
    assert found[-1].endswith("(reading stopped after 100 errors)")
