"""The page of a record without claims about it: a judgement, a time, an inference, an outside record."""

from __future__ import annotations

from flask import Response

from adgo.corpus import facts
from adgo.corpus.corpus import TYPE, Corpus, Term
from adgo.graph.namespaces import PREFIXES
from adgo.server.pages.rendering import render_page
from adgo.server.pages.thing import Thing

NOTE = PREFIXES["skos"] + "editorialNote"
#: Properties that the page shows elsewhere.
PLACED = {TYPE, NOTE, PREFIXES["skos"] + "prefLabel"}


def record_page(thing: Thing) -> Response:
    """Return the page of a record: all its properties, and the claims that have it as their object."""
    corpus, it = thing.corpus, thing.iri
    names = {name for records in (corpus.records, *corpus.apart.values()) for name in records.get(it, {})}
    return render_page(
        "record.html",
        c=corpus,
        it=it,
        iri=it,
        title=title(corpus, it),
        kinds=corpus.classes(it),
        lead=corpus.first(it, NOTE),
        parts=[(name, corpus.values(it, name)) for name in sorted(names - PLACED, key=corpus.label)],
        named=facts.gathered(corpus, corpus.by_object.get(it, []), is_inverse=True),
        links=thing.links,
    )


def title(corpus: Corpus, it: str) -> str:
    """Return the title of a record: the subject, predicate and object that it holds, or its label or wording."""
    atom = [corpus.values(it, name) for name in ("subject", "predicate", "object")]
    if all(atom):
        return " ".join(corpus.show(values[0]) for values in atom)
    return corpus.show(Term("uri", it))
