"""Who and what is in the articles of each group: new things, things that earlier articles named, and retold stories.

A group is five articles, made after the five of ADGO. It tells a story of its own, or it tells that of an earlier group
again: then it has the same undertakings and statements, in articles, passages and claims of its own. In a story of its
own, each firm, organization, person, city and topic is either new or one that an earlier group brought up. Early ones
are chosen more often: the chance of the n-th is about 1/n, as in news.

Every choice follows from the seed and the numbers of the groups alone. So a corpus is the beginning of any larger one
with the same seed, and no memory of what was chosen is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from math import exp, log

#: How many of a hundred groups tell the story of an earlier group again.
RETOLD = 10
_HALF = 2.0**64


@dataclass(frozen=True)
class Cast:
    """Chooses who and what is in each group.

    Attributes:
        seed: what the choices follow from, beside the numbers.
        newness: for each kind of thing, how many of a hundred are new in a story.
    """

    seed: str
    newness: dict[str, int] = field(default_factory=dict)

    def story(self, group: int) -> int:
        """Return the number of the group whose story a group tells: its own, or that of an earlier group."""
        return _story(self.seed, group)

    def member(self, group: int, role: str, kind: str) -> int:
        """Return the number of the group that brought up the thing that plays a role in a group's story.

        Args:
            group: the number of the group.
            role: the thing of the five articles in whose place it stands.
            kind: its kind, a key of `newness`.
        """
        return _member(self.seed, self.story(group), role, self.newness[kind])


@lru_cache(maxsize=100_000)
def _story(seed: str, group: int) -> int:
    if group == 0 or _share(seed, "retold", group) * 100 >= RETOLD:
        return group
    earlier = _early(_share(seed, "story", group), group)
    while _story(seed, earlier) != earlier:
        earlier -= 1
    return earlier


def _member(seed: str, story: int, role: str, newness: int) -> int:
    if _is_new(seed, story, role, newness):
        return story
    member = _early(_share(seed, f"choice {role}", story), story)
    while not _is_new(seed, member, role, newness):
        member -= 1
    return member


def _is_new(seed: str, group: int, role: str, newness: int) -> bool:
    if group == 0:
        return True
    return _story(seed, group) == group and _share(seed, f"new {role}", group) * 100 < newness


def _early(share: float, limit: int) -> int:
    """Return a number below a limit; the chance of n is about 1/(n+1)."""
    return min(limit, int(exp(share * log(limit + 1)))) - 1


def _share(seed: str, what: str, number: int) -> float:
    """Return a number from 0 to below 1 that follows from its arguments."""
    digest = blake2b(f"{seed}\n{what}\n{number}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _HALF
