"""The kinds of conflict in the order in which they are shown, each with a heading."""

from __future__ import annotations

from collections.abc import Iterable

#: Contradictions and disputes come first, additions of one source last.
HEADINGS = {
    "contradiction": "Claims that exclude each other",
    "dispute": "Claims that the editors consider wrong",
    "post": "Different job titles or organizations",
    "difference": "Different details of one statement",
    "view": "Different views on one topic",
    "motive": "Different motives",
    "modality": "Certain in one source, hedged in another",
    "self": "Inconsistencies within one source",
    "identity": "Possibly the same",
    "apart": "Kept apart by the editors",
    "place": "A more specific place or a different level in one source",
    "refinement": "More specific in one source",
    "sharpening": "Stricter figure or time in one source",
    "qualifier": "Different hedges and limits",
    "attribution": "Attributed to different speakers",
    "description": "Described in different words",
    "name": "Different names for one thing",
    "repeat": "Repeated within one source",
    "corroboration": "Stated by several sources",
    "addition": "Only in one source",
}


def in_order(kinds: Iterable[str]) -> list[str]:
    """Return the kinds in the order of the headings, then kinds without a heading by name."""
    known = list(HEADINGS)
    return sorted(kinds, key=lambda kind: (known.index(kind) if kind in HEADINGS else len(known), kind))


def heading(kind: str) -> str:
    """Return the heading of a kind, or its name if it has none."""
    return HEADINGS.get(kind, kind.capitalize())
