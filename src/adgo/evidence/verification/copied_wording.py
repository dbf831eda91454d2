"""Runs of words that a text of ours shares with an article, and the names and titles that may be shared.

Words are lower-case runs of letters and digits, so that neither punctuation nor line breaks hide a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, PREFIXES

#: So many words in a row, shared with an article, are taken from it.
RUN = 8

#: So large a part of a paraphrase's word trigrams in its own article is a near copy.
NEAR = 0.5

WORD = re.compile(r"[^\W_]+")

#: Properties whose values are names and titles, which are the same in any text that speaks of the thing. Labels
#: are not among them: those of statements and undertakings are sentences of ours, and no name has eight words.
NAMING = frozenset(
    [
        ADGO + "hasTitle",
        ADGO + "isNamed",
        PREFIXES["dcterms"] + "title",
        PREFIXES["dcterms"] + "alternative",
    ]
)

#: A name or title has at most so many words; what is longer is text, whatever property it stands in.
LONGEST_NAME = 12


@dataclass(frozen=True)
class WordRun:
    """A run of words shared with a source: how many, and their code points there."""

    source: str
    start: int
    end: int
    words: tuple[str, ...]


class Wording:
    """The runs of words of some texts, by source number."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._spans = {source: [m.span() for m in WORD.finditer(text)] for source, text in texts.items()}
        self._texts = {source: words(text) for source, text in texts.items()}
        self._places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
        for source, sequence in self._texts.items():
            for place, gram in enumerate(grams(sequence, RUN)):
                self._places.setdefault(gram, []).append((source, place))

    def runs(self, text: str) -> list[WordRun]:
        """Return the runs of eight or more words that a text shares, in order, none within another."""
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
        """Return the part (0 to 1) of a text's word trigrams that stand in a source; 0 below six words."""
        sequence = words(text)
        if len(sequence) < 6 or source not in self._texts:
            return 0.0
        there = set(grams(self._texts[source], 3))
        trigrams = list(grams(sequence, 3))
        return sum(gram in there for gram in trigrams) / len(trigrams)

    def _extend(self, sequence: list[str], place: int, source: str, there: int) -> WordRun:
        """The run that begins at two places, as long as both go on alike."""
        size = RUN
        text = self._texts[source]
        while sequence[place + size : place + size + 1] == text[there + size : there + size + 1] != []:
            size += 1
        spans = self._spans[source]
        return WordRun(
            source, spans[there][0], spans[there + size - 1][1], tuple(sequence[place : place + size])
        )


def words(text: str) -> list[str]:
    """Return the words of a text, lower-case letters and digits only, in their order."""
    return [word.lower() for word in WORD.findall(text)]


def grams(sequence: list[str], size: int) -> Iterator[tuple[str, ...]]:
    """Return every run of so many words, in order."""
    return (tuple(sequence[place : place + size]) for place in range(len(sequence) - size + 1))


def names(store: Store) -> set[tuple[str, ...]]:
    """Return the names and titles in a store, as words: short values of naming properties, direct or told."""
    found = (tuple(words(literal.value)) for quad, literal in literals(store) if is_name(store, quad))
    return {name for name in found if len(name) <= LONGEST_NAME}


def is_name(store: Store, quad: Quad) -> bool:
    """Return whether a quad's literal is a name: a naming property's value, directly or as a claim tells it."""
    if quad.predicate.value in NAMING:
        return True
    if quad.predicate != store_lookup.OBJECT or not isinstance(quad.subject, store_lookup.Subject):
        return False
    told = store_lookup.objects(store, quad.subject, store_lookup.PREDICATE)
    return any(isinstance(node, NamedNode) and node.value in NAMING for node in told)


def literals(store: Store) -> Iterator[tuple[Quad, Literal]]:
    """Return every quad that ends in a literal of letters, with that literal."""
    for quad in store:
        if isinstance(quad.object, Literal) and WORD.search(quad.object.value):
            yield quad, quad.object


def within(run: Iterable[str], allowed: set[tuple[str, ...]]) -> bool:
    """Return whether a run of words lies wholly within one of the names allowed."""
    run = tuple(run)
    return any(
        run == name[place : place + len(run)] for name in allowed for place in range(len(name) - len(run) + 1)
    )
