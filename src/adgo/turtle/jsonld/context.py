"""Active contexts: what the terms of a JSON-LD document mean, and the expansion of IRIs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from adgo.turtle.iris import is_valid, resolve
from adgo.turtle.jsonld.json_values import JsonValue

KEYWORDS = frozenset(
    (
        "@base",
        "@container",
        "@context",
        "@direction",
        "@graph",
        "@id",
        "@import",
        "@included",
        "@index",
        "@json",
        "@language",
        "@list",
        "@nest",
        "@none",
        "@prefix",
        "@propagate",
        "@protected",
        "@reverse",
        "@set",
        "@type",
        "@value",
        "@version",
        "@vocab",
    )
)
#: Terms that are prefixes in Turtle too.
PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
KEYWORD_FORM = re.compile(r"@[A-Za-z]+\Z")


@dataclass(slots=True)
class TermDefinition:
    """What a term means.

    Attributes:
        has_iri: whether the term has an IRI or is explicitly nothing.
        iri: the IRI or keyword; None if the term is nothing.
        is_prefix: whether the term may be used as the prefix of a compact IRI.
        is_reverse: whether the property is meant in the reverse direction.
        context: the scoped context; None if there is none.
        container: the container mapping, sorted.
        type: the type mapping, or None.
        index: the property that the keys of an index map are values of, or None.
        language: a list with the language of strings, or with None for no language; empty for the context's default.
        direction: the same for the base direction.
    """

    has_iri: bool = False
    iri: str | None = None
    is_prefix: bool = False
    is_reverse: bool = False
    context: JsonValue | None = None
    container: tuple[str, ...] = ()
    type: str | None = None
    index: str | None = None
    language: tuple[str | None, ...] = ()
    direction: tuple[str | None, ...] = ()


NO_DEFINITION = TermDefinition()


class Context:
    """An active context. Once it is complete, it is never changed, so that it may keep what it has expanded."""

    def __init__(self, base: str | None) -> None:
        self.base = self.original_base = base
        self.vocab: str | None = None
        self.language: str | None = None
        self.direction: str | None = None
        self.terms: dict[str, TermDefinition] = {}
        #: The context to return to in node objects below; None if there is none.
        self.previous: Context | None = None
        #: Terms and whether their scoped context propagates, to the context that results.
        self.scoped: dict[tuple[str, bool], Context] = {}
        self._expanded: dict[tuple[str, bool, bool], str | None] = {}

    def copy(self) -> Context:
        """Return a context with the same content, which may be changed."""
        made = Context(self.base)
        made.original_base, made.vocab = self.original_base, self.vocab
        made.language, made.direction, made.previous = self.language, self.direction, self.previous
        made.terms = self.terms.copy()
        return made

    def prefixes(self) -> dict[str, str]:
        """Return the prefixes of compact IRIs and their namespaces, for messages."""
        return {
            term: each.iri
            for term, each in self.terms.items()
            if each.is_prefix and each.iri is not None and PREFIX.match(term) and is_valid(each.iri)
        }

    def definition(self, term: str | None) -> TermDefinition:
        """Return the definition of a term, an empty one if it is not defined."""
        return NO_DEFINITION if term is None else self.terms.get(term, NO_DEFINITION)

    def expand(self, value: str, *, relative: bool = False, vocab: bool = True) -> str | None:
        """Return the IRI or keyword that a value stands for, the value itself if it is neither, or None for nothing.

        Args:
            value: a term, compact IRI, IRI, keyword or blank node.
            relative: whether it is resolved against the base IRI.
            vocab: whether it is looked up among the terms, and the vocabulary mapping applies.
        """
        key = value, relative, vocab
        if key not in self._expanded:
            self._expanded[key] = self.expand_anew(value, relative=relative, vocab=vocab)
        return self._expanded[key]

    def expand_anew(
        self,
        value: str,
        *,
        relative: bool = False,
        vocab: bool = True,
        define: Callable[[str], None] | None = None,
    ) -> str | None:
        """Return what `expand` returns, for a context that is not complete.

        Args:
            value: a term, compact IRI, IRI, keyword or blank node.
            relative: whether it is resolved against the base IRI.
            vocab: whether it is looked up among the terms, and the vocabulary mapping applies.
            define: defines a term if the context being processed defines it and has not done so yet.
        """
        if KEYWORD_FORM.match(value):
            return value if value in KEYWORDS else None
        if define is not None:
            define(value)
        term = self.terms.get(value, NO_DEFINITION)
        if term.has_iri and (vocab or term.iri is None or term.iri in KEYWORDS):
            return term.iri
        prefix, colon, suffix = value.partition(":")
        if colon:
            whole = self._absolute(value, prefix, suffix, define)
            if whole is not None:
                return whole
        if vocab and self.vocab is not None:
            return self.vocab + value
        if relative and self.base is not None:
            return resolve(self.base, value)
        return value

    def _absolute(
        self, value: str, prefix: str, suffix: str, define: Callable[[str], None] | None
    ) -> str | None:
        """Return the IRI that a value with a colon stands for, or None if it is relative."""
        if prefix == "_" or suffix.startswith("//"):
            return value
        if define is not None:
            define(prefix)
        term = self.terms.get(prefix, NO_DEFINITION)
        if term.is_prefix and term.iri is not None:
            return term.iri + suffix
        return value if is_valid(value) else None
