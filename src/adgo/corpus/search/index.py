"""The index of things: what words find, the best first."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cachetools import LRUCache

from adgo.corpus.corpus import Corpus
from adgo.corpus.naming import thing_groups
from adgo.corpus.search import texts
from adgo.corpus.search.likeness import NEAR, beginning, near, near_names
from adgo.corpus.search.mentions import Mention, Mentions
from adgo.corpus.search.texts import WEIGHTS, WHOLE, SearchText
from adgo.corpus.search.words import canonical, content, fold, stem

#: The most letters of a query that are used.
LONGEST = 200
#: For how many words the weights are kept.
KEPT = 10_000
#: The least part of the words, by weight, that a hit must have, and the score of a thing whose name is among the words.
ENOUGH, MENTIONED = 0.5, 0.45
#: The scores of the same name, of a word of the same stem, and the greatest score of anything else.
SAME, STEMMED, LIKE = 1.0, 0.85, 0.99
_PHRASE = re.compile(r"[\"“”„]([^\"“”„]+)[\"“”„]")


@dataclass(frozen=True)
class Hit:
    """A thing found: its label, kinds and group, the field and text that matched best, and the score, from 0 to 1."""

    iri: str
    label: str
    kinds: tuple[str, ...]
    group: str
    field: str
    text: str
    score: float

    @property
    def is_exact(self) -> bool:
        """Whether the words are a name of the thing."""
        return self.score == SAME

    @property
    def is_member(self) -> bool:
        """Whether the words are the name of a kind of which the thing is a member."""
        return self.field == "kind" and self.score == LIKE


#: For a thing, the score of each wanted word and the text in which it was found.
_Found = dict[str, tuple[float, SearchText]]


class SearchIndex:
    """All texts of a corpus, by their words."""

    def __init__(self, corpus: Corpus) -> None:
        """Create the index of a corpus."""
        self.corpus = corpus
        self.texts = list(texts.every(corpus))
        self._by_word: dict[str, list[SearchText]] = defaultdict(list)
        self._by_stem: dict[str, list[SearchText]] = defaultdict(list)
        self._by_name: dict[str, list[SearchText]] = defaultdict(list)
        self._by_kind: dict[str, list[SearchText]] = defaultdict(list)
        for text in self.texts:
            for word in dict.fromkeys(text.words):
                self._by_word[word].append(text)
            for each in text.stems:
                self._by_stem[each].append(text)
            if text.field in WHOLE:
                self._by_name[_joined(text.folded)].append(text)
            elif text.field == "kind":
                self._by_kind[" ".join(text.words)].append(text)
        self._names = list(self._by_name)
        self._words = sorted(self._by_word)
        self._name_words: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            if any(text.is_name for text in self._by_word[word]):
                self._name_words[word[0]].append(word)
        self._rarity = Counter({each: len({t.it for t in found}) for each, found in self._by_stem.items()})
        self._weights = LRUCache[str, float](KEPT)
        self._known: dict[str, tuple[tuple[str, ...], str]] = {}
        self._things = len({text.it for text in self.texts})
        self._mentions = Mentions((text for text in self.texts if text.is_name), self._is_proper)

    def find(self, asked: str, group: str = "") -> list[Hit]:
        """Return the things that match, the best first.

        Args:
            asked: the words to search for; a phrase in quotation marks must occur as it is.
            group: the name of a group of things, or of a class, to which all hits belong; "" for any.
        """
        asked = asked[:LONGEST]
        folded = fold(asked)
        wanted = tuple(dict.fromkeys(content(canonical(folded))))
        if not wanted:
            return []
        found = self._matching(wanted)
        parts = {it: self._part(wanted, each) for it, each in found.items()}
        least = max(ENOUGH, 0.75 * max(parts.values(), default=0.0))
        scored = {it: self._score(wanted, each) for it, each in found.items() if parts[it] >= least}
        named = self._named(folded)
        scored |= {it: each for it, each in named.items() if each[0] > scored.get(it, (0.0,))[0]}
        mentioned = {it: mention.text for mention in self.mentions(asked) for it in mention.things}
        kept = {it: (MENTIONED, text) for it, text in mentioned.items()} | scored
        # A name may have quotation marks of its own.
        hits = [
            self._hit(it, *each) for it, each in kept.items() if it in named or self._has_phrases(it, asked)
        ]
        return sorted((each for each in hits if self._is_in(each, group)), key=self._order)

    def mentions(self, asked: str) -> list[Mention]:
        """Return the names of things within a text, from left to right."""
        return self._mentions.within(canonical(fold(asked[:LONGEST])))

    def exact(self, name: str) -> list[str]:
        """Return the things that have a name, compared without case, accents, punctuation and blanks."""
        return list(dict.fromkeys(text.it for text in self._by_name.get(_joined(fold(name)), [])))

    def weight(self, word: str) -> float:
        """Return how much a word says: more if fewer things have it."""
        if word not in self._weights:
            self._weights[word] = math.log(1 + self._things / (1 + self._rarity[stem(word)]))
        return self._weights[word]

    def _matching(self, wanted: Sequence[str]) -> dict[str, _Found]:
        """Return for each thing that has any of the words: for each of the words, the best score and its text."""
        found: dict[str, _Found] = defaultdict(dict)
        for word in wanted:
            for score, text in self._texts_with(word):
                weighted = score * WEIGHTS[text.field]
                if weighted > found[text.it].get(word, (0.0,))[0]:
                    found[text.it][word] = (weighted, text)
        return found

    def _texts_with(self, word: str) -> Iterable[tuple[float, SearchText]]:
        """Return the texts that have a word, or one like it, with the score of the likeness."""
        at = bisect_left(self._words, word)
        while at < len(self._words) and (score := beginning(word, self._words[at])):
            yield from ((score, text) for text in self._by_word[self._words[at]])
            at += 1
        for other in self._name_words.get(word[0], []):
            if score := near(word, other):
                yield from ((score, text) for text in self._by_word[other] if text.is_name)
        yield from ((STEMMED, text) for text in self._by_stem.get(stem(word), []))

    def _part(self, wanted: Sequence[str], found: _Found) -> float:
        """Return the part of the wanted words, by weight, that a thing has."""
        return sum(map(self.weight, found)) / sum(map(self.weight, wanted))

    def _score(self, wanted: Sequence[str], found: _Found) -> tuple[float, SearchText]:
        """Return the score of a thing, and the text to show with it."""
        total = sum(map(self.weight, wanted))
        fit = sum(self.weight(word) * found[word][0] for word in found) / total
        text = max((each for each in found.values()), key=lambda pair: (pair[0], -len(pair[1].folded)))[1]
        # Of two texts that hold all the words, the shorter one is the better match.
        covered = len(" ".join(wanted)) / max(len(" ".join(wanted)), len(text.folded))
        return min(LIKE, fit * (0.9 + 0.09 * covered)), text

    def _named(self, folded: str) -> dict[str, tuple[float, SearchText]]:
        """Return the things with the name that was asked for or one that differs by a letter, and those of a kind."""
        joined = _joined(folded)
        kind = " ".join(canonical(folded))
        named = {text.it: (LIKE, text) for text in self._by_kind.get(kind, [])}
        for other in near_names(joined, self._names):
            score = SAME if other == joined else NEAR
            for text in self._by_name[other]:
                if (score == SAME or text.is_name) and score > named.get(text.it, (0.0,))[0]:
                    named[text.it] = (score, text)
        return named

    def _has_phrases(self, it: str, asked: str) -> bool:
        """Return whether some text of a thing has each phrase in quotation marks."""
        phrases = [f" {fold(each)} " for each in _PHRASE.findall(asked)]
        if not phrases:
            return True
        own = [f" {text.folded} " for text in self.texts if text.it == it]
        return all(any(phrase in text for text in own) for phrase in phrases)

    def _is_proper(self, it: str) -> bool:
        return any(self.corpus.is_a(it, name) for name in texts.ALONE if name != "UnnamedGroup")

    def _is_in(self, hit: Hit, group: str) -> bool:
        return not group or hit.group == group or self.corpus.is_a(hit.iri, group)

    def _hit(self, it: str, score: float, text: SearchText) -> Hit:
        kinds, group = self._kinds(it)
        return Hit(it, self.corpus.label(it), kinds, group, text.field, text.text, round(score, 3))

    def _kinds(self, it: str) -> tuple[tuple[str, ...], str]:
        """Return the labels of a thing's kinds, and the name of its group; computed once."""
        if it not in self._known:
            kinds = tuple(self.corpus.label(kind) for kind in self.corpus.classes(it))
            self._known[it] = (kinds, thing_groups.of(self.corpus, it).name)
        return self._known[it]

    def _order(self, hit: Hit) -> tuple[bool, int, int, int, str]:
        """Return the sort key: of hits with about the same score, the thing with more claims comes first."""
        late = thing_groups.place(hit.group) if hit.field == "paraphrase" else 0
        is_first = hit.is_exact and hit.group != thing_groups.TERM.name
        return not is_first, -round(hit.score * 20), late, -self.corpus.claim_count(hit.iri), hit.iri


def _joined(folded: str) -> str:
    return folded.replace(" ", "")
