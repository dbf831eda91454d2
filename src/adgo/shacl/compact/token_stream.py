"""The tokens of a compact document in order, and the faults that are found on the way."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NoReturn

from adgo.shacl.compact.graph_builder import PlacedNode
from adgo.shacl.compact.tokens import TOKEN, CompactToken, described
from adgo.turtle.document import Document
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.fault_list import FaultList
from adgo.turtle.parsing.term_resolver import TermResolver, UndeclaredPrefix, Unresolved
from adgo.turtle.terms import NIL
from adgo.turtle.tokens import GAP

#: Characters that are marks in Turtle, and not here.
_OF_TURTLE = {
    ";": "SHACL Compact Syntax has no ';': end the constraint with '.', and write the next with its own path",
    ",": "SHACL Compact Syntax has no ',': separate values by spaces, in brackets as in 'in=[1 2]'",
}


class Misplaced(Exception):
    """A token is not allowed at its place; the fault is recorded."""


class TokenStream:
    """Reads tokens one by one, and holds the next one as `current`."""

    def __init__(self, document: Document, limits: Limits) -> None:
        """Read the first token."""
        self.text, self._document = document.text, document
        self.faults = FaultList(document, limits)
        self.resolver = TermResolver(document.table, document.base, limits.literal)
        self._match = TOKEN.of(self.text).match
        self._broken = -1
        self._undeclared: set[str] = set()
        self.current = self._read(0)

    def next(self) -> CompactToken:
        """Return the current token, and go to the one after it."""
        token = self.current
        self.current = self._read(token.end)
        return token

    def line(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return self._document.position(offset)[0]

    def at(self, *texts: str) -> bool:
        """Return whether the current token is one of these marks or words."""
        return self.current.text in texts and self.current.kind in ("mark", "word", "range")

    def take(self, text: str, why: str) -> CompactToken:
        """Return the current token if it is this mark, and go on; else record a fault that says what is missing.

        Args:
            text: the mark.
            why: what it is needed for.

        Raises:
            Misplaced: it is another token.
        """
        if not self.at(text):
            self.fail(f"expected '{text}' {why}, found {described(self.current)}")
        return self.next()

    def fail(self, message: str) -> NoReturn:
        """Record a fault at the current token, unless it is one already; raise Misplaced."""
        token = self.current
        if token.kind != "invalid":
            self.faults.add(token.start, token.end, message)
        raise Misplaced

    def node(self, token: CompactToken, written: str | None = None) -> PlacedNode:
        """Return the term of a token; record a fault and return that of `rdf:nil` if it has none.

        Args:
            token: the token.
            written: the part of it that is the term; the whole by default.
        """
        text = token.text if written is None else written
        try:
            return PlacedNode(self.resolver[text], token.start)
        except UndeclaredPrefix as error:
            self._add_undeclared(error, token)
        except Unresolved as error:
            self.faults.add(token.start, token.end, str(error))
        return PlacedNode(self.resolver.table.intern(NIL), token.start)

    def _add_undeclared(self, error: UndeclaredPrefix, token: CompactToken) -> None:
        """Record the first use of a prefix that is not declared."""
        if error.prefix not in self._undeclared:
            self._undeclared.add(error.prefix)
            start = token.start + max(0, token.text.rfind(f"{error.prefix}:"))
            near = get_close_matches(error.prefix, self.resolver.prefixes, n=1)
            hint = f"; or did you mean '{near[0]}:'?" if near else ""
            self.faults.add(start, token.end, f"{error}: add 'PREFIX {error.prefix}: <…>' above{hint}")

    def _read(self, place: int) -> CompactToken:
        match = self._match(self.text, place)
        if match is not None:
            kind = match.lastgroup or ""
            return CompactToken(kind, match.group(kind), match.start(kind), match.end())
        gap = GAP.match(self.text, place)
        start = gap.end() if gap else place
        if start != self._broken:
            self._broken = start
            return self._invalid(start)
        return CompactToken("invalid", self.text[start], start, start + 1)

    def _invalid(self, start: int) -> CompactToken:
        """Record what is wrong with text that is not a token."""
        if self.text[start] in _OF_TURTLE:
            end, message = start + 1, _OF_TURTLE[self.text[start]]
        else:
            from adgo.turtle.parsing.remedies import invalid_token  # most texts have no faults

            found = invalid_token.diagnose(self.text, start)
            end, message = max(found.end, start + 1), found.message
        self.faults.add(start, end, message)
        return CompactToken("invalid", self.text[start:end], start, end)
