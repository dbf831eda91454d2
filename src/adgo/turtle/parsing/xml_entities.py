"""Entities of XML: a few lines of them can expand to more text than fits in memory."""

from __future__ import annotations

import re
from collections import Counter

_DECLARATION = re.compile(r"<!ENTITY\s+([^\s%]+)\s+(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"&([^#;&\s][^;&\s]*);")
#: Nesting of entities above which the text is refused.
_DEEPEST = 20


def growth(text: str, most: int) -> int:
    """Return how many characters the entities of an XML document add to it; some number above `most` if it is more."""
    values = {name: double or single for name, double, single in _DECLARATION.findall(text)}
    if not values:
        return 0
    grown: dict[str, int] = {}

    def grow(name: str, depth: int) -> int:
        if name not in values:
            return 0
        if name not in grown:
            # Stays so if the entity is nested too deeply or refers to itself.
            grown[name] = most + 1
            if depth < _DEEPEST:
                value = values[name]
                inner = sum(grow(each, depth + 1) for each in _REFERENCE.findall(value))
                grown[name] = min(len(value) + inner, most + 1)
        return grown[name]

    return sum(grow(name, 0) * times for name, times in Counter(_REFERENCE.findall(text)).items())
