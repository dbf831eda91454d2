"""What each source says on one aspect: the cells of a row of a card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adgo.corpus.corpus import Claim, Corpus, Term
from adgo.corpus.disagreements.rows import Difference, Side
from adgo.graph.namespaces import ADGO

#: The values that each source gives, by source.
Cells = dict[str, list[Side]]
#: Kinds whose cells are what the rows say, as no single property of a claim has it.
FROM_ROWS = ("post", "view", "self", "description")
#: Properties with a figure; its cell names what is measured and how the figure bounds it.
FIGURES = tuple(ADGO + name for name in ("exceeds", "isBelow", "equals", "approximates"))
NAMED = ADGO + "isNamed"


def of(corpus: Corpus, claims: list[Claim], rows: list[Difference]) -> Cells:
    """Return the cells of an aspect: all that each source says on it, each value once, figures with their units.

    Args:
        corpus: the graph.
        claims: the claims that make the statement, or else the claims about the thing.
        rows: the rows on this aspect, all of kinds that are shown alike.
    """
    found = _cells(corpus, claims, rows)
    return {source: [_with_unit(corpus, side) for side in sides] for source, sides in found.items()}


def _cells(corpus: Corpus, claims: list[Claim], rows: list[Difference]) -> Cells:
    kind = next((row.kind for row in rows if row.kind != "dispute"), "dispute")
    sides = [side for row in rows for side in row.sides]
    if kind in FROM_ROWS:
        stating = [side for row in rows if row.kind == kind for side in row.sides if side.says_something]
        return _by_source(stating if kind == "self" else map(_bare, stating))
    if kind == "attribution":
        return _by_source(_spoken(each) for each in claims if each.predicate != NAMED)
    if kind == "modality":
        return _by_source(
            _side(each, "value", Term("uri", each.modality)) for each in claims if each.modality
        )
    if kind == "qualifier":
        return _by_source(side for each in claims for side in _limits(each))
    return _valued(corpus, claims, rows, sides)


def _with_unit(corpus: Corpus, side: Side) -> Side:
    claim = corpus.by_iri.get(side.claim)
    unit = corpus.first(claim.subject, "inUnit") if claim and claim.predicate in FIGURES else ""
    return replace(side, terms=(*side.terms, ("unit", Term("uri", unit)))) if unit else side


def _valued(corpus: Corpus, claims: list[Claim], rows: list[Difference], sides: list[Side]) -> Cells:
    """Return the cells of properties: what claims of each source say of the things that the rows compare."""
    named = [corpus.by_iri[side.claim] for side in sides if side.claim in corpus.by_iri]
    predicates = {term.value for side in sides if (term := side.term("predicate"))} or {NAMED}
    subjects = {each.subject for each in named} | {row.about for row in rows}
    fitting = [each for each in (*claims, *named) if each.predicate in predicates]
    about = [each for each in fitting if each.subject in subjects]
    given = {each.source for each in about}
    # What a source says of another thing is better than to call it silent.
    about += [each for each in fitting if each.source not in given]
    return _by_source(map(_value, about))


def _value(claim: Claim) -> Side:
    """Return what a claim says; a figure with what is measured, and with its relation to it."""
    value = ("value", claim.object)
    if claim.predicate not in FIGURES:
        return _side(claim, *value)
    first = (("near", Term("uri", claim.subject)), ("predicate", Term("uri", claim.predicate)))
    return Side((*first, value), claim.iri, claim.passage, claim.source)


def _bare(side: Side) -> Side:
    """Return a side without the property, which the name of the aspect says."""
    terms = tuple(pair for pair in side.terms if pair[0] != "predicate")
    return Side(terms, side.claim, side.passage, side.source)


def _spoken(claim: Claim) -> Side:
    speaker = ("speaker", Term("uri", claim.speaker))
    form = ("attribution", Term("uri", claim.attribution))
    return Side((speaker, form) if claim.speaker else (form,), claim.iri, claim.passage, claim.source)


def _limits(claim: Claim) -> list[Side]:
    hedges = [_side(claim, "value", Term("literal", each)) for each in claim.hedges]
    return hedges + [_side(claim, "value", Term("uri", each)) for each in claim.scopes]


def _side(claim: Claim, name: str, term: Term) -> Side:
    return Side(((name, term),), claim.iri, claim.passage, claim.source)


def _by_source(sides: Iterable[Side]) -> Cells:
    found: dict[str, dict[object, Side]] = {}
    for side in sides:
        shown = tuple((name, term.kind, term.value) for name, term in side.terms)
        found.setdefault(side.source, {}).setdefault(shown, side)
    return {source: list(cells.values()) for source, cells in found.items()}
