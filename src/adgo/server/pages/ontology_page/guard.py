"""The shapes that guard a term."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adgo.server.pages.ontology_page.glossary import Ask

#: What of a term a shape looks at, by how it names the term.
ROLES = {
    "things": "checks members",
    "subjects": "checks subjects",
    "objects": "checks objects",
    "path": "checks values",
    "term": "checks the term itself",
}


@dataclass(frozen=True)
class Guard:
    """One named shape, and what of the term it checks; `through` is the class above whose members it is for."""

    shape: str
    how: str
    through: str = ""

    @property
    def anchor(self) -> str:
        """Its place on the page of shapes."""
        return self.shape.rpartition("/")[2]

    @property
    def words(self) -> str:
        """What it checks."""
        return ROLES[self.how]


def inherited(guards: Mapping[str, list[Guard]], above: Iterable[str]) -> list[Guard]:
    """Return the shapes that guard the members of classes above: they guard those of a class below too."""
    return [
        Guard(each.shape, each.how, cls)
        for cls in above
        for each in guards.get(cls, [])
        if each.how == "things"
    ]


def read(ask: Ask) -> dict[str, list[Guard]]:
    """Return the shapes that guard each term, those by target first."""
    found: dict[str, set[Guard]] = defaultdict(set)
    for row in ask("guards"):
        found[row["term"]["value"]].add(Guard(row["shape"]["value"], row["how"]["value"]))
    order = list(ROLES)
    return {
        term: sorted(guards, key=lambda each: (order.index(each.how), each.shape))
        for term, guards in found.items()
    }
