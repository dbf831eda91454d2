"""The names of things within a longer text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from adgo.corpus.search.likeness import NAME, near
from adgo.corpus.search.texts import SearchText
from adgo.corpus.search.words import content
from adgo.graph.namespaces import ID


@dataclass(frozen=True)
class Mention:
    """A name within a text: the place of its words, the things with this name, and the name as it is written."""

    start: int
    end: int
    things: tuple[str, ...]
    text: SearchText


class Mentions:
    """The names of things, to be found within longer texts."""

    def __init__(self, names: Iterable[SearchText], is_proper: Callable[[str], bool]) -> None:
        """Create the list of names; names of statements, passages and terms are left out.

        Args:
            names: the names of things.
            is_proper: whether a thing has a proper name, whose first word may stand for it, as Deeproute for
                Deeproute.ai.
        """
        self._named: dict[tuple[str, ...], dict[str, SearchText]] = {}
        for text in names:
            if text.it.startswith(ID) and content(text.words) == text.words:
                self._named.setdefault(text.words, {}).setdefault(text.it, text)
        self._add_first_words(is_proper)
        self._longest = max(map(len, self._named), default=0)
        self._single = [words[0] for words in self._named if len(words) == 1 and len(words[0]) >= NAME]

    def _add_first_words(self, is_proper: Callable[[str], bool]) -> None:
        first: dict[str, dict[str, SearchText]] = {}
        for words, things in self._named.items():
            if len(words) > 1 and len(words[0]) >= NAME:
                first.setdefault(words[0], {}).update(things)
        for word, things in first.items():
            if len(things) == 1 and (word,) not in self._named and all(map(is_proper, things)):
                self._named[(word,)] = things

    def within(self, words: Sequence[str]) -> list[Mention]:
        """Return the names within a text, from left to right, the longest at each place."""
        found, at = [], 0
        while at < len(words):
            mention = self._at(words, at)
            if mention:
                found.append(mention)
            at = mention.end if mention else at + 1
        return found

    def _at(self, words: Sequence[str], start: int) -> Mention | None:
        for end in range(min(len(words), start + self._longest), start, -1):
            if things := self._named.get(tuple(words[start:end])):
                return Mention(start, end, tuple(things), next(iter(things.values())))
        # A word with a typing error, if it is like the name of one thing only.
        word = words[start]
        alike = [each for each in self._single if near(word, each)] if len(word) >= NAME else []
        if len(alike) != 1 or content((word,)) != (word,):
            return None
        things = self._named[(alike[0],)]
        return Mention(start, start + 1, tuple(things), next(iter(things.values())))
