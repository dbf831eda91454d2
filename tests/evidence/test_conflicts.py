"""Each stored question about conflicts finds what it is for, and leaves alone what only looks like it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, RdfFormat, Store

from adgo import queries
from adgo.cli import adgo
from adgo.evidence import conflicts
from adgo.evidence.conflicts import Conflicts
from adgo.graph.namespaces import PREFIXES, short

HEAD = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())

#: Three articles, of which 901 and 902 retell one report.
ARTICLES = """
    src:901 adgo:inFamily family:a . src:902 adgo:inFamily family:a . src:903 adgo:inFamily family:b .
    adgo:cityCount a owl:FunctionalProperty . adgo:automationLevel adgo:expectsOneValue true .
    id:Munich adgo:within id:Bavaria . id:Bavaria adgo:within id:Germany .
    id:share skos:closeMatch id:near-share .
    id:group a adgo:UnnamedGroup .
    time:1 adgo:notAfter "2026-12-31"^^xsd:date ; adgo:basis adgo:AsStated .
    time:2 adgo:notAfter "2026-12-31"^^xsd:date ; adgo:basis adgo:FromContext .
    time:3 adgo:notAfter "2027-12-31"^^xsd:date . time:4 adgo:basis adgo:Unresolved .
"""


def claim(name: str, subject: str, predicate: str, thing: str, **rest: str) -> str:
    """One claim of the article that its name begins with; its statement is st:x unless said otherwise."""
    told = {"tells": "st:x", "modality": "adgo:Asserted", "attribution": "adgo:ArticleVoice", **rest}
    says = " ".join(f"; adgo:{key} {value}" for key, value in told.items())
    return (
        f"claim:{name} a adgo:Claim ; adgo:passage p:{name} ; adgo:subject {subject} ;"
        f" adgo:predicate {predicate} ; adgo:object {thing} {says} .\n"
        f"p:{name} oa:hasSource src:{name[:3]} .\n"
    )


def found(kind: str, turtle: str) -> Conflicts:
    store = Store()
    store.load(HEAD + ARTICLES + turtle, RdfFormat.TRIG)
    question = queries.load()[conflicts.PREFIX + kind]
    return conflicts.find(store, kind, question.question, question.text)


def rows(kind: str, *turtle: str) -> list[dict[str, str]]:
    """The rows of a kind, their terms as people read them."""
    return [
        {
            name: short(value.value) if isinstance(value, NamedNode) else str(getattr(value, "value", value))
            for name, value in row.items()
        }
        for row in found(kind, "".join(turtle)).rows
    ]


def count(one: str, other: str, **rest: str) -> list[str]:
    return [
        claim("901-1", "id:a", "adgo:cityCount", one),
        claim("902-1", "id:a", "adgo:cityCount", other, **rest),
    ]


def bounds(one: str, low: str, other: str, high: str, **rest: str) -> list[str]:
    return [
        claim("901-1", "id:share", f"adgo:{one}", low),
        claim("902-1", "id:near-share", f"adgo:{other}", high, **rest),
    ]


def test_contradiction_has_both_claims_passages_and_sources() -> None:
    assert rows("contradiction", *count("26", "24")) == [
        {
            **{"about": "id:a", "predicate": "adgo:cityCount", "otherPredicate": "adgo:cityCount"},
            **{"value": "26", "claim": "claim:901-1", "passage": "p:901-1", "source": "src:901"},
            **{"otherValue": "24", "otherClaim": "claim:902-1", "otherPassage": "p:902-1"},
            **{"otherSource": "src:902", "modality": "adgo:Asserted", "otherModality": "adgo:Asserted"},
        }
    ]


@pytest.mark.parametrize(
    "turtle",
    [
        bounds("exceeds", "65", "isBelow", "60"),
        bounds("exceeds", "65", "isBelow", "65"),
        bounds("exceeds", "65", "equals", "64.5"),
        bounds("equals", "65", "isBelow", "64"),
        count("26", "26", modality="adgo:Denied"),
        count("adgo:Level4", "adgo:Level3"),
    ],
)
def test_what_excludes_itself_is_a_contradiction(turtle: list[str]) -> None:
    assert len(rows("contradiction", *turtle)) == 1


@pytest.mark.parametrize(
    "turtle",
    [
        count("26", "26"),
        count("26", "26.0"),
        count("26", "30", modality="adgo:Planned"),
        count("26", "24", modality="adgo:Denied"),
        bounds("exceeds", "50", "exceeds", "65"),
        bounds("exceeds", "50", "isBelow", "65"),
        bounds("exceeds", "50", "equals", "65"),
        bounds("exceeds", "65", "isBelow", "60", modality="adgo:Denied"),
        [claim("901-1", "id:share", "adgo:exceeds", "65"), claim("902-1", "id:far", "adgo:isBelow", "60")],
        [claim("901-1", "id:a", "adgo:hasParty", "id:b"), claim("902-1", "id:a", "adgo:hasParty", "id:c")],
    ],
)
def test_claims_that_agree_are_not_a_contradiction(turtle: list[str]) -> None:
    assert rows("contradiction", *turtle) == []


@pytest.mark.parametrize(
    ("turtle", "sharper"),
    [
        (bounds("exceeds", "50", "exceeds", "65"), ["65"]),
        (bounds("isBelow", "50", "isBelow", "65"), ["50"]),
        (bounds("exceeds", "50", "equals", "65"), ["65"]),
        (bounds("isBelow", "70", "equals", "65"), ["65"]),
        (bounds("exceeds", "50", "exceeds", "50"), []),
        (bounds("exceeds", "50", "isBelow", "65"), []),
        (bounds("exceeds", "50", "exceeds", "65", modality="adgo:Denied"), []),
    ],
)
def test_sharpening_puts_the_tighter_bound_first(turtle: list[str], sharper: list[str]) -> None:
    assert [row["value"] for row in rows("sharpening", *turtle)] == sharper


def places(one: str, other: str, source: str = "902", **rest: str) -> list[str]:
    return [
        claim("901-1", "id:a", "adgo:locatedIn", one),
        claim(f"{source}-2", "id:a", "adgo:locatedIn", other, **rest),
    ]


@pytest.mark.parametrize(
    "turtle",
    [
        places("id:Munich", "id:Germany"),
        places("id:Germany", "id:Munich"),
        places("id:Munich", "id:Germany", tells="st:other"),
        [
            claim("901-1", "id:a", "adgo:hasMarket", "id:Munich"),
            claim("902-1", "id:b", "adgo:hasMarket", "id:Germany"),
        ],
    ],
)
def test_refinement_puts_the_narrower_place_first(turtle: list[str]) -> None:
    assert [(row["value"], row["otherValue"]) for row in rows("refinement", *turtle)] == [
        ("id:Munich", "id:Germany")
    ]


def test_refinement_finds_a_level_that_another_source_leaves_out() -> None:
    level = claim("901-1", "id:a", "adgo:automationLevel", "adgo:Level4")
    (row,) = rows("refinement", level, claim("903-1", "id:b", "adgo:hasParty", "id:c"))
    assert (row["value"], row["otherPassage"], "otherValue" in row) == ("adgo:Level4", "p:903-1", False)
    assert rows("refinement", level, claim("903-1", "id:b", "adgo:automationLevel", "adgo:Level4")) == []


@pytest.mark.parametrize("turtle", [places("id:Munich", "id:Germany", "901"), places("id:Munich", "id:Rome")])
def test_one_source_refines_nothing_and_other_places_are_no_refinement(turtle: list[str]) -> None:
    assert rows("refinement", *turtle) == []


def test_addition_tells_what_the_other_source_leaves_out() -> None:
    told = [claim("901-1", "id:a", "adgo:hasParty", "id:b"), claim("902-1", "id:a", "adgo:hasParty", "id:c")]
    (row,) = rows("addition", *told, claim("902-2", "id:a", "adgo:excludesMarket", "id:US"))
    assert (row["predicate"], row["value"]) == ("adgo:excludesMarket", "id:US")
    assert (row["passage"], row["otherPassage"]) == ("p:902-2", "p:901-1")
    assert rows("addition", *told) == []


def test_difference_is_another_object_of_one_statement() -> None:
    (row,) = rows("difference", *places("id:Munich", "id:Rome"))
    assert (row["value"], row["otherValue"]) == ("id:Munich", "id:Rome")


@pytest.mark.parametrize(
    "turtle",
    [
        places("id:Munich", "id:Munich"),
        places("id:Munich", "id:Rome", tells="st:other"),
        places("id:Munich", "id:Rome", "901"),
        places("id:group", "id:Rome"),
        [*places("id:Munich", "id:Rome"), claim("902-9", "id:a", "adgo:locatedIn", "id:Munich")],
        [
            claim("901-1", "id:a", "adgo:startsAt", "time:1"),
            claim("902-1", "id:a", "adgo:startsAt", "time:2"),
        ],
        [
            claim("901-1", "id:a", "adgo:startsAt", "time:1"),
            claim("902-1", "id:a", "adgo:startsAt", "time:4"),
        ],
        [claim("901-1", "id:a", "adgo:holdsView", "id:v"), claim("902-1", "id:a", "adgo:holdsView", "id:w")],
    ],
)
def test_values_that_only_look_different_are_not_a_difference(turtle: list[str]) -> None:
    assert rows("difference", *turtle) == []


def test_times_with_other_bounds_differ() -> None:
    starts = [
        claim("901-1", "id:a", "adgo:startsAt", "time:1"),
        claim("902-1", "id:a", "adgo:startsAt", "time:3"),
    ]
    assert len(rows("difference", *starts)) == 1


def mouths(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [
        claim("902-1", "id:a", "adgo:hasParty", "id:b", **one),
        claim("902-2", "id:a", "adgo:hasParty", "id:c", **one),
        claim("903-1", "id:a", "adgo:hasParty", "id:b", **other),
    ]


LI = {"speaker": "id:Li", "attribution": "adgo:IndirectSpeech"}


def test_attribution_is_reported_once_per_pair_of_sources() -> None:
    (row,) = rows("attribution", *mouths({}, LI))
    assert ("speaker" in row, row["otherSpeaker"]) == (False, "id:Li")
    assert (row["attribution"], row["otherAttribution"]) == ("adgo:ArticleVoice", "adgo:IndirectSpeech")
    assert (row["claim"], row["passage"], row["otherPassage"]) == ("claim:902-1", "p:902-1", "p:903-1")


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (LI, LI, 0),
        (LI, {**LI, "speaker": "id:Wu"}, 1),
        (LI, {**LI, "attribution": "adgo:DirectSpeech"}, 0),
        (LI, {**LI, "speaker": "id:Wu", "tells": "st:other"}, 0),
    ],
)
def test_attribution_compares_speakers(one: dict[str, str], other: dict[str, str], number: int) -> None:
    """Regression: one speaker, quoted by one source and reported by another, was listed as a difference."""
    assert len(rows("attribution", *mouths(one, other))) == number


def test_a_repeated_statement_is_not_another_attribution() -> None:
    assert rows("attribution", *mouths({}, LI), claim("903-2", "id:a", "adgo:hasParty", "id:b")) == []


def test_modality_differs_where_one_asserts_and_another_hedges() -> None:
    told = [
        claim("901-1", "id:a", "adgo:hasParty", "id:b"),
        claim("902-1", "id:a", "adgo:hasParty", "id:b", modality="adgo:Hedged"),
    ]
    (row,) = rows("modality", *told)
    assert (row["value"], row["otherValue"]) == ("adgo:Asserted", "adgo:Hedged")
    assert rows("modality", *told, claim("902-2", "id:a", "adgo:hasParty", "id:b")) == []


def test_qualifiers_are_hedges_and_scopes_of_the_whole_statement() -> None:
    told = [
        claim("901-1", "id:a", "adgo:hasParty", "id:b", hedge='"mostly"@en'),
        claim("901-2", "id:a", "adgo:hasParty", "id:b", scope="id:here"),
        claim("902-1", "id:a", "adgo:hasParty", "id:b"),
        claim("903-1", "id:a", "adgo:hasParty", "id:b", hedge='"mostly"@en'),
        'id:here skos:prefLabel "here"@en .',
    ]
    assert [(row.get("value"), row.get("otherValue")) for row in rows("qualifier", *told)] == [
        ("here; mostly", None),
        ("here; mostly", "mostly"),
        (None, "mostly"),
    ]


def test_emphasis_is_not_a_qualifier() -> None:
    """Regression: two words of emphasis were listed as two limits."""
    told = [
        claim("901-1", "id:a", "adgo:hasParty", "id:b", emphasis='"deeply"@en'),
        claim("902-1", "id:a", "adgo:hasParty", "id:b", emphasis='"with unprecedented depth"@en'),
    ]
    assert rows("qualifier", *told) == []


def test_each_other_name_is_compared_with_the_first() -> None:
    """Regression: four spellings in four sources were six rows."""
    told = [
        claim("901-1", "id:a", "adgo:isNamed", '"Alpha.ai"'),
        claim("902-1", "id:a", "adgo:isNamed", '"Al-pha.ai"'),
        claim("903-1", "id:a", "adgo:isNamed", '"ALPHA"'),
    ]
    assert [(row["value"], row["otherValue"]) for row in rows("name", *told)] == [
        ("Alpha.ai", "ALPHA"),
        ("Alpha.ai", "Al-pha.ai"),
    ]
    assert len(rows("name", *told, claim("902-2", "id:a", "adgo:isNamed", '"Alpha.ai"'))) == 1
    label = 'id:a skos:prefLabel "ALPHA"@en .'
    assert [row["otherValue"] for row in rows("name", *told, label)] == ["Al-pha.ai", "Alpha.ai"]


def test_each_other_description_is_compared_with_the_first() -> None:
    told = [
        claim("901-1", "id:a", "adgo:describedAs", '"startup"'),
        claim("902-1", "id:a", "adgo:describedAs", '"brand"'),
        claim("902-2", "id:b", "adgo:describedAs", '"brand"'),
    ]
    (row,) = rows("description", *told)
    assert (row["about"], row["value"], row["otherValue"]) == ("id:a", "startup", "brand")
    assert rows("description", *told, claim("901-2", "id:a", "adgo:describedAs", '"brand"')) == []


def motives(*given: str) -> list[str]:
    return [
        claim(f"{source}-{number}", "id:a", "adgo:isMotivatedBy", f"id:{motive}", tells=f"st:{source}")
        for number, (source, motive) in enumerate(each.split() for each in given)
    ]


def test_motives_are_one_row_a_pair_of_sources() -> None:
    (row,) = rows("motive", *motives("901 cost", "901 scale", "902 rules", "901 speed", "902 speed"))
    assert (row["value"], row["otherValue"]) == ("cost; scale", "id:rules")
    assert rows("motive", *motives("901 cost", "902 cost", "902 scale")) == []


def test_difference_of_lists_is_one_row() -> None:
    """Regression: two values of one source and three of another were six rows."""
    told = [
        claim(f"{source}-{name}", "id:a", "adgo:variesBy", f"id:{name}")
        for source, names in (("901", ("region", "market")), ("902", ("city", "country", "town")))
        for name in names
    ]
    (row,) = rows("difference", *told)
    assert (row["value"], row["otherValue"]) == ("market; region", "city; country; town")


def test_narrower_kind_is_a_refinement_and_no_difference() -> None:
    told = [
        claim("901-1", "id:a", "adgo:confinedTo", "id:limousine"),
        claim("902-1", "id:a", "adgo:confinedTo", "id:car"),
        "id:limousine skos:broader id:car .",
    ]
    assert [(row["value"], row["otherValue"]) for row in rows("refinement", *told)] == [
        ("id:limousine", "id:car")
    ]
    assert rows("difference", *told) == []
    assert rows("addition", *told) == []


@pytest.mark.parametrize(
    "predicate", ["adgo:hinders", "adgo:hasReason", "adgo:hasPurpose", "adgo:describedAs"]
)
def test_how_a_statement_was_cut_into_claims_is_not_an_addition(predicate: str) -> None:
    """Regression: additions listed links and words that the other source's claims merely do not repeat."""
    told = [claim("901-1", "id:a", "adgo:hasParty", "id:b"), claim("902-1", "id:a", "adgo:hasParty", "id:b")]
    assert rows("addition", *told, claim("902-2", "id:a", predicate, "id:c")) == []


def view(source: str, number: int, says: str, holder: str = "id:Li", tells: str = "st:x") -> str:
    name = f"id:view-{source}-{number}"
    return f"{name} a adgo:View ; adgo:topic id:t ; {says} .\n" + claim(
        f"{source}-{number}", holder, "adgo:holdsView", name, tells=tells
    )


FOR, AGAINST = "adgo:polarity adgo:Favourable", "adgo:polarity adgo:Unfavourable"


@pytest.mark.parametrize(
    ("one", "other", "aspects", "same"),
    [
        (FOR, AGAINST, ["polarity"], False),
        (FOR, FOR, [], True),
        (f"{FOR} ; adgo:excludesMarket id:US", FOR, ["excludesMarket"], False),
        (f"{FOR} ; adgo:comparedWith id:Japan", f"{FOR} ; adgo:comparedWith id:US", ["comparedWith"], False),
        (f'{FOR} ; adgo:degree "far"@en', FOR, ["degree"], False),
        (f"{FOR} ; adgo:concerns id:Munich", f"{FOR} ; adgo:concerns id:Germany", ["concerns"], False),
        (f"{FOR} ; adgo:concerns id:Munich", FOR, [], False),
        (f"{FOR} ; adgo:concerns id:firm", f"{FOR} ; adgo:concerns id:other-firm", [], True),
    ],
)
def test_views_are_compared_aspect_by_aspect(one: str, other: str, aspects: list[str], same: bool) -> None:
    found = rows("view", view("901", 1, one), view("902", 1, other))
    assert [row["predicate"].removeprefix("adgo:") for row in found] == aspects
    assert {row["about"] for row in found} <= {"st:x"}
    corroborated = rows("corroboration", view("901", 1, one), view("903", 1, other))
    assert bool(corroborated) == same


def test_views_of_one_holder_are_compared_over_statements() -> None:
    apart = [view("901", 1, FOR, tells="st:one"), view("902", 1, AGAINST, tells="st:two")]
    assert [row["about"] for row in rows("view", *apart)] == ["id:Li"]
    groups = [
        view("901", 1, FOR, "id:group", "st:one"),
        view("902", 1, AGAINST, "id:group", "st:two"),
    ]
    assert rows("view", *groups) == []


@pytest.mark.parametrize("labels", [("Buyers", "Carmakers"), ("Carmakers", "Buyers")])
def test_unnamed_groups_stand_in_the_order_of_their_words(labels: tuple[str, str]) -> None:
    """Bug: their words stood in any order, as all unnamed groups are compared by one key."""
    groups = [
        f'id:group-{number} a adgo:UnnamedGroup ; skos:prefLabel "{label}" .\n'
        for number, label in enumerate(labels)
    ]
    addressed = view("901", 1, f"{FOR} ; adgo:addresses id:group-0 , id:group-1")
    (row,) = rows("view", *groups, addressed, view("902", 1, FOR))
    assert (row["predicate"], row["value"]) == ("adgo:addresses", "Buyers; Carmakers")


def test_places_and_levels_of_hypothetically_one_thing_are_compared() -> None:
    told = [
        claim("901-1", "id:a", "adgo:locatedIn", "id:Munich", tells="st:one"),
        claim("902-1", "id:b", "adgo:locatedIn", "id:Germany", tells="st:two"),
    ]
    assert rows("place", *told) == []
    (row,) = rows("place", *told, JUDGED)
    assert (row["about"], row["value"], row["near"], row["otherValue"]) == (
        *("id:a", "id:Munich"),
        *("id:b", "id:Germany"),
    )


def test_one_source_is_compared_with_itself() -> None:
    dates = [
        claim("901-1", "src:901", "dcterms:issued", '"2025-10-13T11:59:00"^^xsd:dateTime'),
        claim("901-2", "src:901", "adgo:dateline", '"2025-10-07"^^xsd:date'),
    ]
    (row,) = rows("self", *dates)
    assert (row["about"], row["claim"], row["otherClaim"]) == ("src:901", "claim:901-1", "claim:901-2")
    assert rows("self", dates[0], dates[1].replace("2025-10-07", "2025-10-13")) == []


def test_practice_of_many_with_planned_cases_alone_is_listed() -> None:
    told = [
        claim("901-1", "id:group", "adgo:engagesIn", "adgo:Trial"),
        claim("901-2", "id:a", "rdf:type", "adgo:Trial", modality="adgo:Planned"),
    ]
    assert [row["near"] for row in rows("self", *told)] == ["id:a"]
    assert rows("self", *told, claim("901-3", "id:b", "rdf:type", "adgo:Trial")) == []


def test_things_that_must_not_be_merged_are_one_row_per_judgement() -> None:
    (row,) = rows("apart", "graph:judgements { judgement:one adgo:keepsApart id:a , id:b , id:c . }")
    assert (row["about"], row["value"]) == ("judgement:one", "a; b; c")


def test_words_printed_twice_are_counted_once_a_source() -> None:
    twice = "p:901-1 oa:hasSource src:901 ; oa:hasSelector p:1 , p:2 ."
    once = "p:901-2 oa:hasSource src:901 ; oa:hasSelector p:3 ."
    assert [(row["about"], row["value"]) for row in rows("repeat", twice, once)] == [("src:901", "1")]


def test_fewer_sites_than_a_plural_allows_is_a_contradiction() -> None:
    one = claim("901-1", "id:a", "adgo:siteCount", "1")
    (row,) = rows("contradiction", one, claim("902-1", "id:a", "adgo:minimumSiteCount", "2"))
    assert (row["value"], row["otherPredicate"], row["otherValue"]) == ("1", "adgo:minimumSiteCount", "2")
    three = claim("901-1", "id:a", "adgo:siteCount", "3")
    assert rows("contradiction", three, claim("902-1", "id:a", "adgo:minimumSiteCount", "2")) == []


def level(name: str, number: int) -> str:
    """Return the claim that gives one service a level."""
    return claim(name, "id:service", "adgo:automationLevel", f"adgo:Level{number}")


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ([level("901-1", 2), level("903-1", 4)], 1),
        # One source reports two systems, and another reports one of them.
        ([level("901-1", 2), level("901-2", 4)], 0),
        ([level("901-1", 2), level("901-2", 4), level("903-1", 4)], 0),
        ([level("901-1", 4), level("903-1", 4)], 0),
    ],
)
def test_sources_that_give_one_service_two_levels_are_a_contradiction(
    turtle: list[str], expected: int
) -> None:
    assert len(rows("contradiction", *turtle)) == expected


def test_time_without_bounds_is_sharpened_by_one_with_bounds() -> None:
    told = [
        claim("901-1", "id:a", "adgo:occursAt", "time:1"),
        claim("902-1", "id:a", "adgo:occursAt", "time:4"),
    ]
    assert [(row["value"], row["otherValue"]) for row in rows("sharpening", *told)] == [("time:1", "time:4")]


def post(name: str, title: str, organization: str) -> str:
    role = f"id:role-{name}"
    return (
        claim(f"{name}-1", "id:Li", "adgo:holdsRole", role)
        + claim(f"{name}-2", role, "adgo:hasTitle", f'"{title}"')
        + claim(f"{name}-3", role, "adgo:atOrganization", organization)
    )


@pytest.mark.parametrize(
    ("title", "organization", "number"),
    [("Director", "id:a", 1), ("vice-president", "id:b", 1), ("Vice President", "id:a", 0)],
)
def test_posts_differ_in_title_or_organization(title: str, organization: str, number: int) -> None:
    assert (
        len(rows("post", post("901", "vice-president", "id:a"), post("902", title, organization))) == number
    )


JUDGED = """
    graph:judgements {
        judgement:one a adgo:IdentityHypothesis ; adgo:member id:a , id:b ; adgo:evidence p:901-1 , p:902-1 ;
            adgo:confidence 0.9 .
        judgement:two adgo:disputes claim:902-1 ; skos:editorialNote "A slip." .
    }
"""


def test_identity_has_the_evidence_of_each_side() -> None:
    told = [claim("901-1", "id:a", "adgo:hasParty", "id:c"), claim("902-1", "id:d", "adgo:hasParty", "id:b")]
    (row,) = rows("identity", *told, JUDGED)
    assert (row["value"], row["passage"], row["source"]) == ("id:a", "p:901-1", "src:901")
    assert (row["otherValue"], row["otherPassage"], row["otherSource"]) == ("id:b", "p:902-1", "src:902")
    assert row["confidence"] == "0.9"
    assert len(rows("identity", JUDGED)) == 1


def test_dispute_has_the_claim_and_the_reason() -> None:
    (row,) = rows("dispute", claim("902-1", "id:a", "adgo:hasParty", "id:b"), JUDGED)
    assert (row["claim"], row["passage"], row["reason"]) == ("claim:902-1", "p:902-1", "A slip.")


def test_corroboration_counts_a_family_once() -> None:
    told = [claim(f"{number}-1", "id:a", "adgo:hasParty", "id:b") for number in (901, 902)]
    (row,) = rows("corroboration", *told)
    assert (row["about"], row["sources"], row["families"], row["told"]) == ("st:x", "2", "1", "901 902")
    (row,) = rows("corroboration", *told, claim("903-1", "id:a", "adgo:hasParty", "id:b"))
    assert (row["sources"], row["families"]) == ("3", "2")
    assert rows("corroboration", claim("901-1", "id:a", "adgo:hasParty", "id:b")) == []
    named = [claim(f"{number}-1", "id:a", "adgo:isNamed", '"A"') for number in (901, 903)]
    assert rows("corroboration", *named) == []


@pytest.mark.parametrize(
    ("other", "label", "number"),
    [
        ({}, "they are partners", 1),
        ({}, "they test, or they run a service", 0),
        ({"modality": "adgo:Planned"}, "they are partners", 0),
        ({"hedge": '"mostly"@en'}, "they are partners", 0),
    ],
)
def test_only_what_both_say_is_corroborated(other: dict[str, str], label: str, number: int) -> None:
    told = [
        claim("901-1", "id:a", "adgo:hasParty", "id:b"),
        claim("903-1", "id:a", "adgo:hasParty", "id:b", **other),
        claim("903-2", "id:a", "adgo:locatedIn", "id:c"),
        f'st:x skos:prefLabel "{label}"@en .',
    ]
    assert [row["atoms"] for row in rows("corroboration", *told)] == ["1"] * number


def test_groups_and_times_are_corroborated_by_what_they_are() -> None:
    told = [
        claim("901-1", "id:group", "adgo:startsAt", "time:1"),
        claim("903-1", "id:group-2", "adgo:startsAt", "time:2"),
        "id:group-2 a adgo:UnnamedGroup .",
    ]
    assert len(rows("corroboration", *told)) == 1
    assert rows("corroboration", told[0], claim("903-1", "id:group", "adgo:startsAt", "time:3")) == []


def test_question_of_another_form_is_refused() -> None:
    with pytest.raises(TypeError, match="SELECT"):
        conflicts.find(Store(), "made-up", "Is there anything?", "ASK { ?s ?p ?o }")


def test_every_kind_has_its_test_here() -> None:
    kinds = {
        name.removeprefix(conflicts.PREFIX) for name in queries.load() if name.startswith(conflicts.PREFIX)
    }
    source = Path(__file__).read_text("utf-8")
    assert {kind for kind in kinds if f'rows("{kind}"' not in source} == set()


def test_command_that_compared_nothing_fails(tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("", encoding="utf-8")
    assert CliRunner().invoke(adgo, ["conflicts", "--data", str(empty)]).exit_code == 3
