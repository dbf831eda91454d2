"""The groups in which things are shown that a search has found."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from adgo.corpus.corpus import Corpus
from adgo.corpus.search.words import FOLDER
from adgo.graph.namespaces import ADGO


@dataclass(frozen=True)
class ThingGroup:
    """A group of things: its name in URLs, its heading, the word for one of them, and the classes of its members."""

    name: str
    label: str
    singular: str
    classes: tuple[str, ...]


#: The groups of things of no other class, and of terms of the ontology.
OTHER = ThingGroup("Other", "Other things", "thing", ())
TERM = ThingGroup("Term", "Terms of the ontology", "term", ())


@cache
def every() -> tuple[ThingGroup, ...]:
    """Return all groups in the order in which they are shown."""
    with (FOLDER / "groups.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    read = (
        ThingGroup(row["name"], row["label"], row["singular"], tuple(row["classes"].split(";")))
        for row in rows
    )
    return (*read, OTHER, TERM)


def of(corpus: Corpus, it: str) -> ThingGroup:
    """Return the first group of which a thing is a member."""
    above = {name for cls in corpus.classes(it) for name in corpus.lineage(cls)}
    rest = TERM if it.startswith(ADGO) else OTHER
    return next((group for group in every() if above.intersection(group.classes)), rest)


def named(name: str) -> ThingGroup:
    """Return the group of a name."""
    return every()[place(name)]


def place(name: str) -> int:
    """Return the place of a group in the order in which they are shown, by its name."""
    return [each.name for each in every()].index(name)
