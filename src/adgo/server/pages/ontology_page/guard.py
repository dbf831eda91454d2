"""The shapes that check the data of a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adgo.server.pages.ontology_page.glossary import Ask

#: What a shape checks, by the way in which it refers to the term.
ROLES = {
    "things": "checks members",
    "subjects": "checks subjects",
    "objects": "checks objects",
    "path": "checks values",
    "term": "checks the term itself",
}


@dataclass(frozen=True)
class Guard:
    """One named shape and what it checks; `through` is the class above for whose members it is, "" for the term."""

    shape: str
    how: str
    through: str = ""

    @property
    def anchor(self) -> str:
        """The fragment of its URL on the page of shapes."""
        return self.shape.rpartition("/")[2]

    @property
    def words(self) -> str:
        """What it checks."""
        return ROLES[self.how]


def inherited(guards: Mapping[str, list[Guard]], above: Iterable[str]) -> list[Guard]:
    """Return the shapes that check the members of classes above a class, and so the members of that class."""
    return [
        Guard(each.shape, each.how, cls)
        for cls in above
        for each in guards.get(cls, [])
        if each.how == "things"
    ]


def find_guards(ask: Ask) -> dict[str, list[Guard]]:
    """Return the shapes for each term, first those that have it as a target."""
    found: dict[str, set[Guard]] = defaultdict(set)
    for row in ask("guards"):
        found[row["term"]["value"]].add(Guard(row["shape"]["value"], row["how"]["value"]))
    order = list(ROLES)
    return {
        term: sorted(guards, key=lambda each: (order.index(each.how), each.shape))
        for term, guards in found.items()
    }
