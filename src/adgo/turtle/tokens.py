"""The tokens of Turtle 1.1 (section 6.5 of the W3C recommendation) as regular expressions.

No expression here repeats a repeat over white space, and every run is possessive, so that no input makes one
backtrack. Every expression that reads a token skips the white space and comments before it.
"""

import re
import sys

BASE_CHARS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""PN_CHARS_BASE, as the inside of a character class."""

NAME_CHARS = BASE_CHARS + "_0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
"""PN_CHARS, as the inside of a character class."""


def char_class(inside: str) -> str:
    """Return the character class `[inside]` in the form `[^outside]`.

    To compile a class, `re` walks every character of every range in it. Those outside are a fifth of those inside,
    and a program that starts for each small file feels the difference (0.1 s).
    """
    ends = re.compile(r"(\\.|[^\\])-(\\.|[^\\])|(\\.|[^\\])", re.DOTALL)
    ranges = sorted(
        (ord((first or only)[-1]), ord((last or only)[-1])) for first, last, only in ends.findall(inside)
    )
    outside, free = "", 0
    for low, high in [*ranges, (sys.maxunicode + 1, sys.maxunicode + 1)]:
        if free < low:
            outside += f"{re.escape(chr(free))}-{re.escape(chr(low - 1))}"
        free = max(free, high + 1)
    return f"[^{outside}]"


BASE_CHAR = char_class(BASE_CHARS)
BLANK_START = char_class(f"{BASE_CHARS}_0-9")
LOCAL_START = char_class(f"{BASE_CHARS}_0-9:")
NAME_CHAR = char_class(NAME_CHARS)
LOCAL_CHAR = char_class(f"{NAME_CHARS}:")
LOCAL_GOES_ON = char_class(f"{NAME_CHARS}:%\\\\")

SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
IRI = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]++|{ESCAPE})*+>'
LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
PREFIX = rf"(?:{BASE_CHAR}(?:{NAME_CHAR}++|\.++(?={NAME_CHAR}))*+)?+:"
LOCAL = (
    rf"(?:{LOCAL_START}|{LOCAL_ESCAPE})"
    rf"(?:{LOCAL_CHAR}++|{LOCAL_ESCAPE}|\.++(?={LOCAL_GOES_ON}))*+"
)
NAME = rf"{PREFIX}(?:{LOCAL})?+"
BLANK = rf"_:{BLANK_START}(?:{NAME_CHAR}++|\.++(?={NAME_CHAR}))*+"
STRING_ESCAPE = rf"\\[tbnrf\"'\\]|{ESCAPE}"
STRING = (
    rf'"""(?:[^"\\]++|"(?!"")|{STRING_ESCAPE})*+"""'
    rf"|'''(?:[^'\\]++|'(?!'')|{STRING_ESCAPE})*+'''"
    rf'|"(?!"")(?:[^"\\\r\n]++|{STRING_ESCAPE})*+"'
    rf"|'(?!'')(?:[^'\\\r\n]++|{STRING_ESCAPE})*+'"
)
LANGUAGE = r"@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*+"
SUFFIX = rf"{LANGUAGE}|{SPACE}(?:\^\^{SPACE}(?:{IRI}|{NAME})|(?!@(?:prefix|base)\b){LANGUAGE})"
"""What may follow a string: a language tag, or a datatype. White space may stand between, so that an `@prefix`
after it is a directive (whose dot before it is missing) and no language."""

LITERAL = rf"(?>{STRING})(?:{SUFFIX})?+"
NUMBER = r"[+-]?+(?>[0-9]++\.[0-9]*+[eE][+-]?+[0-9]++|\.?+[0-9]++[eE][+-]?+[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)"
WORD = rf"[A-Za-z]++(?!{LOCAL_CHAR})"

MARK = r"[;,]|\.(?![0-9])"
SUBJECT = rf"(?>{IRI}|{NAME}|{BLANK})"
VERB = rf"(?>{IRI}|{NAME}|a(?!{LOCAL_CHAR}))"
OBJECT = rf"(?>{IRI}|{NAME}|{BLANK}|{LITERAL}|{NUMBER}|(?:true|false)(?!{LOCAL_CHAR}))"

TOKEN = re.compile(
    rf"{SPACE}(?:(?P<iri>{IRI})|(?P<name>{NAME})|(?P<blank>{BLANK})|(?P<literal>{LITERAL})|(?P<number>{NUMBER})"
    rf"|(?P<word>{WORD})|(?P<directive>@(?:prefix|base)(?![A-Za-z0-9-]))|(?P<mark>[\[\]().,;])|(?P<end>\Z))"
)
"""One token; its kind is the name of its group."""

SUBJECT_VERB_OBJECT = re.compile(rf"{SPACE}({SUBJECT}){SPACE}({VERB}){SPACE}({OBJECT}){SPACE}({MARK})")
VERB_OBJECT = re.compile(rf"{SPACE}({VERB}){SPACE}({OBJECT}){SPACE}({MARK})")
OBJECT_ONLY = re.compile(rf"{SPACE}({OBJECT}){SPACE}({MARK})")
SPAN = re.compile(rf"{OBJECT}|{VERB}|.", re.DOTALL)
"""The token that starts at an offset."""

GAP = re.compile(SPACE)

LINE_SPACE = r"[ \t]*+"
LINE_LITERAL = (
    rf'"(?:[^"\\\r\n]++|{STRING_ESCAPE})*+"(?:{LANGUAGE}|{LINE_SPACE}(?:\^\^{LINE_SPACE}{IRI}|{LANGUAGE}))?+'
)
LINE = re.compile(
    rf"{LINE_SPACE}(?:({IRI}|{BLANK}){LINE_SPACE}({IRI}){LINE_SPACE}({IRI}|{BLANK}|{LINE_LITERAL})"
    rf"{LINE_SPACE}({IRI}|{BLANK})?+{LINE_SPACE}\.)?+{LINE_SPACE}(?:\#[^\r\n]*+)?+(?:[\r\n]++|\Z)"
)
"""One line of N-Triples, or of N-Quads where the fourth group matched; all groups are None on an empty line."""
