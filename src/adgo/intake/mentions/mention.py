"""Mentions: a span of an article, what kind of thing it mentions, and what it may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from adgo.evidence.folded_text import FoldedText, Span
from adgo.graph.namespaces import short


class MentionKind(StrEnum):
    """What a span mentions."""

    THING = "thing"
    LEVEL = "level"
    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True)
class ArticleMention:
    """A span of a text, and everything that it may mean; no choice is made between candidates, values or units."""

    span: Span
    kind: MentionKind
    #: IRIs of things or levels.
    candidates: tuple[str, ...] = ()
    #: Readings of a number, or the date in the form of XSD.
    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    #: Whether the words are only a part of the candidates' names, so that they may also mean somebody else.
    is_part: bool = False
    #: Whether the words say less than the candidate does, as in L2+.
    is_vague: bool = False

    @property
    def is_ambiguous(self) -> bool:
        """Whether the words alone do not decide what is meant."""
        return self.is_vague or any(len(each) > 1 for each in (self.candidates, self.values, self.units))

    def draft(self, folded: FoldedText, source: str, labels: Mapping[str, str]) -> dict[str, Any]:
        """Return the fields of a draft with only this passage and what was found.

        Args:
            folded: the text.
            source: the number of the article.
            labels: the labels of candidates, by IRI.
        """
        start, end = self.span
        record: dict[str, Any] = {"source": source, "quotation": folded.text[start:end]}
        if len(folded.find(record["quotation"])) > 1:
            record |= {"start": start, "end": end, "unit": "code-points"}
        return record | {"found": self._found(labels)}

    def _found(self, labels: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {"kind": self.kind.value, "ambiguous": self.is_ambiguous}
        if self.candidates:
            found["candidates"] = [
                {"name": short(iri), "label": labels.get(iri, short(iri))} for iri in self.candidates
            ]
        if self.kind is MentionKind.THING:
            found["by"] = "part of a name" if self.is_part else "name"
        if self.values:
            found["values"] = list(self.values)
        if self.units:
            found["units"] = list(self.units)
        return found


def longest(
    mentions: Iterable[ArticleMention], length: int, taken: Iterable[Span] = ()
) -> list[ArticleMention]:
    """Return mentions that do not overlap, in the order of the text; of two that overlap, the longer.

    Args:
        mentions: the mentions.
        length: the length of the text.
        taken: spans that no mention may overlap.
    """
    used = bytearray(length)
    for start, end in taken:
        used[start:end] = b"\1" * (end - start)
    kept = []
    for each in sorted(mentions, key=lambda each: (each.span[0] - each.span[1], each.span)):
        start, end = each.span
        if not any(used[start:end]):
            used[start:end] = b"\1" * (end - start)
            kept.append(each)
    return sorted(kept, key=lambda each: each.span)
