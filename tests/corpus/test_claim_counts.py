"""The number of claims of each thing is that of a SPARQL count, and its stated kinds are those of the graph.

Bug: claims were counted only by subject and object, so that each statement was shown with no claims, and a kind that is
only planned was listed as a kind.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from adgo.corpus import standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import claims
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import ADGO, ID, PREFIXES

ST = PREFIXES["st"]
_COUNTS = """
    SELECT ?it (COUNT(DISTINCT ?claim) AS ?claims) {
        ?claim a adgo:Claim .
        { ?claim ?part ?it FILTER (?part != rdf:type && isIRI(?it)) }
        UNION { ?claim adgo:passage/oa:hasSource ?it }
        UNION { ?claim a adgo:Claim BIND (?claim AS ?it) }
    } GROUP BY ?it
"""
_TELLING = "SELECT ?it (COUNT(?claim) AS ?claims) { ?claim adgo:tells ?it } GROUP BY ?it"


def counted(packaged: Dataset, text: str) -> dict[str, int]:
    """Return what a query counts for each thing, as the engine alone answers it."""
    found = packaged.store.query(text, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    return {row["it"].value: int(row["claims"].value) for row in found}


def things(packaged: Dataset) -> Iterable[str]:
    """Return every IRI that is described in any graph."""
    found = packaged.store.query("SELECT DISTINCT ?it { { ?it ?p ?o } UNION { GRAPH ?g { ?it ?p ?o } } }")
    assert isinstance(found, QuerySolutions)
    return [row["it"].value for row in found if isinstance(row["it"], NamedNode)]


def test_everything_has_the_claims_that_name_or_make_it(packaged: Dataset, corpus: Corpus) -> None:
    expected = counted(packaged, _COUNTS)
    wrong = {
        it: (corpus.claim_count(it), expected.get(it, 0))
        for it in {*things(packaged), *expected}
        if corpus.claim_count(it) != expected.get(it, 0)
    }
    assert wrong == {}


def test_each_statement_has_the_claims_that_make_it(packaged: Dataset, corpus: Corpus) -> None:
    telling = counted(packaged, _TELLING)
    assert telling[f"{ST}qcraft-germany-hq"] == 12
    assert telling == {it: corpus.claim_count(it) for it in telling}


def test_the_claims_of_a_thing_are_those_that_are_counted(packaged: Dataset, corpus: Corpus) -> None:
    """The list has those about the thing's projects in addition."""
    for it, number in counted(packaged, _COUNTS).items():
        if not it.startswith(ADGO):
            assert len(claims.about(corpus, it)) >= number, it


def test_stated_kinds_are_those_of_the_default_graph(packaged: Dataset, corpus: Corpus) -> None:
    for it in corpus.by_subject:
        for kind in standings.stated_kinds(corpus, it):
            assert packaged.store.query(f"ASK {{ <{it}> a <{kind}> }}"), (it, kind)


def test_a_kind_is_either_stated_or_reported_with_a_standing(corpus: Corpus) -> None:
    for it in corpus.by_subject:
        stated, reported = standings.stated_kinds(corpus, it), standings.reported_kinds(corpus, it)
        assert not {*stated} & {*reported}
        assert {*corpus.classes(it)} <= {*stated, *reported}
        assert all(reported.values()), it


@pytest.mark.parametrize(
    ("name", "kind", "standing"),
    [
        # 001 has China work on the rules; 000 and 001 have QCraft announce the headquarters.
        ("china-national-rules", "RegulatoryRegime", "AnnouncedPlan"),
        ("qcraft-germany-headquarters", "Establishment", "AnnouncedPlan"),
    ],
)
def test_a_planned_kind_is_not_stated(corpus: Corpus, name: str, kind: str, standing: str) -> None:
    assert ADGO + kind not in standings.stated_kinds(corpus, ID + name)
    assert standings.reported_kinds(corpus, ID + name) == {ADGO + kind: [standing]}
