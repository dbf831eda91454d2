"""A passage in its place: its spans, and its words where the server was given the articles' texts."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.evidence.sources import NoTexts, Source, Texts
from adgo.graph.namespaces import PREFIXES
from adgo.server import page_queries
from adgo.server.site import Site

#: Code points that are shown before and after the words.
AROUND = 160


@dataclass(frozen=True)
class Span:
    """One occurrence: code points from `start` to before `end`, and, where the text is at hand, the words in place."""

    source: str
    start: int
    end: int
    before: str = ""
    words: str = ""
    after: str = ""


def read(site: Site, passage: str) -> list[Span]:
    """Return the occurrences of a passage, in the order of its text."""
    found = []
    for row in page_queries.rows(site, "passage", it=passage):
        number = row["source"]["value"].removeprefix(PREFIXES["src"])
        source = Source(number, int(row["length"]["value"]), row["sha256"]["value"])
        start, end = int(row["start"]["value"]), int(row["end"]["value"])
        content = _text(site, source)
        if content is None:
            found.append(Span(source.iri, start, end))
        else:
            before, after = content[max(0, start - AROUND) : start], content[end : end + AROUND]
            found.append(Span(source.iri, start, end, before, content[start:end], after))
    return found


def _text(site: Site, source: Source) -> str | None:
    """Return an article's text where the server has exactly the one on record."""
    if site.texts is None:
        return None
    try:
        text = Texts(site.texts).of(source)
    except NoTexts:
        return None
    return text.content if text is not None and text.recorded else None
