"""`/indicators`: counts, shares and prices; a bound is drawn as a bound, never as a value."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from flask import Blueprint, Response

from adgo.corpus import facets, facts, standings
from adgo.corpus.corpus import Corpus, parse_number
from adgo.corpus.facets import Values
from adgo.corpus.facts import Fact
from adgo.corpus.selection import Selection
from adgo.corpus.tables.export_table import Cell, ExportTable, cell_of, joined
from adgo.graph.namespaces import ADGO
from adgo.server import site_corpus
from adgo.server.pages.overviews import overview
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.site import site

blueprint = Blueprint("indicators", __name__)
#: The properties that give a value or a bound, in words.
BOUNDS = {"exceeds": "more than", "isBelow": "less than", "approximates": "about", "equals": "exactly"}
#: Units whose scale has a fixed end; any other scale ends a little beyond its greatest value.
ENDS = {"percent": 100.0}
#: Units that are drawn; a rank, for instance, is only shown as a number.
DRAWN = ("percent", "CNY", "USD")
COLUMNS = (
    "indicator", "bound", "number", "unit", "place", "time", "standing", "source", "claims", "indicator id",
)  # fmt: skip
#: Width of a scale, in units of the viewBox.
WIDTH = 520.0


@dataclass(frozen=True)
class IndicatorValue:
    """One value or bound of an indicator: the property's local name, the number, and the fact that gives it."""

    bound: str
    number: float
    fact: Fact

    @property
    def words(self) -> str:
        """The words before its number."""
        return BOUNDS[self.bound]


@dataclass(frozen=True)
class Gauge:
    """A value as drawn on a scale from 0: its place, and the range where the true value may be."""

    x: float
    open: tuple[float, float]


@dataclass(frozen=True)
class Indicator:
    """One indicator: its unit, its values, and the end of its scale (0 if it is not drawn)."""

    iri: str
    unit: str
    values: list[IndicatorValue]
    end: float

    def gauge(self, value: IndicatorValue) -> Gauge:
        """Return a value as drawn: an exact value leaves no range open, a bound leaves all beyond it open."""
        x = round(WIDTH * min(1.0, max(0.0, value.number / self.end)), 1)
        ranges = {
            "exceeds": (x, WIDTH),
            "isBelow": (0.0, x),
            "approximates": (max(0.0, x - 14), min(WIDTH, x + 14)),
        }
        return Gauge(x, ranges.get(value.bound, (x, x)))


@blueprint.get("/indicators")
def page() -> Response:
    """Return the values and bounds that are selected, drawn and as a table, or as CSV or XLSX."""
    corpus = site_corpus.read_corpus(site())
    chosen = overview.requested(corpus)
    every = find_indicators(corpus)
    values = [_selectable(corpus, value) for each in every for value in each.values]
    around, found = overview.of_rows(chosen, values, "values"), selected(chosen, every)
    return table_response.respond(
        lambda: [table(corpus, found, around.titled("Key figures"))],
        lambda: render_page("indicators.html", c=corpus, o=around, indicators=found, width=WIDTH),
    )


def selected(chosen: Selection, every: list[Indicator]) -> list[Indicator]:
    """Return the indicators with the values that are selected, without those that have none."""

    def is_selected(value: IndicatorValue) -> bool:
        return chosen.matches(_selectable(chosen.corpus, value))

    kept = (replace(each, values=[value for value in each.values if is_selected(value)]) for each in every)
    return [each for each in kept if each.values]


def _selectable(corpus: Corpus, value: IndicatorValue) -> Values:
    """Return the values of facets by which a value or bound is selected.

    A firm takes part if a source names it in the same statement: of the number of a firm's partners, the figure's own
    claims name only the partners.
    """
    claims = value.fact.claims
    told = {(each.statement, each.source) for each in claims if each.statement}
    alike = [each for name, source in told for each in corpus.by_statement[name] if each.source == source]
    party = facets.of_claims(corpus, [*claims, *alike])[facets.PARTY]
    return {**facets.of_claims(corpus, claims), facets.PARTY: party}


def table(corpus: Corpus, found: list[Indicator], title: str) -> ExportTable:
    """Return a row for each value or bound.

    Args:
        corpus: the graph.
        found: the indicators.
        title: the title of the table.
    """
    rows = [_row(corpus, each, value) for each in found for value in each.values]
    return ExportTable("indicators", title, COLUMNS, rows)


def _row(corpus: Corpus, each: Indicator, value: IndicatorValue) -> tuple[Cell, ...]:
    claims, about = value.fact.claims, corpus.by_subject.get(each.iri, [])
    given = standings.of_fact(corpus, claims)
    texts = {claim.predicate.removeprefix(ADGO): corpus.show(claim.object) for claim in about}
    return (
        corpus.label(each.iri),
        value.words,
        cell_of(value.fact.term),
        corpus.label(each.unit) if each.unit else "",
        texts.get("locatedIn", ""),
        texts.get("atTime", ""),
        joined(standings.labels(corpus, given or [""], standings.added(corpus, given, claims))),
        joined([corpus.label(claim.source) for claim in claims if claim.source]),
        joined([claim.iri for claim in claims]),
        each.iri,
    )


def find_indicators(corpus: Corpus) -> list[Indicator]:
    """Return the indicators that have a value; those of one unit have the same scale and are together."""
    found = {it: values(corpus, it) for it in corpus.of_class("Indicator")}
    units = {it: corpus.first(it, "inUnit") for it in found}
    most: dict[str, float] = {}
    for it, listed in found.items():
        most[units[it]] = max([most.get(units[it], 0.0), *(each.number for each in listed)])
    made = []
    for it, listed in found.items():
        name = units[it].rpartition("/")[2]
        end = ENDS.get(name, most[units[it]] * 1.1) if name in DRAWN else 0.0
        if listed:
            made.append(Indicator(it, units[it], listed, end if math.isfinite(end) else 0.0))
    return sorted(made, key=lambda each: (not each.end, each.unit, corpus.label(each.iri)))


def values(corpus: Corpus, it: str) -> list[IndicatorValue]:
    """Return the values of one indicator that are numbers, the least first."""
    found = []
    for fact in facts.gathered(corpus, corpus.by_subject.get(it, [])):
        bound = fact.predicate.removeprefix(ADGO)
        number = parse_number(fact.term.value)
        if bound in BOUNDS and number is not None:
            found.append(IndicatorValue(bound, number, fact))
    return sorted(found, key=lambda each: each.number)
