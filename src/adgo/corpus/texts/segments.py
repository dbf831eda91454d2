"""A text cut at the ends of its passages, so that overlapping passages can be marked one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Occurrence:
    """One place of a passage: code points from `start` to before `end`; `number` counts its places from 1."""

    passage: str
    start: int
    end: int
    number: int = 1


@dataclass(frozen=True)
class Segment:
    """A run of text within the same passages: those that cover it, and those that begin or end at its edges."""

    text: str
    covering: tuple[Occurrence, ...]
    beginning: tuple[Occurrence, ...]
    ending: tuple[Occurrence, ...]


def cut(text: str, occurrences: Iterable[Occurrence]) -> list[Segment]:
    """Return the segments of a text in order; joined, they are the text. Places outside the text are left out."""
    inside = [each for each in occurrences if 0 <= each.start < each.end <= len(text)]
    inside.sort(key=lambda each: (each.start, -each.end, each.passage))
    edges = sorted({0, len(text), *(at for each in inside for at in (each.start, each.end))})
    return [
        Segment(
            text[start:end],
            tuple(each for each in inside if each.start <= start and end <= each.end),
            tuple(each for each in inside if each.start == start),
            tuple(each for each in inside if each.end == end),
        )
        for start, end in pairwise(edges)
    ]
