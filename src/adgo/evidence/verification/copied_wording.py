"""Finds words in our texts that were copied from an article, except names and titles.

Words are compared as lower-case letters and digits, so that punctuation and line breaks do not hide a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, PREFIXES

#: This many words in a row that are also in an article count as copied.
RUN = 8

#: A paraphrase is a near copy if at least this share of its word trigrams is in its article.
NEAR = 0.5

WORD = re.compile(r"[^\W_]+")

#: Properties whose values are names and titles, which any text about the thing repeats. Labels are not included:
#: those of statements and undertakings are sentences of ours, and no name has eight words.
NAMING = frozenset(
    [
        ADGO + "hasTitle",
        ADGO + "isNamed",
        PREFIXES["dcterms"] + "title",
        PREFIXES["dcterms"] + "alternative",
    ]
)

#: Words of a name or title at most; any longer value counts as text.
LONGEST_NAME = 12


@dataclass(frozen=True)
class WordRun:
    """Consecutive words that are also in a source, and their position there in code points."""

    source: str
    start: int
    end: int
    words: tuple[str, ...]


class Wording:
    """The words of some texts, by source number, to compare other texts with."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._spans = {source: [m.span() for m in WORD.finditer(text)] for source, text in texts.items()}
        self._texts = {source: words(text) for source, text in texts.items()}
        self._places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for source, sequence in self._texts.items():
            for place, gram in enumerate(grams(sequence, RUN)):
                self._places.setdefault(gram, []).append((source, place))

    def runs(self, text: str) -> list[WordRun]:
        """Return the runs of eight or more words that a text has in common with a source; no run is inside another."""
        sequence = words(text)
        found = []
        covered = 0
        for place, gram in enumerate(grams(sequence, RUN)):
            if place + RUN <= covered:
                continue
            hits = [self._extend(sequence, place, *there) for there in self._places.get(gram, ())]
            if hits:
                longest = max(hits, key=lambda run: len(run.words))
                found.append(longest)
                covered = place + len(longest.words)
        return found

    def nearness(self, text: str, source: str) -> float:
        """Return the share (0 to 1) of a text's word trigrams that are in a source; 0 below six words."""
        sequence = words(text)
        if len(sequence) < 6 or source not in self._texts:
            return 0.0
        there = set(grams(self._texts[source], 3))
        trigrams = list(grams(sequence, 3))
        return sum(gram in there for gram in trigrams) / len(trigrams)

    def _extend(self, sequence: list[str], place: int, source: str, there: int) -> WordRun:
        """Return the run that starts at two places and is as long as the words agree."""
        size = RUN
        text = self._texts[source]
        while sequence[place + size : place + size + 1] == text[there + size : there + size + 1] != []:
            size += 1
        spans = self._spans[source]
        return WordRun(
            source, spans[there][0], spans[there + size - 1][1], tuple(sequence[place : place + size])
        )


def words(text: str) -> list[str]:
    """Return the words of a text in order; lower-case letters and digits only."""
    return [word.lower() for word in WORD.findall(text)]


def grams(sequence: list[str], size: int) -> Iterator[tuple[str, ...]]:
    """Return all runs of this many words, in order."""
    return (tuple(sequence[place : place + size]) for place in range(len(sequence) - size + 1))


def names(store: Store) -> set[tuple[str, ...]]:
    """Return the names and titles in a store, as words: short values of naming properties, also in claims."""
    found = (tuple(words(literal.value)) for quad, literal in literals(store) if is_name(store, quad))
    return {name for name in found if len(name) <= LONGEST_NAME}


def is_name(store: Store, quad: Quad) -> bool:
    """Return whether the literal of a quad is a name: the value of a naming property, directly or in a claim."""
    if quad.predicate.value in NAMING:
        return True
    if quad.predicate != store_lookup.OBJECT or not isinstance(quad.subject, store_lookup.Subject):
        return False
    claimed = store_lookup.objects(store, quad.subject, store_lookup.PREDICATE)
    return any(isinstance(node, NamedNode) and node.value in NAMING for node in claimed)


def literals(store: Store) -> Iterator[tuple[Quad, Literal]]:
    """Yield every quad whose object is a literal with letters or digits, and the literal."""
    for quad in store:
        if isinstance(quad.object, Literal) and WORD.search(quad.object.value):
            yield quad, quad.object


def within(run: Iterable[str], allowed: set[tuple[str, ...]]) -> bool:
    """Return whether a run of words is part of one of the allowed names."""
    run = tuple(run)
    return any(
        run == name[place : place + len(run)] for name in allowed for place in range(len(name) - len(run) + 1)
    )
