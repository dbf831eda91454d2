"""Where passages are in their sources."""

from __future__ import annotations

from adgo.corpus.corpus import Corpus
from adgo.corpus.texts.segments import Occurrence
from adgo.graph.namespaces import PREFIXES

OA = PREFIXES["oa"]


def passages(corpus: Corpus, source: str) -> list[str]:
    """Return the passages of a source in the order in which they begin."""
    return corpus.kept("passages of sources", lambda: _by_source(corpus)).get(source, [])


def _by_source(corpus: Corpus) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for passage, record in corpus.records.items():
        for term in record.get(OA + "hasSource", []):
            found.setdefault(term.value, []).append(passage)

    def begins(passage: str) -> tuple[int, str]:
        return min(places(corpus, passage), default=(0, 0))[0], passage

    return {source: sorted(listed, key=begins) for source, listed in found.items()}


def places(corpus: Corpus, passage: str) -> list[tuple[int, int]]:
    """Return where a passage begins and ends, in code points, for each time that its source prints it."""
    found = []
    for selector in corpus.values(passage, OA + "hasSelector"):
        start, end = (corpus.count(selector.value, OA + name) for name in ("start", "end"))
        if start is not None and end is not None and start <= end:
            found.append((start, end))
    return sorted(found)


def occurrences(corpus: Corpus, source: str) -> list[Occurrence]:
    """Return all places of all passages of a source."""
    return [
        Occurrence(passage, start, end, number)
        for passage in passages(corpus, source)
        for number, (start, end) in enumerate(places(corpus, passage), 1)
    ]
