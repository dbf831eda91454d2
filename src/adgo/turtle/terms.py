"""Terms as strings in canonical N-Triples form, and the table that gives them numbers."""

from __future__ import annotations

import re

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"


def xsd(name: str) -> str:
    """Return the N-Triples term of a name of XML Schema's datatypes."""
    return f"<{XSD}{name}>"


TYPE, FIRST, REST, NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))
BOOLEAN, INTEGER, DECIMAL, DOUBLE = (f"<{XSD}{name}>" for name in ("boolean", "integer", "decimal", "double"))
STRING_TYPE = f"<{XSD}string>"
LANGUAGE_TYPE = f"<{RDF}langString>"

SPECIAL = re.compile(r'["\\\x00-\x1f\x7f\ufffe\uffff]')
ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
TO_ESCAPE = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
FROM_ESCAPE = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


#: Numbers that a table creates at once.
BLOCK = 4096


class TermTable:
    """Maps terms to numbers and back; documents that share a table have the same numbers for IRIs and literals."""

    __slots__ = ("_blanks", "_numbers", "ids", "terms")

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.terms: list[str] = []
        #: The numbers, including those of terms to come. They are created in blocks, which puts them side by side in
        #: memory: walking over a million triples then takes a third less time.
        self._numbers: list[int] = []
        self._blanks = 0

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, number: int) -> str:
        return self.terms[number]

    def intern(self, term: str) -> int:
        """Return the number of the term, a new one if the table does not have it."""
        terms = self.terms
        if len(terms) == len(self._numbers):
            self._numbers += range(len(terms), len(terms) + BLOCK)
        new = self._numbers[len(terms)]
        number = self.ids.setdefault(term, new)
        if number is new:
            terms.append(term)
        return number

    def find(self, term: str) -> int | None:
        """Return the number of the term, or None if the table does not have it."""
        return self.ids.get(term)

    def fresh_blank(self, label: str | None = None) -> int:
        """Return the number of a new blank node: `_:label` if that label is free, else with a number added."""
        if label is not None:
            term, tries = f"_:{label}", 1
            while term in self.ids:
                tries += 1
                term = f"_:{label}_{tries}"
            return self.intern(term)
        while True:
            term = f"_:b{self._blanks}"
            self._blanks += 1
            if term not in self.ids:
                return self.intern(term)


def escape(text: str) -> str:
    """Return the text escaped, as between the quotes of a canonical N-Triples literal."""
    return SPECIAL.sub(_escaped, text) if SPECIAL.search(text) else text


def _escaped(match: re.Match[str]) -> str:
    char = match.group()
    return TO_ESCAPE.get(char) or f"\\u{ord(char):04X}"


def unescape(text: str) -> str:
    """Return the text with its Turtle escapes replaced; ValueError for one that is not the code of a character."""
    return ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    short, long, char = match.groups()
    if char is not None:
        return FROM_ESCAPE.get(char, char)
    code = int(short or long, 16)
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        raise ValueError(f"{match.group()} is not the code of a character")
    return chr(code)


def split_literal(term: str) -> tuple[str, str]:
    """Return the lexical form of a literal in N-Triples form, unescaped, and its suffix (`@en`, `^^<…>` or "")."""
    end = term.rindex('"')
    return unescape(term[1:end]), term[end + 1 :]
