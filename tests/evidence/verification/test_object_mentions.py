"""Claims whose object is not mentioned near their passage."""

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, Store

from adgo.evidence import passages
from adgo.evidence.verification import object_mentions

StoreOf = Callable[[str], Store]

TEXT = (
    "Far away from it all, Gamma opened in Rome.\n"
    "Alpha met Dong Li. Its buses run in twenty-six European cities at L4. That began in May 2025, by chance.\n"
    "Another sentence. The last one names Japan."
)
ENTITIES = """
    adgo:Firm rdfs:subClassOf adgo:Organization .
    id:Alpha a adgo:Firm ; skos:prefLabel "Alpha" . id:Gamma a adgo:Firm ; skos:prefLabel "Gamma" .
    id:Omega a adgo:Firm ; skos:prefLabel "Omega" .
    id:Europe a adgo:Place ; skos:prefLabel "Europe" . id:Japan a adgo:Place ; skos:prefLabel "Japan" .
    id:bus a adgo:Vehicle ; skos:prefLabel "bus" .
    id:Li a adgo:Person ; skos:prefLabel "Mr Dong Li" .
    id:plan skos:prefLabel "The grand plan of Omega" .
    adgo:Level4 adgo:levelNumber 4 ; rdfs:label "Level 4" . adgo:Level3 adgo:levelNumber 3 .
    time:1 a adgo:TimeExpression ; adgo:wording "in May 2025" . time:2 adgo:wording "in June" .
    claim:name adgo:subject id:Omega ; adgo:predicate adgo:isNamed ; adgo:object "Its buses" .
"""


def warned(store_of: StoreOf, thing: str, entities: str = ENTITIES) -> bool:
    start = TEXT.index("buses run")
    store = store_of(
        f"{entities} p:900-1 a adgo:Passage ; oa:hasSource src:900 ;"
        f"  oa:hasSelector [ oa:start {start} ; oa:end {start + 9} ] ."
        f"claim:1 a adgo:Claim ; adgo:passage p:900-1 ; adgo:object {thing} ."
    )
    cited = {passage.iri: passage for passage in passages.read(store)}
    return [finding.node[-7:] for finding in object_mentions.far_claims(store, cited, {"900": TEXT})] == [
        "claim/1"
    ]


@pytest.mark.parametrize(
    "thing",
    [
        *(
            "id:Alpha",
            "id:Europe",
            "id:bus",
            "id:Li",
            "id:Omega",
            "adgo:Level4",
            "time:1",
            "id:plan",
            "adgo:Trial",
        ),
        *("26", "26.0", "2025", "4.0e0", "true", '"2025-05"^^xsd:gYearMonth', '"1999-05-01"^^xsd:date'),
        *(
            '"european cities"',
            '"L4"',
            '"Level-4"',
            '"European Cities"@en',
            '"-"',
            '"2025-99"^^xsd:gYearMonth',
            '"x"^^xsd:integer',
        ),
    ],
)
def test_what_stands_near_or_has_no_name_is_fine(store_of: StoreOf, thing: str) -> None:
    assert not warned(store_of, thing)


@pytest.mark.parametrize(
    "thing",
    [
        *("id:Gamma", "id:Japan", "adgo:Level3", "time:2", "27"),
        *('"1999-06-01"^^xsd:date', '"1999"^^xsd:gYear', '"Asian cities"'),
    ],
)
def test_what_stands_elsewhere_or_nowhere_is_warned_of(store_of: StoreOf, thing: str) -> None:
    assert warned(store_of, thing)


def test_spelling_told_by_a_claim_counts_as_a_name(store_of: StoreOf) -> None:
    assert warned(store_of, "id:Omega", ENTITIES.replace("adgo:isNamed", "adgo:describedAs"))


def test_surroundings_are_a_sentence_either_way() -> None:
    start = TEXT.index("buses")
    near = object_mentions.surroundings(TEXT, (start, start + 5))
    assert near.startswith("Alpha met")
    assert near.rstrip().endswith("by chance.")
    assert object_mentions.surroundings("No end", (0, 2)) == "No end"


@pytest.mark.parametrize(
    ("name", "near", "stands"),
    [
        ("Li", "Liang came", False),
        ("Europe", "European firms", True),
        ("bus", "buses", True),
        ("bus", "busy", False),
    ],
)
def test_a_short_name_does_not_match_longer_words(
    store_of: StoreOf, name: str, near: str, stands: bool
) -> None:
    assert object_mentions.is_mentioned(store_of(""), Literal(name), near) is stands
