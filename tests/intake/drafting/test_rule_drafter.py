"""Drafts from rules: what invented sentences state is drafted, and nothing that they only plan, doubt or deny."""

import json
from pathlib import Path
from typing import Any

import pytest
from knowledge import graph_without

from adgo.corpus import names, reading
from adgo.evidence.sources import Texts
from adgo.graph.dataset import Dataset
from adgo.graph.table_rows import rows
from adgo.intake.anchoring import anchor
from adgo.intake.caution import modality_cues
from adgo.intake.draft import Draft, checked
from adgo.intake.drafting.drafter import RuleDrafter
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.scoring.score import score

#: A sentence for each kind of cue, all on a partnership that is not, or not yet, a fact.
NO_FACTS = [
    "Momenta has not partnered with Uber.",
    "If the rules change, Momenta and Toyota will be working together.",
    "Momenta has reportedly partnered with Uber.",
    "Momenta is perhaps partnering with Uber.",
    "Momenta is expected to be partnering with Uber.",
    "Momenta plans to say that it has partnered with Uber next year.",
    "Momenta is planning to be partnering with Uber.",
    "Momenta will be partnering with Uber.",
    "Momenta is no longer partnering with Uber.",
    "Until 2019, Momenta was partnering with Uber.",
    "Reportedly, Momenta has partnered with Uber.",
    "Previously, sources say, Momenta has partnered with Uber.",
    "Sources that may be wrong say that Momenta has partnered with Uber.",
    "Momenta and Uber denied that they formed a partnership.",
]


@pytest.fixture(scope="module")
def drafter(packaged: Dataset) -> RuleDrafter:
    return RuleDrafter(ProjectGraph(packaged.store))


def claims(drafter: RuleDrafter, text: str) -> set[tuple[str, str, str, str]]:
    """Return subject, predicate, object and modality of the drafts, without those on names."""
    return {
        (each["subject"], each["predicate"], _object(each["object"]), each["modality"])
        for each in drafter.drafts(text, "005")
        if each["predicate"] != "adgo:isNamed"
    }


def _object(value: Any) -> str:
    return value["value"] if isinstance(value, dict) else str(value)


def test_what_sentences_state_is_drafted(drafter: RuleDrafter) -> None:
    deal = "id:the-partnership-of-momenta-and-uber"
    assert claims(drafter, "Momenta has partnered with Uber.") == {
        (deal, "rdf:type", "adgo:Partnership", "Asserted"),
        (deal, "adgo:hasParty", "id:Momenta", "Asserted"),
        (deal, "adgo:hasParty", "id:Uber", "Asserted"),
    }
    assert ("id:QCraft", "adgo:headquarteredIn", "id:Munich", "Asserted") in claims(
        drafter, "Munich-based QCraft grew."
    )
    assert ("id:QCraft", "adgo:basedInCountry", "id:Germany", "Asserted") in claims(
        drafter, "Munich-based QCraft grew."
    )
    assert claims(drafter, "Automakers such as Toyota and General Motors grew.") == {
        ("id:Toyota", "rdf:type", "adgo:Automaker", "Asserted"),
        ("id:GeneralMotors", "rdf:type", "adgo:Automaker", "Asserted"),
    }
    # Another firm whose name starts with that of a known one.
    assert not [
        each
        for each in claims(drafter, "“It works,” said Jane Roe, CEO of Uber Europe.")
        if "id:Uber" in each
    ]
    office = "id:the-office-of-jane-roe-at-uber"
    assert claims(drafter, "“It works,” said Jane Roe, vice-president of Uber.") == {
        ("id:Jane-Roe", "adgo:holdsRole", office, "Asserted"),
        (office, "rdf:type", "adgo:Role", "Asserted"),
        (office, "adgo:atOrganization", "id:Uber", "Asserted"),
        (office, "adgo:hasTitle", "vice-president", "Asserted"),
    }


def test_a_plan_is_drafted_as_a_plan(drafter: RuleDrafter) -> None:
    found = claims(drafter, "QCraft, which announced plans for a headquarters in Germany, is growing.")
    site = "id:planned-headquarters-of-qcraft-in-germany"
    assert found == {
        (site, "rdf:type", "adgo:Establishment", "Planned"),
        (site, "adgo:isUndertakenBy", "id:QCraft", "Planned"),
        (site, "adgo:establishes", "adgo:Headquarters", "Planned"),
        (site, "adgo:locatedIn", "id:Germany", "Planned"),
    }


@pytest.mark.parametrize("sentence", NO_FACTS)
def test_no_partnership_is_asserted_that_is_not_a_fact(drafter: RuleDrafter, sentence: str) -> None:
    assert not {each for each in claims(drafter, sentence) if each[3] == "Asserted"}


@pytest.mark.parametrize(
    "sentence",
    [
        # Bug: words directly before the phrase were not read, so these were facts.
        "The former German carmaker Toyota grew.",
        "The allegedly Chinese start-up Momenta grew.",
        "The not at all Chinese firm Uber grew.",
        "The non-Chinese firm Uber grew.",
        "It is no longer the German carmaker Audi.",
        "The soon to be Munich-based QCraft grew.",
        "The supposedly Munich-based QCraft grew.",
        "Once Munich-based QCraft grew.",
    ],
)
def test_no_phrase_is_a_fact_if_the_word_before_it_takes_it_back(drafter: RuleDrafter, sentence: str) -> None:
    assert claims(drafter, sentence) == set()


@pytest.mark.parametrize(
    ("sentence", "attribution"),
    [
        ("Munich-based QCraft grew.", "ArticleVoice"),
        ("“We grow,” said Munich-based QCraft.", "ArticleVoice"),
        ('"We grow," said Munich-based QCraft.', "ArticleVoice"),
        # Bug: the words of a speaker were the article's voice.
        ("“Munich-based QCraft grows,” he said.", None),
        ('"Munich-based QCraft grows," he said.', None),
        ("It grows. Munich-based QCraft is good,” he said.", None),
    ],
)
def test_a_phrase_in_quotation_marks_needs_a_speaker(
    drafter: RuleDrafter, sentence: str, attribution: str | None
) -> None:
    found = [each for each in drafter.drafts(sentence, "005") if each["predicate"] == "adgo:headquarteredIn"]
    assert [each.get("attribution") for each in found] == [attribution]


def test_each_kind_of_cue_has_a_sentence() -> None:
    kinds = {row[0] for row in rows(modality_cues.CUES)}
    seen = {cue.modality for sentence in NO_FACTS if (cue := modality_cues.cue_in(sentence))}
    assert seen == kinds


def test_each_draft_is_valid_and_has_its_place(drafter: RuleDrafter) -> None:
    text = "🚗 Momenta has partnered with Uber.\r\n“Café Momenta has partnered with Uber,” said Jane Roe, CEO of Uber."
    found = drafter.drafts(text, "005")
    assert len(found) > 5
    for record in found:
        draft = checked(json.loads(json.dumps(record)), "here")
        assert isinstance(draft, Draft), draft
        assert anchor(text, draft.quotation, draft.offsets) == (record["start"], record["end"])


@pytest.mark.full
def test_articles_drafted_from_the_others_have_no_plan_as_a_fact(packaged: Dataset, texts: Path) -> None:
    """`benchmarks/extraction` reports the other numbers; these must not get worse."""
    corpus, graph = reading.read_store(packaged.store), ProjectGraph(packaged.store)
    for path in texts.glob("*.txt"):
        number = path.name[:3]
        known, lost = graph_without(number)
        assert lost
        records = RuleDrafter(known).drafts(path.read_bytes().decode(), number)
        found = score(
            [checked(each, str(place)) for place, each in enumerate(records)],
            number,
            graph,
            Texts(texts),
            lambda name: names.find(corpus, name),
        )
        assert (found.plans_as_facts, found.facts_among_plans, found.refused) == ((), (), ())
        assert found.invented.count == 0
        assert (found.strict.precision.share or 0) > 0.9


@pytest.mark.full
def test_the_graph_without_an_article_has_nothing_that_only_it_gives(packaged: Dataset) -> None:
    """Volkswagen is in one article only; Uber is in four. Mogo AI is named by one, Zhang Ning too."""
    known, lost = graph_without("004")
    labels = {label for some in known.labels.values() for label in some}
    assert "Uber" in labels
    assert not labels & {"Volkswagen", "SAIC", "Beatrix Keim"}
    assert ("https://w3id.org/adgo/id/Volkswagen", "Volkswagen") in lost
    assert "004" not in known.sources
