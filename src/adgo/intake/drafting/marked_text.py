"""A text in which each known thing is one character, so that patterns can speak of kinds of things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO
from adgo.intake.mentions.finding import MentionFinder
from adgo.intake.mentions.mention import ArticleMention, MentionKind
from adgo.intake.project_graph import ProjectGraph

#: The classes of the things that patterns name.
KINDS = {
    "org": "Organization",
    "person": "Person",
    "place": "Place",
    "city": "City",
    "land": "Country",
    "technology": "Technology",
    "vehicle": "Vehicle",
    "level": "AutonomyLevel",
}
#: Where the characters start that stand for things: a range for private use, of 6,400 characters.
_FIRST, _LAST = 0xE000, 0xF8FF
_SENTENCE_END = re.compile(r"(?<=[.!?”\"])\s+(?=[\"“A-Z\uE000-\uF8FF])|[\r\n]+")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a marked text, and its place there."""

    start: int
    text: str


class TextOfThings:
    """An article with a character in place of each thing that is mentioned by its name and without ambiguity."""

    def __init__(self, graph: ProjectGraph, finder: MentionFinder, text: str) -> None:
        self._graph, self.text = graph, text
        self.mentions = [each for each in finder.mentions(text) if self._is_clear(each)]
        self.mentions = self.mentions[: _LAST - _FIRST + 1]
        self._places: list[int] = []
        pieces: list[str] = []
        at = 0
        for index, mention in enumerate(self.mentions):
            start, end = mention.span
            pieces += [self._plain(at, start), chr(_FIRST + index)]
            self._places.append(start)
            at = end
        pieces.append(self._plain(at, len(text)))
        self.marked = "".join(pieces)
        self._places.append(len(text))

    def _is_clear(self, mention: ArticleMention) -> bool:
        return (
            mention.kind in (MentionKind.THING, MentionKind.LEVEL)
            and len(mention.candidates) == 1
            and not (mention.is_ambiguous or mention.is_part)
            and bool(self.kinds(mention.candidates[0]))
        )

    def kinds(self, iri: str) -> set[str]:
        """Return the names in patterns that fit a thing."""
        found = {
            node.value.removeprefix(ADGO) for node in store_lookup.kinds(self._graph.store, NamedNode(iri))
        }
        return {name for name, class_name in KINDS.items() if class_name in found}

    def _plain(self, start: int, end: int) -> str:
        """Return a part without things; quotes are typed in one form, and characters for private use are spaces."""
        self._places += range(start, end)
        part = self.text[start:end].replace("'", "’")
        return re.sub("[\ue000-\uf8ff]", " ", part)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text that a span of the marked text stands for."""
        first, last = self._places[start], self._places[end]
        if end > start and (mention := self.mention(self.marked[end - 1])):
            last = mention.span[1]
        return first, last

    def mention(self, character: str) -> ArticleMention | None:
        """Return the mention that a character stands for; None if it is an ordinary one."""
        index = ord(character) - _FIRST
        return self.mentions[index] if 0 <= index < len(self.mentions) else None

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences, as far as punctuation shows them."""
        at = 0
        for end in [*_SENTENCE_END.finditer(self.marked), None]:
            last = end.start() if end else len(self.marked)
            if last > at:
                yield Sentence(at, self.marked[at:last])
            at = end.end() if end else last

    @cached_property
    def classes(self) -> dict[str, str]:
        """For each name in patterns, the pattern of one thing of that kind."""
        characters: dict[str, list[str]] = {name: [] for name in KINDS}
        for index, mention in enumerate(self.mentions):
            for name in self.kinds(mention.candidates[0]):
                characters[name].append(chr(_FIRST + index))
        return {name: _any(found) for name, found in characters.items()}


def _any(characters: Sequence[str]) -> str:
    """Return the pattern of one of some characters; of nothing if there are none."""
    return f"[{''.join(characters)}]" if characters else r"(?!)"
