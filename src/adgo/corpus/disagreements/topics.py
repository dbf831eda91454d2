"""What a disagreement is about: the statement that sources make differently, or else a thing or a judgement."""

from __future__ import annotations

from adgo.corpus.corpus import Corpus
from adgo.corpus.disagreements.rows import NEAR, Difference
from adgo.graph.namespaces import PREFIXES

STATEMENT = PREFIXES["st"]
JUDGEMENT = PREFIXES["judgement"]
#: Kinds that compare how sources call or describe a thing; they have a card of their own.
WORDING = ("name", "description")
#: Kinds that compare all that sources say of a thing, in all statements.
OF_THINGS = (*WORDING, "motive")


def is_statement(corpus: Corpus, topic: str) -> bool:
    """Return whether a topic is a statement: one of ADGO's by its name, any other if a claim makes it."""
    return topic.startswith(STATEMENT) or (topic != "" and topic in corpus.by_statement)


def of(corpus: Corpus, row: Difference) -> str:
    """Return the IRI of the statement, thing or judgement on whose card a row belongs."""
    if is_statement(corpus, row.about):
        return row.about
    claims = [corpus.by_iri[side.claim] for side in row.sides if side.claim in corpus.by_iri]
    statements = {each.statement for each in claims} - {""}
    if row.kind not in OF_THINGS and len(statements) == 1:
        return statements.pop()
    return _shared(corpus, row) or row.about


def _shared(corpus: Corpus, row: Difference) -> str:
    """Return the first statement that is made about both things that a row compares; "" if there is none."""
    near = next((term.value for side in row.sides if (term := side.term(NEAR))), "")
    if not near or near == row.about or len({side.source for side in row.sides}) < 2:
        return ""
    statements = [{each.statement for each in corpus.by_subject.get(it, [])} for it in (row.about, near)]
    return min((statements[0] & statements[1]) - {""}, default="")


def heading(corpus: Corpus, topic: str, row: Difference) -> str:
    """Return the heading of a card.

    Args:
        corpus: the graph, for labels.
        topic: what the card is about.
        row: the first row of the card.
    """
    label = corpus.label(topic)
    if row.kind in WORDING and not is_statement(corpus, topic):
        return f"{'Names' if row.kind == 'name' else 'Descriptions'} of {label}"
    on = next((term.value for name, term in row.rest if name == "topic"), "")
    return (
        f"{label} on {corpus.label(on)}"
        if on and not is_statement(corpus, topic)
        else label[:1].upper() + label[1:]
    )
