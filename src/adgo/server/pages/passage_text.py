"""The occurrences of a passage, with its words if the server was given the articles' texts."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.corpus.corpus import Term, parse_number
from adgo.evidence.sources import Source
from adgo.graph.namespaces import PREFIXES
from adgo.server import page_queries
from adgo.server.pages.texts import article_texts
from adgo.server.site import Site

#: Code points of the article that are shown before and after the passage.
AROUND = 160


@dataclass(frozen=True)
class PassageSpan:
    """One occurrence: the code points from `start` to before `end`, with the words if the server has the text."""

    source: str
    start: int
    end: int
    before: str = ""
    words: str = ""
    after: str = ""


def occurrences(site: Site, passage: str) -> list[PassageSpan]:
    """Return the occurrences of a passage in the order of the text; only those with whole numbers as their places."""
    found = []
    for row in page_queries.rows(site, "passage", it=passage):
        values = {name: Term.of(cell).value for name, cell in row.items()}
        length, start, end = (_place(values[name]) for name in ("length", "start", "end"))
        if length is None or start is None or end is None or not start <= end <= length:
            continue
        number = values["source"].removeprefix(PREFIXES["src"])
        source = Source(number, length, values["sha256"])
        content = article_texts.text_of(site, source)
        if content is None:
            found.append(PassageSpan(source.iri, start, end))
        else:
            before, after = content[max(0, start - AROUND) : start], content[end : end + AROUND]
            found.append(PassageSpan(source.iri, start, end, before, content[start:end], after))
    return found


def _place(text: str) -> int | None:
    number = parse_number(text)
    return int(number) if number is not None and number >= 0 and number.is_integer() else None
