"""The claims that support one row of an answer, found by the terms in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.corpus.corpus import Claim, Corpus, Term
from adgo.graph.namespaces import ADGO


@dataclass(frozen=True)
class RowTerms:
    """The terms in a row, and the things that the question was asked about."""

    row: frozenset[Term]
    context: frozenset[str] = frozenset()

    @property
    def iris(self) -> list[str]:
        """The IRIs in the row, sorted."""
        return sorted(each.value for each in self.row if each.is_iri)

    def links(self, subject: str, predicate: str, value: Term) -> bool:
        """Return whether a triple links two terms, at least one of them in the row.

        Args:
            subject: the IRI of its subject.
            predicate: the IRI of its predicate.
            value: its object.
        """
        in_row = value in self.row or Term("uri", predicate) in self.row
        if Term("uri", subject) in self.row:
            return in_row or (value.is_iri and value.value in self.context)
        return subject in self.context and in_row


def of(corpus: Corpus, terms: RowTerms) -> list[Claim]:
    """Return the claims that support a row, each once, in the order of their names.

    They are those that the row names. If it names none: the premises of inferences, the claims of statements, and those
    of a report that it names, and claims that link two of its terms; if there are none of these, the claims of the
    passages that it names. If the row names sources, modalities or passages too, only claims with one of them.
    """
    iris = terms.iris
    found = [corpus.by_iri[it] for it in iris if it in corpus.by_iri]
    if not found:
        found = [*_named(corpus, iris), *_linked(corpus, terms)]
    if not found:
        found = [claim for it in iris for claim in corpus.by_passage.get(it, [])]
    for part in ("source", "modality", "passage"):
        named = set(iris) & _values(corpus, part)
        if named:
            found = [claim for claim in found if getattr(claim, part) in named]
    place = corpus.kept("places of claims", lambda: {each.iri: at for at, each in enumerate(corpus.claims)})
    return sorted(dict.fromkeys(found), key=lambda claim: place[claim.iri])


def _named(corpus: Corpus, iris: Iterable[str]) -> Iterator[Claim]:
    for it in iris:
        yield from corpus.by_statement.get(it, [])
        yield from _premises(corpus, it)
        sources = {term.value for term in corpus.values(it, "reportedBy")}
        for about in corpus.values(it, "reportsOn"):
            yield from (each for each in corpus.by_subject.get(about.value, []) if each.source in sources)


def _linked(corpus: Corpus, terms: RowTerms) -> Iterator[Claim]:
    for it in [*terms.iris, *sorted(terms.context)]:
        for claim in corpus.by_subject.get(it, []):
            if terms.links(claim.subject, claim.predicate, claim.object):
                yield claim
        for inference in corpus.inferences.get(it, []):
            predicate, value = corpus.first(inference, "predicate"), corpus.values(inference, "object")
            if value and terms.links(it, predicate, value[0]):
                yield from _premises(corpus, inference)


def _premises(corpus: Corpus, inference: str) -> Iterator[Claim]:
    for term in corpus.values(inference, "premise"):
        if term.value in corpus.by_iri:
            yield corpus.by_iri[term.value]


def _values(corpus: Corpus, part: str) -> set[str]:
    """Return all values of a part of claims; for modalities those that the ontology has, too."""
    found: set[str] = corpus.kept(
        f"values of {part}", lambda: {getattr(each, part) for each in corpus.claims} - {""}
    )
    return found | set(corpus.of_class("Modality")) if part == "modality" else found


def things(corpus: Corpus, terms: RowTerms) -> list[str]:
    """Return the things in a row about which there are claims; terms of the ontology are not things."""
    return [it for it in terms.iris if corpus.claim_count(it) and not it.startswith(ADGO)]
