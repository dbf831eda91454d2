"""The names in a text: prefixes, relative IRIs, blank nodes, and variables that no text can write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count

from adgo.sparql.algebra import operators as algebra
from adgo.sparql.algebra.errors import QueryError
from adgo.sparql.algebra.syntax_tree import Tree
from adgo.sparql.tokens import SparqlToken
from adgo.turtle import iris
from adgo.turtle.terms import unescape

_LOCAL_ESCAPE = re.compile(r"\\(.)")


class QueryNames:
    """The base and the prefixes that a text has declared so far, and the variables made for it."""

    def __init__(self, base: str | None = None, prefixes: Mapping[str, str] | None = None) -> None:
        """Start with the base IRI of the request, and with prefixes that need not be declared."""
        self.base = base
        self.prefixes: dict[str, str] = dict(prefixes or {})
        self._count = count(1)

    def declare(self, prologue: Tree) -> None:
        """Take in the declarations of a prologue."""
        tokens = prologue.own_tokens
        for at, token in enumerate(tokens):
            if token.word == "BASE":
                self.base = self.resolved(tokens[at + 1])
            if token.word == "PREFIX":
                self.prefixes[_prefix(tokens[at + 1])] = self.resolved(tokens[at + 2])

    def resolved(self, token: SparqlToken) -> str:
        """Return the IRI between angle brackets, resolved against the base if there is one."""
        try:
            iri = unescape(token.text[1:-1])
        except ValueError as error:
            raise QueryError(token, f"{error}.") from error
        return iris.resolve(self.base, iri) if self.base and not iris.is_absolute(iri) else iri

    def iri(self, tree: Tree) -> algebra.Term:
        """Return the term of an `Iri`; QueryError if its prefix is not declared."""
        token = tree.first_token
        if token.kind == "iri":
            return f"<{self.resolved(token)}>"
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            raise QueryError(token, f"The prefix {prefix}: is not declared.")
        local = _LOCAL_ESCAPE.sub(r"\1", local)
        return f"<{self.prefixes[prefix]}{local}>"

    def fresh(self) -> algebra.Term:
        """Return a variable that no text can write."""
        return f"{algebra.HIDDEN}{next(self._count)}"


def _prefix(token: SparqlToken) -> str:
    if token.text.index(":") != len(token.text) - 1:
        raise QueryError(token, f"`{token.text}` is not a prefix: a prefix ends with its first colon.")
    return token.text[:-1]
