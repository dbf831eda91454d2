"""Writes terms in N-Triples form as the text that a person would write in Turtle."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adgo.turtle import terms, tokens
from adgo.turtle.terms import split_literal

PLAIN_LOCAL = tokens.Expression(rf"(?:{tokens.LOCAL})?")
SHORT_FORMS = {
    f"^^{terms.INTEGER}": re.compile(r"[+-]?[0-9]+"),
    f"^^{terms.DECIMAL}": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"^^{terms.DOUBLE}": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"^^{terms.BOOLEAN}": re.compile(r"true|false"),
}
#: Characters that are invisible or reorder text are written as escapes.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\U000e0000-\U000e007f]"
)
#: Quotes that would end a string in triple quotes, or be taken for a part of its end.
QUOTES = re.compile(r'"""|"\Z')
NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


class TermWriter:
    """Writes terms with the prefixes of a file, and records in `used` which prefixes it needed."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = dict(sorted(prefixes.items()))
        # The longest namespace wins; of two prefixes for one namespace, the first by name.
        self._namespaces = {iri: prefix for prefix, iri in reversed(self.prefixes.items()) if iri}
        self._lengths = sorted({len(iri) for iri in self._namespaces}, reverse=True)
        self._known: dict[str, str] = {}
        self.used: set[str] = set()

    def text(self, term: str) -> str:
        """Return the Turtle text of an IRI, a literal, or a blank node with its label."""
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = self._literal(term) if term[0] == '"' else self._name(term)
        return known

    def verb(self, term: str) -> str:
        """Return the Turtle text of a predicate: `a` for `rdf:type`."""
        return "a" if term == terms.TYPE else self.text(term)

    def _name(self, term: str) -> str:
        if term[0] != "<":
            return term
        iri = term[1:-1]
        for length in self._lengths:
            prefix = self._namespaces.get(iri[:length])
            if prefix is not None and len(iri) >= length and PLAIN_LOCAL.of(iri).fullmatch(iri, length):
                self.used.add(prefix)
                return f"{prefix}:{iri[length:]}"
        return term

    def _literal(self, term: str) -> str:
        content, suffix = split_literal(term)
        short = SHORT_FORMS.get(suffix)
        if short is not None and short.fullmatch(content):
            return content
        written = quoted(content)
        return f"{written}^^{self.text(suffix[2:])}" if suffix.startswith("^^") else written + suffix


def quoted(content: str) -> str:
    """Return the content as a Turtle string, in triple quotes if it has several lines."""
    if "\n" in content:
        text = QUOTES.sub(lambda match: '\\"' * len(match.group()), content.replace("\\", "\\\\"))
        return f'"""{INVISIBLE.sub(_escape, text)}"""'
    text = content.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return f'"{INVISIBLE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    code = ord(char)
    return NAMED.get(char) or (f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
