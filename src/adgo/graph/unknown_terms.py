"""Explain why a query finds nothing: which of its IRIs do not occur in the data, and the most similar known terms."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

from adgo.graph.namespaces import PREFIXES, short
from adgo.sparql.text import SparqlText

#: Words before an IRI that is not a term of a pattern: an endpoint, or the IRI of a declaration.
_ADDRESSES = ("SERVICE", "SILENT", "BASE")
#: How similar two names must be, as difflib measures it, for one to be proposed for the other.
_ALIKE = 0.6
#: At most this many IRIs of a query are looked up.
MOST = 50
Absent = list[tuple[str, str]]


def find(text: SparqlText, occurs: Callable[[str], bool], terms: Callable[[], Iterable[str]]) -> Absent:
    """Return each IRI of a query that does not occur in the data, with the most similar term ("" if there is none).

    Args:
        text: the query.
        occurs: returns whether a triple of the data has an IRI.
        terms: returns the IRIs of the data; called only if an IRI does not occur.
    """
    missing = [iri for iri in named(text)[:MOST] if not occurs(iri)]
    known = sorted(set(terms())) if missing else []
    return [(iri, nearest(iri, known)) for iri in missing]


def words(absent: Absent) -> list[str]:
    """Return one sentence for each absent IRI."""
    return [
        f"{short(iri)} does not occur in the data" + (f"; near it: {short(near)}" if near else "")
        for iri, near in absent
    ]


def named(text: SparqlText) -> list[str]:
    """Return the IRIs in the patterns of a query, each once, without those of datatypes, functions and endpoints."""
    declared = dict(PREFIXES)  # ADGO's own prefixes need no declaration
    found: dict[str, None] = {}
    previous = before = ""
    pending = ""
    for token in text.tokens:
        if pending and token.text != "(":
            found[pending] = None
        pending = ""
        if token.kind == "iri" and before == "PREFIX":
            declared[previous.partition(":")[0]] = token.text[1:-1]
        elif token.kind in ("iri", "pname") and previous not in ("^^", "PREFIX", *_ADDRESSES):
            pending = _iri(token.text, declared)
        before, previous = previous, token.text.upper() if token.kind == "word" else token.text
    return list(found)


def _iri(text: str, declared: dict[str, str]) -> str:
    if text.startswith("<"):
        return text[1:-1]
    prefix, _, local = text.partition(":")
    return declared[prefix] + re.sub(r"\\(.)", r"\1", local) if prefix in declared else ""


def nearest(iri: str, known: Iterable[str]) -> str:
    """Return the known term with the most similar name, if possible in the same namespace; "" if there is none."""
    space, name = _parted(iri)
    local: dict[str, str] = {}
    other: dict[str, str] = {}
    for each in known:
        its_space, its_name = _parted(each)
        (local if its_space == space else other).setdefault(its_name.casefold(), each)
    if name.casefold() in other and name.casefold() not in local:
        return other[name.casefold()]
    close = difflib.get_close_matches(name.casefold(), list(local), n=1, cutoff=_ALIKE)
    return local[close[0]] if close else ""


def _parted(iri: str) -> tuple[str, str]:
    """Return the namespace of an IRI and the name in it."""
    space, mark, name = (
        re.split(r"([#/])(?=[^#/]*$)", iri, maxsplit=1) if re.search("[#/]", iri) else ("", "", iri)
    )
    return space + mark, name
