"""The questions on conflicts together: what modelling decided, rows that say something, and cost that is linear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from growth import copied
from pyoxigraph import NamedNode, RdfFormat, Store

from adgo import queries
from adgo.evidence import conflicts
from adgo.evidence.conflict_kinds import HEADINGS
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import short

HERE = Path(__file__).parent / "conflicts"
QUESTIONS = {
    name.removeprefix(conflicts.PREFIX): question
    for name, question in queries.load().items()
    if name.startswith(conflicts.PREFIX)
}

#: For each decision on conflicting articles that a question finds: the kind, and what one row has to name.
FOUND = {
    "C-01 two titles of one person": (
        "post",
        {"id:DongLi", "Technology Director", "Chief Technology Officer"},
    ),
    "C-02 two organizations of one person": ("dispute", {"claim:003-15c", "src:003"}),
    "C-03 posts at Zeekr and Geely": ("post", {"id:ChenQi", "id:Zeekr", "id:GeelyHoldingGroup"}),
    "C-04 Mogo AI and Mushroom Connect": ("identity", {"id:MogoAI", "id:MushroomConnect"}),
    "C-05 one data centre or several": ("contradiction", {"id:deeproute-data-centre", "1", "2"}),
    "C-06 flat or reported tests": (
        "modality",
        {"st:cla-related-tech-tested-in-europe", "adgo:Asserted", "adgo:Hedged"},
    ),
    "C-07 Germany or Munich first": ("place", {"id:momenta-uber-robotaxi", "id:Munich", "id:Germany"}),
    "C-08 welcome or fear": ("view", {"st:european-industry-reaction", "favourable", "unfavourable"}),
    "C-09 who calls regulation open": (
        "attribution",
        {"id:group-000-chinese-firms", "id:group-001-european-firms"},
    ),
    "C-10 two quotations": ("view", {"st:vdl-quote", "claim:000-26a", "claim:001-26a"}),
    "C-11 drawn or pushed": ("motive", {"id:chinese-push-into-europe", "id:us-market-restrictions"}),
    "C-12 over half or over 65 percent": (
        "sharpening",
        {"id:driver-assistance-share-china", "id:self-driving-feature-share-china", "65", "50"},
    ),
    "C-13 ahead, but for one market": ("view", {"st:generation-gap", "adgo:excludesMarket", "United States"}),
    "C-14 date of the conference": (
        "sharpening",
        {"id:GlobalIntelligentDrivingConference7", "claim:003-16b", "claim:002-9b"},
    ),
    "C-15 two dates of 000": ("self", {"src:000", "claim:000-2a", "claim:000-4a"}),
    "C-16 chain of custody of 001": ("apart", {"Indexbox.io; Reuters"}),
    "C-17 speakers of the same remarks": ("attribution", {"st:royal-convoy-rule", "id:ZhangNing"}),
    "C-18 joint venture or not": (
        "refinement",
        {"id:mode-level-4-joint-venture", "id:mode-level-4-platform", "src:002", "src:003"},
    ),
    "C-19 many headquarters, one plan": (
        "self",
        {"id:group-001-chinese-firms", "adgo:Headquarters", "id:qcraft-germany-headquarters"},
    ),
    "C-20 two titles of Zhang Ning": ("post", {"id:ZhangNing", "vice-president", "Global Vice President"}),
    "C-21 where research should go": ("view", {"st:rd-localisation", "Europe; Global South"}),
    "C-22 three people called Zhang": ("apart", {"Zhang Fan; Zhang Ning; Zhang Yongwei"}),
    "C-23 a body printed twice": ("repeat", {"src:004"}),
    "C-24 three research bodies": ("apart", {"judgement:three-research-bodies"}),
    "C-25 two purposes of research centres": ("apart", {"judgement:reverse-engineering"}),
    "C-26 market access": ("apart", {"judgement:market-access"}),
    "C-27 spellings": ("name", {"id:DeeprouteAI", "Deeproute.ai", "Deep-Route.ai"}),
    "C-28 one report, not two": ("corroboration", {"st:qcraft-l4-buses-26-cities", "2", "1", "000 001"}),
    "C-29 features of no level": ("apart", {"autonomous driving; driver assistance"}),
    "C-31 the CLA first": ("addition", {"id:momenta-mercedes-supply", "adgo:beginsWith", "id:MercedesCLA"}),
    "C-33 mostly luxury cars": ("qualifier", {"st:europe-adas-luxury-only", "mostly"}),
    "C-34 a seat and a planned one": ("self", {"id:QCraft", "id:Beijing", "id:Germany"}),
    "C-35 prices of one article": ("self", {"id:lidar-price-now", "id:lidar-price-2017", "200000"}),
    "C-36 a startup or a provider": ("description", {"id:QCraft", "startup", "adgo:SolutionProvider"}),
    "C-37 strength or integrity": (
        "motive",
        {"id:intelligent-driving-export", "id:industrial-chain-integrity"},
    ),
}

#: Entries that no question finds, and why.
NOT_FOUND = {
    "C-30": "times with their wording and basis; what two sources date alike differs in nothing",
    "C-32": "one Taizhou in the data; the other one is outside the articles",
}


def rows(store: Store, kind: str) -> list[dict[str, str]]:
    """Return the rows of a kind, their terms as people read them."""
    question = QUESTIONS[kind]
    return [
        {
            name: short(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
            for name, term in row.items()
        }
        for row in conflicts.find(store, kind, question.question, question.text).rows
    ]


@pytest.fixture(scope="module")
def answers(packaged: Dataset) -> dict[str, list[dict[str, str]]]:
    return {kind: rows(packaged.store, kind) for kind in QUESTIONS}


@pytest.mark.parametrize("entry", sorted(FOUND))
def test_each_decided_conflict_is_found(answers: dict[str, list[dict[str, str]]], entry: str) -> None:
    kind, things = FOUND[entry]
    assert [row for row in answers[kind] if things <= set(row.values())], f"no row of {kind} names {things}"


def test_every_decision_is_found_or_has_its_reason() -> None:
    entries = [name.split()[0] for name in FOUND] + list(NOT_FOUND)
    assert sorted(entries) == [f"C-{number:02}" for number in range(1, 38)]
    assert len(FOUND) >= 34


def listed(name: str) -> dict[str, list[dict[str, str]]]:
    """Return the rows that each question lists of a fixture; kinds without rows are left out."""
    store = Store()
    store.load((HERE / name).read_bytes(), RdfFormat.TURTLE)
    return {kind: found for kind in QUESTIONS if (found := rows(store, kind))}


def test_sources_without_a_common_atom_corroborate_nothing() -> None:
    """Regression: sources counted as two witnesses if their claims were filed under one statement."""
    assert "corroboration" not in listed("corroboration-without-common-atom.ttl")


def test_opposite_views_are_opposed_and_not_corroborated() -> None:
    """Regression: no question compared the side of views, so a welcome and a fear were listed as corroboration."""
    found = listed("opposite-views-of-one-speaker.ttl")
    assert set(found) == {"view"}
    (row,) = found["view"]
    assert (row["predicate"], row["value"], row["otherValue"]) == (
        "adgo:polarity",
        "Favourable",
        "Unfavourable",
    )


def test_parts_of_one_undertaking_are_compared() -> None:
    """Regression: a narrower place was found in one undertaking or statement alone."""
    found = listed("narrower-place-of-a-sibling.ttl")
    assert set(found) == {"place"}
    place, level = sorted(found["place"], key=lambda row: row["predicate"], reverse=True)
    assert [place["value"], place["otherValue"]] == [
        "<http://example.org/Munich>",
        "<http://example.org/Germany>",
    ]
    assert level["value"] == "adgo:Level4"
    assert "otherValue" not in level


def sides(row: dict[str, str]) -> Iterator[str]:
    """Yield the values of the two sides, without the links to their origin."""
    for name in ("value", "otherValue", "speaker", "otherSpeaker"):
        if name in row:
            yield row[name]


def test_no_row_is_empty(answers: dict[str, list[dict[str, str]]]) -> None:
    for kind, found in answers.items():
        if kind != "corroboration":
            assert [row for row in found if not list(sides(row))] == [], kind


def test_no_rows_are_a_cross_product(answers: dict[str, list[dict[str, str]]]) -> None:
    """Regression: two values of one source and three of another were six rows."""
    for kind in ("difference", "view", "motive", "addition", "attribution", "qualifier"):
        names = ("about", "topic", "predicate", "source", "otherSource")
        keys = [tuple(row.get(name) for name in names) for row in answers[kind]]
        assert len(keys) == len(set(keys)), kind


def test_every_kind_has_a_heading() -> None:
    assert set(HEADINGS) == set(QUESTIONS)


@pytest.fixture(scope="module")
def larger(packaged: Dataset) -> Store:
    return copied(packaged.store, 3)


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_three_times_the_articles_have_at_most_three_times_the_rows(
    packaged: Dataset, larger: Store, kind: str
) -> None:
    """No question pairs what has nothing to do with each other. How long it takes is for benchmarks/growth."""
    assert len(rows(larger, kind)) <= 3 * len(rows(packaged.store, kind))
