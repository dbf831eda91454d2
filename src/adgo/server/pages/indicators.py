"""`/indicators`: what is counted and priced, a bound drawn as a bound and never as a value."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template

from adgo.graph.namespaces import ADGO
from adgo.server.pages.content import facts, reading
from adgo.server.pages.content.corpus import Corpus
from adgo.server.pages.content.facts import Fact
from adgo.server.site import site

blueprint = Blueprint("indicators", __name__)
#: The properties that give a value, and how each reads.
BOUNDS = {"exceeds": "more than", "isBelow": "less than", "approximates": "about", "equals": "exactly"}
#: Units whose scale has an end of its own; the others end a little beyond their greatest value.
ENDS = {"percent": 100.0}
#: A unit is drawn only where it measures; a rank or a count of firms is a number to read.
DRAWN = ("percent", "CNY", "USD")
WIDTH = 520.0


@dataclass(frozen=True)
class Reading:
    """One value or bound of an indicator: the property's name, the number, and the claims that give it."""

    bound: str
    value: float
    fact: Fact

    @property
    def words(self) -> str:
        """How it reads before its number."""
        return BOUNDS[self.bound]


@dataclass(frozen=True)
class Gauge:
    """A reading as drawn on a scale from 0: where it stands, and the room that it leaves open."""

    x: float
    room: tuple[float, float]


@dataclass(frozen=True)
class Indicator:
    """One indicator: its unit, the readings, and the end of the scale that it is drawn on (0 where it is not)."""

    iri: str
    unit: str
    readings: list[Reading]
    end: float

    def gauge(self, reading: Reading) -> Gauge:
        """Return how a reading is drawn: an exact value leaves no room, a bound leaves all beyond it."""
        x = round(WIDTH * min(1.0, reading.value / self.end), 1)
        rooms = {
            "exceeds": (x, WIDTH),
            "isBelow": (0.0, x),
            "approximates": (max(0.0, x - 14), min(WIDTH, x + 14)),
        }
        return Gauge(x, rooms.get(reading.bound, (x, x)))


@blueprint.get("/indicators")
def page() -> Response:
    """Return every indicator with its values and bounds, drawn and as a table."""
    corpus = reading.read(site())
    response = make_response(
        render_template("indicators.html", c=corpus, indicators=read(corpus), width=WIDTH)
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def read(corpus: Corpus) -> list[Indicator]:
    """Return the indicators that have any reading, those of one unit together on one scale."""
    found = {it: readings(corpus, it) for it in corpus.of_class("Indicator")}
    units = {it: corpus.first(it, "inUnit") for it in found}
    most: dict[str, float] = {}
    for it, values in found.items():
        most[units[it]] = max([most.get(units[it], 0.0), *(each.value for each in values)])
    made = []
    for it, values in found.items():
        name = units[it].rpartition("/")[2]
        end = ENDS.get(name, most[units[it]] * 1.1) if name in DRAWN else 0.0
        if values:
            made.append(Indicator(it, units[it], values, end))
    return sorted(made, key=lambda each: (not each.end, each.unit, corpus.label(each.iri)))


def readings(corpus: Corpus, it: str) -> list[Reading]:
    """Return the readings of one indicator, the least first."""
    found = []
    for fact in facts.gathered(corpus, corpus.by_subject.get(it, [])):
        bound = fact.predicate.removeprefix(ADGO)
        if bound in BOUNDS:
            found.append(Reading(bound, float(fact.term.value), fact))
    return sorted(found, key=lambda each: each.value)
