"""Undertakings as rows: what, who, where, when, at which level, how far, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from adgo.graph.namespaces import ADGO
from adgo.server.pages import dates, facts
from adgo.server.pages.corpus import TYPE, Claim, Corpus
from adgo.server.pages.dates import Range

PLACES = ("locatedIn", "beginsWith")
MARKETS = ("hasMarket",)
#: Standings of what is there, against those of what is only told of.
REAL = ("Achieved", "Ongoing", "InForce", "Past", "Asserted")


@dataclass
class Undertaking:
    """One undertaking; parts are IRIs, the lists in the order they are told."""

    iri: str
    label: str
    kinds: list[str]
    standing: str
    claims: list[Claim]
    parties: dict[str, list[str]] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    markets: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    starts: list[Range] = field(default_factory=list)
    announced: list[Range] = field(default_factory=list)

    @property
    def is_real(self) -> bool:
        """Whether it is told as there: done, going on or plainly so."""
        return self.standing in REAL

    @property
    def sources(self) -> list[str]:
        """The sources that tell of it."""
        return sorted({each.source for each in self.claims if each.source})


def read(corpus: Corpus) -> list[Undertaking]:
    """Return every undertaking: first what is there, then what is planned, each sorted by label."""
    found = [_undertaking(corpus, it) for it in corpus.of_class("Undertaking")]
    return sorted(found, key=lambda each: (not each.is_real, each.label.casefold()))


def of(corpus: Corpus, it: str) -> list[Undertaking]:
    """Return the undertakings in which a thing takes part, or which take place at it or within it."""
    return [
        each
        for each in read(corpus)
        if it in each.parties or any(it in corpus.around(place) for place in (*each.places, *each.markets))
    ]


def _undertaking(corpus: Corpus, it: str) -> Undertaking:
    claims = corpus.by_subject.get(it, [])
    naming = [each for each in claims if each.predicate == TYPE] or claims
    found = Undertaking(it, corpus.label(it), kinds(corpus, it), facts.standing(naming), claims)
    for each in claims:
        value, name = each.object.value, each.predicate.removeprefix(ADGO)
        if each.predicate in corpus.involving:
            roles = found.parties.setdefault(value, [])
            if each.predicate not in roles:
                roles.append(each.predicate)
        _gather(corpus, found, name, value)
    return found


def _gather(corpus: Corpus, found: Undertaking, name: str, value: str) -> None:
    lists = {"automationLevel": found.levels}
    if corpus.is_a(value, "Place"):  # what it begins with may be a vehicle too
        lists |= dict.fromkeys(PLACES, found.places) | dict.fromkeys(MARKETS, found.markets)
    if name in lists and value not in lists[name]:
        lists[name].append(value)
    times = {"startsAt": found.starts, "announcedAt": found.announced}
    if name in times and (when := dates.read(corpus, value)) and when not in times[name]:
        times[name].append(when)


def kinds(corpus: Corpus, it: str) -> list[str]:
    """Return the kinds of an undertaking; undertaking itself only where nothing narrower is told."""
    found = [each for each in corpus.classes(it) if "Undertaking" in corpus.lineage(each)]
    return [each for each in found if each != ADGO + "Undertaking"] or found
