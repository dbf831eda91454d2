"""A card: one statement or thing on which sources disagree."""

from __future__ import annotations

from dataclasses import dataclass, field

from adgo.corpus import standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.disagreements import topics
from adgo.corpus.disagreements.cells import Cells
from adgo.corpus.disagreements.rows import Difference
from adgo.corpus.disagreements.vocabulary import BADGES, RANKS, Badge
from adgo.evidence import conflict_kinds

#: Kinds that give the editors' opinion; they are not an aspect.
EDITORIAL = ("identity", "apart")


@dataclass(frozen=True)
class Aspect:
    """One row of a card: what each source says on one aspect; a source without a cell does not say it."""

    name: str
    badge: str
    kinds: tuple[str, ...]
    cells: Cells

    @property
    def label(self) -> str:
        """The label of its badge."""
        badge = BADGES[self.badge]
        return badge.shared if len(self.cells) > 1 else badge.label


@dataclass
class Card:
    """A disagreement: what it is about, its aspects with the strongest badge first, and the editors' judgements on it.

    `sources` are the columns, those of one family next to each other. `passages` has the passages of each source that
    support what the card shows. `disputed` maps a claim to the judgement that it is wrong. `others` are judgements that
    also concern other things. `standings` has the standing that each source gives the statement ("" if it only states
    it as fact); it is empty if no source plans, expects, hedges or denies it. `ended` has the word to add to each
    of them, "" if the source does not speak of the past.
    """

    iri: str
    heading: str
    aspects: list[Aspect]
    sources: list[str]
    passages: dict[str, list[str]]
    judgements: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    disputed: dict[str, str] = field(default_factory=dict)
    rows: list[Difference] = field(default_factory=list)
    standings: dict[str, str] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> list[str]:
        """The kinds of its rows, in the order of the kinds."""
        return conflict_kinds.in_order({row.kind for row in self.rows})

    @property
    def badges(self) -> list[Badge]:
        """Its badges, the strongest first."""
        keys = {each.badge for each in self.aspects} | {
            conflict_kinds.BADGES[kind] for kind in self.kinds if kind in EDITORIAL
        }
        return [BADGES[key] for key in sorted(keys, key=RANKS.__getitem__)]

    @property
    def badge(self) -> Badge:
        """Its strongest badge, which is the section in which it stands."""
        return self.badges[0]

    def standing_words(self, corpus: Corpus, source: str) -> str:
        """Return the words for the standing that a source gives the statement, as in "unconfirmed, ended"."""
        return standings.labels(corpus, [self.standings[source]], self.ended.get(source, ""))[0]

    def claims(self, corpus: Corpus) -> list[Claim]:
        """Return the claims that make its statement, or else those that its rows name."""
        if topics.is_statement(corpus, self.iri):
            return corpus.by_statement.get(self.iri, [])
        named = (side.claim for row in self.rows for side in row.sides)
        return [corpus.by_iri[it] for it in dict.fromkeys(named) if it in corpus.by_iri]
