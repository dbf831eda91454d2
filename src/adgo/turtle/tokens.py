"""The tokens of Turtle 1.1 (section 6.5 of the W3C recommendation) as regular expressions.

All repetitions are possessive and no repetition over white space is nested in another, so that no input causes
backtracking. An expression that reads a token skips the white space and comments before it. Inside a token, the usual
characters are matched as a run, and each interruption (an escape, a dot in a name) as one step of an outer repetition:
`re` reads a run at once, but a repetition step by step.

Compiling them takes longer than reading a small file. They are therefore compiled when first used, and for ASCII text
in a form that knows only ASCII (`Expression`).
"""

import re
import sys
from collections.abc import Iterator
from functools import cached_property

#: PN_CHARS_BASE, as the inside of a character class.
BASE_CHARS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)

#: PN_CHARS, as the inside of a character class.
NAME_CHARS = BASE_CHARS + "_0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"


def char_class(inside: str) -> str:
    """Return the character class `[inside]` in the form `[^outside]`.

    When `re` compiles a class, it visits every character of every range in it. A fifth as many characters are outside
    as inside, which saves 0.1 s at every start of a program.
    """
    outside, free = "", 0
    for low, high in [*sorted(_ranges(inside)), (sys.maxunicode + 1, sys.maxunicode + 1)]:
        if free < low:
            outside += _range(free, low - 1)
        free = max(free, high + 1)
    return f"[^{outside}]"


def ascii_class(inside: str) -> str:
    """Return the class of those characters of `[inside]` that are ASCII."""
    return f"[{''.join(_range(low, min(high, 127)) for low, high in _ranges(inside) if low < 128)}]"


def _ranges(inside: str) -> Iterator[tuple[int, int]]:
    ends = re.compile(r"(\\.|[^\\])-(\\.|[^\\])|(\\.|[^\\])", re.DOTALL)
    for first, last, only in ends.findall(inside):
        yield ord((first or only)[-1]), ord((last or only)[-1])


def _range(low: int, high: int) -> str:
    return f"{re.escape(chr(low))}-{re.escape(chr(high))}"


CLASSES = (
    BASE_CHARS,
    f"{BASE_CHARS}_0-9",
    f"{BASE_CHARS}_0-9:",
    NAME_CHARS,
    f"{NAME_CHARS}:",
    f"{NAME_CHARS}:%\\\\",
)
BASE_CHAR, BLANK_START, LOCAL_START, NAME_CHAR, LOCAL_CHAR, LOCAL_GOES_ON = map(char_class, CLASSES)


class Expression:
    """A regular expression in two forms, each compiled when first used."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags

    def of(self, text: str) -> re.Pattern[str]:
        """Return the form for a text: the faster one if the text is ASCII."""
        return self.in_ascii if text.isascii() else self.in_full

    @cached_property
    def in_full(self) -> re.Pattern[str]:
        """The form for any text."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def in_ascii(self) -> re.Pattern[str]:
        """The form for ASCII text, with the same matches."""
        pattern = self.pattern
        for inside in CLASSES:
            pattern = pattern.replace(char_class(inside), ascii_class(inside))
        return re.compile(pattern, self.flags)


SPACE = r"[ \t\r\n]*+(?:\#[^\r\n]*+[ \t\r\n]*+)*+"
ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
IRI_CHAR = r'[^\x00-\x20<>"{}|^`\\]'
IRI = rf"<{IRI_CHAR}*+(?:(?:{ESCAPE}){IRI_CHAR}*+)*+>"
LOCAL_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
NAME_TAIL = rf"{NAME_CHAR}*+(?:\.++{NAME_CHAR}++)*+"
PREFIX = rf"(?:{BASE_CHAR}{NAME_TAIL})?+:"
LOCAL = (
    rf"(?:{LOCAL_START}|{LOCAL_ESCAPE}){LOCAL_CHAR}*+"
    rf"(?:(?:{LOCAL_ESCAPE}|\.++(?={LOCAL_GOES_ON})){LOCAL_CHAR}*+)*+"
)
NAME = rf"{PREFIX}(?:{LOCAL})?+"
BLANK = rf"_:{BLANK_START}{NAME_TAIL}"
STRING_ESCAPE = rf"\\[tbnrf\"'\\]|{ESCAPE}"


def _long_string(quote: str) -> str:
    return (
        rf"{quote * 3}[^{quote}\\]*+"
        rf"(?:(?:{STRING_ESCAPE}|{quote}(?!{quote * 2}))[^{quote}\\]*+)*+{quote * 3}"
    )


def _short_string(quote: str) -> str:
    inside = rf"[^{quote}\\\r\n]*+"
    return rf"{quote}(?!{quote * 2}){inside}(?:(?:{STRING_ESCAPE}){inside})*+{quote}"


STRING = "|".join((_long_string('"'), _long_string("'"), _short_string('"'), _short_string("'")))
LANGUAGE = r"@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*+"
#: What may follow a string: a language tag, or a datatype. White space is allowed before a language tag, so that an
#: `@prefix` there is read as a directive, whose preceding dot is missing, and not as a language tag.
SUFFIX = rf"{LANGUAGE}|{SPACE}(?:\^\^{SPACE}(?:{IRI}|{NAME})|(?!@(?:prefix|base)\b){LANGUAGE})"

LITERAL = rf"(?>{STRING})(?:{SUFFIX})?+"
NUMBER = r"[+-]?+(?>[0-9]++\.[0-9]*+[eE][+-]?+[0-9]++|\.?+[0-9]++[eE][+-]?+[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)"
WORD = rf"[A-Za-z]++(?!{LOCAL_CHAR})"

SUBJECT = rf"(?>{IRI}|{NAME}|{BLANK})"
VERB = rf"(?>{IRI}|{NAME}|a(?!{LOCAL_CHAR}))"
OBJECT = rf"(?>{IRI}|{NAME}|{BLANK}|{LITERAL}|{NUMBER}|(?:true|false)(?!{LOCAL_CHAR}))"

#: One token; its kind is the name of its group.
TOKEN = Expression(
    rf"{SPACE}(?:(?P<iri>{IRI})|(?P<name>{NAME})|(?P<blank>{BLANK})|(?P<literal>{LITERAL})|(?P<number>{NUMBER})"
    rf"|(?P<word>{WORD})|(?P<directive>@(?:prefix|base)(?![A-Za-z0-9-]))|(?P<mark>[\[\]().,;])|(?P<end>\Z))"
)

#: A punctuation mark and the terms after it: subject, verb and object after a '.'; verb and object after a ';' or a '['
#: (the second group); an object after a ','. The object is missing if a '[' is next. Or only a ']', or a ';' without
#: terms. Matches the empty string before anything else, so that each match starts where the last one ended.
TRIPLE = Expression(
    rf"{SPACE}(?:(?:(?:\.{SPACE}({SUBJECT}){SPACE}|;{SPACE}|(\[){SPACE})({VERB}){SPACE}|,{SPACE})(?:({OBJECT})|(?=\[))"
    rf"|\]|;(?={SPACE}[.;\]]))|"
)

GAP = re.compile(SPACE)

LINE_SPACE = r"[ \t]*+"
LINE_STRING = rf'"[^"\\\r\n]*+(?:(?:{STRING_ESCAPE})[^"\\\r\n]*+)*+"'
LINE_LITERAL = rf"{LINE_STRING}(?:{LANGUAGE}|{LINE_SPACE}(?:\^\^{LINE_SPACE}{IRI}|{LANGUAGE}))?+"
#: One line of N-Triples, or of N-Quads if the fourth group matched; all groups are None on an empty line.
LINE = Expression(
    rf"{LINE_SPACE}(?:({IRI}|{BLANK}){LINE_SPACE}({IRI}){LINE_SPACE}({IRI}|{BLANK}|{LINE_LITERAL})"
    rf"{LINE_SPACE}({IRI}|{BLANK})?+{LINE_SPACE}\.)?+{LINE_SPACE}(?:\#[^\r\n]*+)?+(?:[\r\n]++|\Z)"
)
