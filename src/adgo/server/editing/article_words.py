"""The text of an article, with the places of a draft marked."""

from __future__ import annotations

from collections.abc import Iterable


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return a text in pieces, with whether each is marked; spans that overlap are marked as one."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        if end <= at:
            continue
        found += [(text[at : max(at, start)], False), (text[max(at, start) : end], True)]
        at = end
    return [each for each in [*found, (text[at:], False)] if each[0]]
