"""How certain something is and how far it has progressed: one of eight standings, the same words everywhere.

A standing is given by its local name in the ontology, which also has its label, its definition and its place in the
order of caution. What a source only states as fact, such as a name or a country, has none.
"""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.graph.namespaces import ADGO, PREFIXES

#: Standings of what has happened or is under way. Any other is a plan, a forecast, unconfirmed or denied.
REAL = ("Done", "Running", "Ended")
HEDGED, DENIED = ADGO + "Hedged", ADGO + "Denied"
UNCONFIRMED = "Unconfirmed"
#: Properties of saying something: that a view is held or a plan announced is a fact, even if what is said is not.
SAYING = tuple(ADGO + name for name in ("holdsView", "announcedAt", "announcedDuring"))
#: The words for what a source states as fact without saying how far it has progressed.
STATED = "stated as fact"
#: The lowest degree of caution; a standing without a degree counts as this one.
MOST_CAUTIOUS = 1


def every(corpus: Corpus) -> list[str]:
    """Return all standings, the least cautious first."""
    names = [each.removeprefix(ADGO) for each in corpus.of_class("Standing")]
    return sorted(names, key=lambda name: (-caution(corpus, name), name))


def label(corpus: Corpus, name: str) -> str:
    """Return the words for a standing, such as "announced plan"; `STATED` for ""."""
    return corpus.label(ADGO + name) if name else STATED


def definition(corpus: Corpus, name: str) -> str:
    """Return one sentence that explains a standing; "" if the ontology has none."""
    return corpus.first(ADGO + name, PREFIXES["skos"] + "definition")


def of(corpus: Corpus, it: str) -> list[str]:
    """Return the standings of a thing, each once, the most cautious first.

    If no report gives any, they come from the claims about its kind, or else from all claims about it.
    """
    reports = corpus.reports.get(it, [])
    found = {corpus.first(each, "standing").removeprefix(ADGO) for each in reports} - {""}
    if found:
        return _sorted(corpus, found)
    about = corpus.by_subject.get(it, [])
    return of_claims(corpus, [each for each in about if each.predicate == TYPE] or about)


def of_claims(corpus: Corpus, claims: Iterable[Claim]) -> list[str]:
    """Return the standings that claims give, the most cautious first: of each family of sources the most cautious."""
    found: dict[str, str] = {}
    for each in claims:
        family, standing = corpus.first(each.source, "inFamily") or each.source, of_claim(corpus, each)
        if standing:
            found[family] = _sorted(corpus, {standing, found.get(family, standing)})[0]
    return _sorted(corpus, set(found.values()))


def of_fact(corpus: Corpus, claims: Iterable[Claim]) -> list[str]:
    """Return the standings to show beside a fact that claims give; none if all of them only state it as fact.

    That somebody holds a view or has announced a plan is such a fact, even though the view or the plan is not.
    """
    return of_claims(
        corpus,
        (each for each in claims if not each.is_asserted or (each.status and each.predicate not in SAYING)),
    )


def of_claim(corpus: Corpus, claim: Claim) -> str:
    """Return the standing that the ontology's table gives for a claim; "" if no line of the table fits.

    A claim that is not stated as fact is then unconfirmed: the data may lack the ontology, and so its table.
    """
    modality = claim.modality or ADGO + "Asserted"
    if claim.hedges and modality != DENIED:
        modality = HEDGED
    return table(corpus).get((modality, claim.status), "" if claim.is_asserted else UNCONFIRMED)


def of_row(corpus: Corpus, claim: Claim) -> str:
    """Return the standing to show beside one claim; "" if its source only states it as fact."""
    return of_claim(corpus, claim) if claim.status or not claim.is_asserted else ""


def in_list(corpus: Corpus, it: str) -> list[str]:
    """Return the standings to show beside a thing in a list: those of a project, and those of a statement's claims."""
    if corpus.is_a(it, "Undertaking"):
        return of(corpus, it)
    return of_fact(corpus, corpus.by_statement.get(it, []))


def is_real(standings: Iterable[str]) -> bool:
    """Return whether there are standings and all of them say that it has happened or is under way."""
    found = list(standings)
    return bool(found) and all(each in REAL for each in found)


def caution(corpus: Corpus, name: str) -> int:
    """Return the degree of caution of a standing, 1 for the most cautious."""
    return corpus.kept(f"caution {name}", lambda: _caution(corpus, name))


def _caution(corpus: Corpus, name: str) -> int:
    degree = corpus.count(ADGO + name, "caution")
    return MOST_CAUTIOUS if degree is None else degree


def table(corpus: Corpus) -> dict[tuple[str, str], str]:
    """Return the ontology's table: the standing for each pair of IRIs of modality and status, "" for no status."""
    return corpus.kept("standing table", lambda: _table(corpus))


def _table(corpus: Corpus) -> dict[tuple[str, str], str]:
    return {
        (corpus.first(it, "forModality"), corpus.first(it, "forStatus")): corpus.first(
            it, "standing"
        ).removeprefix(ADGO)
        for it in corpus.of_class("StandingRule")
    }


def _sorted(corpus: Corpus, names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (caution(corpus, name), name))
