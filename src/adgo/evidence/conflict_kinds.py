"""The kinds of conflict, read from `conflict_kinds.tsv` in the order in which they are shown: disputes first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from adgo.graph import table_rows

_ROWS = table_rows.rows(Path(__file__).with_suffix(".tsv"))

#: The heading of each kind.
HEADINGS = {kind: heading for kind, _, heading in _ROWS}
#: The badge of each kind that is a disagreement; what is repeated or corroborated is not one.
BADGES = {kind: badge for kind, badge, _ in _ROWS if badge}


def in_order(kinds: Iterable[str]) -> list[str]:
    """Return the kinds in the order of the table, then kinds that it lacks by name."""
    known = list(HEADINGS)
    return sorted(kinds, key=lambda kind: (known.index(kind) if kind in HEADINGS else len(known), kind))


def heading(kind: str) -> str:
    """Return the heading of a kind, or its name if it has none."""
    return HEADINGS.get(kind, kind.capitalize())
