"""How certain an undertaking is and how far it has progressed: its standings, the most cautious first."""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.graph.namespaces import ADGO

#: Standings of what has happened or is under way. Any other is a plan, a forecast, unconfirmed or denied.
REAL = ("Done", "Running", "Ended")
HEDGED = ADGO + "Hedged"
#: The lowest degree of caution; a standing without a degree counts as this one.
MOST_CAUTIOUS = 1


def of(corpus: Corpus, it: str) -> list[str]:
    """Return the standings of a thing as local names, each once, the most cautious first.

    If no report gives any, they come from the claims about its kind, or else from all claims about it.
    """
    reports = corpus.reports.get(it, [])
    found = {corpus.first(each, "standing") for each in reports} - {""}
    if not found:
        about = corpus.by_subject.get(it, [])
        naming = [each for each in about if each.predicate == TYPE] or about
        found = {of_claim(corpus, each) for each in naming} - {""}
    return [each.removeprefix(ADGO) for each in sorted(found, key=lambda each: (caution(corpus, each), each))]


def is_real(standings: Iterable[str]) -> bool:
    """Return whether there are standings and all of them say that it has happened or is under way."""
    found = list(standings)
    return bool(found) and all(each in REAL for each in found)


def of_claim(corpus: Corpus, claim: Claim) -> str:
    """Return the standing that the ontology's table gives for a claim; "" if no line of the table fits."""
    modality = HEDGED if claim.hedges else claim.modality or ADGO + "Asserted"
    lines = [it for it in corpus.of_class("StandingRule") if corpus.first(it, "forModality") == modality]
    fitting = [it for it in lines if corpus.first(it, "forStatus") == claim.status]
    return next((corpus.first(it, "standing") for it in fitting), "")


def caution(corpus: Corpus, standing: str) -> int:
    """Return the degree of caution of a standing, 1 for the most cautious."""
    degree = corpus.count(standing, "caution")
    return MOST_CAUTIOUS if degree is None else degree
