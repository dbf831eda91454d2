"""What is wrong with text that is not a JSON value, where it ends, and what to write instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from adgo.turtle.jsonld.json_values import BEGUN_STRING, STRING

STRING_TOKEN = re.compile(STRING)
#: The part of a string before the first thing in it that is not allowed.
STRING_START = re.compile(BEGUN_STRING)
SINGLE_QUOTED = re.compile(r"'(?:[^'\\\r\n]|\\.)*+'?")
CURLY_QUOTED = re.compile(r"[“”„‘’«»](?:[^“”„‘’«»\r\n]*[“”„‘’«»])?")
WORD = re.compile(r"[^\s\[\]{},:\"']++")
COMMENT = re.compile(r"//[^\r\n]*+|/\*.*?(?:\*/|\Z)|\#[^\r\n]*+", re.DOTALL)
OTHER_WORDS = {
    "none": "null",
    "nil": "null",
    "undefined": "null, or leave the key out",
    "nan": 'null, or {"@value": "NaN", "@type": "http://www.w3.org/2001/XMLSchema#double"}',
    "infinity": 'null, or {"@value": "INF", "@type": "http://www.w3.org/2001/XMLSchema#double"}',
}


class InvalidValue(NamedTuple):
    """Text that is not a value: its offsets, the message, and whether it is only a comment."""

    start: int
    end: int
    message: str
    is_comment: bool = False


def diagnose(text: str, start: int) -> InvalidValue:
    """Return what is wrong with the text at an offset, which does not begin a value."""
    char = text[start]
    comment = COMMENT.match(text, start)
    if comment:
        return InvalidValue(start, comment.end(), "JSON has no comments: remove this one", True)
    if char == '"':
        return _string(text, start)
    single = SINGLE_QUOTED.match(text, start)
    if single:
        message = "a string of JSON stands in double quotes: write \" instead of '"
        return InvalidValue(start, single.end(), message)
    curly = CURLY_QUOTED.match(text, start)
    if curly:
        return InvalidValue(
            start, curly.end(), f"'{char}' is not a quotation mark of JSON: write a straight \""
        )
    word = WORD.match(text, start)
    if word is None:
        return InvalidValue(start, start + 1, f"found '{char}' where a value was expected")
    return _word(word.group(), start)


def _word(word: str, start: int) -> InvalidValue:
    lower = word.lower()
    if lower in ("true", "false", "null"):
        message = f"'{word}' is written in lower case in JSON: {lower}"
    elif lower.lstrip("+-") in OTHER_WORDS:
        message = f"'{word}' is not a value of JSON: write {OTHER_WORDS[lower.lstrip('+-')]}"
    elif word[0] in "+-.0123456789":
        message = f"'{word}' is not a number of JSON: {_number_remedy(word)}"
    else:
        message = f"'{word}' is not a value of JSON: put text in double quotes"
    return InvalidValue(start, start + len(word), message)


def _number_remedy(word: str) -> str:
    digits = word.lstrip("+-")
    if word[0] == "+":
        return "remove the '+'"
    if digits[:1] == ".":
        return "write a 0 before the '.'"
    if re.match(r"0[0-9]", digits):
        return "remove the 0 at the start, or put it in quotes"
    if re.match(r"[0-9]+\.(?![0-9])", digits):
        return "write a digit after the '.'"
    return "put it in double quotes if it is text"


def _string(text: str, start: int) -> InvalidValue:
    begun = STRING_START.match(text, start)
    assert begun is not None
    at = begun.end()
    if at >= len(text):
        return InvalidValue(start, at, 'this string is not closed: " is missing')
    if text[at] == "\\":
        escapes = '\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX'
        remedy = f"write \\\\ for a backslash (the escapes are {escapes})"
        return InvalidValue(at, at + 2, f"'{text[at : at + 2]}' is not an escape of JSON: {remedy}")
    if text[at] in "\r\n":
        message = 'this string is not closed on its line: add ", or write \\n for a line end in the string'
        return InvalidValue(start, at, message)
    shown, escape = (
        ("a tab", "\\t") if text[at] == "\t" else (f"U+{ord(text[at]):04X}", f"\\u{ord(text[at]):04X}")
    )
    return InvalidValue(at, at + 1, f"a string of JSON must not contain {shown}: write {escape}")
