"""The literals that an update writes or deletes and that the engine changes, or whose values it does not know.

Only literals in the text are found: in INSERT DATA, DELETE DATA, DELETE WHERE and the templates of INSERT and DELETE.
Those that an expression computes are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from adgo.sparql.algebra.terms import string
from adgo.sparql.text import SparqlText
from adgo.sparql.tokens import SparqlToken
from adgo.turtle.iris import resolve
from adgo.turtle.normalization import literals
from adgo.turtle.normalization.report import Changes
from adgo.turtle.normalization.tags import lowered
from adgo.turtle.terms import DECIMAL, DOUBLE, INTEGER, XSD, escape, unescape

#: A language tag or a number that may change; it may also be a part of a string, an IRI or a comment.
_CANDIDATE = re.compile(
    r"@[a-z0-9-]*[A-Z]"
    r"|(?<![A-Za-z0-9_/#:.-])[+-]?(?:0[0-9]|[0-9]*\.[0-9]|[0-9]+\.?[eE]|(?<=\+)[0-9]|(?<=-)0|[0-9]{19})"
)
#: A literal with a datatype, as it is usually written.
_TYPED = re.compile(rf'"([^"\\\n]*)"\^\^(?:<{re.escape(XSD)}(\w+)>|[\w.-]*:(\w+)\b)')


def find(text: SparqlText, base: str) -> Changes:
    """Return the literals of an update that the engine changes or cannot compare.

    If the text is not SPARQL, some may be missing.

    Args:
        text: the update.
        base: the base IRI of the request.
    """
    found = Changes()
    if not _may_change(text.source):
        return found
    seen: Counter[str] = Counter()
    for term in _data(text.tokens, base):
        if lowered(term) != term and not term.endswith(">"):
            found.note(term, lowered(term))
        elif literals.may_change(term):
            seen[term] += 1
    changed = literals.changed(list(seen))
    for given, stored in zip(changed, literals.stored(changed), strict=True):
        found.note(given, stored, seen[given])
    known = set(changed)
    for given in literals.unread([each for each in seen if each not in known]):
        found.note_unread(given, seen[given])
    return found


def _may_change(source: str) -> bool:
    """Return whether a text has to be read token by token, which is slow."""
    if _CANDIDATE.search(source):
        return True
    typed = _TYPED.findall(source)
    if len(typed) != source.count("^^"):
        return True
    forms = [(literals.FORMS.get(XSD + (name or local)), text) for text, name, local in typed]
    return not all(form and form.kept(text) for form, text in forms)


def _data(tokens: Iterable[SparqlToken], base: str) -> Iterator[str]:
    """Yield the literals with a datatype or a language tag in the data of an update, in N-Triples form."""
    reader = _LiteralReader(base)
    depth, opens_data, is_data = 0, False, False
    for token in tokens:
        if depth == 0 and token.word:
            is_delete_where = (
                token.word == "WHERE" and reader.last is not None and reader.last.word == "DELETE"
            )
            opens_data = token.word in ("INSERT", "DELETE", "DATA") or is_delete_where
        if token.text == "{":
            is_data |= depth == 0 and opens_data
            depth += 1
        elif token.text == "}":
            depth -= 1
            is_data &= depth > 0
        literal = reader.read(token)
        if is_data and literal:
            yield literal


class _LiteralReader:
    """Puts literals together from tokens, and resolves the names of their datatypes."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._prefixes: dict[str, str] = {}
        #: The last two tokens, in their order.
        self._before: list[SparqlToken] = []

    @property
    def last(self) -> SparqlToken | None:
        """The token before the next one."""
        return self._before[-1] if self._before else None

    def read(self, token: SparqlToken) -> str | None:
        """Read the next token; return the literal that it completes, if it has a datatype or a language tag."""
        before = self._before
        literal = None
        if token.kind == "language" and before and before[-1].kind == "string":
            literal = f'"{_content(before[-1])}"{token.text}'
        elif token.kind == "number":
            literal = self._number(token)
        elif token.kind in ("iri", "pname"):
            if before and before[-1].word == "BASE":
                self._base = self._iri(token)
            elif len(before) > 1 and before[-2].word == "PREFIX":
                self._prefixes[before[-1].text[:-1]] = self._iri(token)
            elif len(before) > 1 and before[-1].text == "^^" and before[-2].kind == "string":
                literal = f'"{_content(before[-2])}"^^<{self._iri(token)}>'
        self._before = [*before[-1:], token]
        return literal

    def _number(self, token: SparqlToken) -> str:
        last = self.last
        is_signed = last is not None and last.text in ("+", "-") and last.end == token.start
        text = (last.text if last and is_signed else "") + token.text
        kind = DOUBLE if "e" in text.lower() else DECIMAL if "." in text else INTEGER
        return f'"{text}"^^{kind}'

    def _iri(self, token: SparqlToken) -> str:
        if token.kind == "iri":
            return resolve(self._base, _unescaped(token.text[1:-1]))
        prefix, _, local = token.text.partition(":")
        return self._prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def _content(token: SparqlToken) -> str:
    """Return what a string token holds, escaped as in canonical N-Triples."""
    try:
        return escape(string(token))
    except ValueError:
        return ""


def _unescaped(text: str) -> str:
    try:
        return unescape(text)
    except ValueError:
        return text
