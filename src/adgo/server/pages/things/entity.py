"""The page of an entity: its names, posts, undertakings, facts, plans, rules and disagreements, with their sources."""

from __future__ import annotations

from typing import Any

from flask import Response

from adgo.corpus import editorial, facts, posts, regulation, standings, undertakings
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.graph.namespaces import ADGO
from adgo.server.pages import differences
from adgo.server.pages.drawing import neighbourhood
from adgo.server.pages.rendering import render_page
from adgo.server.pages.thing import Thing

#: The property that gives a name as a source prints it.
NAMED = ADGO + "isNamed"


def entity_page(thing: Thing) -> Response:
    """Return the page of an entity."""
    corpus, it = thing.corpus, thing.iri
    return render_page(
        "entity.html",
        c=corpus,
        it=it,
        iri=it,
        kinds=corpus.classes(it),
        differences=differences.touching(thing.site, corpus, it),
        picture=neighbourhood.draw_neighbourhood(corpus, it),
        links=thing.links,
        **_claimed(corpus, it),
        **_recorded(corpus, it),
    )


def _claimed(corpus: Corpus, it: str) -> dict[str, Any]:
    """Return the sections of the page that come from claims."""
    about = [c for c in corpus.by_subject.get(it, []) if c.predicate not in (NAMED, ADGO + "holdsRole")]
    undertaken = undertakings.of(corpus, it)
    listed = {each.iri for each in undertaken}
    inward = [c for c in corpus.by_object.get(it, []) if c.subject not in listed and not _has_section(c)]
    return {
        "standings": standings.of(corpus, it) if corpus.is_a(it, "Undertaking") else [],
        "names": facts.gathered(corpus, [c for c in corpus.by_subject.get(it, []) if c.predicate == NAMED]),
        "posts": posts.of(corpus, it),
        "undertakings": undertaken,
        "rules": regulation.of(corpus, it),
        "groups": facts.grouped(corpus, facts.gathered(corpus, about)),
        "inward": facts.gathered(corpus, inward, is_inverse=True),
        "said": corpus.by_speaker.get(it, []),
        "claims_made": corpus.by_statement.get(it, []),
    }


def _recorded(corpus: Corpus, it: str) -> dict[str, Any]:
    """Return the sections of the page that come from records: families, inferences, judgements and other pages."""
    follows = editorial.inferred(corpus, it)
    return {
        "sources": [each for each in corpus.of_class("Source") if corpus.first(each, "inFamily") == it],
        "inferred": [pair for pair in follows if pair[1].predicate != TYPE],
        "editorial": editorial.recorded(corpus, it, [fact for _, fact in follows]),
        "judgements": editorial.judgements(corpus, it),
        "kept_apart": editorial.kept_apart(corpus, it),
        "outside": editorial.outside(corpus, it),
    }


def _has_section(claim: Claim) -> bool:
    """Return whether a claim with the thing as its object is shown among the posts or the rules."""
    return claim.predicate in (ADGO + "atOrganization", ADGO + "holdsRole", regulation.APPLIES)
