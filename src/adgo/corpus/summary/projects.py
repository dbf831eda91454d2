"""Undertakings in summaries: as a clause on the page of a firm or place, and in lines of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adgo.corpus import editorial, english, standings, undertakings
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.corpus.summary import elements, vocabulary
from adgo.corpus.summary.attribution import label, lines
from adgo.corpus.summary.clause import Clause, SummaryLine, TextPart, TextParts, capitalised, named
from adgo.corpus.summary.elements import STARTS
from adgo.corpus.undertakings import ANNOUNCED, Undertaking
from adgo.graph.namespaces import ADGO

ESTABLISHES = ADGO + "establishes"
#: Properties of the parties, and those of places; a sentence has them in this order and without a comma.
PARTIES = tuple(
    ADGO + name for name in ("hasParty", "involves", "isUndertakenBy", "hasSupplier", "hasRecipient")
)
GROUNDS = tuple(ADGO + name for name in ("beginsWith", "locatedIn"))
#: Properties that follow with a comma.
REST = (
    *(ADGO + name for name in ("usesTechnologyOf", "usesPlatformOf", "usesExpertiseOf", "automationLevel", "hasMarket",
                               "hasDestination", "excludesMarket", "hasVehicle", "cityCount", "isPartOf", "dependsOn")),
    STARTS, ANNOUNCED,
)  # fmt: skip


def clauses(corpus: Corpus, listed: Iterable[Undertaking], it: str) -> list[Clause]:
    """Return what a firm or place has to do with undertakings; what it does with several parties is one clause.

    Args:
        corpus: the graph.
        listed: the undertakings.
        it: the firm or place, which is not named again.
    """
    found: list[Clause] = []
    alike: dict[str, list[Undertaking]] = {}
    for each in listed:
        is_so = each.line == standings.REAL_LINE
        role = vocabulary.role(each.parties.get(it, [])) if is_so else None
        others = [who for who, roles in each.parties.items() if role and role[2] in roles and who != it]
        if linked := _unsure(corpus, each, it) or _bound(corpus, each, it):
            found.append(_by_link(corpus, each, linked))
        elif role and others:
            alike.setdefault(f"{role[1]} {each.standings}", []).append(each)
        else:
            found.append(_by_label(corpus, each, it))
    return [*(_by_role(corpus, group, it) for group in alike.values()), *found]


def _unsure(corpus: Corpus, undertaking: Undertaking, it: str) -> list[Claim]:
    """Return the claims by which a firm or place is part of an undertaking, if all are less certain than it is."""
    about = (c for c in undertaking.claims if c.object.is_iri and it in corpus.around(c.object.value))
    found = elements.by_value(about)
    if any(elements.is_fitting(corpus, undertaking.standings, claims) for claims in found.values()):
        return []
    return next(iter(found.values()), [])


def _bound(corpus: Corpus, undertaking: Undertaking, it: str) -> list[Claim]:
    """Return the claims by which goods are bound for a place; none if more is at it or the undertaking is named so."""
    grounds = undertakings.grounds_at(corpus, undertaking, it)
    if not grounds or undertakings.role(undertaking, grounds) != undertakings.DESTINATION:
        return []
    named = any(corpus.label(each) in undertaking.label for each in grounds)
    return [] if named else [each for each in undertaking.claims if each.object.value == grounds[0]]


def _by_link(corpus: Corpus, undertaking: Undertaking, claims: list[Claim]) -> Clause:
    """Return a clause on what a firm or place has to do with an undertaking, with the standing of that."""
    words = elements.words(corpus, undertaking, claims[0].predicate, {claims[0].object.value: claims})
    return Clause(
        (TextPart(undertaking.label, undertaking.iri), TextPart(" ("), *words, TextPart(")")),
        tuple(claims),
        tuple(each.iri for each in claims),
        tuple(standings.of_fact(corpus, claims)),
        editorial.disputing(corpus, claims),
    )


def _by_role(corpus: Corpus, alike: list[Undertaking], it: str) -> Clause:
    """Return a clause such as "supplies Toyota and General Motors"."""
    role = vocabulary.role(alike[0].parties[it])
    assert role
    own, verb, other = role
    parties: dict[tuple[str, str], None] = {}
    claims: list[Claim] = []
    for each in alike:
        about = [c for c in each.claims if c.predicate in (TYPE, own, other)]
        claims += about
        others = (c.object.value for c in about if c.predicate == other and c.object.value != it)
        parties |= dict.fromkeys((label(corpus, who), who) for who in others)
    details: TextParts = ()
    if len(alike) == 1:
        details, more = elements.details(corpus, alike[0], (ANNOUNCED,), ())
        claims += more
    return _clause(corpus, alike, (TextPart(f"{verb} "), *named(parties), *details), claims)


def _by_label(corpus: Corpus, undertaking: Undertaking, it: str) -> Clause:
    """Return a clause with the label of an undertaking, and its places and times if the label does not have them."""
    objects = {each.object.value for each in undertaking.claims}
    known = {*corpus.around(it), *(each for each in objects if corpus.label(each) in undertaking.label)}
    times = (STARTS,) if elements.fitting(corpus, undertaking, STARTS) else (ANNOUNCED,)
    details, claims = elements.details(corpus, undertaking, (*GROUNDS, *times), known)
    naming = [
        each
        for value, alike in elements.by_value(undertaking.claims).items()
        if value[0] == TYPE or (value[1] == it and elements.is_fitting(corpus, undertaking.standings, alike))
        for each in alike
    ]
    standing = next(iter(undertaking.standings), "")
    parts = (TextPart(vocabulary.without_standing(undertaking.label, standing), undertaking.iri), *details)
    return _clause(corpus, [undertaking], parts, [*(naming or undertaking.claims), *claims])


def _clause(corpus: Corpus, listed: Sequence[Undertaking], parts: TextParts, claims: list[Claim]) -> Clause:
    return Clause(
        parts,
        tuple(dict.fromkeys(claims)),
        tuple(each.iri for each in listed),
        tuple(listed[0].standings),
        editorial.disputing(corpus, claims),
    )


def described(corpus: Corpus, undertaking: Undertaking) -> list[SummaryLine]:
    """Return the lines of the summary of an undertaking: what it is, and what of it is less certain than itself."""
    kinds = [each for each in undertaking.claims if each.predicate == TYPE]
    if not kinds:
        return []
    parts, claims = _noun(corpus, undertaking, kinds)
    named_already: set[str] = set()
    for predicate in (*PARTIES, *GROUNDS, *REST):
        given = elements.fitting(corpus, undertaking, predicate)
        if predicate in GROUNDS:
            given = {value: c for value, c in given.items() if value not in named_already}
            named_already |= set(given)
        if given:
            parts += [
                TextPart(", " if predicate in REST else " "),
                *elements.words(corpus, undertaking, predicate, given),
            ]
            claims += [claim for alike in given.values() for claim in alike]
    main = _clause(corpus, [undertaking], capitalised(parts), claims)
    return lines(corpus, "", [main, *_less_certain(corpus, undertaking)])


def _noun(corpus: Corpus, undertaking: Undertaking, kinds: list[Claim]) -> tuple[list[TextPart], list[Claim]]:
    """Return the kind of an undertaking, with the kinds of sites that it establishes in brackets, and the claims."""
    kind = kinds[0].object.value
    parts = [TextPart(vocabulary.kind(kind) or english.with_article(corpus.label(kind)))]
    sites = elements.fitting(corpus, undertaking, ESTABLISHES)
    if sites:
        parts += [TextPart(" ("), *named((corpus.label(each), each) for each in sites), TextPart(")")]
    return parts, [*kinds, *(claim for claims in sites.values() for claim in claims)]


def _less_certain(corpus: Corpus, undertaking: Undertaking) -> list[Clause]:
    """Return the properties whose values are less certain than the undertaking."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, list[Claim]]] = {}
    for predicate in (*PARTIES, *GROUNDS, *REST, ESTABLISHES):
        fit = elements.fitting(corpus, undertaking, predicate)
        for value, claims in elements.values(undertaking.claims, predicate).items():
            if value not in fit:
                key = (predicate, tuple(standings.of_fact(corpus, claims)))
                found.setdefault(key, {})[value] = claims
    return [
        Clause(
            elements.words(corpus, undertaking, predicate, given),
            tuple(claims := [claim for alike in given.values() for claim in alike]),
            tuple(each.iri for each in claims),
            own,
            editorial.disputing(corpus, claims),
        )
        for (predicate, own), given in found.items()
    ]
