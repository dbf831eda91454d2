"""Which firms, places and people the articles say most about."""

from __future__ import annotations

from adgo.corpus import regulation, undertakings
from adgo.corpus.corpus import Corpus


def firms(corpus: Corpus) -> list[str]:
    """Return the firms: those with most undertakings first, then those with most claims."""
    return corpus.kept("important firms", lambda: _firms(corpus))


def places(corpus: Corpus) -> list[str]:
    """Return the places with a name of their own: those with most undertakings and rules, in parts too, come first."""
    return corpus.kept("important places", lambda: _places(corpus))


def people(corpus: Corpus) -> list[str]:
    """Return the people: those with most statements first, then those with most claims about them."""
    return corpus.kept("important people", lambda: _people(corpus))


def _firms(corpus: Corpus) -> list[str]:
    count: dict[str, int] = {}
    for each in undertakings.every(corpus):
        for party in each.parties:
            count[party] = count.get(party, 0) + 1
    return _ranked(corpus, "Firm", count)


def _places(corpus: Corpus) -> list[str]:
    all_of_them = undertakings.every(corpus)
    count = {
        place: sum(undertakings.is_at(corpus, each, place) for each in all_of_them)
        + len(regulation.of(corpus, place))
        for place in corpus.of_class("Place")
        if corpus.claim_count(place)
    }
    ranked = _ranked(corpus, "Place", count)
    return [each for each in ranked if each in count and corpus.label(each)[:1].isupper()]


def _people(corpus: Corpus) -> list[str]:
    statements = {
        person: len({claim.statement for claim in claims}) for person, claims in corpus.by_speaker.items()
    }
    return _ranked(corpus, "Person", statements)


def _ranked(corpus: Corpus, class_name: str, count: dict[str, int]) -> list[str]:
    members = corpus.of_class(class_name)
    return sorted(members, key=lambda it: (-count.get(it, 0), -corpus.claim_count(it), corpus.label(it), it))
