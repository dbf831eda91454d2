"""What the page of a thing is made from."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.corpus.corpus import Corpus
from adgo.server.site import Site


@dataclass(frozen=True)
class Thing:
    """A thing that has a page: its IRI, the graph, and the name and URL of each format that describes it."""

    site: Site
    corpus: Corpus
    iri: str
    links: list[tuple[str, str]]
