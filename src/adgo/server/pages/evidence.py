"""The pages of the chain of evidence: a claim, its passage, its source."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from adgo.graph.namespaces import ADGO, PREFIXES
from adgo.server.pages import differences, entity, passage_text
from adgo.server.pages.content import facts
from adgo.server.pages.content.corpus import Corpus
from adgo.server.site import Site

OA = PREFIXES["oa"]
Links = list[tuple[str, str]]


@dataclass(frozen=True)
class Mark:
    """A passage on the strip that stands for an article: where it begins, and how wide it is, in thousandths."""

    passage: str
    start: float
    width: float


def claim(site: Site, corpus: Corpus, it: str, links: Links) -> str:
    """Return the page of a claim: its atom, how it is told, and who else tells the same."""
    this = corpus.by_iri[it]
    others = [c for c in corpus.by_statement.get(this.statement, []) if c.source != this.source]
    return render_template(
        "claim.html",
        c=corpus,
        iri=it,
        claim=this,
        siblings=[c for c in corpus.by_passage.get(this.passage, []) if c.iri != it],
        others=others,
        differences=differences.touching(site, corpus, it),
        judgements=entity.judgements(corpus, it),
        premise_of=_follows(corpus, it),
        links=links,
    )


def _follows(corpus: Corpus, it: str) -> list[str]:
    return sorted(
        name
        for name, record in corpus.records.items()
        if any(term.value == it for term in record.get(ADGO + "premise", []))
    )


def passage(site: Site, corpus: Corpus, it: str, links: Links) -> str:
    """Return the page of a passage: its paraphrase, its place, and the claims that rest on it."""
    source = corpus.first(it, OA + "hasSource")
    listed = passages(corpus, source)
    place = listed.index(it) if it in listed else 0
    return render_template(
        "passage.html",
        c=corpus,
        iri=it,
        source=source,
        paraphrase=corpus.first(it, PREFIXES["dcterms"] + "description"),
        spans=passage_text.read(site, it),
        has_texts=site.texts is not None,
        claims=corpus.by_passage.get(it, []),
        marks=marks(corpus, source),
        before=listed[place - 1] if place else "",
        after=listed[place + 1] if place + 1 < len(listed) else "",
        judgements=entity.judgements(corpus, it),
        differences=differences.touching(site, corpus, it),
        links=links,
    )


def source(site: Site, corpus: Corpus, it: str, links: Links) -> str:
    """Return the page of an article: what it says of itself, its family, and its passages in their order."""
    listed = passages(corpus, it)
    family = corpus.first(it, "inFamily")
    return render_template(
        "source.html",
        c=corpus,
        iri=it,
        facts=facts.gathered(corpus, corpus.by_subject.get(it, [])),
        family=family,
        relatives=[s for s in corpus.of_class("Source") if s != it and corpus.first(s, "inFamily") == family],
        passages=[(each, corpus.by_passage.get(each, [])) for each in listed],
        marks=marks(corpus, it),
        judgements=entity.judgements(corpus, it),
        outside=entity.outside(corpus, it),
        links=links,
    )


def passages(corpus: Corpus, source: str) -> list[str]:
    """Return the passages of a source in the order in which they begin."""
    found = [
        each
        for each, record in corpus.records.items()
        if any(term.value == source for term in record.get(OA + "hasSource", []))
    ]
    return sorted(found, key=lambda each: (min(span[0] for span in places(corpus, each)), each))


def places(corpus: Corpus, passage: str) -> list[tuple[int, int]]:
    """Return where a passage begins and ends, each time that its source prints it; code points."""
    found = []
    for selector in corpus.values(passage, OA + "hasSelector"):
        start, end = (corpus.first(selector.value, OA + name) for name in ("start", "end"))
        if start.isdigit() and end.isdigit():
            found.append((int(start), int(end)))
    return sorted(found) or [(0, 0)]


def marks(corpus: Corpus, source: str) -> list[Mark]:
    """Return every place of every passage, as a strip of a thousand units shows them."""
    length = int(corpus.first(source, "length") or 0)
    if not length:
        return []
    return [
        Mark(each, round(1000 * start / length, 1), max(1.5, round(1000 * (end - start) / length, 1)))
        for each in passages(corpus, source)
        for start, end in places(corpus, each)
    ]
