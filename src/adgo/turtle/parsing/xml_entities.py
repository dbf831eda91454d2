"""Entities of XML, a few lines of which can stand for more text than any memory holds."""

from __future__ import annotations

import re
from collections import Counter

_DECLARATION = re.compile(r"<!ENTITY\s+([^\s%]+)\s+(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"&([^#;&\s][^;&\s]*);")
#: Deeper than any honest entity refers to others.
_DEEPEST = 20


def growth(text: str, most: int) -> int:
    """Return how many characters its entities add to a document in XML; any number above `most` where it is more."""
    values = {name: double or single for name, double, single in _DECLARATION.findall(text)}
    if not values:
        return 0
    grown: dict[str, int] = {}

    def grow(name: str, depth: int) -> int:
        if name not in values:
            return 0
        if name not in grown:
            # So it stays for one that is too deep, or that refers to itself.
            grown[name] = most + 1
            if depth < _DEEPEST:
                value = values[name]
                inner = sum(grow(each, depth + 1) for each in _REFERENCE.findall(value))
                grown[name] = min(len(value) + inner, most + 1)
        return grown[name]

    return sum(grow(name, 0) * times for name, times in Counter(_REFERENCE.findall(text)).items())
