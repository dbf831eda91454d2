"""Places as rows: one for each thing in each place."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings, undertakings
from adgo.corpus.corpus import Corpus
from adgo.corpus.regulation import Rule
from adgo.corpus.tables.export_table import Cell, ExportTable, joined
from adgo.corpus.undertakings import Undertaking
from adgo.server.pages.drawing.world_map import Spot

COLUMNS = (
    "place", "what", "name", "standing", "only in", "latitude", "longitude", "source", "place id", "id",
    "place or market",
)  # fmt: skip
#: What a place is to what is in it.
PLACE = "place"


def table(corpus: Corpus, spots: Iterable[Spot], elsewhere: Iterable[Undertaking], title: str) -> ExportTable:
    """Return a row for each undertaking, event, headquarters and rule in each place and in its parts.

    Args:
        corpus: the graph.
        spots: the places.
        elsewhere: the undertakings without a place, whose cells for it are empty.
        title: the title of the table.
    """
    rows = [row for spot in spots for row in _rows(corpus, spot)]
    rows += [
        (None, *_project(corpus, each, None), None, None, *_end(corpus, each, None), None)
        for each in elsewhere
    ]
    return ExportTable("map", title, COLUMNS, rows)


def _rows(corpus: Corpus, spot: Spot) -> Iterable[tuple[Cell, ...]]:
    at = (spot.position.latitude, spot.position.longitude) if spot.position else (None, None)
    for each in spot.undertakings:
        yield (spot.label, *_project(corpus, each, spot), *at, *_end(corpus, each, spot), _role(spot, each))
    for fact in spot.others:
        kind = "headquarters" if fact.predicate.endswith("headquarteredIn") else "event"
        it, standing = fact.term.value, joined(fact.certainty(corpus))
        sources = joined([corpus.label(claim.source) for claim in fact.claims if claim.source])
        yield (spot.label, kind, corpus.label(it), standing, None, *at, sources, spot.iri, it, PLACE)
    for rule in spot.rules:
        yield (spot.label, *_rule(corpus, rule), *at, *_rule_end(corpus, rule, spot), PLACE)


def _project(corpus: Corpus, each: Undertaking, spot: Spot | None) -> tuple[Cell, ...]:
    """Return what an undertaking is, its label, its standing, and the parts of the place to which it is limited."""
    parts = (
        [] if spot is None or spot.iri in each.grounds else undertakings.grounds_at(corpus, each, spot.iri)
    )
    found = _standings_at(corpus, each, spot) if spot else each.standings
    return ("project", each.label, _standings(corpus, found), joined([corpus.label(it) for it in parts]))


def _standings_at(corpus: Corpus, each: Undertaking, spot: Spot) -> list[str]:
    """Return the standings of an undertaking, or those of the claims on this place if it is less certain here."""
    if spot.lines[each.iri] == each.line:
        return each.standings
    grounds = undertakings.grounds_at(corpus, each, spot.iri)
    return standings.of_fact(corpus, [claim for claim in each.claims if claim.object.value in grounds])


def _role(spot: Spot, each: Undertaking) -> str:
    return (spot.roles[each.iri] or PLACE) + spot.doubt(each)


def _end(corpus: Corpus, each: Undertaking, spot: Spot | None) -> tuple[Cell, ...]:
    return (joined([corpus.label(it) for it in each.sources]), spot.iri if spot else None, each.iri)


def _rule(corpus: Corpus, rule: Rule) -> tuple[Cell, ...]:
    kind = corpus.label(rule.kind) if rule.kind else "rule"
    limits = [corpus.label(it) for it in (*rule.parts, *rule.on)]
    return (kind, corpus.label(rule.iri), _standings(corpus, rule.standings), joined(limits))


def _rule_end(corpus: Corpus, rule: Rule, spot: Spot) -> tuple[Cell, ...]:
    return (joined([corpus.label(each.source) for each in rule.claims if each.source]), spot.iri, rule.iri)


def _standings(corpus: Corpus, names: Iterable[str]) -> str:
    return joined(standings.labels(corpus, names))
