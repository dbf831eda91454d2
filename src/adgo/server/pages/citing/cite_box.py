"""The box "Cite this" of a page, in words, BibTeX and CSL-JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from adgo import __version__
from adgo.corpus import references
from adgo.corpus.corpus import Corpus
from adgo.corpus.references import DataState, Reference
from adgo.export import bibliography
from adgo.server.pages.citing import canonical, data_source
from adgo.server.site import site


@dataclass(frozen=True)
class CiteBox:
    """A reference in each form that the box offers; `summary` is what it says and in which article."""

    summary: str
    text: str
    bibtex: str
    csl_json: str


def cite_thing(it: str, corpus: Corpus) -> CiteBox:
    """Return the box for a thing with an IRI."""
    return box(references.of_thing(corpus, it, edition()))


def cite_page(title: str, kind: str) -> CiteBox:
    """Return the box for the page of the current request, such as a picture with its filters.

    Args:
        title: what the page shows.
        kind: what kind of page it is, such as "network".
    """
    return box(Reference(title, kind, canonical.of_request(), edition()))


def box(reference: Reference) -> CiteBox:
    """Return the box for a reference."""
    summary = f"{reference.title} [{reference.origin}]" if reference.origin else reference.title
    return CiteBox(summary, reference.text, bibliography.bibtex(reference), bibliography.csl_json(reference))


def edition() -> DataState:
    """Return the version, the digest and source of the data that the current request reads, and today's date in UTC.

    A page in a published folder is read on any day, so it names none.
    """
    here = site()
    today = None if here.published else datetime.now(UTC).date()
    return DataState(__version__, here.edition.digest, today, data_source.of_site(here))
