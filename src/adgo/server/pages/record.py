"""The page of a record that no claim is about: a judgement, a time, an inference, an outside record."""

from __future__ import annotations

from flask import render_template

from adgo.graph.namespaces import PREFIXES
from adgo.server.pages.content import facts
from adgo.server.pages.content.corpus import TYPE, Corpus, Term
from adgo.server.site import Site

NOTE = PREFIXES["skos"] + "editorialNote"
#: What stands elsewhere on the page.
PLACED = {TYPE, NOTE, PREFIXES["skos"] + "prefLabel"}


def render(site: Site, corpus: Corpus, it: str, links: list[tuple[str, str]]) -> str:
    """Return the page: every property of the record, and the claims that end in it."""
    names = {name for records in (corpus.records, *corpus.apart.values()) for name in records.get(it, {})}
    return render_template(
        "record.html",
        c=corpus,
        it=it,
        iri=it,
        title=title(corpus, it),
        kinds=corpus.classes(it),
        lead=corpus.first(it, NOTE),
        parts=[(name, corpus.values(it, name)) for name in sorted(names - PLACED, key=corpus.label)],
        named=facts.gathered(corpus, corpus.by_object.get(it, []), is_inverse=True),
        links=links,
    )


def title(corpus: Corpus, it: str) -> str:
    """Return how a record is called: its label or wording, or the atom that it holds."""
    atom = [corpus.values(it, name) for name in ("subject", "predicate", "object")]
    if all(atom):
        return " ".join(corpus.show(values[0]) for values in atom)
    return corpus.show(Term("uri", it))
