"""Terms and paths in short form, with the prefixes of the files."""

from __future__ import annotations

import re
from collections.abc import Mapping

from adgo.shacl.model.names import SHACL
from adgo.turtle.term_parts import is_literal
from adgo.turtle.terms import RDF, XSD

_IRI = re.compile(r"<([^<>\"{}|^`\\\s]*)>")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.\-]*[\w\-])?")
_USUAL = {SHACL: "sh", XSD: "xsd", RDF: "rdf"}

#: Longer literals, in characters, are cut in messages; reports in JSON, SARIF and Turtle have them whole.
LONGEST = 80


class Display:
    """Shortens IRIs with the prefixes of the files."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        """Hold prefix to namespace; if two prefixes have the same namespace, the first is used."""
        self._namespaces: dict[str, str] = {}
        for prefix, namespace in prefixes.items():
            self._namespaces.setdefault(namespace, prefix)
        for namespace, prefix in _USUAL.items():
            if prefix not in prefixes:
                self._namespaces.setdefault(namespace, prefix)
        self._cache: dict[str, str] = {}

    def term(self, term: str) -> str:
        """Return a term in short form: with a prefixed name if there is a prefix; a long literal is cut."""
        if is_literal(term):
            end = term.rindex('"')
            body, suffix = term[1:end], term[end + 1 :]
            if len(body) > LONGEST:
                body = body[: LONGEST - 1] + "…"
            return f'"{body}"{self.path(suffix)}'
        return self.path(term)

    def path(self, path: str) -> str:
        """Return a property path, or any text with IRIs in angle brackets, with prefixed names."""
        return _IRI.sub(self._short, path)

    def _short(self, match: re.Match[str]) -> str:
        whole = match[0]
        known = self._cache.get(whole)
        if known is None:
            known = self._cache[whole] = self._prefixed(match[1]) or whole
        return known

    def _prefixed(self, iri: str) -> str | None:
        for end in (iri.rfind("#") + 1, iri.rfind("/") + 1, iri.rfind(":") + 1):
            prefix = self._namespaces.get(iri[:end]) if end else None
            if prefix is not None and _LOCAL.fullmatch(iri[end:]):
                return f"{prefix}:{iri[end:]}"
        return None
