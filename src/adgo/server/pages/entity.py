"""The page of an entity: its names, posts, undertakings, facts, plans, rules and disagreements, with their sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Response

from adgo.corpus import facts, regulation, standings, undertakings
from adgo.corpus.corpus import SUBCLASS, TYPE, Claim, Corpus, Term
from adgo.corpus.facts import Fact
from adgo.graph.namespaces import ADGO, GRAPH, PREFIXES
from adgo.server.pages import differences
from adgo.server.pages.drawing import neighbourhood
from adgo.server.pages.rendering import render_page
from adgo.server.pages.thing import Thing

#: The property that gives a name as a source prints it.
NAMED = ADGO + "isNamed"
#: Properties that the page shows in a section of their own.
PLACED = {
    TYPE, SUBCLASS, ADGO + "editorialPart",
    *(PREFIXES["skos"] + name for name in ("prefLabel", "altLabel", "editorialNote", "scopeNote")),
}  # fmt: skip


@dataclass(frozen=True)
class Post:
    """One post according to one source: the person, title and organization ("" if not given), and the claims.

    `disputed` is the judgement that a claim is mistaken, "" if there is none.
    """

    role: str
    person: str
    title: str
    organization: str
    claims: tuple[Claim, ...]
    disputed: str = ""


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
        "posts": posts(corpus, it),
        "undertakings": undertaken,
        "rules": regulation.of(corpus, it),
        "groups": facts.grouped(corpus, facts.gathered(corpus, about)),
        "inward": facts.gathered(corpus, inward, is_inverse=True),
        "said": corpus.by_speaker.get(it, []),
        "claims_made": corpus.by_statement.get(it, []),
    }


def _recorded(corpus: Corpus, it: str) -> dict[str, Any]:
    """Return the sections of the page that come from records: families, inferences, judgements and other pages."""
    follows = inferred(corpus, it)
    return {
        "sources": [each for each in corpus.of_class("Source") if corpus.first(each, "inFamily") == it],
        "inferred": [pair for pair in follows if pair[1].predicate != TYPE],
        "editorial": editorial(corpus, it, [fact for _, fact in follows]),
        "judgements": judgements(corpus, it),
        "outside": outside(corpus, it),
    }


def posts(corpus: Corpus, it: str) -> list[Post]:
    """Return the posts of a person, or the posts at an organization, one for each role that a source gives."""
    roles = [c.object.value for c in corpus.by_subject.get(it, []) if c.predicate == ADGO + "holdsRole"]
    roles += [c.subject for c in corpus.by_object.get(it, []) if c.predicate == ADGO + "atOrganization"]
    return [_post(corpus, role) for role in dict.fromkeys(roles)]


def _post(corpus: Corpus, role: str) -> Post:
    claims = [
        c
        for c in corpus.by_subject.get(role, [])
        if c.predicate.removeprefix(ADGO) in ("hasTitle", "atOrganization")
    ]
    holders = [c for c in corpus.by_object.get(role, []) if c.predicate == ADGO + "holdsRole"]
    values = {c.predicate.removeprefix(ADGO): c.object.value for c in claims}
    return Post(
        role,
        holders[0].subject if holders else "",
        values.get("hasTitle", ""),
        values.get("atOrganization", ""),
        tuple(claims or holders),
        regulation.disputing(corpus, claims),
    )


def _has_section(claim: Claim) -> bool:
    """Return whether a claim with the thing as its object is shown among the posts or the rules."""
    return claim.predicate in (ADGO + "atOrganization", ADGO + "holdsRole", regulation.APPLIES)


def inferred(corpus: Corpus, it: str) -> list[tuple[str, Fact]]:
    """Return what is inferred about a thing: the rule's name and the fact, whose claims are the premises."""
    found = []
    for inference in corpus.inferences.get(it, []):
        record = corpus.records[inference]
        parts = {name: record.get(ADGO + name, []) for name in ("subject", "predicate", "object", "byRule")}
        if all(parts.values()):
            premises = [
                corpus.by_iri[t.value] for t in record.get(ADGO + "premise", []) if t.value in corpus.by_iri
            ]
            fact = Fact(parts["predicate"][0].value, parts["object"][0], premises)
            found.append((parts["byRule"][0].value, fact))
    return sorted(found, key=lambda pair: (pair[0], corpus.show(pair[1].term)))


def editorial(corpus: Corpus, it: str, follows: Iterable[Fact]) -> list[tuple[str, Term]]:
    """Return what only the editors record of a thing: properties and values, without names and types.

    Args:
        corpus: the graph.
        it: the thing.
        follows: the facts that are inferred about it, which are left out.
    """
    shown = {(c.predicate, c.object.value) for c in corpus.by_subject.get(it, [])}
    shown |= {(fact.predicate, fact.term.value) for fact in follows}
    return [
        (name, term)
        for name, terms in sorted(corpus.records.get(it, {}).items())
        for term in terms
        if name not in PLACED and (name, term.value) not in shown and not name.startswith(GRAPH)
    ]


def judgements(corpus: Corpus, it: str) -> list[str]:
    """Return the editors' judgements that name a thing."""
    return sorted(
        judgement
        for judgement, record in corpus.apart.get("judgements", {}).items()
        if judgement != it and any(term.value == it for terms in record.values() for term in terms)
    )


def outside(corpus: Corpus, it: str) -> list[str]:
    """Return the records from other web pages that have a thing as their subject or object."""
    ends = (ADGO + "subject", ADGO + "object")
    return sorted(
        record
        for record, parts in corpus.apart.get("outside", {}).items()
        if any(term.value == it for end in ends for term in parts.get(end, []))
    )
