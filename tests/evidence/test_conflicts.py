"""Each stored question about conflicts finds what it is for, and leaves alone what only looks like it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, RdfFormat, Store

from adgo import queries
from adgo.cli import adgo
from adgo.evidence import conflicts
from adgo.evidence.conflicts import Conflicts
from adgo.graph import dataset
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import PREFIXES, short

HEAD = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())

#: Three articles, of which 901 and 902 retell one report.
ARTICLES = """
    src:901 adgo:inFamily family:a . src:902 adgo:inFamily family:a . src:903 adgo:inFamily family:b .
    adgo:cityCount a owl:FunctionalProperty . adgo:automationLevel a owl:FunctionalProperty .
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
            name: short(value.value) if value.value.startswith("http") else value.value
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
            **{"otherSource": "src:902"},
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
def test_what_agrees_is_no_contradiction(turtle: list[str]) -> None:
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
def test_what_only_looks_different_is_no_difference(turtle: list[str]) -> None:
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


def test_attribution_is_told_once_a_pair_of_sources() -> None:
    (row,) = rows("attribution", *mouths({}, LI))
    assert ("speaker" in row, row["otherSpeaker"]) == (False, "id:Li")
    assert (row["attribution"], row["otherAttribution"]) == ("adgo:ArticleVoice", "adgo:IndirectSpeech")
    assert (row["claim"], row["passage"], row["otherPassage"]) == ("claim:902-1", "p:902-1", "p:903-1")


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        (LI, LI, 0),
        (LI, {**LI, "speaker": "id:Wu"}, 1),
        (LI, {**LI, "attribution": "adgo:DirectSpeech"}, 1),
        (LI, {**LI, "speaker": "id:Wu", "tells": "st:other"}, 0),
    ],
)
def test_attribution_compares_speaker_and_form(
    one: dict[str, str], other: dict[str, str], number: int
) -> None:
    assert len(rows("attribution", *mouths(one, other))) == number


def test_telling_it_twice_is_no_other_attribution() -> None:
    assert rows("attribution", *mouths({}, LI), claim("903-2", "id:a", "adgo:hasParty", "id:b")) == []


def test_modality_differs_where_one_asserts_and_another_hedges() -> None:
    told = [
        claim("901-1", "id:a", "adgo:hasParty", "id:b"),
        claim("902-1", "id:a", "adgo:hasParty", "id:b", modality="adgo:Hedged"),
    ]
    (row,) = rows("modality", *told)
    assert (row["value"], row["otherValue"]) == ("adgo:Asserted", "adgo:Hedged")
    assert rows("modality", *told, claim("902-2", "id:a", "adgo:hasParty", "id:b")) == []


def test_qualifiers_are_those_of_the_whole_statement() -> None:
    told = [
        claim("901-1", "id:a", "adgo:hasParty", "id:b", qualifier='"mostly"@en'),
        claim("901-2", "id:a", "adgo:hasParty", "id:b", qualifier='"here"@en'),
        claim("902-1", "id:a", "adgo:hasParty", "id:b"),
        claim("903-1", "id:a", "adgo:hasParty", "id:b", qualifier='"mostly"@en'),
    ]
    assert [(row.get("value"), row.get("otherValue")) for row in rows("qualifier", *told)] == [
        ("here; mostly", None),
        ("here; mostly", "mostly"),
        (None, "mostly"),
    ]


def test_names_differ_where_neither_source_has_the_other_name() -> None:
    told = [
        claim("901-1", "id:a", "adgo:isNamed", '"Alpha.ai"'),
        claim("902-1", "id:a", "adgo:isNamed", '"Al-pha.ai"'),
        claim("903-1", "id:a", "adgo:isNamed", '"Alpha.ai"'),
    ]
    assert [(row["value"], row["otherValue"]) for row in rows("name", *told)] == [
        ("Alpha.ai", "Al-pha.ai"),
        ("Al-pha.ai", "Alpha.ai"),
    ]
    assert len(rows("name", *told, claim("902-2", "id:a", "adgo:isNamed", '"Alpha.ai"'))) == 0


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


def test_question_of_another_form_is_refused() -> None:
    with pytest.raises(TypeError, match="SELECT"):
        conflicts.find(Store(), "made-up", "Is there anything?", "ASK { ?s ?p ?o }")


def test_every_kind_has_its_test_here() -> None:
    kinds = {
        name.removeprefix(conflicts.PREFIX) for name in queries.load() if name.startswith(conflicts.PREFIX)
    }
    source = Path(__file__).read_text("utf-8")
    assert {kind for kind in kinds if f'rows("{kind}"' not in source} == set()


def test_a_row_is_told_with_what_it_is_about_and_each_side_once() -> None:
    about, value, other = (Literal(word) for word in ("thing", "one", "two"))
    row = {"about": about, "value": value, "otherValue": other, "place": Literal("here")}
    told = conflicts.as_text([conflicts.Conflicts("made-up", "Which?", tuple(row), (row,))], Store())
    assert told == "made-up 1\n\nmade-up: 1 · Which?\n  thing place here\n    one\n    two"


def test_command_lists_and_counts(packaged: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "load", lambda paths: packaged)
    runner = CliRunner()
    everything = runner.invoke(adgo, ["conflicts"])
    assert everything.exit_code == 0, everything.output
    assert "id:DongLi" in everything.output
    only = runner.invoke(adgo, ["conflicts", "--kind", "sharpening", "--json"])
    report = json.loads(only.stdout)
    assert list(report) == ["sharpening"]
    assert report["sharpening"]["rows"][0]["about"] == f"<{PREFIXES['id']}driver-assistance-share-china>"
    unknown = runner.invoke(adgo, ["conflicts", "--kind", "quarrel"])
    assert unknown.exit_code == 2
    assert "contradiction" in unknown.output


def test_command_that_compared_nothing_is_no_success(tmp_path: Path) -> None:
    empty = tmp_path / "empty.ttl"
    empty.write_text("")
    assert CliRunner().invoke(adgo, ["conflicts", "--data", str(empty)]).exit_code == 3
