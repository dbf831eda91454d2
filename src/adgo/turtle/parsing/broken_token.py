"""What is wrong with text that is no token: how far it reaches, and how to mend it."""

from __future__ import annotations

import re
from typing import NamedTuple

from adgo.turtle.parsing import tokens

OPEN_IRI = re.compile(r"<[^>\r\n]*+>?+")
OPEN_STRING = re.compile(r"(\"|')(?:(?!\1)[^\\\r\n]|\\.)*+(\1?+)")
IN_NAME = tokens.Expression(rf"(?<!\A)(?:{tokens.NAME_CHAR}|:)[/!$&*+=?~%]")
OPEN_NAME = tokens.Expression(rf"(?:{tokens.NAME_CHAR}|[.:%\\])++")
BAD_ESCAPE = re.compile(
    rf"(?:\\\\|{tokens.STRING_ESCAPE})*+(?:[^\\]++(?:{tokens.STRING_ESCAPE})*+)*+(\\.?)", re.DOTALL
)
NOT_IN_IRI = re.compile(r'[\x00-\x20<"{}|^`\\]')
FOREIGN = (
    ("<<", "'<<' is RDF 1.2 syntax, which Turtle 1.1 does not have"),
    ("{", "'{' opens a graph, and Turtle has none: a file with named graphs is TriG, named .trig"),
    ("}", "'}' closes a graph, and Turtle has none: a file with named graphs is TriG, named .trig"),
    ("=>", "'=>' is Notation3, not Turtle"),
    ("<=", "'<=' is Notation3, not Turtle"),
    ("=", "'=' is Notation3, not Turtle: write owl:sameAs"),
    ("^^", "'^^' must follow a string in quotes"),
    ("?", "'?' begins a variable of SPARQL, and Turtle has none"),
    ("$", "'$' begins a variable of SPARQL, and Turtle has none"),
    ("\ufeff", "a byte order mark stands in the text: decode the file as utf-8-sig, or remove it"),
)


class Broken(NamedTuple):
    """A stretch of text that is no token; `stands_in` tells whether the parser may read on as if it were a term."""

    start: int
    end: int
    message: str
    stands_in: bool


def broken_token(text: str, offset: int) -> Broken:
    """Return what is wrong at the first thing after the offset, where no token matched."""
    gap = tokens.GAP.match(text, offset)
    start = gap.end() if gap else offset
    first = text[start]
    if start == offset and IN_NAME.of(text).match(text, start - 1):
        remedy = (
            f"write '\\{first}' there, or the whole IRI in <…>"
            if first != "%"
            else "write the whole IRI in <…>"
        )
        return Broken(
            start, start + 1, f"'{first}' cannot stand in a prefixed name as it is: {remedy}", False
        )
    if first in "“”„‘’«»":
        return Broken(
            start, start + 1, f"'{first}' is no quote of Turtle: write a straight one, \" or '", False
        )
    for opening, message in FOREIGN:
        if text.startswith(opening, start) and not (opening == "<=" and ">" in text[start : start + 200]):
            return Broken(start, start + len(opening), message, False)
    if first == "<":
        return _iri(text, start)
    if first in "\"'":
        return _string(text, start)
    if first == "@":
        return _at(text, start)
    word = OPEN_NAME.of(text).match(text, start)
    if word:
        return _name(text, start, word.end())
    return Broken(start, start + 1, f"{_shown(first)} starts nothing in Turtle", False)


def _iri(text: str, start: int) -> Broken:
    match = OPEN_IRI.match(text, start)
    assert match is not None
    if not match.group().endswith(">") or len(match.group()) < 2:
        return Broken(start, match.end(), "this IRI is not closed: '>' is missing on this line", False)
    bad = NOT_IN_IRI.search(text, start + 1, match.end() - 1)
    if bad is None:
        return Broken(start, match.end(), "this is not a valid IRI", True)
    if bad.group() == "\\":
        message = "only \\uXXXX and \\UXXXXXXXX are escapes in an IRI"
    else:
        message = f"{_shown(bad.group())} cannot stand in an IRI: write %{ord(bad.group()):02X}"
    return Broken(start, match.end(), message, True)


def _string(text: str, start: int) -> Broken:
    quote = text[start]
    if text.startswith(quote * 3, start):
        end = text.find(quote * 3, start + 3)
        if end < 0:
            return Broken(start, len(text), f"this string is never closed: {quote * 3} is missing", False)
        return Broken(start, end + 3, _escape_message(text[start + 3 : end]), True)
    match = OPEN_STRING.match(text, start)
    assert match is not None
    if not match.group(2):
        remedy = f"end it with {quote} on its line, or use {quote * 3} for text of several lines"
        return Broken(start, match.end(), f"this string is not closed: {remedy}", False)
    return Broken(start, match.end(), _escape_message(match.group()[1:-1]), True)


def _escape_message(content: str) -> str:
    match = BAD_ESCAPE.match(content)
    found = match.group(1) if match else "\\"
    escapes = "\\t \\b \\n \\r \\f \\\" \\' \\\\ \\uXXXX \\UXXXXXXXX"
    return f"'{found}' is no escape in a string: write \\\\ for a backslash (escapes are {escapes})"


def _at(text: str, start: int) -> Broken:
    match = re.compile(r"@[A-Za-z0-9-]*+").match(text, start)
    assert match is not None
    word = match.group()
    if text[start - 1 : start] in ('"', "'"):
        return Broken(
            start, match.end(), f"'{word}' is no language tag: write one like @en or @zh-Hans", False
        )
    if word.lower() in ("@prefix", "@base"):
        return Broken(start, match.end(), f"write '{word.lower()}' in lower case", False)
    return Broken(
        start, match.end(), f"'{word}' is neither '@prefix' nor '@base', nor a language after a string", False
    )


def _name(text: str, start: int, end: int) -> Broken:
    word = text[start:end].rstrip(".") or text[start:end]
    end = start + len(word)
    if word.startswith("_:"):
        return Broken(
            start,
            end,
            f"'{word}' is not a blank node label: it needs a letter, digit or '_' after '_:'",
            True,
        )
    if "%" in word or "\\" in word:
        return Broken(
            start, end, f"'{word}' holds a '%' or '\\' that is no escape: write it as an IRI in <…>", True
        )
    if ":" in word:
        return Broken(
            start,
            end,
            f"'{word}' is not a prefixed name: a prefix starts with a letter and does not end with '.'",
            True,
        )
    return Broken(
        start,
        end,
        f"'{word}' is no term: write a prefixed name (ex:{word}), an <IRI>, or a string in quotes",
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
