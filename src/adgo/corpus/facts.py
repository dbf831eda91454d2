"""Claims merged into facts: one property and value, with all claims that give it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from adgo.corpus import editorial, standings
from adgo.corpus.corpus import SUBPROPERTY, TYPE, Claim, Corpus, Term
from adgo.graph.namespaces import ADGO

#: Properties that count sites, to the word that a source uses for each number.
COUNTED = {"siteCount": {"1": "one"}, "minimumSiteCount": {"2": "several"}}

#: Headings of an entity's page with their properties. A property is also under the heading of a property above it.
HEADINGS = (
    ("What it is", (
        TYPE.rpartition("#")[2], "describedAs", "praisedAs", "focusesOn", "establishes", "isMadeBy", "levelNumber",
    )),
    ("Positions", ("holdsRole", "atOrganization", "hasTitle")),
    ("Who takes part", ("involves", "partnersWith", "supplies", "cooperatesWith")),
    ("Where", (
        "locatedIn", "within", "basedInCountry", "headquarteredIn", "beginsWith", "appliesIn", "hasDestination",
    )),
    ("For which market", ("hasMarket", "excludesMarket", "targetsMarket")),
    ("When", ("startsAt", "announcedAt", "announcedDuring", "occursAt", "atTime", "dateline")),
    ("With what", (
        "automationLevel", "usesTechnology", "hasVehicle", "confinedTo", "underCondition", "designedFor",
        "runsUnattended", "isCarriedBy",
    )),
    ("How many, how much", (
        "exceeds", "isBelow", "approximates", "equals", "cityCount", "siteCount", "minimumSiteCount",
    )),
    ("Rules and obstacles", (
        "imposes", "demands", "appliesOn", "isIssuedBy", "prepares", "variesBy", "hinders", "hasReason",
    )),
    ("Why, and on what condition", ("hasPurpose", "isMotivatedBy", "dependsOn", "isPartOf", "comparedWith")),
    ("How it goes abroad", ("usesExpansionMode", "concernsLevel", "hasLegalForm", "engagesIn")),
    ("Views", ("holdsView",)),
)  # fmt: skip
REST = "More"


@dataclass
class Fact:
    """One property and value of a thing; if `is_inverse`, the thing is the value and `term` the subject.

    `standings` are the most cautious of each family of sources, empty if the sources only state it as fact. `disputed`
    is a judgement that all its claims are mistaken, "" if there is none.
    """

    predicate: str
    term: Term
    claims: list[Claim]
    is_inverse: bool = False
    standings: list[str] = field(default_factory=list)
    disputed: str = ""

    @property
    def is_real(self) -> bool:
        """Whether every family of sources states it as fact, or as done, running or ended, and it is not disputed."""
        return not self.disputed and (not self.standings or standings.is_real(self.standings))

    @property
    def line(self) -> str:
        """Its line in lists and pictures: real, ended, or planned, which is also that of what is disputed."""
        return standings.PLANNED_LINE if self.disputed else standings.line(self.standings)

    def certainty(self, corpus: Corpus) -> list[str]:
        """Return the words for how certain it is; none if it is only stated as fact."""
        return standings.labels(corpus, self.standings, standings.added(corpus, self.standings, self.claims))


@dataclass
class Group:
    """The facts under one heading: those that are real, and all others."""

    heading: str
    real: list[Fact]
    other: list[Fact]


def gathered(corpus: Corpus, claims: Iterable[Claim], *, is_inverse: bool = False) -> list[Fact]:
    """Return the facts that claims give, real ones first, then sorted by property and value.

    Args:
        corpus: the graph, for labels.
        claims: the claims to merge.
        is_inverse: whether the facts are about the claims' objects.
    """
    found: dict[tuple[str, Term], Fact] = {}
    for each in claims:
        term = Term("uri", each.subject) if is_inverse else each.object
        key = (each.predicate, term)
        found.setdefault(key, Fact(each.predicate, term, [], is_inverse)).claims.append(each)
    for fact in found.values():
        fact.standings = standings.of_fact(corpus, fact.claims)
        fact.disputed = editorial.all_disputed(corpus, fact.claims)
    return sorted(found.values(), key=lambda fact: _order(corpus, fact))


def _order(corpus: Corpus, fact: Fact) -> tuple[bool, str, str]:
    return not fact.is_real, corpus.label(fact.predicate), corpus.show(fact.term).casefold()


def inferred(corpus: Corpus, it: str) -> list[tuple[str, Fact]]:
    """Return what is inferred about a thing: the rule's name and the fact, whose claims are the premises."""
    found = []
    for inference in corpus.inferences.get(it, []):
        record = corpus.records[inference]
        parts = {name: record.get(ADGO + name, []) for name in ("subject", "predicate", "object", "byRule")}
        if all(parts.values()):
            premises = [
                corpus.by_iri[t.value] for t in record.get(ADGO + "premise", []) if t.value in corpus.by_iri
            ]
            fact = Fact(parts["predicate"][0].value, parts["object"][0], premises)
            found.append((parts["byRule"][0].value, fact))
    return sorted(found, key=lambda pair: (pair[0], corpus.show(pair[1].term)))


def grouped(corpus: Corpus, facts: Iterable[Fact]) -> list[Group]:
    """Return the facts by heading, in the order of the headings."""
    groups = {name: Group(name, [], []) for name in [*(name for name, _ in HEADINGS), REST]}
    for fact in facts:
        group = groups[heading(corpus, fact.predicate)]
        (group.real if fact.is_real else group.other).append(fact)
    return [group for group in groups.values() if group.real or group.other]


def heading(corpus: Corpus, predicate: str) -> str:
    """Return the heading under which a property stands."""
    names = {name.rpartition("#")[2] for name in corpus.lineage(predicate, SUBPROPERTY)}
    return next((name for name, below in HEADINGS if names.intersection(below)), REST)


def counted(value: str, predicate: str) -> str:
    """Return a number of sites in words, such as "several"; "" for a value of any other property."""
    words = COUNTED.get(predicate.removeprefix(ADGO))
    if words is None:
        return ""
    return words.get(value, f"at least {value}" if predicate.endswith("minimumSiteCount") else "")
