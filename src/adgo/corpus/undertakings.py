"""Undertakings as rows: what, who, where, when, at which level, how certain, and by which claims."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from adgo.corpus import dates, editorial, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.dates import DateRange
from adgo.graph.namespaces import ADGO

#: Properties that give the place of an undertaking, those that give its market, and those that give where goods go.
PLACES = ("locatedIn", "beginsWith")
MARKETS = ("hasMarket",)
DESTINATIONS = ("hasDestination",)
#: What a ground is to an undertaking that no source places there.
MARKET, DESTINATION = "market", "destination"
#: The property that gives the time of an announcement: it says nothing about a start at that time.
ANNOUNCED = ADGO + "announcedAt"


@dataclass
class Undertaking:
    """One undertaking: its parts are IRIs in the order of the claims, its standings are local names.

    `parties` maps each party to the properties by which it takes part. The most cautious standing is first. `lines` has
    for each of its parties, places, markets, destinations, levels and starts how certain it is that it is part of it.
    """

    iri: str
    label: str
    kinds: list[str]
    standings: list[str]
    claims: list[Claim]
    parties: dict[str, list[str]] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    markets: list[str] = field(default_factory=list)
    destinations: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    starts: list[DateRange] = field(default_factory=list)
    announced: list[DateRange] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)

    @property
    def is_real(self) -> bool:
        """Whether every family of sources reports that it is done, running or ended."""
        return standings.is_real(self.standings)

    @property
    def line(self) -> str:
        """Its line in lists and pictures: real, ended or planned."""
        return standings.line(self.standings) if self.standings else standings.PLANNED_LINE

    def line_of(self, values: Iterable[str]) -> str:
        """Return the line of what it has to do with values: the surest of theirs, and never surer than its own."""
        found = (self.lines.get(each, standings.PLANNED_LINE) for each in values)
        return standings.weakest([standings.surest(found), self.line])

    def is_unsure(self, value: str) -> bool:
        """Return whether it is real, but no claim states as fact that this party, place or level is part of it."""
        return self.is_real and self.line_of([value]) == standings.PLANNED_LINE

    @property
    def sources(self) -> list[str]:
        """The sources of its claims."""
        return sorted({each.source for each in self.claims if each.source})

    @property
    def grounds(self) -> list[str]:
        """The places, markets and destinations, each once."""
        return list(dict.fromkeys([*self.places, *self.markets, *self.destinations]))


def every(corpus: Corpus) -> list[Undertaking]:
    """Return all undertakings: first the real ones, then the planned ones, each sorted by label."""
    return list(corpus.kept("undertakings", lambda: _every(corpus)))


def one(corpus: Corpus, it: str) -> Undertaking:
    """Return one undertaking."""
    return next((each for each in every(corpus) if each.iri == it), None) or _undertaking(corpus, it)


def of(corpus: Corpus, it: str) -> list[Undertaking]:
    """Return the undertakings in which a thing takes part, or that are at it: as place, market or destination."""
    return [each for each in every(corpus) if it in each.parties or is_at(corpus, each, it)]


def is_at(corpus: Corpus, undertaking: Undertaking, place: str) -> bool:
    """Return whether a place, or one within it, is a place, market or destination of an undertaking.

    Args:
        corpus: the graph, which says what lies within what.
        undertaking: the undertaking.
        place: the IRI of the place.
    """
    return bool(grounds_at(corpus, undertaking, place))


def grounds_at(corpus: Corpus, undertaking: Undertaking, place: str) -> list[str]:
    """Return the places, markets and destinations of an undertaking that are a place or lie within it.

    Args:
        corpus: the graph, which says what lies within what.
        undertaking: the undertaking.
        place: the IRI of the place.
    """
    return [each for each in undertaking.grounds if place in corpus.around(each)]


def role(undertaking: Undertaking, grounds: Iterable[str]) -> str:
    """Return what grounds are to an undertaking: "" if it takes place there, else its market or destination.

    Args:
        undertaking: the undertaking.
        grounds: some of its places, markets and destinations.
    """
    given = set(grounds)
    if given & set(undertaking.places):
        return ""
    return MARKET if given & set(undertaking.markets) else DESTINATION


def line_at(corpus: Corpus, undertaking: Undertaking, place: str) -> str:
    """Return the line of an undertaking at a place: planned if it runs, but is only planned for there.

    One that runs is planned too where its goods are only bound: that they have arrived is not stated.

    Args:
        corpus: the graph, which says what lies within what.
        undertaking: the undertaking.
        place: the IRI of the place.
    """
    grounds = grounds_at(corpus, undertaking, place)
    line = undertaking.line_of(grounds)
    is_bound = line == standings.REAL_LINE and role(undertaking, grounds) == DESTINATION
    return standings.PLANNED_LINE if is_bound else line


def line_for(corpus: Corpus, undertaking: Undertaking, it: str) -> str:
    """Return the line of what an undertaking has to do with one of its parties, or else with a place.

    Args:
        corpus: the graph.
        undertaking: the undertaking.
        it: the party or place.
    """
    return undertaking.line_of([it]) if it in undertaking.parties else line_at(corpus, undertaking, it)


def count_planned(corpus: Corpus, listed: Iterable[Undertaking], place: str) -> int:
    """Return how many undertakings at a place are planned, forecast or unconfirmed there.

    Args:
        corpus: the graph.
        listed: the undertakings.
        place: the IRI of the place.
    """
    return sum(line_at(corpus, each, place) == standings.PLANNED_LINE for each in listed)


def _every(corpus: Corpus) -> list[Undertaking]:
    found = [_undertaking(corpus, it) for it in corpus.of_class("Undertaking")]
    return sorted(found, key=lambda each: (not each.is_real, each.label.casefold()))


def _undertaking(corpus: Corpus, it: str) -> Undertaking:
    claims = corpus.by_subject.get(it, [])
    found = Undertaking(it, corpus.label(it), corpus.classes(it), standings.of(corpus, it), claims)
    for each in (claim for claim in claims if claim.predicate != ANNOUNCED):
        known = found.lines.get(each.object.value, standings.PLANNED_LINE)
        found.lines[each.object.value] = standings.surest([known, _line(corpus, each)])
    for each in claims:
        value, name = each.object.value, each.predicate.removeprefix(ADGO)
        if each.predicate in corpus.involving:
            roles = found.parties.setdefault(value, [])
            if each.predicate not in roles:
                roles.append(each.predicate)
        _gather(corpus, found, name, value)
    return found


def _line(corpus: Corpus, claim: Claim) -> str:
    if editorial.disputing(corpus, [claim]):
        return standings.PLANNED_LINE
    standing = standings.of_row(corpus, claim)
    return standings.line([standing] if standing else [])


def _gather(corpus: Corpus, found: Undertaking, name: str, value: str) -> None:
    lists = {"automationLevel": found.levels}
    # It may also begin with something that is not a place, such as a vehicle.
    if any(corpus.is_a(each, "Place") for each in corpus.around(value)):
        lists |= dict.fromkeys(PLACES, found.places) | dict.fromkeys(MARKETS, found.markets)
        lists |= dict.fromkeys(DESTINATIONS, found.destinations)
    if name in lists and value not in lists[name]:
        lists[name].append(value)
    if name == "startsAt" and found.is_unsure(value):
        return  # If it is already running, a planned start is that of a part of it.
    times = {"startsAt": found.starts, "announcedAt": found.announced}
    if name in times and (when := dates.read_time(corpus, value)) and when not in times[name]:
        times[name].append(when)
