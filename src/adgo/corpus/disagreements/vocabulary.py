"""The words of disagreements, from the tables beside this module: badges with their sections, names of aspects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements.rows import Difference
from adgo.graph import table_rows
from adgo.graph.namespaces import ADGO

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Badge:
    """A sort of disagreement: its label, how many are counted, the section that lists its cards, and what it means.

    `shared` is the label of an aspect on which several sources speak.
    """

    key: str
    is_folded: bool
    label: str
    shared: str
    singular: str
    plural: str
    section: str
    meaning: str

    def counted(self, number: int) -> str:
        """Return a number of disagreements of this sort in words."""
        return f"{number:,} {self.singular if number == 1 else self.plural}"


def _badge(row: list[str]) -> Badge:
    key, is_folded, label, shared, count, section, meaning = row
    singular, _, plural = count.partition("/")
    return Badge(key, is_folded == "yes", label, shared, singular, plural, section, meaning)


#: Badges by key, in the order of the sections.
BADGES = {row[0]: _badge(row) for row in table_rows.rows(_FOLDER / "badges.tsv")}
#: The rank of a badge, the strongest first.
RANKS = {key: rank for rank, key in enumerate(BADGES)}
#: The name of an aspect by the local name of a property, or by a kind of conflict.
ASPECTS = dict(table_rows.rows(_FOLDER / "aspects.tsv"))


def aspect(corpus: Corpus, row: Difference) -> str:
    """Return the name of the aspect in which the sides of a row differ."""
    if row.kind in ASPECTS or not row.predicate:
        return ASPECTS.get(row.kind, row.kind)
    values = (side.term("value") for side in row.sides)
    if row.predicate == ADGO + "beginsWith" and any(is_place(corpus, term.value) for term in values if term):
        return ASPECTS["locatedIn"]
    return ASPECTS.get(row.predicate.rpartition("#")[2]) or corpus.label(row.predicate)


def is_place(corpus: Corpus, it: str) -> bool:
    """Return whether a thing is a place or lies within one."""
    return any(corpus.is_a(each, "Place") for each in corpus.around(it))


#: The order of aspects of one badge.
ORDER = {name: place for place, name in enumerate(dict.fromkeys(ASPECTS.values()))}
