"""One card for each statement or thing on which sources disagree."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.disagreements import cells, judgements, topics
from adgo.corpus.disagreements.card import EDITORIAL, Aspect, Card
from adgo.corpus.disagreements.rows import Difference, Side
from adgo.corpus.disagreements.vocabulary import ORDER, RANKS, aspect
from adgo.evidence import conflict_kinds

#: Badges of aspects that become "only in one source" if every row has a silent side.
HALF = ("specific", "detail")


def cards(corpus: Corpus, rows: Iterable[Difference]) -> list[Card]:
    """Return one card for each topic: editors' disputes, contradictions and differences first.

    Args:
        corpus: the graph.
        rows: what the stored questions on conflicts find.
    """
    topical = [(topics.of(corpus, row), row) for row in rows]
    alone = [row for topic, row in topical if row.kind == "apart" or topic.startswith(topics.JUDGEMENT)]
    grouped: dict[tuple[str, bool], list[Difference]] = {}
    for topic, row in topical:
        is_wording = row.kind in topics.WORDING and not topics.is_statement(corpus, topic)
        if row not in alone:
            grouped.setdefault((topic, is_wording), []).append(row)
    made = [_card(corpus, topic, found) for (topic, _), found in grouped.items()]
    made += judgements.place(corpus, made, alone, lambda row: _card(corpus, row.about, [row]))
    return sorted(made, key=_rank)


def _rank(card: Card) -> tuple[int, int, str]:
    return RANKS[card.badge.key], -len(card.aspects), card.heading.casefold()


def _card(corpus: Corpus, topic: str, rows: list[Difference]) -> Card:
    is_statement = topics.is_statement(corpus, topic)
    claims = corpus.by_statement.get(topic, []) if is_statement else corpus.by_subject.get(topic, [])
    aspects = _aspects(corpus, claims, rows)
    sources = {each.source for each in claims if is_statement and each.source}
    sources |= {source for each in aspects for source in each.cells if source}
    card = Card(topic, topics.heading(corpus, topic, rows[0]), aspects, [], {}, rows=rows)
    card.sources = sorted(sources, key=lambda it: (_family_place(corpus, sources, it), it))
    card.passages = _passages(card)
    card.standings = _standings(corpus, card, claims) if is_statement else {}
    for source, name in card.standings.items():
        card.ended[source] = standings.over(
            corpus, [name], [each for each in claims if each.source == source]
        )
    judgements.add(corpus, card)
    return card


def _standings(corpus: Corpus, card: Card, claims: list[Claim]) -> dict[str, str]:
    given = {it: standings.of_fact(corpus, [c for c in claims if c.source == it]) for it in card.sources}
    is_unsure = any(name not in standings.REAL for names in given.values() for name in names)
    return {it: next(iter(names), "") for it, names in given.items()} if is_unsure else {}


def _family_place(corpus: Corpus, sources: set[str], source: str) -> str:
    """Return the first source of a source's family among the columns, so that families stand together."""
    family = corpus.first(source, "inFamily")
    return min(it for it in sources if it == source or (family and corpus.first(it, "inFamily") == family))


def _aspects(corpus: Corpus, claims: list[Claim], rows: list[Difference]) -> list[Aspect]:
    grouped: dict[str, list[Difference]] = {}
    for row in rows:
        if row.kind not in EDITORIAL:
            grouped.setdefault(aspect(corpus, row), []).append(row)
    found = [_aspect(corpus, claims, name, alike) for name, alike in grouped.items()]
    return sorted(found, key=lambda each: (RANKS[each.badge], ORDER.get(each.name, len(ORDER)), each.name))


def _aspect(corpus: Corpus, claims: list[Claim], name: str, rows: list[Difference]) -> Aspect:
    kinds = conflict_kinds.in_order({row.kind for row in rows})
    found = cells.of(corpus, claims, rows)
    badge = conflict_kinds.BADGES[kinds[0]]
    if badge in HALF and all(row.is_half for row in rows):
        badge = "silent"
    compared = {side.source for row in rows for side in row.sides}
    if badge == "silent" and compared <= set(found):
        badge = "detail"
    return Aspect(name, badge, tuple(kinds), found)


def _passages(card: Card) -> dict[str, list[str]]:
    """Return the passages by source: those of the cells, or else those that the rows name."""
    shown: list[Side] = [side for each in card.aspects for sides in each.cells.values() for side in sides]
    found: dict[str, list[str]] = {}
    for sides in (
        shown,
        [side for row in card.rows for side in row.sides if side.source not in {s.source for s in shown}],
    ):
        for side in sides:
            listed = found.setdefault(side.source, [])
            if side.passage and side.passage not in listed:
                listed.append(side.passage)
    return {source: found.get(source, []) for source in card.sources}
