"""The map: where things happen and where rules apply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from adgo.corpus import editorial, facets, facts, regulation, standings, undertakings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.facts import Fact
from adgo.corpus.regulation import Rule
from adgo.corpus.selection import Selection
from adgo.corpus.tables.undertakings import UNSURE
from adgo.corpus.undertakings import Undertaking
from adgo.graph.namespaces import ADGO
from adgo.server.pages.drawing import gazetteer
from adgo.server.pages.drawing.gazetteer import Position


@dataclass
class Spot:
    """One place with what is known of it.

    `lines` has the line of each of its undertakings here, by IRI: one that runs elsewhere may be only planned here.
    `roles` has for each what the place is to it: "" if it takes place here, else its market or its destination.
    `others` are events and headquarters, `targeted` are claims that somebody wants to enter its market. `is_known` is
    False if only a query names the place.
    """

    iri: str
    label: str
    undertakings: list[Undertaking] = field(default_factory=list)
    others: list[Fact] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    is_known: bool = True
    targeted: list[Claim] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    @property
    def position(self) -> Position | None:
        """Where it is; None if that is not known."""
        return gazetteer.positions().get(self.iri)

    @property
    def is_region(self) -> bool:
        """Whether it is a region, which has a name on the map but no dot."""
        return bool(self.position and self.position.members)

    @property
    def size(self) -> int:
        """The number of undertakings, events and headquarters in it and in its parts."""
        return len(self.stated)

    @property
    def stated(self) -> list[str]:
        """The line of each of its undertakings, events and headquarters."""
        return [*self.lines.values(), *(each.line for each in self.others)]

    @property
    def planned(self) -> int:
        """How many of them are planned, forecast or unconfirmed."""
        return self.stated.count(standings.PLANNED_LINE)

    def having(self, line: str) -> list[Undertaking]:
        """Return its undertakings with a line."""
        return [each for each in self.undertakings if self.lines[each.iri] == line]

    @property
    def has_ended(self) -> bool:
        """Whether any of its undertakings has ended."""
        return bool(self.having(standings.ENDED_LINE))

    def part(self, corpus: Corpus, each: Undertaking) -> str:
        """Return in which of its parts an undertaking is, or for whose market or to where it is bound.

        It is "" if it is in the place itself. An undertaking that runs but is only planned here says so.
        """
        grounds = undertakings.grounds_at(corpus, each, self.iri)
        named = each.grounds if self.iri not in grounds else []
        role = self.roles[each.iri] or ("in" if named else "")
        words = " ".join(filter(None, (role, ", ".join(map(corpus.label, named)))))
        return f"{words}{self.doubt(each)}".strip()

    def doubt(self, each: Undertaking) -> str:
        """Return the mark of an undertaking that runs but is only planned or unconfirmed here; "" for any other."""
        is_here = self.roles[each.iri] != undertakings.DESTINATION
        return UNSURE if each.is_real and is_here and self.lines[each.iri] == standings.PLANNED_LINE else ""

    def apart(self, among: Iterable[str]) -> str:
        """Return how many of some undertakings have it only as market or destination, in words; "" for none."""
        roles = [self.roles[it] for it in among]
        words = {undertakings.MARKET: "only for its market", undertakings.DESTINATION: "only bound for it"}
        return ", ".join(f"{roles.count(role)} {phrase}" for role, phrase in words.items() if role in roles)

    @property
    def count(self) -> str:
        """Its size in short: "9+5" for nine that are not planned and five that are; without any planned, one number."""
        return f"{self.size - self.planned}+{self.planned}" if self.planned else str(self.size or "")

    @property
    def is_ruled(self) -> bool:
        """Whether any rule or barrier is in force there."""
        return any(each.is_in_force for each in self.rules)

    @property
    def is_wholly_ruled(self) -> bool:
        """Whether any rule or barrier is in force in the whole of it, and not only in a part."""
        return any(each.is_in_force and not each.parts for each in self.rules)

    @property
    def words(self) -> str:
        """Its label on the map: its name, and what it has most of."""
        if not self.is_known:
            return self.label
        rules = f"{len(self.rules)} rule{'' if len(self.rules) == 1 else 's'}" if self.rules else ""
        return f"{self.label} {self.count or rules}".rstrip()

    def title(self, corpus: Corpus) -> str:
        """Return what is known of it, in a line."""
        if not self.is_known:
            return self.label
        said = [self._contents(corpus)] if self.size else []
        said += [f"{len(self.rules)} rules and barriers" if len(self.rules) > 1 else ""]
        said += [corpus.label(each.iri) for each in self.rules if len(self.rules) == 1]
        who = "; ".join(dict.fromkeys(corpus.label(each.subject) for each in self.targeted))
        said += [f"target market of {who}" if who else ""]
        return f"{self.label}: {'; '.join(filter(None, said))}"

    def _contents(self, corpus: Corpus) -> str:
        """Return what it has, with how many are planned, how many may be one, and how many are not in it."""
        words = "1 project, event or headquarters" if self.size == 1 else ""
        parts = [words or f"{self.size} projects, events and headquarters"]
        parts += [f"{self.planned} of them planned, forecast or unconfirmed"] if self.planned else []
        parts += [words] if (words := self.apart(self.roles)) else []
        parts += [f"{len(self.lines)} projects may be {least}"] if (least := self.least(corpus)) else []
        return ", ".join(parts)

    def least(self, corpus: Corpus) -> int:
        """Return how many undertakings it has at least if those that may be one are one; 0 if none may be."""
        least = editorial.least(corpus, self.lines)
        return least if least < len(self.lines) else 0

    @property
    def css(self) -> str:
        """The CSS class of its dot: real, ended, planned, ruled (if it has only rules), or unknown."""
        if not self.is_known:
            return "unknown"
        if not self.size:
            return "ruled" if self.is_ruled else "planned"
        return standings.surest(self.stated)

    @property
    def radius(self) -> float:
        """The radius of its dot, whose area grows with `size`."""
        return round(3 + 2.2 * self.size**0.5, 1) if self.size else 3.5


def spots(corpus: Corpus, chosen: Selection | None = None) -> list[Spot]:
    """Return the places that have anything selected in them or in their parts, the one with most first.

    If places are chosen, only these and their parts are returned. By default everything is selected.
    """
    chosen = chosen or Selection(corpus, {})
    every, others = chosen.undertakings(), _others(chosen)
    found = []
    for it in _places(chosen):
        here = [each for each in every if undertakings.is_at(corpus, each, it)]
        rules = [each for each in regulation.of(corpus, it) if chosen.selects(each.iri)]
        spot = Spot(
            it, corpus.label(it), here, _at(corpus, others, it), rules, targeted=_targeting(chosen, it)
        )
        for each in here:
            spot.lines[each.iri] = undertakings.line_at(corpus, each, it)
            spot.roles[each.iri] = undertakings.role(each, undertakings.grounds_at(corpus, each, it))
        if spot.size or spot.rules or spot.targeted:
            found.append(spot)
    found.sort(key=lambda spot: (-spot.size, spot.label))
    return found


def _places(chosen: Selection) -> list[str]:
    """Return the chosen places and their parts; all places if none is chosen."""
    corpus, wanted = chosen.corpus, set(chosen.of(facets.PLACE))
    return [it for it in corpus.of_class("Place") if not wanted or wanted.intersection(corpus.around(it))]


def _others(chosen: Selection) -> list[Claim]:
    """Return the claims on the places of events and headquarters that are selected by what they state."""
    corpus = chosen.corpus
    return [
        each
        for each in corpus.claims
        if (each.predicate == ADGO + "headquarteredIn" or _is_event(corpus, each))
        and _is_selected(chosen, each)
    ]


def _is_selected(chosen: Selection, claim: Claim) -> bool:
    """Return whether a claim is selected: a firm that has plans is not itself planned, nor is all that it has so."""
    return not chosen or chosen.matches(facets.of_claims(chosen.corpus, [claim]))


def _at(corpus: Corpus, claims: list[Claim], place: str) -> list[Fact]:
    """Return the facts on what is in a place or in its parts, each thing once."""
    here = [each for each in claims if place in corpus.around(each.object.value)]
    named: dict[str, Fact] = {}
    for fact in facts.gathered(corpus, here, is_inverse=True):
        named.setdefault(fact.term.value, fact)
    return list(named.values())


def _targeting(chosen: Selection, place: str) -> list[Claim]:
    """Return the asserted claims that are selected and say that somebody wants to enter the market of a place."""
    about = chosen.corpus.by_object.get(place, [])
    wanted = [each for each in about if each.predicate == ADGO + "targetsMarket" and each.is_asserted]
    return [each for each in wanted if _is_selected(chosen, each)]


def _is_event(corpus: Corpus, claim: Claim) -> bool:
    return claim.predicate == ADGO + "locatedIn" and corpus.is_a(claim.subject, "Event")
