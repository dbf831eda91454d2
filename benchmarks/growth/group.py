"""Five articles of the corpus: the names of their things, and their made-up texts with the digests of the passages."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from cast import Cast
from template import ARTICLES, NUMBER

_LAST_NUMBER = re.compile(r"outside-(\d+)")
#: The characters of texts; there are so many that the words of a passage do not occur a second time.
CHARACTERS = [chr(number) for number in range(0x4E00, 0x9FA6)]


@dataclass(frozen=True)
class Things:
    """What the things of the five articles are, as far as the copies treat them differently.

    Attributes:
        fixed: the names of things that the world has once.
        own: the names of things and statements that no two groups share, even if they tell one story.
        roles: for the names of things that stories share, their kind, and the thing with which they are chosen.
    """

    fixed: frozenset[str]
    own: frozenset[str]
    roles: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Spans:
    """The length of each article, and where its passages are.

    Attributes:
        lengths: the number of code points of each article.
        passages: the name of each passage, to the number of its article and its first span.
        origins: for each article and position, the first position with the same character, as one article prints its
            body twice.
    """

    lengths: Mapping[int, int]
    passages: Mapping[str, tuple[int, int, int]]
    origins: Mapping[int, tuple[int, ...]]


@dataclass
class Group:
    """Five articles that tell one story."""

    index: int
    cast: Cast
    things: Things
    spans: Spans
    _members: dict[str, int] = field(default_factory=dict)

    @cached_property
    def story(self) -> int:
        """The group whose story it tells."""
        return self.cast.story(self.index)

    def number(self, article: int) -> str:
        """Return the number of one of its articles, with three digits or more."""
        return f"{ARTICLES * self.index + article:03}"

    def name(self, prefix: str, name: str) -> str:
        """Return the name in this group for a name in the five articles."""
        if NUMBER.search(name):
            return NUMBER.sub(lambda found: self.number(int(found[1])), name)
        copy = self.copy(prefix, name)
        if copy == 0:
            return name
        if prefix == "time" and (outside := _LAST_NUMBER.fullmatch(name)):
            return f"outside-{1000 * copy + int(outside[1])}"
        # A name that ends with a number alone may be that of an article's own thing.
        return f"{name}-copy{copy + 1}"

    def suffix(self, prefix: str, name: str) -> str:
        """Return what is added to the labels of a thing: nothing, or a blank and a number."""
        copy = self.copy(prefix, name)
        return f" {copy + 1}" if copy else ""

    def copy(self, prefix: str, name: str) -> int:
        """Return the number of the group that a thing comes from."""
        if prefix == "review" and name.startswith("reader-"):
            return 0
        if prefix not in ("id", "st") or NUMBER.search(name) or name in self.things.own:
            return self.index
        if prefix == "id" and name in self.things.fixed:
            return 0
        if prefix == "id" and name in self.things.roles:
            return self._member(*self.things.roles[name])
        return self.story

    def _member(self, kind: str, role: str) -> int:
        if role not in self._members:
            self._members[role] = self.cast.member(self.index, role, kind)
        return self._members[role]

    @cached_property
    def texts(self) -> list[str]:
        """The made-up text of each article."""
        return [self._text(article) for article in range(ARTICLES)]

    def digest(self, name: str) -> str:
        """Return the digest of an article or of a passage; `name` is that in the five articles."""
        if name in self.spans.passages:
            article, start, end = self.spans.passages[name]
            return sha256(self.texts[article][start:end].encode()).hexdigest()
        return sha256(self.texts[int(name)].encode()).hexdigest()

    def _text(self, article: int) -> str:
        chance = random.Random(f"{self.cast.seed} {self.number(article)}")
        length = self.spans.lengths[article]
        characters = chance.choices(CHARACTERS, k=length)
        return "".join(map(characters.__getitem__, self.spans.origins[article]))
