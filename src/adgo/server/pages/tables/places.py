"""Places as rows: one for each thing in each place."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.regulation import Rule
from adgo.corpus.tables.export_table import Cell, ExportTable, joined
from adgo.corpus.undertakings import Undertaking
from adgo.server.pages.drawing.world_map import Spot

COLUMNS = (
    "place", "what", "name", "standing", "only in", "latitude", "longitude", "source", "place id", "id",
)  # fmt: skip


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
        (None, *_project(corpus, each, None), None, None, *_end(corpus, each, None)) for each in elsewhere
    ]
    return ExportTable("map", title, COLUMNS, rows)


def _rows(corpus: Corpus, spot: Spot) -> Iterable[tuple[Cell, ...]]:
    at = (spot.position.latitude, spot.position.longitude) if spot.position else (None, None)
    for each in spot.undertakings:
        yield (spot.label, *_project(corpus, each, spot), *at, *_end(corpus, each, spot))
    for fact in spot.others:
        kind = "headquarters" if fact.predicate.endswith("headquarteredIn") else "event"
        standing, it = _standings(corpus, fact.standings), fact.term.value
        sources = joined([corpus.label(claim.source) for claim in fact.claims if claim.source])
        yield (spot.label, kind, corpus.label(it), standing, None, *at, sources, spot.iri, it)
    for rule in spot.rules:
        yield (spot.label, *_rule(corpus, rule), *at, *_rule_end(corpus, rule, spot))


def _project(corpus: Corpus, each: Undertaking, spot: Spot | None) -> tuple[Cell, ...]:
    """Return what an undertaking is, its label, its standing, and the parts of the place to which it is limited."""
    parts = [] if spot is None or spot.iri in each.grounds else _within(corpus, each.grounds, spot.iri)
    return ("project", each.label, _standings(corpus, each.standings), joined(parts))


def _end(corpus: Corpus, each: Undertaking, spot: Spot | None) -> tuple[Cell, ...]:
    return (joined([corpus.label(it) for it in each.sources]), spot.iri if spot else None, each.iri)


def _rule(corpus: Corpus, rule: Rule) -> tuple[Cell, ...]:
    kind = corpus.label(rule.kind) if rule.kind else "rule"
    limits = [corpus.label(it) for it in (*rule.parts, *rule.on)]
    return (kind, corpus.label(rule.iri), _standings(corpus, rule.standings), joined(limits))


def _rule_end(corpus: Corpus, rule: Rule, spot: Spot) -> tuple[Cell, ...]:
    return (joined([corpus.label(each.source) for each in rule.claims if each.source]), spot.iri, rule.iri)


def _within(corpus: Corpus, grounds: Iterable[str], place: str) -> list[str]:
    return [corpus.label(it) for it in grounds if place in corpus.around(it)]


def _standings(corpus: Corpus, names: Iterable[str]) -> str:
    return joined([standings.label(corpus, name) for name in names])
