"""How like two words or two names are, in spite of typing errors."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

#: A word of fewer letters than SHORT must match exactly; one of at least LONG may have two errors, any other one.
SHORT, LONG = 4, 8
#: A name of at least this many letters may have an error in its first letter too, or between its words.
NAME = 5
#: The score of a name that differs by one letter.
NEAR = 0.98


def beginning(word: str, other: str) -> float:
    """Return 1 for the same word, less for a word that begins with it, 0 for any other."""
    if word == other:
        return 1.0
    return 0.9 + 0.09 * len(word) / len(other) if other.startswith(word) else 0.0


def near(word: str, other: str) -> float:
    """Return a score for two words that differ by one letter, or by two if they are long; 0 for any others."""
    allowed = 1 if len(word) < LONG else 2
    if len(word) < SHORT or abs(len(word) - len(other)) > allowed or word[0] != other[0]:
        return 0.0
    # Letters inserted, deleted or changed, and neighbours swapped (optimal string alignment).
    errors = OSA.distance(word, other, score_cutoff=allowed)
    return 0.92 - 0.12 * errors if errors <= allowed else 0.0


def near_names(name: str, others: Iterable[str]) -> list[str]:
    """Return the names that are the same or, if they are long enough, differ by one letter, all without blanks."""
    found = [other for other in others if abs(len(name) - len(other)) <= 1]
    return [
        other
        for other in found
        if other == name
        or (max(len(name), len(other)) >= NAME and OSA.distance(name, other, score_cutoff=1) == 1)
    ]
