"""Resolves the text of a token to the number of its term, with a cache: most tokens of a file are repetitions."""

from __future__ import annotations

import re
from functools import lru_cache

from adgo.turtle import iris, terms, tokens
from adgo.turtle.terms import TermTable, escape, unescape

#: A well-formed language tag, in lower case (RFC 5646, 2.1).
LANGUAGE = tokens.Expression(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|sgn-(?:be-fr|be-nl|ch-de)|art-lojban|cel-gaulish|no-(?:bok|nyn)|zh-(?:guoyu|hakka|min|min-nan|xiang)"
)


@lru_cache(maxsize=1024)
def is_language(tag: str) -> bool:
    """Return whether a language tag is well-formed, in any case."""
    return LANGUAGE.in_full.fullmatch(tag.lower()) is not None


#: Characters of the longest token that is kept in the cache.
LONGEST_CACHED = 80
STRING = re.compile(tokens.STRING)
LOCAL_ESCAPE = re.compile(r"\\(.)")
#: Words that authors write before a colon as the scheme of an IRI, and not as a prefix.
SCHEMES = ("http", "https", "urn", "mailto", "file", "tag")
NUMBER_TYPES = (
    (re.compile(r"[+-]?[0-9]+"), terms.INTEGER),
    (re.compile(r"[+-]?[0-9]*\.[0-9]+"), terms.DECIMAL),
)


class Unresolved(ValueError):
    """A token has the right syntax but does not denote a term; the message says why and what to write instead."""


class LooseTerm(Unresolved):
    """A term fits the syntax, but its IRI is not one of RFC 3987, or its language tag not one of BCP 47."""


class UndeclaredPrefix(Unresolved):
    """The prefix of a prefixed name is not declared."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        #: Whether the "prefix" is the scheme of an IRI that lacks its angle brackets.
        self.is_scheme = prefix in SCHEMES
        super().__init__(f"the prefix '{prefix}:' is not declared")


class TermResolver(dict[str, int]):
    """Maps tokens to the numbers of their terms; a token that is not in the cache is resolved when it is looked up."""

    def __init__(self, table: TermTable, base: str | None, literal_limit: int) -> None:
        """Start without prefixes.

        Args:
            table: where new terms get their numbers.
            base: the base IRI; None if there is none.
            literal_limit: characters that a literal may have as written.
        """
        super().__init__()
        self.table = table
        self.prefixes: dict[str, str] = {}
        self.base = base
        self.literal_limit = literal_limit
        #: Whether loose terms are accepted, and the namespaces and bases that were accepted so.
        self._accepts_loose = False
        self._loose: set[str] = set()
        self._blanks: dict[str, int] = {}
        #: Prefixes whose IRI stays valid with any simple local name after it, to that IRI with its opening bracket.
        self._open: dict[str, str] = {}
        #: What follows the quotes of literals, to its canonical form.
        self._suffixes: dict[str, str] = {}

    def __missing__(self, token: str) -> int:
        prefix, colon, local = token.partition(":")
        opening = self._open.get(prefix)
        if opening is not None and colon and local.isascii() and "\\" not in local:
            number = self.table.intern(f"{opening}{local}>")
        elif prefix == "_":
            number = self._blank(token)
        else:
            number = self.table.intern(self.term(token))
        if len(token) <= LONGEST_CACHED:
            self[token] = number
        return number

    def accept(self, token: str) -> int:
        """Return the number of a loose term; it is not kept, so that each of its places can be reported."""
        self._accepts_loose = True
        try:
            return self.table.intern(self.term(token))
        finally:
            self._accepts_loose = False

    def accept_iri(self, token: str) -> str:
        """Return a loose IRI as namespace or base; IRIs that begin with it are accepted without another report."""
        self._accepts_loose = True
        try:
            iri = self.iri(token)
        finally:
            self._accepts_loose = False
        self._loose.add(iri)
        return iri

    def declare(self, prefix: str, iri: str) -> None:
        """Bind a prefix from here on; clear the cache if it had another binding."""
        if self.prefixes.get(prefix, iri) != iri:
            self._clear_caches()
        self.prefixes[prefix] = iri
        if iris.is_plain(iri):
            self._open[prefix] = f"<{iri}"
        else:
            self._open.pop(prefix, None)

    def rebase(self, iri: str) -> None:
        """Set the base IRI from here on."""
        self._clear_caches()
        self.base = iri

    def _clear_caches(self) -> None:
        self.clear()
        self._suffixes.clear()

    def term(self, token: str) -> str:
        """Return the term of a token, other than a blank node, in canonical N-Triples form.

        Raises:
            Unresolved: for an undeclared prefix, a relative IRI without a base, an invalid IRI or language tag, an
                escape that is not the code of a character, or a literal that is longer than the limit.
        """
        first = token[0]
        if first == "<":
            return f"<{self.iri(token)}>"
        if first in "\"'":
            return self._literal(token)
        if first in "0123456789+-.":
            return f'"{token}"^^{_number_type(token)}'
        if token == "a":
            return terms.TYPE
        if token in ("true", "false"):
            return f'"{token}"^^{terms.BOOLEAN}'
        return f"<{self._expand(token)}>"

    def iri(self, token: str) -> str:
        """Return the absolute IRI of an `<…>` token; Unresolved if it is relative without a base, or invalid."""
        written = _unescape(token[1:-1])
        if not iris.is_absolute(written):
            if self.base is None:
                raise Unresolved(f"the IRI {token} is relative and there is no base to resolve it against")
            written = iris.resolve(self.base, written)
            if self.base in self._loose and iris.is_loose(written):
                return written
        self._check(written, f"<{written}> is not a valid IRI (RFC 3987)")
        return written

    def _check(self, iri: str, message: str) -> None:
        if iris.is_valid(iri):
            return
        if not iris.is_loose(iri):
            raise Unresolved(message)
        if not self._accepts_loose:
            raise LooseTerm(message)

    def _expand(self, token: str) -> str:
        prefix, _, local = token.partition(":")
        namespace = self.prefixes.get(prefix)
        if namespace is None:
            raise UndeclaredPrefix(prefix)
        iri = namespace + (LOCAL_ESCAPE.sub(r"\1", local) if "\\" in local else local)
        if namespace not in self._loose or not iris.is_loose(iri):
            self._check(iri, f"{token} expands to <{iri}>, which is not a valid IRI (RFC 3987)")
        return iri

    def _blank(self, token: str) -> int:
        number = self._blanks.get(token)
        if number is None:
            number = self._blanks[token] = self.table.fresh_blank(token[2:])
        return number

    def _literal(self, token: str) -> str:
        if len(token) > self.literal_limit:
            raise Unresolved(
                f"this literal has {len(token):,} characters, more than the limit of {self.literal_limit:,}: "
                "keep such content in a separate file, or raise the limit"
            )
        opening, _, suffix = token.rpartition('"')
        if opening.count('"') == 1 and token[0] == '"' and "\\" not in opening and opening.isprintable():
            # Most literals have nothing to unescape or to escape.
            return f'{opening}"{self._suffix(suffix)}' if suffix else token
        quotes = 3 if token.startswith(('"""', "'''")) else 1
        string = STRING.match(token)
        assert string is not None
        end = string.end()
        text = escape(_unescape(token[quotes : end - quotes]))
        return f'"{text}"{self._suffix(token[end:])}'

    def _suffix(self, written: str) -> str:
        suffix = self._suffixes.get(written)
        if suffix is None:
            suffix = self._canonical_suffix(written[_after_gap(written, 0) :])
            if not self._accepts_loose:
                self._suffixes[written] = suffix
        return suffix

    def _canonical_suffix(self, suffix: str) -> str:
        if not suffix:
            return ""
        if suffix.startswith("@"):
            tag = suffix[1:].lower()
            is_short = len(tag) in (2, 3) and tag.isalpha()
            if not is_short and not is_language(tag) and not self._accepts_loose:
                raise LooseTerm(f"'{suffix}' is not a well-formed language tag (BCP 47)")
            return f"@{tag}"
        datatype = self.term(suffix[_after_gap(suffix, 2) :])
        if datatype == terms.STRING_TYPE:
            return ""
        if datatype == terms.LANGUAGE_TYPE:
            raise Unresolved('a literal of rdf:langString needs a language tag: write "…"@en, without ^^')
        return f"^^{datatype}"


def _unescape(text: str) -> str:
    try:
        return unescape(text)
    except ValueError as error:
        raise Unresolved(str(error)) from None


def _after_gap(token: str, offset: int) -> int:
    gap = tokens.GAP.match(token, offset)
    assert gap is not None
    return gap.end()


def _number_type(token: str) -> str:
    return next((datatype for form, datatype in NUMBER_TYPES if form.fullmatch(token)), terms.DOUBLE)
