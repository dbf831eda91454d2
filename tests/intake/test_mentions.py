"""`adgo mentions`: what an article names is found, every candidate is listed, and each draft has its exact place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from intake_project import ARTICLE, Project
from pyoxigraph import Literal, NamedNode
from random_examples import examples

from adgo.graph.dataset import Dataset
from adgo.intake.anchoring import anchor
from adgo.intake.dates import partial_dates_in
from adgo.intake.draft import Draft, checked
from adgo.intake.mentions.finding import MentionFinder
from adgo.intake.mentions.mention import ArticleMention, MentionKind
from adgo.intake.project_graph import ProjectGraph

ID = "https://w3id.org/adgo/id/"
Find = Callable[[str], dict[str, ArticleMention]]


@pytest.fixture(scope="module")
def finder(packaged: Dataset) -> MentionFinder:
    return MentionFinder(ProjectGraph(packaged.store))


@pytest.fixture(scope="module")
def find(finder: MentionFinder) -> Find:
    """Return the mentions in a text by their words; the last if words occur twice."""
    return lambda text: {text[slice(*each.span)]: each for each in finder.mentions(text)}


def names(mention: ArticleMention) -> list[str]:
    return [iri.rpartition("/")[2].rpartition("#")[2] for iri in mention.candidates]


def assert_anchored(finder: MentionFinder, text: str) -> None:
    """Each draft is valid and its place is exactly the span that was found."""
    found = finder.mentions(text)
    records = finder.drafts(text, "005")
    assert len(found) == len(records)
    for mention, record in zip(found, records, strict=True):
        draft = checked(json.loads(json.dumps(record)), "here")
        assert isinstance(draft, Draft), draft
        assert anchor(text, draft.quotation, draft.offsets) == mention.span


def test_names_in_the_articles_that_claims_give_are_found(
    finder: MentionFinder, packaged: Dataset, texts: Path
) -> None:
    """Expected: the claims on what articles call things, whose words stand in their passages."""
    rows = packaged.store.query(
        """PREFIX adgo: <https://w3id.org/adgo/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?thing ?name ?source ?start ?end WHERE {
          ?claim adgo:predicate adgo:isNamed ; adgo:subject ?thing ; adgo:object ?name ; adgo:passage ?passage .
          ?passage oa:hasSource ?source ; oa:hasSelector [ oa:start ?start ; oa:end ?end ] }""",
        use_default_graph_as_union=True,
    )
    articles = {path.name[:3]: path.read_bytes().decode() for path in texts.glob("*.txt")}
    found = {number: finder.mentions(text) for number, text in articles.items()}
    seen = 0
    for thing, name, source, start, end in rows:  # type: ignore[union-attr]
        number = source.value.rpartition("/")[2]
        inside = (int(start.value), int(end.value))
        if not thing.value.startswith(ID) or name.value not in articles[number][slice(*inside)]:
            continue
        seen += 1
        assert any(
            thing.value in each.candidates
            for each in found[number]
            if inside[0] <= each.span[0] < each.span[1] <= inside[1]
        ), (thing, name, number, inside)
    assert seen > 80


def test_numbers_and_levels_of_claims_are_found_in_their_passages(
    finder: MentionFinder, packaged: Dataset, texts: Path
) -> None:
    """Expected: the numbers and levels that claims have as objects, if their passages have them in digits."""
    rows = packaged.store.query(
        """PREFIX adgo: <https://w3id.org/adgo/ontology#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?value ?unit ?source ?start ?end WHERE {
          ?claim adgo:subject ?thing ; adgo:object ?value ; adgo:passage ?passage .
          ?passage oa:hasSource ?source ; oa:hasSelector [ oa:start ?start ; oa:end ?end ]
          FILTER (isNumeric(?value) || STRSTARTS(STR(?value), CONCAT(STR(adgo:), "Level")))
          OPTIONAL { ?thing adgo:inUnit/<http://www.w3.org/2004/02/skos/core#notation> ?unit } }""",
        use_default_graph_as_union=True,
    )
    articles = {path.name[:3]: path.read_bytes().decode() for path in texts.glob("*.txt")}
    found = {number: finder.mentions(text) for number, text in articles.items()}
    seen = 0
    for value, unit, source, start, end in rows:  # type: ignore[union-attr]
        number = source.value.rpartition("/")[2]
        inside = (int(start.value), int(end.value))
        if not any(character.isdigit() for character in articles[number][slice(*inside)]):
            continue
        seen += 1
        if isinstance(value, Literal):
            expected = ArticleMention(inside, MentionKind.NUMBER, values=(value.value,))
        else:
            assert isinstance(value, NamedNode)
            expected = ArticleMention(inside, MentionKind.LEVEL, candidates=(value.value,))
        assert any(
            (each.candidates, each.values) == (expected.candidates, expected.values)
            and (unit is None or each.units == (unit.value,))
            for each in found[number]
            if inside[0] <= each.span[0] < each.span[1] <= inside[1]
        ), (value, unit, source, inside)
    assert seen > 15


def test_each_draft_of_the_articles_has_its_place(finder: MentionFinder, texts: Path) -> None:
    for path in sorted(texts.glob("*.txt")):
        assert_anchored(finder, path.read_bytes().decode())


PIECES = [
    *("Zhang", "Zhang Fan", "Li Auto", "Li", "Momenta", "QCraft’s", "QCraft's", "smart driving", "Zoe\u0308"),
    *(
        "L4",
        "L2+",
        "level 3-4",
        "5 %",
        "5️⃣",
        "$28,315",
        "1.5 million euros",
        "May 2025",
        "13 Oct. 2025",
        "11:59",
    ),
    *(
        "🇩🇪",
        "🚗",
        "\r\n",
        "\u0301",
        "\u200d",
        "\u00a0",
        "…",
        "–",
        "-",
        "٣",
        "١٢",
        "½",
        "1,000",
        "²",
        "ﬁ",
        "中国",
        "a",
    ),
]


@examples(15, 400, st.lists(st.sampled_from([*PIECES, " ", " "]) | st.characters(codec="utf-8"), max_size=25))
def test_each_draft_of_any_text_has_its_place(pieces: list[str]) -> None:
    assert_anchored(_finder(), "".join(pieces))


_FINDERS: list[MentionFinder] = []


@pytest.fixture(autouse=True, scope="module")
def _kept(finder: MentionFinder) -> None:
    """Keep the finder for tests with random examples, which take no fixtures."""
    _FINDERS[:] = [finder]


def _finder() -> MentionFinder:
    return _FINDERS[0]


def test_a_surname_lists_all_who_have_it_and_a_full_name_only_one(find: Find) -> None:
    found = find("Zhang Ning met Zhang. Zhangs are others.")
    assert names(found["Zhang Ning"]) == ["ZhangNing"]
    assert not found["Zhang Ning"].is_ambiguous
    assert names(found["Zhang"]) == ["ZhangFan", "ZhangNing", "ZhangYongwei"]
    assert found["Zhang"].is_ambiguous
    assert found.keys() == {"Zhang Ning", "Zhang"}


def test_research_centres_stay_apart(find: Find) -> None:
    one, other = "China Automotive Technology and Research Center", "Center for Automotive Research"
    found = find(f"The {one} and the {other} (CAR) bought a car. CARs are cars.")
    assert names(found[one]) == ["ChinaAutomotiveTechnologyAndResearchCenter"]
    assert names(found[other]) == names(found["CAR"]) == ["CenterForAutomotiveResearch"]
    assert names(found["car"]) == ["car"]
    assert "CARs" not in found


@pytest.mark.parametrize(
    ("text", "words", "values", "units"),
    [
        ("It rose by 65 percent.", "65 percent", ["65"], ["%"]),
        ("It rose by -6.5%.", "-6.5%", ["-6.5"], ["%"]),
        ("10-20% of it", "20%", ["20"], ["%"]),
        ("($28,315)", "$28,315", ["28315"], ["USD"]),
        ("HK$5 is not", "5", ["5"], []),
        ("It costs ¥5.", "¥5", ["5"], ["CNY", "JPY"]),
        ("1.5 billion yuan", "1.5 billion yuan", ["1500000000"], ["CNY"]),
        ("€3bn", "€3bn", ["3000000000"], ["EUR"]),
        ("for $5m.", "$5m", ["5000000"], ["USD"]),
        ("2.5M euros", "2.5M euros", ["2500000"], ["EUR"]),
        ("5m wide", "5m", ["5"], ["m"]),
        ("28.315 euros", "28.315 euros", ["28.315", "28315"], ["EUR"]),
        ("120\u00a0km/h", "120\u00a0km/h", ["120"], ["km/h"]),
        ("45 people", "45", ["45"], []),
        # Bugs: a comma before one or two digits was left out, and groups with blanks were several numbers.
        ("1,5 million", "1,5 million", ["1500000"], []),
        ("7,50 €", "7,50 €", ["7.5"], ["EUR"]),
        ("1.234,56 euros", "1.234,56 euros", ["1234.56"], ["EUR"]),
        ("0,125 of it", "0,125", ["0.125"], []),
        ("1 000 000 cars", "1 000 000", ["1000000"], []),
        ("1’000 cars", "1’000", ["1000"], []),
        ("in 2026 500 cars", "500", ["500"], []),
        (".5 million", ".5 million", ["500000"], []),
        ("88 million kroner", "88 million kroner", ["88000000"], ["NOK", "DKK"]),
        ("at −5 °C", "−5 °C", ["-5"], ["°C"]),
        ("at –5 °C", "–5 °C", ["-5", "5"], ["°C"]),
        (
            "12345678901234567890123456789012 million",
            "12345678901234567890123456789012 million",
            ["12345678901234567890123456789012000000"],
            [],
        ),
    ],
)
def test_a_number_has_all_its_readings_and_units(
    find: Find, text: str, words: str, values: list[str], units: list[str]
) -> None:
    found = find(text)[words]
    assert (list(found.values), list(found.units)) == (values, units)
    assert found.is_ambiguous == (len(values) > 1 or len(units) > 1)


@pytest.mark.parametrize(
    ("text", "words"), [("5+ years", "5+ years"), ("for ≥10%", "≥10%"), ("~5 cars", "~5")]
)
def test_a_number_with_a_sign_that_says_less_is_ambiguous(find: Find, text: str, words: str) -> None:
    assert find(text)[words].is_ambiguous


def test_a_day_that_no_calendar_has_is_shown_and_not_read(find: Find) -> None:
    """Bug: 31 February 2026 was the month and a number."""
    found = find("on 31 February 2026 or June 31.")
    assert {words: each.values for words, each in found.items()} == {"31 February 2026": (), "June 31": ()}
    assert all(each.is_ambiguous for each in found.values())


@pytest.mark.parametrize("text", ["EV100", "7th", "at 11:59", "i6", "5\ufe0f\u20e3", "Ⅻ", "x5y"])
def test_what_is_no_number_is_not_found(find: Find, text: str) -> None:
    assert not [each for each in find(text).values() if each.kind is MentionKind.NUMBER]


@pytest.mark.parametrize(
    ("text", "words", "levels", "ambiguous"),
    [
        ("a Level 4 car", "Level 4", ["Level4"], False),
        ("SAE Level-4", "SAE Level-4", ["Level4"], False),
        ("an L2+ car", "L2+", ["Level2"], True),
        ("from L2 to L4", "L2 to L4", ["Level2", "Level3", "Level4"], True),
        ("levels 3 and 4", "levels 3 and 4", ["Level3", "Level4"], True),
        ("Level 3 and 40 cars", "Level 3", ["Level3"], False),
        ("an L 3 car", "L 3", ["Level3"], False),
        ("Level four", "Level four", ["Level4"], False),
        ("levels three to five", "levels three to five", ["Level3", "Level4", "Level5"], True),
    ],
)
def test_levels_are_found(find: Find, text: str, words: str, levels: list[str], ambiguous: bool) -> None:
    assert names(find(text)[words]) == levels
    assert find(text)[words].is_ambiguous == ambiguous


@pytest.mark.parametrize("text", ["L45", "Level 4.5", "Level 6", "XL4", "Level 4th", "Level fourteen"])
def test_what_is_no_level_is_not_found(find: Find, text: str) -> None:
    assert not [each for each in find(text).values() if each.kind is MentionKind.LEVEL]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("in May 2025 and on December 1.", ["2025-05", "--12-01"]),
        ("1 May, May 2nd", ["--05-01", "--05-02"]),
        ("they may 20 times; June 31; May 20%; 7 October 2025; October 7, 2025", [""]),
    ],
)
def test_parts_of_dates_are_found(text: str, values: list[str]) -> None:
    assert [each.value for each in partial_dates_in(text)] == values


@pytest.mark.parametrize(
    ("text", "words"), [("on 31 March.", "31 March"), ("on 1 May. It", "1 May"), ("7 Oct. it", "7 Oct.")]
)
def test_a_month_has_no_full_stop_of_its_sentence(text: str, words: str) -> None:
    (found,) = partial_dates_in(text)
    assert text[found.start : found.end] == words


def run(project: Project, *arguments: str) -> Any:
    return project.run("mentions", str(project.texts / "005.txt"), *arguments)


@pytest.mark.full
def test_the_command_prints_drafts_that_ingest_reads(project: Project) -> None:
    result = run(project)
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert {each["source"] for each in lines} == {"005"}
    toyota = [each for each in lines if each["quotation"] == "Toyota"]
    assert [each["start"] for each in toyota] == [
        place for place in range(len(ARTICLE)) if ARTICLE.startswith("Toyota", place)
    ]
    assert f"{len(lines)} mentions: " in result.stderr
    before = project.state()
    found, code = project.ingest(*lines, options=("--dry-run",))
    assert code == 1
    # Each has its form and place; what it says is still missing.
    assert {each["reason"] for each in found["refused"]} == {"incomplete"}
    assert project.state() == before


@pytest.mark.full
def test_the_json_object_has_the_same_drafts_and_a_text_is_never_taken_for_another_article(
    project: Project,
) -> None:
    lines = [json.loads(line) for line in run(project).stdout.splitlines()]
    assert json.loads(run(project, "--json").stdout) == {"source": "005", "drafts": lines}
    result = run(project, "--source", "004")
    assert result.exit_code == 1
    assert "is not the text of source 004" in result.output
    (project.texts / "005.txt").write_text("Momenta", encoding="utf-8")
    result = run(project)
    assert result.exit_code == 1
    assert "register it with `adgo source add`, or give its number with --source" in result.output
    assert '"source": "006"' in run(project, "--source", "src:006").stdout
