"""What has changed in the graph: releases, corrections of claims, and other changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adgo.corpus.corpus import Corpus
from adgo.corpus.dates import parse_day
from adgo.graph.namespaces import PREFIXES

_DCTERMS = PREFIXES["dcterms"]
#: The type of a change that corrects claims.
CORRECTION = "correction"


@dataclass(frozen=True)
class RecordedChange:
    """One change: its IRI, day, type (such as "correction"), title, description, and what it is about."""

    iri: str
    day: date
    type: str
    title: str
    description: str
    subjects: tuple[str, ...]


def every(corpus: Corpus, type: str = "") -> list[RecordedChange]:
    """Return the recorded changes, the latest first; records without a valid day are left out.

    Args:
        corpus: the graph.
        type: return only changes of this type; "" for all.
    """
    made = (_change(corpus, it) for it in corpus.apart.get("changes", {}))
    found = [each for each in made if each and type in ("", each.type)]
    return sorted(sorted(found, key=lambda each: each.iri), key=lambda each: each.day, reverse=True)


def about(corpus: Corpus, it: str) -> list[RecordedChange]:
    """Return the changes that are about a thing, the latest first."""
    return [each for each in every(corpus) if it in each.subjects]


def _change(corpus: Corpus, it: str) -> RecordedChange | None:
    """Return a change; None if the record is not one, such as the header of the file."""
    day = parse_day(corpus.first(it, _DCTERMS + "issued"))
    type = corpus.first(it, _DCTERMS + "type")
    if day is None or not type:
        return None
    subjects = tuple(sorted(term.value for term in corpus.values(it, _DCTERMS + "subject") if term.is_iri))
    description = corpus.first(it, _DCTERMS + "description")
    return RecordedChange(it, day, type, corpus.label(it), description, subjects)
