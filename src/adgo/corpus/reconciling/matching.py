"""Candidates for a name: which entities it may mean, how well each fits, and whether one is certain."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from adgo.corpus.corpus import Corpus
from adgo.corpus.folding import folded
from adgo.corpus.naming.short_names import sharing
from adgo.corpus.reconciling import entities
from adgo.corpus.reconciling.entities import Json
from adgo.corpus.search.search import Search
from adgo.corpus.search.texts import NAMES
from adgo.corpus.search.words import fold
from adgo.graph.namespaces import ID

#: How many candidates a query gets if it does not say, and at most.
USUAL, MOST = 10, 50
#: The part of the score that the name gives if a query has properties too.
NAMED = 0.7
#: The greatest score of a name that is not exactly the text.
LIKE = 0.99


@dataclass(frozen=True)
class MatchQuery:
    """One query of a batch.

    Attributes:
        text: the name to match; "" if there are only properties.
        types: the local names of classes; a candidate is a member of one of them. Empty for any.
        limit: the most candidates to return.
        properties: for each property, by its local name, the values that are expected: names or identifiers.
    """

    text: str
    types: tuple[str, ...] = ()
    limit: int = USUAL
    properties: dict[str, list[str]] = field(default_factory=dict)


def match(search: Search, query: MatchQuery) -> list[Json]:
    """Return the candidates for a query, the best first.

    A candidate is marked as a match only if the text is its identifier, or a name that no other entity of these types
    has or has a part of, and if it has all the properties that the query gives.

    Args:
        search: the search over the graph.
        query: the query.
    """
    corpus = search.things.corpus
    scored = _named(search, query) if query.text else dict.fromkeys(_listed(corpus, query), 1.0)
    parts = {it: _part(corpus, it, query.properties) for it in scored}
    certain = _certain(corpus, query, scored)
    found = []
    for it, score in scored.items():
        part = parts[it]
        if part == 0 and not query.text:
            continue
        total = score if part is None else score * NAMED + (1 - NAMED) * part if query.text else part
        found.append(_candidate(corpus, it, total, score, part, is_match=it == certain and part in (None, 1)))
    found.sort(key=lambda each: (-each["score"], -corpus.claim_count(ID + each["id"]), each["id"]))
    return found[: min(query.limit, MOST)]


def _named(search: Search, query: MatchQuery) -> dict[str, float]:
    """Return the entities that a name may mean, with the score of the name."""
    corpus = search.things.corpus
    scored = {
        hit.iri: 1.0 if hit.is_exact else LIKE * _similar(query.text, hit.text)
        for hit in search.things.find(query.text)
        if entities.is_entity(corpus, hit.iri) and hit.field in NAMES
    }
    it = entities.known(corpus, query.text)
    if it:
        scored[it] = 1.0
    return {it: score for it, score in scored.items() if _fits(corpus, it, query.types)}


def _similar(text: str, name: str) -> float:
    """Return how similar a text and a name are, from 0 to 1; the order of their words does not matter."""
    return fuzz.token_sort_ratio(fold(text), fold(name)) / 100


def _listed(corpus: Corpus, query: MatchQuery) -> list[str]:
    names = query.types or ("",)
    return list(dict.fromkeys(it for name in names for it in entities.members(corpus, name)))


def _fits(corpus: Corpus, it: str, types: tuple[str, ...]) -> bool:
    return not types or any(corpus.is_a(it, name) for name in types)


def _certain(corpus: Corpus, query: MatchQuery, scored: dict[str, float]) -> str:
    """Return the entity that the text names for certain; "" if there is none."""
    if not query.text:
        return ""
    known = entities.known(corpus, query.text)
    if known and _fits(corpus, known, query.types):
        return known
    exact = [it for it, score in scored.items() if score == 1.0]
    if len(exact) != 1 or any(_fits(corpus, it, query.types) for it in sharing(corpus, query.text, exact[0])):
        return ""
    return exact[0]


def _part(corpus: Corpus, it: str, properties: dict[str, list[str]]) -> float | None:
    """Return the part of the given properties that an entity has; None if none are given."""
    if not properties:
        return None
    return sum(_has(corpus, it, name, wanted) for name, wanted in properties.items()) / len(properties)


def _has(corpus: Corpus, it: str, name: str, wanted: list[str]) -> bool:
    """Return whether an entity has one of the wanted values of a property."""
    held: set[str] = set()
    for term in entities.facts(corpus, it, name):
        held.add(folded(corpus.show(term)))
        if term.is_iri:
            held |= {folded(each) for each in corpus.names(term.value)}
            held |= {folded(corpus.label(place)) for place in corpus.around(term.value)}
    return any(folded(each) in held for each in wanted)


def _candidate(
    corpus: Corpus, it: str, total: float, score: float, part: float | None, *, is_match: bool
) -> Json:
    features = [{"id": "name", "value": round(100 * score, 1)}]
    if part is not None:
        features.append({"id": "properties", "value": round(100 * part, 1)})
    return {
        "id": entities.identifier(it),
        "name": corpus.label(it),
        "description": entities.description(corpus, it),
        "type": entities.types(corpus, it),
        "score": round(100 * total, 1),
        "match": is_match,
        "features": features,
    }
