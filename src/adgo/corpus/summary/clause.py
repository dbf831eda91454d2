"""What a summary is made from: parts of text, clauses with standing and claims, and lines of clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from adgo.corpus.corpus import Claim


class TextPart(NamedTuple):
    """A piece of text, and the thing that it names ("" if none)."""

    text: str
    iri: str = ""


TextParts = tuple[TextPart, ...]


@dataclass(frozen=True)
class Clause:
    """One statement of a summary.

    `about` are the things whose standings it has; `standings` is empty if its sources only state it as fact. `disputed`
    is the judgement that it is mistaken, "" if there is none.
    """

    parts: TextParts
    claims: tuple[Claim, ...]
    about: tuple[str, ...]
    standings: tuple[str, ...] = ()
    disputed: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(each.text for each in self.parts)

    @property
    def evidence(self) -> list[Claim]:
        """The first of its claims from each passage."""
        return list({each.passage or each.iri: each for each in reversed(self.claims)}.values())[::-1]


@dataclass(frozen=True)
class ClauseGroup:
    """Clauses from the same sources: `attribution` says which, and is empty if only the links to the claims do."""

    clauses: tuple[Clause, ...]
    attribution: TextParts = ()


@dataclass(frozen=True)
class SummaryLine:
    """Groups of clauses with the same standings under one heading ("" if the standings are the heading).

    `more` is how many further clauses there are, which the page shows in its sections.
    """

    heading: str
    standings: tuple[str, ...]
    groups: tuple[ClauseGroup, ...]
    more: int = 0

    @property
    def clauses(self) -> list[Clause]:
        """All its clauses."""
        return [each for group in self.groups for each in group.clauses]


@dataclass(frozen=True)
class Summary:
    """The summary of one thing."""

    iri: str
    lines: tuple[SummaryLine, ...]

    @property
    def clauses(self) -> list[Clause]:
        """All its clauses, in their order."""
        return [each for line in self.lines for each in line.clauses]


def named(things: Iterable[tuple[str, str]], last: str = "and") -> TextParts:
    """Return the labels of things as a list in English.

    Args:
        things: the label and IRI of each thing.
        last: the word before the last of them.
    """
    return listed([(TextPart(label, iri),) for label, iri in things], last)


def listed(items: Sequence[TextParts], last: str = "and") -> TextParts:
    """Return items as a list in English: "a", "a and b", "a, b and c".

    Args:
        items: the parts of each item.
        last: the word before the last of them.
    """
    found: list[TextPart] = []
    # A list or an insertion within the list would hide where the last item begins.
    texts = [part.text for item in items for part in item]
    comma = "," if any(f" {last} " in text or ", " in text for text in texts) else ""
    for place, item in enumerate(items):
        if place:
            found.append(TextPart(f"{comma} {last} " if place == len(items) - 1 else ", "))
        found += item
    return tuple(found)


def bracketed(items: Sequence[TextParts]) -> TextParts:
    """Return items in brackets, after a blank; nothing if there are none."""
    found: list[TextPart] = []
    for item in items:
        found += [TextPart("; " if found else " ("), *item]
    return (*found, TextPart(")")) if found else ()


def capitalised(parts: Sequence[TextPart]) -> TextParts:
    """Return parts whose first letter is a capital."""
    first = parts[0]
    return (TextPart(first.text[:1].upper() + first.text[1:], first.iri), *parts[1:])
