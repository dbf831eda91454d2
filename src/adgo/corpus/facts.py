"""Claims merged into facts: one property and value, with all claims that give it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adgo.corpus.corpus import SUBPROPERTY, TYPE, Claim, Corpus, Term
from adgo.graph.namespaces import ADGO

#: Statuses and modalities of facts, from the most certain to the least.
STANDINGS = (
    "Achieved",
    "Ongoing",
    "InForce",
    "Past",
    "Asserted",
    "InPreparation",
    "Announced",
    "Recommended",
    "Expected",
    "Hedged",
    "Planned",
    "Conditional",
    "Forecast",
    "Denied",
)

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
    """One property and value of a thing; if `is_inverse`, the thing is the value and `term` the subject."""

    predicate: str
    term: Term
    claims: list[Claim]
    is_inverse: bool = False

    @property
    def standing(self) -> str:
        """Its status or modality, as a local name."""
        return standing(self.claims)

    @property
    def is_asserted(self) -> bool:
        """Whether any claim states it as fact."""
        return any(each.is_asserted for each in self.claims)


@dataclass
class Group:
    """The facts under one heading: those that a source asserts, and all others."""

    heading: str
    asserted: list[Fact]
    other: list[Fact]


def standing(claims: Iterable[Claim]) -> str:
    """Return the most certain standing among claims: the status of an asserted claim, the modality of any other."""
    found = set()
    for each in claims:
        status = each.status.removeprefix(ADGO)
        if each.is_asserted:
            found.add(status if status in STANDINGS else "Asserted")
        else:
            found.add("Hedged" if each.hedges else each.modality.removeprefix(ADGO))
    return next((each for each in STANDINGS if each in found), "Asserted")


def gathered(corpus: Corpus, claims: Iterable[Claim], *, is_inverse: bool = False) -> list[Fact]:
    """Return the facts that claims give, asserted ones first, then sorted by property and value.

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
    return sorted(found.values(), key=lambda fact: _order(corpus, fact))


def _order(corpus: Corpus, fact: Fact) -> tuple[bool, str, str]:
    return not fact.is_asserted, corpus.label(fact.predicate), corpus.show(fact.term).casefold()


def grouped(corpus: Corpus, facts: Iterable[Fact]) -> list[Group]:
    """Return the facts by heading, in the order of the headings."""
    groups = {name: Group(name, [], []) for name in [*(name for name, _ in HEADINGS), REST]}
    for fact in facts:
        group = groups[heading(corpus, fact.predicate)]
        (group.asserted if fact.is_asserted else group.other).append(fact)
    return [group for group in groups.values() if group.asserted or group.other]


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
