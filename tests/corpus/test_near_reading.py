"""What is read near one thing says the same of it and of its claims as the whole graph."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from adgo.corpus import editorial, reading, standings
from adgo.corpus.corpus import Corpus
from adgo.graph.dataset import Dataset

#: More claims than any thing of the graph has.
ALL = 1_000_000


@pytest.fixture(scope="module")
def store(packaged: Dataset) -> Store:
    return packaged.store


@pytest.fixture(scope="module")
def terms(store: Store) -> Corpus:
    return reading.read_terms(reading.asking(store))


def test_every_thing_has_the_same_claims_labels_and_standings_as_in_the_whole_graph(
    store: Store, corpus: Corpus, terms: Corpus
) -> None:
    ask = reading.asking(store)
    assert len(corpus.by_part) > 2000
    for it in corpus.by_part:
        near = reading.read_near(ask, [it], terms, ALL)
        assert {each.iri for each in near.claims} == {each.iri for each in corpus.by_part.get(it, [])}, it
        assert near.label(it) == corpus.label(it)
        for claim in near.claims:
            whole = corpus.by_iri[claim.iri]
            named = (claim.subject, claim.predicate, claim.source, claim.speaker, claim.passage)
            assert [near.label(each) for each in named] == [corpus.label(each) for each in named], claim.iri
            assert near.show(claim.object) == corpus.show(whole.object)
            assert editorial.disputing(near, [claim]) == editorial.disputing(corpus, [whole]), claim.iri
            assert standings.of_fact(near, [claim]) == standings.of_fact(corpus, [whole]), claim.iri
        if corpus.is_a(it, "Undertaking"):
            assert standings.in_list(near, it) == standings.in_list(corpus, it), it


def test_the_first_claims_are_read_if_there_are_more_than_asked_for(
    store: Store, corpus: Corpus, terms: Corpus
) -> None:
    it = max(corpus.by_object, key=lambda each: len(corpus.by_object[each]))
    near = reading.read_near(reading.asking(store), [it], terms, 5)
    assert [each.iri for each in near.claims] == sorted(each.iri for each in corpus.by_part[it])[:5]


def test_what_is_not_an_iri_names_nothing(store: Store, terms: Corpus) -> None:
    near = reading.read_near(reading.asking(store), ["not an IRI", "urn:nothing"], terms, 5)
    assert near.claims == []
    assert near.label("urn:nothing") == "<urn:nothing>"
