"""`adgo score`: expected numbers are counted by hand, or follow from scoring hand-made claims against themselves."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from intake_project import Project
from pyoxigraph import NamedNode

from adgo.cli import adgo
from adgo.evidence import passages, store_lookup
from adgo.evidence.sources import Texts
from adgo.graph.dataset import Dataset
from adgo.intake.draft import Draft, Refusal, checked
from adgo.intake.project_graph import ProjectGraph
from adgo.intake.scoring.matching import pairs
from adgo.intake.scoring.proportion import MatchedDrafts, Proportion
from adgo.intake.scoring.score import DraftScore, score
from adgo.intake.scoring.scored_claim import ScoredClaim

TEST = "will test driverless shuttles with Uber in Munich next spring"
ACME = [{"name": "id:AcmeRobotics", "label": "Acme Robotics", "type": "adgo:Firm"}]
TRIAL = [{"name": "id:acme-trial", "label": "planned tests of Acme"}]
OTHER_TRIAL = [{"name": "id:shuttles-in-munich", "label": "shuttles that Acme tries out"}]
PLAN = {
    "quotation": TEST,
    "paraphrase": "Acme plans tests.",
    "subject": "id:acme-trial",
    "modality": "Planned",
    "status": "Announced",
}
KIND = {"predicate": "rdf:type", "object": "adgo:Trial"}
BY_ACME = {"predicate": "is undertaken by", "object": "id:AcmeRobotics"}


@pytest.mark.full
def test_the_numbers_are_those_counted_by_hand(
    project: Project, draft: Callable[..., dict[str, Any]]
) -> None:
    """Four claims and five drafts: two right, a plan as a fact, one of a foreign thing, one of an unknown property."""
    name = {
        "quotation": "Acme Robotics, a start-up from Graz",
        "status": None,
        "paraphrase": "It has a name.",
    }
    name |= {"subject": "id:AcmeRobotics", "predicate": "is named", "object": "Acme Robotics"}
    _, code = project.ingest(
        draft(),
        draft(**PLAN, **KIND, propose=TRIAL),
        draft(**PLAN, **BY_ACME, propose=ACME),
        draft(**name),
    )
    assert code == 0
    # Their maker knows neither the name of the trial nor the whole passages.
    plan = PLAN | {
        "subject": "id:shuttles-in-munich",
        "quotation": "will test driverless shuttles",
        "propose": OTHER_TRIAL,
    }
    foreign = {"subject": "id:NIO", "predicate": "is named", "object": "Nio", "status": None}
    drafts = [
        draft(quotation="supplier of Toyota"),
        draft(**plan | KIND),
        draft(**plan | BY_ACME | {"modality": "Asserted", "status": "Ongoing"}),
        draft(**foreign | {"quotation": "employs 45 people"}),
        draft(predicate="has pet"),
    ]
    path = project.texts / "others.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in drafts), encoding="utf-8")
    result = project.run("score", str(path), "--against", "005", "--texts", str(project.texts), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    counted = {
        "strict": (2, 5, 2, 4),
        "strict_by_name": (1, 5, 1, 4),
        "triples": (3, 5, 3, 4),
        # The drafts overlap with three claims; that with an unknown property is not read.
        "passages": (3, 5, 3, 4),
    }
    assert {
        level: tuple(
            found[level][part][field] for part in ("precision", "recall") for field in ("count", "size")
        )
        for level in counted
    } == counted
    assert found["plans_as_facts"] == [f"{path}:3"]
    assert found["facts_among_plans"] == []
    assert (found["invented"]["foreign_subjects"], found["invented"]["foreign_objects"]) == (
        [f"{path}:4"],
        [f"{path}:4"],
    )
    assert (found["invented"]["count"], found["invented"]["size"], found["invented"]["contradictions"]) == (
        1,
        5,
        [],
    )
    assert [each["reason"] for each in found["refused"]] == ["unknown term"]
    assert found["modalities"] == [
        {"claim": "Asserted", "draft": "Asserted", "count": 1},
        {"claim": "Planned", "draft": "Asserted", "count": 1},
        {"claim": "Planned", "draft": "Planned", "count": 1},
    ]
    assert found["text2kgbench"] == pytest.approx(
        {
            "precision": 0.6,
            "recall": 0.75,
            "f1": 2 / 3,
            "ontology_conformance": 0.8,
            "subject_hallucination": 0.2,
            "relation_hallucination": 0.2,
            "object_hallucination": 0.2,
        }
    )


def test_shares_have_wilson_intervals() -> None:
    """Two of five, by hand: (0.4 + z²/10 ± z √(0.24/5 + z²/100)) / (1 + z²/5) with z = 1.96."""
    assert Proportion(2, 5).interval == pytest.approx((0.1176, 0.7693), abs=1e-4)
    assert (Proportion(0, 0).share, Proportion(0, 0).interval) == (None, None)
    matched = MatchedDrafts(2, 5, 4)
    assert matched.f1 == pytest.approx(4 / 9)
    # Two of the seven different drafts and claims: 0.0822 to 0.6411; F1 is 2J / (1 + J).
    assert matched.f1_interval == pytest.approx((0.1519, 0.7813), abs=1e-3)


def test_as_many_drafts_as_possible_get_a_claim() -> None:
    one, two = (ScoredClaim(name, ((0, 1),), ("s", "p", "o"), "Asserted", True) for name in "ab")
    narrow = ScoredClaim("c", ((0, 1),), ("s", "p", "o"), "Planned", False)
    fits = {("a", "a"), ("a", "c"), ("b", "a")}
    found = pairs([one, two], [one, narrow], lambda draft, claim: (draft.name, claim.name) in fits)
    assert [(draft.name, claim.name) for draft, claim in found] == [("a", "c"), ("b", "a")]


class Against:
    """Scores records of drafts against the claims of the five articles."""

    def __init__(self, packaged: Dataset, texts: Path) -> None:
        self.store = packaged.store
        self.graph, self._texts = ProjectGraph(packaged.store), Texts(texts)

    def score(self, number: str, records: list[dict[str, Any]]) -> DraftScore:
        drafts: list[Draft | Refusal] = [
            checked(each, f"draft {place}") for place, each in enumerate(records)
        ]

        def find(name: str) -> str:
            raise LookupError(name)

        return score(drafts, number, self.graph, self._texts, find)

    def own_drafts(self, number: str) -> list[dict[str, Any]]:
        """The claims of an article, as drafts; drafts without the hedges of the claims."""
        found = []
        for passage in (each for each in passages.read(self.store) if each.source == number):
            (start, end), *_ = passage.spans
            for iri, (subject, predicate, value) in self.graph.claims_on(passage.iri).items():
                terms = {
                    name: store_lookup.objects(
                        self.store, NamedNode(iri), NamedNode(f"https://w3id.org/adgo/ontology#{name}")
                    )
                    for name in ("modality", "status")
                }
                record = {
                    "source": number,
                    "start": start,
                    "end": end,
                    "unit": "code-points",
                    "subject": subject,
                }
                record |= {"predicate": predicate, "object": _value(value)}
                found.append(
                    record
                    | {
                        name: str(some[0].value)
                        for name, some in terms.items()
                        if some and isinstance(some[0], NamedNode)
                    }
                )
        return found

    def limited(self, number: str) -> int:
        """The number of asserted claims of an article that a hedge or scope limits, from its file."""
        text = Path(f"data/claims/{number}.ttl").read_text(encoding="utf-8")
        claims = [block for block in text.split("\n\n") if " a adgo:Claim" in block]
        return sum(
            ("adgo:hedge " in block or "adgo:scope " in block) and "adgo:modality adgo:Asserted" in block
            for block in claims
        )


def _value(term: str) -> Any:
    if term.startswith("<"):
        return term
    text, _, kind = term[1:].rpartition('"')
    if kind.startswith("@"):
        return {"value": text, "language": kind[1:]}
    return {"value": text, "datatype": kind.removeprefix("^^<").removesuffix(">") or "xsd:string"}


@pytest.fixture(scope="module")
def against(packaged: Dataset, texts: Path) -> Against:
    return Against(packaged, texts)


@pytest.mark.parametrize(
    "number",
    ["000", *(pytest.param(number, marks=pytest.mark.full) for number in ("001", "002", "003", "004"))],
)
def test_hand_made_claims_as_drafts_are_all_right(against: Against, number: str) -> None:
    found = against.score(number, against.own_drafts(number))
    assert found.refused == ()
    assert (found.strict.matched, found.strict.drafts) == (found.strict.claims, found.strict.claims)
    assert (found.invented.count, found.contradictions) == (0, ())
    # Without their hedge, these would be facts.
    limited = against.limited(number)
    assert len(found.plans_as_facts) <= limited
    assert (limited > 0) == bool(found.plans_as_facts)


def test_another_only_value_contradicts_the_claims(against: Against) -> None:
    """The Indexbox retelling says 26 cities; a city count has one value."""
    records = [each for each in against.own_drafts("001") if each["predicate"].endswith("#cityCount>")]
    assert len(records) == 1
    wrong = records[0] | {"object": 27}
    found = against.score("001", [*records, wrong, records[0]])
    assert (found.contradictions, found.strict.matched, found.repeated) == (("draft 1",), 1, 1)


def test_a_plan_as_a_fact_is_found(against: Against) -> None:
    """QCraft's headquarters in Germany is planned; that it is planned in the draft too is right."""
    records = [
        each
        for each in against.own_drafts("000")
        if each["subject"].endswith("/qcraft-germany-headquarters>")
        and each["predicate"].endswith("#locatedIn>")
    ]
    fact = {"modality": "Asserted", "status": "Ongoing"}
    found = against.score("000", [*records, *(each | fact for each in records)])
    assert found.plans_as_facts == ("draft 1",)
    assert found.modalities == {("Planned", "Planned"): 1}
    assert found.strict.matched == 1
    # Without a status, it is a fact too; planned or with a status that gives no fact, it is none.
    status = {"modality": "Asserted", "status": "Revoked"}
    assert against.score("000", [records[0] | status]).plans_as_facts == ()


@pytest.mark.full
def test_an_article_without_claims_is_an_error(tmp_path: Path, texts: Path) -> None:
    path = tmp_path / "drafts.jsonl"
    path.write_text('{"quotation": "Momenta"}\n')
    result = CliRunner().invoke(adgo, ["score", str(path), "--against", "999", "--texts", str(texts)])
    assert result.exit_code == 1
    assert "no claims on an article 999" in result.output
