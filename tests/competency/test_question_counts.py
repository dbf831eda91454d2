"""A question that asks for all of a kind leaves none out: it counts as many as the graph holds.

Bug: `judgements` listed 24 of 45, as it dropped those that only concern something; three questions on undertakings
lost those of no narrower kind.
"""

from __future__ import annotations

import pytest
from answering import FIXED, rows

from adgo import queries
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import PREFIXES

QUESTIONS = queries.load()

_UNDERTAKING = (
    "?claim adgo:predicate rdf:type ; adgo:subject ?x ; adgo:object/rdfs:subClassOf* adgo:Undertaking"
)
_KIND = "?claim adgo:predicate rdf:type ; adgo:subject ?x ; adgo:object {}"

#: The columns that together name one thing, and the pattern that finds every ?x of the kind.
ALL = {
    "barriers": ("barrier", _KIND.format("adgo:Barrier")),
    "documents": ("source", "?x a adgo:Source"),
    "editorial-parts": (
        "thing part",
        "?thing adgo:editorialPart ?part BIND (CONCAT(STR(?thing), STR(?part)) AS ?x)",
    ),
    "expansion-modes": ("mode", "?claim adgo:predicate adgo:usesExpansionMode ; adgo:object ?x"),
    "firms-by-country": ("firm country", "?firm a adgo:Firm ; adgo:basedInCountry ?at BIND (?firm AS ?x)"),
    "judgements": (
        "judgement",
        "GRAPH graph:judgements { ?x a ?kind } ?kind rdfs:subClassOf* adgo:Judgement",
    ),
    "levels-named": ("level", "?x a adgo:AutonomyLevel"),
    "limits-of-undertakings": (
        "undertaking relation what source",
        "VALUES ?p { adgo:confinedTo adgo:underCondition adgo:designedFor } ?x adgo:predicate ?p",
    ),
    "matters": ("matter", "?x a adgo:Matter"),
    "partnerships": (
        "firm partner",
        "?one adgo:partnersWith ?other FILTER (STR(?one) < STR(?other)) "
        "BIND (CONCAT(STR(?one), STR(?other)) AS ?x)",
    ),
    "planned-and-achieved": ("undertaking", _UNDERTAKING),
    "reports": ("undertaking family", "?x a adgo:Report"),
    "roles": ("person title organization source", "?x a adgo:Role"),
    "sources": ("source", "?x a adgo:Source"),
    "standing-table": ("modality status", "?x a adgo:StandingRule"),
    "statistics": ("indicator", "?x a adgo:Indicator"),
    "status-as-of": ("undertaking", _UNDERTAKING),
    "technologies": ("technology", "?claim adgo:predicate adgo:usesTechnology ; adgo:object ?x"),
    "vehicles": ("vehicle", "?claim adgo:predicate adgo:isNamed ; adgo:subject ?x . ?x a adgo:Vehicle"),
}


def count(packaged: Dataset, pattern: str) -> int:
    """Return how many things the graph holds of the pattern's ?x."""
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    [[_], [number]] = rows(packaged.store, f"{prefixes}SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")
    return int(number)


@pytest.mark.parametrize("name", sorted(ALL))
def test_all_of_a_kind_are_listed(packaged: Dataset, name: str) -> None:
    columns, pattern = ALL[name]
    header, *found = rows(packaged.store, QUESTIONS[name].ask(FIXED.get(name, {})))
    places = [header.index(column) for column in columns.split()]
    assert len({tuple(row[place] for place in places) for row in found}) == count(packaged, pattern) > 0


def test_every_named_person_is_counted(packaged: Dataset) -> None:
    assert rows(packaged.store, QUESTIONS["named-persons"].text)[1] == [
        str(count(packaged, "?x a adgo:Person"))
    ]


def test_every_claim_has_its_modality_counted(packaged: Dataset) -> None:
    header, *found = rows(packaged.store, QUESTIONS["modalities"].text)
    claims = header.index("claims")
    assert sum(int(row[claims]) for row in found) == count(packaged, "?x a adgo:Claim")


def test_every_limited_claim_is_listed(packaged: Dataset) -> None:
    header, *found = rows(packaged.store, QUESTIONS["limits-of-claims"].text)
    marked = "?x a adgo:Claim ; adgo:hedge|adgo:scope|adgo:exemplary|adgo:emphasis ?mark"
    assert len({row[header.index("claim")] for row in found}) == count(packaged, marked)
