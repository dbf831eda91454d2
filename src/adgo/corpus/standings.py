"""How certain something is and how far it has progressed: one of eight standings, the same words everywhere.

A standing is given by its local name in the ontology, which also has its label, its definition and its place in the
order of caution. What a source only states as fact, such as a name or a country, has none.
"""

from __future__ import annotations

from collections.abc import Iterable

from adgo.corpus import editorial
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.graph.namespaces import ADGO, PREFIXES

#: Standings of what has happened, is under way or is over. Any other is a plan, a forecast, unconfirmed or denied.
REAL = ("Done", "Running", "Ended")
ENDED = "Ended"
#: Standings of a claim that is so at present, or has happened and holds; "" is what is only stated as fact.
FACTUAL = ("", "Done", "Running")
ASSERTED, HEDGED, DENIED = (ADGO + name for name in ("Asserted", "Hedged", "Denied"))
UNCONFIRMED = "Unconfirmed"
#: The graph of what is planned, as a corpus names it: it states no kind.
PLANS = "plans"
#: Properties of saying something: that a view is held or a plan announced is a fact, even if what is said is not.
SAYING = tuple(ADGO + name for name in ("holdsView", "announcedAt", "announcedDuring"))
#: The words for what a source states as fact without saying how far it has progressed.
STATED = "stated as fact"
#: The kinds of lines in lists and pictures: for what is so, for what is over, and for what is not certain.
REAL_LINE, ENDED_LINE, PLANNED_LINE = "real", "ended", "planned"
LINES = (REAL_LINE, ENDED_LINE, PLANNED_LINE)
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
    return of_claims(corpus, _deciding(corpus, it))


def _deciding(corpus: Corpus, it: str) -> list[Claim]:
    """Return the claims about the kind of a thing, or else all claims about it."""
    about = corpus.by_subject.get(it, [])
    return [each for each in about if each.predicate == TYPE] or about


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
    return of_claims(corpus, (each for each in claims if of_row(corpus, each)))


def of_claim(corpus: Corpus, claim: Claim) -> str:
    """Return the standing that the ontology's table gives for a claim; "" if no line of the table fits.

    A claim that is not stated as fact is then unconfirmed: the data may lack the ontology, and so its table.
    """
    modality = claim.modality or ASSERTED
    if claim.hedges and modality != DENIED:
        modality = HEDGED
    return table(corpus).get((modality, claim.status), "" if claim.is_asserted else UNCONFIRMED)


def of_row(corpus: Corpus, claim: Claim) -> str:
    """Return the standing to show beside one claim; "" if its source only states it as fact.

    That somebody holds a view or has announced a plan is such a fact, even if the view or the plan has a status.
    """
    return of_claim(corpus, claim) if _progress(claim) or not claim.is_asserted else ""


def is_fact(corpus: Corpus, claim: Claim) -> bool:
    """Return whether a claim is asserted, without a hedge, about what is so, and not disputed by the editors."""
    factual = claim.is_asserted and of_row(corpus, claim) in FACTUAL
    return factual and not editorial.disputing(corpus, [claim])


def _progress(claim: Claim) -> str:
    """Return the status of what a claim states; "" if it only states that something is said."""
    return "" if claim.predicate in SAYING else claim.status


def in_list(corpus: Corpus, it: str) -> list[str]:
    """Return the standings to show beside a thing in a list.

    They are those of a project, those of a statement's claims, those of a passage without a fact, and those of the
    kinds that no fact gives.
    """
    if corpus.is_a(it, "Undertaking"):
        return of(corpus, it)
    if it in corpus.by_passage:
        return of_passage(corpus, it)
    reported = {name for given in reported_kinds(corpus, it).values() for name in given}
    return of_fact(corpus, corpus.by_statement.get(it, [])) or _sorted(corpus, reported)


def of_passage(corpus: Corpus, passage: str) -> list[str]:
    """Return the standings to show beside the paraphrase of a passage; none if any claim of it is a fact."""
    claims = corpus.by_passage.get(passage, [])
    return [] if any(is_fact(corpus, each) for each in claims) else of_fact(corpus, claims)


def stated_kinds(corpus: Corpus, it: str) -> list[str]:
    """Return the narrowest classes that the graph states for a thing, sorted: not those that are only claimed."""
    graphs = [corpus.records, *(records for name, records in corpus.apart.items() if name != PLANS)]
    found = {term.value for each in graphs for term in each.get(it, {}).get(TYPE, [])}
    return corpus.narrowest({each for each in found if each.startswith(ADGO)})


def reported_kinds(corpus: Corpus, it: str) -> dict[str, list[str]]:
    """Return the narrowest classes of a thing that are only claimed, each with the standings of these claims."""
    stated = stated_kinds(corpus, it)
    only = [each for each in corpus.classes(it) if each not in stated]
    about = [each for each in corpus.by_subject.get(it, []) if each.predicate == TYPE]
    return {kind: of_claims(corpus, (each for each in about if each.object.value == kind)) for kind in only}


def is_real(standings: Iterable[str]) -> bool:
    """Return whether there are standings and all of them say that it has happened or is under way."""
    found = list(standings)
    return bool(found) and all(each in REAL for each in found)


def line(standings: Iterable[str]) -> str:
    """Return one of `LINES` for standings; what is only stated as fact, and so has no standing, is real.

    What one family of sources reports as over is not drawn as if it went on.
    """
    found = list(standings)
    if found and not is_real(found):
        return PLANNED_LINE
    return ENDED_LINE if ENDED in found else REAL_LINE


def surest(lines: Iterable[str]) -> str:
    """Return the surest of some lines; planned if there are none."""
    return min(lines, key=LINES.index, default=PLANNED_LINE)


def weakest(lines: Iterable[str]) -> str:
    """Return the least sure of some lines."""
    return max(lines, key=LINES.index)


def is_over(corpus: Corpus, claims: Iterable[Claim]) -> bool:
    """Return whether there are claims and all of them are about what has ended, however sure their sources are."""
    found = [table(corpus).get((ASSERTED, _progress(each))) if _progress(each) else "" for each in claims]
    return bool(found) and all(each == ENDED for each in found)


def over(corpus: Corpus, standings: Iterable[str], claims: Iterable[Claim]) -> str:
    """Return the word for "ended" if claims are about what has ended and their standings do not say so; else "".

    So what was so in the past and is only said with a hedge is "unconfirmed, ended".

    Args:
        corpus: the graph.
        standings: the standings of the claims.
        claims: the claims.
    """
    return label(corpus, ENDED) if ENDED not in standings and is_over(corpus, claims) else ""


def added(corpus: Corpus, standings: Iterable[str], claims: Iterable[Claim]) -> str:
    """Return what is said after the standings of claims: what `over` returns, and that the editors dispute them all.

    Args:
        corpus: the graph.
        standings: the standings of the claims.
        claims: the claims.
    """
    listed = list(claims)
    disputed = editorial.DISPUTED if editorial.all_disputed(corpus, listed) else ""
    return ", ".join(filter(None, (over(corpus, standings, listed), disputed)))


def added_in_list(corpus: Corpus, it: str) -> str:
    """Return what is said after the standings that `in_list` returns for a thing.

    Of a passage without a fact, one disputed claim is enough: it would be the fact.
    """
    if corpus.is_a(it, "Undertaking"):
        return over_thing(corpus, it)
    claims = corpus.by_passage.get(it, []) or corpus.by_statement.get(it, [])
    found = over(corpus, in_list(corpus, it), claims)
    has_fact = any(is_fact(corpus, each) for each in claims)
    disputed = "" if has_fact or not editorial.disputing(corpus, claims) else editorial.DISPUTED
    return ", ".join(filter(None, (found, disputed)))


def over_thing(corpus: Corpus, it: str) -> str:
    """Return what `over` adds to the standings that `of` returns for a thing."""
    return over(corpus, of(corpus, it), _deciding(corpus, it))


def labels_in_list(corpus: Corpus, it: str) -> list[str]:
    """Return the words for the standings to show beside a thing in a list, with what is said after them."""
    return labels(corpus, in_list(corpus, it), added_in_list(corpus, it))


def labels(corpus: Corpus, names: Iterable[str], more: str = "") -> list[str]:
    """Return the words for standings, the last followed by what is added to them, as in "unconfirmed, ended".

    Args:
        corpus: the graph.
        names: the standings.
        more: what `added` returns for their claims; it stands alone if there are no standings.
    """
    found = [label(corpus, name) for name in names]
    return [*found[:-1], ", ".join([*found[-1:], more])] if more else found


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
