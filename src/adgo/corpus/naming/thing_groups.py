"""The groups in which things are shown that a search has found."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adgo.corpus.corpus import MATTER, Corpus
from adgo.graph.namespaces import ADGO, ID


@dataclass(frozen=True)
class ThingGroup:
    """A group of things: its name in URLs, its heading, the word for one of them, and the classes of its members.

    `named` are those of these classes whose members people call by a name: no figure, statement or unnamed group.
    """

    name: str
    label: str
    singular: str
    classes: tuple[str, ...]
    named: tuple[str, ...] = ()


#: The groups of things of no other class, and of terms of the ontology.
OTHER = ThingGroup("Other", "Other things", "thing", ())
TERM = ThingGroup("Term", "Terms of the ontology", "term", ())


@cache
def every() -> tuple[ThingGroup, ...]:
    """Return all groups in the order in which they are shown."""
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = (
        ThingGroup(
            row["name"],
            row["label"],
            row["singular"],
            *(tuple(filter(None, row[column].split(";"))) for column in ("classes", "named")),
        )
        for row in rows
    )
    return (*read, OTHER, TERM)


def of(corpus: Corpus, it: str) -> ThingGroup:
    """Return the first group of which a thing is a member."""
    above = _above(corpus, it)
    rest = TERM if it.startswith(ADGO) else OTHER
    return next((group for group in every() if above.intersection(group.classes)), rest)


def is_called_by_name(corpus: Corpus, it: str) -> bool:
    """Return whether people call a thing by a name: by its classes, or because it is a topic, which has none."""
    above = _above(corpus, it) - {MATTER.removeprefix(ADGO)}
    if not above:
        return it.startswith(ID)
    return any(above.intersection(group.named) for group in every())


def _above(corpus: Corpus, it: str) -> set[str]:
    return {name for cls in corpus.classes(it) for name in corpus.lineage(cls)}


def named(name: str) -> ThingGroup:
    """Return the group of a name."""
    return every()[place(name)]


def place(name: str) -> int:
    """Return the place of a group in the order in which they are shown, by its name."""
    return [each.name for each in every()].index(name)
