"""What an undertaking's claims say of it, property by property, in words; nothing less certain than the undertaking."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from adgo.corpus import dates, english, standings
from adgo.corpus.corpus import TYPE, Claim, Corpus
from adgo.corpus.summary import attribution, vocabulary
from adgo.corpus.summary.clause import TextPart, TextParts, bracketed, listed
from adgo.corpus.undertakings import ANNOUNCED, Undertaking
from adgo.graph.namespaces import ADGO

STARTS, CONDITION = ADGO + "startsAt", ADGO + "dependsOn"
TIMES = (STARTS, ANNOUNCED)


def values(claims: Iterable[Claim], predicate: str) -> dict[str, list[Claim]]:
    """Return the values of a property, each with the claims that give it."""
    found: dict[str, list[Claim]] = {}
    for each in claims:
        if each.predicate == predicate:
            found.setdefault(each.object.value, []).append(each)
    return found


def by_value(claims: Iterable[Claim]) -> dict[tuple[str, str], list[Claim]]:
    """Return claims by property and value."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for each in claims:
        found.setdefault((each.predicate, each.object.value), []).append(each)
    return found


def is_fitting(corpus: Corpus, given: Sequence[str], claims: Sequence[Claim]) -> bool:
    """Return whether claims are no less certain than standings; without standings, whether they state facts.

    Args:
        corpus: the graph.
        given: the standings.
        claims: the claims.
    """
    own = standings.of_fact(corpus, claims)
    is_so = standings.line(own) == standings.REAL_LINE
    if not own or (is_so and (not given or standings.is_real(given))):
        return True
    return bool(given) and standings.caution(corpus, own[0]) >= standings.caution(corpus, given[0])


def fitting(corpus: Corpus, undertaking: Undertaking, predicate: str) -> dict[str, list[Claim]]:
    """Return the values of a property that may be named in a clause about an undertaking, each with its claims.

    A value may if it is no less certain than the undertaking, so that nothing planned is named in a clause about what
    is done.

    Args:
        corpus: the graph.
        undertaking: the undertaking.
        predicate: the property.
    """
    return {
        value: claims
        for value, claims in values(undertaking.claims, predicate).items()
        if is_fitting(corpus, undertaking.standings, claims)
    }


def words(
    corpus: Corpus,
    undertaking: Undertaking,
    predicate: str,
    given: dict[str, list[Claim]],
) -> TextParts:
    """Return a property of an undertaking with its values in words.

    If only some of the sources that report the undertaking give a value, and it is not done or running, they are named.

    Args:
        corpus: the graph.
        undertaking: the undertaking, whose standing decides how its start is put.
        predicate: the property.
        given: the values with their claims.
    """
    if predicate in TIMES:
        return _times(corpus, undertaking, predicate, given)
    phrase = vocabulary.phrase(predicate, corpus.label(predicate))
    items = [
        (TextPart(*_name(corpus, claims[0])), *_note(corpus, undertaking, claims))
        for claims in given.values()
    ]
    if predicate == CONDITION:
        items = _by_source(items, given.values())
    after = (TextPart(phrase.after),) if phrase.after else ()
    return (TextPart(phrase.before), *listed(items, phrase.last), *after)


def _by_source(items: Sequence[TextParts], given: Iterable[Sequence[Claim]]) -> list[TextParts]:
    """Return one item for each group of sources: all conditions that a source names must hold."""
    found: dict[frozenset[str], list[TextParts]] = {}
    for item, claims in zip(items, given, strict=True):
        found.setdefault(frozenset(each.source for each in claims), []).append(item)
    return [listed(each) for each in found.values()]


def _times(
    corpus: Corpus, undertaking: Undertaking, predicate: str, given: dict[str, list[Claim]]
) -> TextParts:
    start = vocabulary.start(next(iter(undertaking.standings), ""))
    items = [
        (TextPart(words_of_value), *_note(corpus, undertaking, claims))
        for words_of_value, claims in _alike(corpus, predicate, given).items()
    ]
    return (TextPart("announced " if predicate == ANNOUNCED else f"{start} "), *listed(items, "or"))


def _alike(corpus: Corpus, predicate: str, given: dict[str, list[Claim]]) -> dict[str, list[Claim]]:
    """Return the claims by value; by the words for it if the values are times, as each source has times of its own."""
    if predicate not in TIMES:
        return given
    found: dict[str, list[Claim]] = {}
    for value, claims in given.items():
        if time := dates.read_time(corpus, value):
            found.setdefault(english.when(time), []).extend(claims)
    return found


def _name(corpus: Corpus, claim: Claim) -> tuple[str, str]:
    it = claim.object
    words = attribution.label(corpus, it.value) if it.is_iri and corpus.is_a(it.value, "UnnamedGroup") else ""
    return words or corpus.show(it), claim.object.value if claim.object.is_iri else ""


def _note(corpus: Corpus, undertaking: Undertaking, claims: Sequence[Claim]) -> TextParts:
    """Return which sources alone give a value, in brackets; nothing if all do or if the label of the value says so."""
    label = corpus.show(claims[0].object)
    names = (attribution.short_name(corpus, each.source) for each in claims)
    if _is_shared(undertaking, claims) or all(name in label for name in names):
        return ()
    return (TextPart(" (only in "), *attribution.sources(corpus, claims), TextPart(")"))


def _is_shared(undertaking: Undertaking, claims: Sequence[Claim]) -> bool:
    """Return whether all sources that report an undertaking make one of the claims, or the undertaking is real."""
    reporting = {each.source for each in undertaking.claims if each.predicate == TYPE}
    return undertaking.is_real or reporting <= {each.source for each in claims}


def details(
    corpus: Corpus, undertaking: Undertaking, predicates: Sequence[str], known: Iterable[str]
) -> tuple[TextParts, list[Claim]]:
    """Return what all sources of an undertaking say on properties, in brackets, and these claims.

    Args:
        corpus: the graph.
        undertaking: the undertaking.
        predicates: the properties, in their order.
        known: values that the clause has already; no value is given twice, nor a place that contains it.
    """
    items: list[TextParts] = []
    used: list[Claim] = []
    taken = set(known)
    for predicate in predicates:
        if given := _shared(corpus, undertaking, predicate, taken):
            items.append(words(corpus, undertaking, predicate, given))
            used += [claim for claims in given.values() for claim in claims]
            taken |= {place for value in given for place in corpus.around(value)}
    return bracketed(items), used


def _shared(
    corpus: Corpus, undertaking: Undertaking, predicate: str, taken: Container[str]
) -> dict[str, list[Claim]]:
    """Return the values of a property that all sources of an undertaking give, without those that are taken."""
    found = fitting(corpus, undertaking, predicate)
    alike = _alike(corpus, predicate, found).values()
    shared = {claim.object.value for claims in alike if _is_shared(undertaking, claims) for claim in claims}
    return {value: claims for value, claims in found.items() if value in shared and value not in taken}
