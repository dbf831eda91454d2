"""What is wrong with text that is not a token, where it ends, and what to write instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from adgo.turtle import tokens

OPEN_IRI = re.compile(r"<[^>\r\n]*+>?+")
OPEN_STRING = re.compile(r"(\"|')(?:(?!\1)[^\\\r\n]|\\.)*+(\1?+)")
IN_NAME = tokens.Expression(rf"(?<!\A)(?:{tokens.NAME_CHAR}|:)[/!$&*+=?~%]")
OPEN_NAME = tokens.Expression(rf"(?:{tokens.NAME_CHAR}|[.:%\\])++")
BAD_ESCAPE = re.compile(
    rf"(?:\\\\|{tokens.STRING_ESCAPE})*+(?:[^\\]++(?:{tokens.STRING_ESCAPE})*+)*+(\\.?)", re.DOTALL
)
NOT_IN_IRI = re.compile(r'[\x00-\x20<"{}|^`\\]')
#: What other languages have and Turtle does not, with the message about each.
FOREIGN = (
    ("<<", "'<<' is RDF 1.2 syntax, which Turtle 1.1 does not have"),
    ("{", "'{' opens a graph, which Turtle does not have: a file with named graphs is TriG; name it .trig"),
    ("}", "'}' closes a graph, which Turtle does not have: a file with named graphs is TriG; name it .trig"),
    ("=>", "'=>' is Notation3, not Turtle"),
    ("<=", "'<=' is Notation3, not Turtle"),
    ("=", "'=' is Notation3, not Turtle: write owl:sameAs"),
    ("^^", "'^^' must follow a string in quotes"),
    ("?", "'?' begins a SPARQL variable, which Turtle does not have"),
    ("$", "'$' begins a SPARQL variable, which Turtle does not have"),
    ("\ufeff", "there is a byte order mark inside the text: decode the file as utf-8-sig, or remove it"),
)


class InvalidToken(NamedTuple):
    """Text that is not a token: its offsets, the message, and whether the parser may continue as if it were a term."""

    start: int
    end: int
    message: str
    is_term: bool


def diagnose(text: str, offset: int) -> InvalidToken:
    """Return what is wrong with the text after the white space at the offset; no token matches there."""
    gap = tokens.GAP.match(text, offset)
    start = gap.end() if gap else offset
    first = text[start]
    if start == offset and IN_NAME.of(text).match(text, start - 1):
        remedy = (
            f"write '\\{first}', or the whole IRI in <…>" if first != "%" else "write the whole IRI in <…>"
        )
        return InvalidToken(
            start, start + 1, f"'{first}' must be escaped in a prefixed name: {remedy}", False
        )
    if first in "“”„‘’«»":
        return InvalidToken(
            start,
            start + 1,
            f"'{first}' is not a quotation mark in Turtle: write a straight one, \" or '",
            False,
        )
    for opening, message in FOREIGN:
        if text.startswith(opening, start) and not (opening == "<=" and ">" in text[start : start + 200]):
            return InvalidToken(start, start + len(opening), message, False)
    if first == "<":
        return _iri(text, start)
    if first in "\"'":
        return _string(text, start)
    if first == "@":
        return _at(text, start)
    word = OPEN_NAME.of(text).match(text, start)
    if word:
        return _name(text, start, word.end())
    return InvalidToken(start, start + 1, f"{_shown(first)} does not begin a token of Turtle", False)


def _iri(text: str, start: int) -> InvalidToken:
    match = OPEN_IRI.match(text, start)
    assert match is not None
    if not match.group().endswith(">") or len(match.group()) < 2:
        return InvalidToken(start, match.end(), "this IRI is not closed: '>' is missing on this line", False)
    bad = NOT_IN_IRI.search(text, start + 1, match.end() - 1)
    if bad is None:
        return InvalidToken(start, match.end(), "this is not a valid IRI", True)
    if bad.group() == "\\":
        message = "the only escapes in an IRI are \\uXXXX and \\UXXXXXXXX"
    else:
        message = f"{_shown(bad.group())} is not allowed in an IRI: write %{ord(bad.group()):02X}"
    return InvalidToken(start, match.end(), message, True)


def _string(text: str, start: int) -> InvalidToken:
    quote = text[start]
    if text.startswith(quote * 3, start):
        end = text.find(quote * 3, start + 3)
        if end < 0:
            return InvalidToken(
                start, len(text), f"this string is never closed: {quote * 3} is missing", False
            )
        return InvalidToken(start, end + 3, _escape_message(text[start + 3 : end]), True)
    match = OPEN_STRING.match(text, start)
    assert match is not None
    if not match.group(2):
        remedy = f"end it with {quote} on its line, or use {quote * 3} for text with several lines"
        return InvalidToken(start, match.end(), f"this string is not closed: {remedy}", False)
    return InvalidToken(start, match.end(), _escape_message(match.group()[1:-1]), True)


def _escape_message(content: str) -> str:
    match = BAD_ESCAPE.match(content)
    found = match.group(1) if match else "\\"
    escapes = "\\t \\b \\n \\r \\f \\\" \\' \\\\ \\uXXXX \\UXXXXXXXX"
    return f"'{found}' is not an escape in a string: write \\\\ for a backslash (the escapes are {escapes})"


def _at(text: str, start: int) -> InvalidToken:
    match = re.compile(r"@[A-Za-z0-9-]*+").match(text, start)
    assert match is not None
    word = match.group()
    if text[start - 1 : start] in ('"', "'"):
        return InvalidToken(
            start, match.end(), f"'{word}' is not a language tag: write one like @en or @zh-Hans", False
        )
    if word.lower() in ("@prefix", "@base"):
        return InvalidToken(start, match.end(), f"write '{word.lower()}' in lower case", False)
    return InvalidToken(
        start,
        match.end(),
        f"'{word}' is not '@prefix' or '@base', and not a language tag after a string",
        False,
    )


def _name(text: str, start: int, end: int) -> InvalidToken:
    word = text[start:end].rstrip(".") or text[start:end]
    end = start + len(word)
    if word.startswith("_:"):
        return InvalidToken(
            start,
            end,
            f"'{word}' is not a blank node label: it needs a letter, digit or '_' after '_:'",
            True,
        )
    if "%" in word or "\\" in word:
        return InvalidToken(
            start, end, f"'{word}' has a '%' or '\\' that is not an escape: write it as an IRI in <…>", True
        )
    if ":" in word:
        return InvalidToken(
            start,
            end,
            f"'{word}' is not a prefixed name: a prefix starts with a letter and does not end with '.'",
            True,
        )
    return InvalidToken(
        start,
        end,
        f"'{word}' is not a term: write a prefixed name (ex:{word}), an <IRI>, or a string in quotes",
        True,
    )


def _shown(char: str) -> str:
    return (
        f"'{char}'"
        if char.isprintable() and char != " "
        else f"U+{ord(char):04X}"
        if char != " "
        else "a space"
    )
