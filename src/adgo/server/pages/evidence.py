"""The pages of the evidence for a fact: a claim, its passage, its source."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from adgo.corpus import articles, changes, editorial, facts
from adgo.corpus.corpus import Corpus
from adgo.corpus.texts.places import passages, places
from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.server.pages import differences, passage_text
from adgo.server.pages.rendering import render_page
from adgo.server.pages.texts import reading
from adgo.server.pages.thing import Thing

OA = PREFIXES["oa"]
#: Width of the strip that stands for an article.
STRIP = 1000.0
#: The least width of a mark on it.
NARROWEST = 1.5


@dataclass(frozen=True)
class Mark:
    """A passage on the strip that stands for its article: where it begins, and how wide it is."""

    passage: str
    start: float
    width: float


def claim_page(thing: Thing) -> Response:
    """Return the page of a claim: what it says, how the source says it, and which other sources make the statement."""
    corpus, it = thing.corpus, thing.iri
    this = corpus.by_iri[it]
    others = [c for c in corpus.by_statement.get(this.statement, []) if c.source != this.source]
    return render_page(
        "claim.html",
        c=corpus,
        iri=it,
        claim=this,
        corrections=[each for each in changes.about(corpus, it) if each.type == changes.CORRECTION],
        siblings=[c for c in corpus.by_passage.get(this.passage, []) if c.iri != it],
        others=others,
        differences=differences.touching(thing.site, corpus, it),
        judgements=editorial.judgements(corpus, it),
        premise_of=_premise_of(corpus, it),
        links=thing.links,
    )


def _premise_of(corpus: Corpus, it: str) -> list[str]:
    """Return the records of the inferences of which a claim is a premise."""
    index: dict[str, set[str]] = corpus.kept("inferences by premise", lambda: _by_premise(corpus))
    return sorted(index.get(it, ()))


def _by_premise(corpus: Corpus) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, record in corpus.records.items():
        for term in record.get(ADGO + "premise", []):
            found.setdefault(term.value, set()).add(name)
    return found


def passage_page(thing: Thing) -> Response:
    """Return the page of a passage: its paraphrase, its place, and the claims that it supports."""
    corpus, it = thing.corpus, thing.iri
    source = corpus.first(it, OA + "hasSource")
    listed = passages(corpus, source)
    place = listed.index(it) if it in listed else 0
    return render_page(
        "passage.html",
        c=corpus,
        iri=it,
        source=source,
        paraphrase=corpus.first(it, PREFIXES["dcterms"] + "description"),
        spans=passage_text.occurrences(thing.site, it),
        has_texts=thing.site.texts is not None,
        claims=corpus.by_passage.get(it, []),
        marks=marks(corpus, source),
        before=listed[place - 1] if place else "",
        after=listed[place + 1] if place + 1 < len(listed) else "",
        judgements=editorial.judgements(corpus, it),
        differences=differences.touching(thing.site, corpus, it),
        links=thing.links,
    )


def source_page(thing: Thing) -> Response:
    """Return the page of an article: what it states about itself, its family, and its passages in order."""
    corpus, it = thing.corpus, thing.iri
    article = articles.of(corpus, it)
    placed = set(article.stated)
    return render_page(
        "source.html",
        c=corpus,
        iri=it,
        article=article,
        facts=facts.gathered(corpus, [c for c in corpus.by_subject.get(it, []) if c not in placed]),
        passages=[(each, corpus.by_passage.get(each, [])) for each in passages(corpus, it)],
        marks=marks(corpus, it),
        segments=reading.segments(thing.site, corpus, it),
        has_texts=thing.site.texts is not None,
        judgements=editorial.judgements(corpus, it),
        outside=editorial.outside(corpus, it),
        links=thing.links,
    )


def marks(corpus: Corpus, source: str) -> list[Mark]:
    """Return a mark for each place of each passage; none if the length of the source is not known."""
    length = corpus.count(source, "length")
    if not length:
        return []
    scale = STRIP / length
    return [
        Mark(each, round(start * scale, 1), max(NARROWEST, round((end - start) * scale, 1)))
        for each in passages(corpus, source)
        for start, end in places(corpus, each)
        if end <= length
    ]
