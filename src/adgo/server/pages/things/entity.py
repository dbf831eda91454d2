"""The page of an entity: its summary, then what the articles say about it, section by section, with the sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response

from adgo.corpus import editorial, facts, posts, regulation, standings, undertakings
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.corpus.disagreements.card import Card
from adgo.corpus.summary import summarizing
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.server.pages import differences
from adgo.server.pages.drawing import neighbourhood
from adgo.server.pages.rendering import render_page
from adgo.server.pages.thing import Thing

#: The property that gives a name as a source prints it.
NAMED = ADGO + "isNamed"
ALIAS = PREFIXES["skos"] + "altLabel"
#: The sections in their order: the anchor, the heading, and the parts of which at least one must not be empty.
SECTIONS = (
    ("done", "In operation or done", ("real",)),
    ("over", "Ended", ("ended",)),
    ("planned", "Planned or unconfirmed", ("planned",)),
    ("rules", "Rules and barriers", ("rules",)),
    ("roles", "Roles (by source)", ("posts",)),
    ("sources", "Claims by article", ("claims_made",)),
    ("articles", "Articles", ("articles",)),
    ("differences", "Differences between articles", ("differences",)),
    ("connections", "Connections", ("picture",)),
    ("claims", "Claims about {}", ("groups",)),
    ("inferred", "Inferred", ("inferred",)),
    ("statements", "Statements by {}", ("said",)),
    ("mentions", "Also mentioned in", ("inward",)),
    ("names", "Names", ("names", "aliases")),
    ("judgements", "Editors’ judgements", ("judgements", "kept_apart")),
    ("outside", "Other web pages", ("outside",)),
    ("recorded", "Recorded by the editors", ("recorded",)),
)

#: Classes of what headings call by its name.
NAMED_IN_HEADINGS = ("Organization", "Person", "Place")


def entity_page(thing: Thing) -> Response:
    """Return the page of an entity."""
    corpus, it = thing.corpus, thing.iri
    cards = differences.touching(thing.site, corpus, it)
    parts: dict[str, Any] = {
        "differences": cards,
        "picture": neighbourhood.draw_neighbourhood(corpus, it),
        **_claimed(corpus, it),
        **_recorded(corpus, it),
    }
    return render_page(
        "entity.html",
        c=corpus,
        it=it,
        iri=it,
        kinds=corpus.classes(it),
        summary=summarizing.of(corpus, it, _differing(corpus, cards)),
        sections=_sections(corpus, it, parts),
        links=thing.links,
        **parts,
    )


def _sections(corpus: Corpus, it: str, parts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the anchor and the heading of each section that the page has."""
    label = corpus.label(it) if any(corpus.is_a(it, name) for name in NAMED_IN_HEADINGS) else "it"
    return [
        (anchor, heading.format(label))
        for anchor, heading, names in SECTIONS
        if any(parts[name] for name in names)
    ]


def _differing(corpus: Corpus, cards: Sequence[Card]) -> list[list[Claim]]:
    """Return the claims of each card on which sources differ in substance, not only in their words."""
    return [
        [corpus.by_iri[side.claim] for row in card.rows for side in row.sides if side.claim in corpus.by_iri]
        for card in cards
        if not card.badge.is_folded
    ]


def _claimed(corpus: Corpus, it: str) -> dict[str, Any]:
    """Return the parts of the page that come from claims."""
    about = [c for c in corpus.by_subject.get(it, []) if c.predicate not in (NAMED, posts.HOLDS)]
    undertaken = undertakings.of(corpus, it)
    lines = {each.iri: undertakings.line_for(corpus, each, it) for each in undertaken}
    inward = [c for c in corpus.by_object.get(it, []) if c.subject not in lines and not _has_section(c)]
    return {
        "standings": standings.of(corpus, it) if corpus.is_a(it, "Undertaking") else [],
        "names": facts.gathered(corpus, [c for c in corpus.by_subject.get(it, []) if c.predicate == NAMED]),
        "aliases": [each.value for each in corpus.values(it, ALIAS)],
        "posts": posts.of(corpus, it),
        **{line: [each for each in undertaken if lines[each.iri] == line] for line in standings.LINES},
        "rules": regulation.of(corpus, it),
        "groups": facts.grouped(corpus, facts.gathered(corpus, about)),
        "inward": facts.gathered(corpus, inward, is_inverse=True),
        "said": corpus.by_speaker.get(it, []),
        "claims_made": corpus.by_statement.get(it, []),
    }


def _recorded(corpus: Corpus, it: str) -> dict[str, Any]:
    """Return the parts of the page that come from records: articles, inferences, judgements and other pages."""
    follows = facts.inferred(corpus, it)
    return {
        "articles": [each for each in corpus.of_class("Source") if corpus.first(each, "inFamily") == it],
        "inferred": [pair for pair in follows if pair[1].predicate != TYPE],
        "recorded": editorial.recorded(corpus, it, [(fact.predicate, fact.term) for _, fact in follows]),
        "judgements": editorial.judgements(corpus, it),
        "kept_apart": editorial.kept_apart(corpus, it),
        "outside": editorial.outside(corpus, it),
    }


def _has_section(claim: Claim) -> bool:
    """Return whether a claim with the thing as its object is shown among the posts or the rules."""
    return claim.predicate in (posts.AT, posts.HOLDS, regulation.APPLIES)
