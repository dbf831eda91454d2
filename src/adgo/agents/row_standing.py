"""How certain a row is: said with each row that is not a fact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adgo.agents.claim_record import sorted_words, standing
from adgo.corpus import editorial, standings
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.graph.namespaces import ADGO, PREFIXES

ASSERTED = ADGO + "Asserted"
#: What editors record that no article states, by the beginning of its IRI.
EDITORIAL = {PREFIXES["judgement"]: "judgement of the editors", PREFIXES["outside"]: "not from the articles"}


def of(corpus: Corpus, iris: Iterable[str], claims: Iterable[Claim]) -> dict[str, Any]:
    """Return `standing`, `modality` and `status` of a row that is not a fact; nothing for a fact.

    A row is not a fact if one of its claims is planned, hedged, forecast, conditional, denied, disputed or about what
    has ended; if it names an undertaking of which this is reported; or if it names such a modality or standing, or
    what only the editors record.

    Args:
        corpus: the graph.
        iris: the IRIs in the row.
        claims: the claims that support it.
    """
    unsure = [each for each in claims if not standings.is_fact(corpus, each)]
    found = [words for each in unsure for words in _words(corpus, each)]
    modalities = [each.modality for each in unsure]
    for it in iris:
        found += [words for space, words in EDITORIAL.items() if it.startswith(space)]
        if corpus.is_a(it, "Undertaking"):
            reported = [each for each in standings.of(corpus, it) if each not in standings.FACTUAL]
            found += [standings.label(corpus, each) for each in reported]
            kinds = [each for each in corpus.by_subject.get(it, []) if each.predicate == TYPE]
            modalities += [each.modality for each in kinds if reported]
        elif it != ASSERTED and corpus.is_a(it, "Modality"):
            modalities.append(it)
        elif corpus.is_a(it, "Standing") and it.removeprefix(ADGO) not in standings.FACTUAL:
            found.append(standings.label(corpus, it.removeprefix(ADGO)))
        elif (
            corpus.is_a(it, "Report")
            and corpus.first(it, "standing").removeprefix(ADGO) not in standings.FACTUAL
        ):
            found.append(standings.label(corpus, corpus.first(it, "standing").removeprefix(ADGO)))
    if not found and not modalities:
        return {}
    labels = sorted_words(corpus.label(each) for each in modalities if each)
    statuses = sorted_words(corpus.label(each.status) for each in unsure if each.status)
    made = {"is_fact": False, "standing": sorted_words(found), "modality": labels}
    return {**made, "status": statuses} if statuses else made


def _words(corpus: Corpus, claim: Claim) -> list[str]:
    """Return the words for why a claim is not a fact; a disputed claim is not called "stated as fact"."""
    disputed = [editorial.DISPUTED] if editorial.disputing(corpus, [claim]) else []
    found = standing(corpus, claim)
    return disputed if disputed and found == standings.STATED else [found, *disputed]
