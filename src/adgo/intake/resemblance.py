"""How much of an article another article repeats: copies and retellings of one report are one source, not two."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from adgo.intake.dates import dates_in

#: Words in a row that are compared.
SHINGLE = 3
#: From this part of the shorter article on, two articles may retell one report. Of ADGO's five articles, the two pairs
#: of one family share 5.4 and 10.3 %, and no other pair shares more than 1.6 %; this is about their geometric mean.
THRESHOLD = 0.03


@dataclass(frozen=True)
class Resemblance:
    """What two articles have in common."""

    #: The part of the shorter article's runs of three words that the other has too, from 0 to 1.
    shared: float
    #: Names of known things, and dates, that both have.
    names: tuple[str, ...]
    dates: tuple[str, ...]

    @property
    def is_close(self) -> bool:
        """Whether a person should decide if both retell one report."""
        return self.shared >= THRESHOLD


def compare(one: str, other: str, names: Collection[str] = ()) -> Resemblance:
    """Return what two texts have in common.

    Args:
        one: a text.
        other: another text.
        names: names of known things to look for.
    """
    first, second = _shingles(one), _shingles(other)
    smaller = min(len(first), len(second))
    both = [name for name in names if _has(one, name) and _has(other, name)]
    days = sorted({found.text for found in dates_in(one)} & {found.text for found in dates_in(other)})
    return Resemblance(len(first & second) / smaller if smaller else 0.0, tuple(sorted(both)), tuple(days))


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[place : place + SHINGLE]) for place in range(len(words) - SHINGLE + 1)}


def _has(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
