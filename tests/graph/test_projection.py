"""From claims to plain triples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, QuerySolutions

from adgo.graph import files, projection
from adgo.graph.dataset import Dataset, UnreadableFile
from adgo.graph.namespaces import GRAPH, PREFIXES

CLAIM = """
    <https://w3id.org/adgo/claim/{name}> a adgo:Claim ; adgo:modality adgo:{modality} ;
        adgo:subject <urn:s> ; adgo:predicate adgo:{predicate} ; adgo:object {value} .
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a root of its own with the ontology and no data, in place of the project's."""
    shutil.copytree(files.root() / "ontology", tmp_path / "ontology")
    (tmp_path / "data" / "claims").mkdir(parents=True)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    return tmp_path


def claims(root: Path, *written: tuple[str, str, str, str], more: str = "") -> None:
    text = "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n@prefix id: <https://w3id.org/adgo/id/> .\n"
    for name, modality, predicate, value in written:
        text += CLAIM.format(name=name, modality=modality, predicate=predicate, value=value)
    (root / "data" / "claims" / "000.ttl").write_text(text + more)


def test_the_generated_files_are_fresh(built: dict[str, str]) -> None:
    assert sorted(built) == ["data/catalog.ttl", "data/facts.ttl", "data/inferred.ttl", "data/plans.ttl"]
    for name, text in built.items():
        assert (files.root() / name).read_bytes() == text.encode(), f"{name} is stale: run `adgo build`"


@pytest.mark.parametrize("modality", ["Planned", "Conditional", "Forecast", "Hedged"])
def test_what_is_not_asserted_goes_to_the_plans(root: Path, modality: str) -> None:
    claims(root, ("000-1a", modality, "siteCount", "1"))
    made = projection.build()
    assert "siteCount" not in made["data/facts.ttl"]
    assert "siteCount 1" in made["data/plans.ttl"]


def test_what_is_denied_goes_nowhere(root: Path) -> None:
    claims(root, ("000-1a", "Denied", "siteCount", "1"))
    assert not any("siteCount" in text for text in projection.build().values())


def test_two_tellings_make_one_fact(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "siteCount", "1"), ("001-1a", "Asserted", "siteCount", "1"))
    assert projection.build()["data/facts.ttl"].count("siteCount") == 1


def test_a_contested_functional_value_stops_the_build(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "cityCount", "26"), ("001-1a", "Asserted", "cityCount", "24"))
    with pytest.raises(projection.ContestedValue, match=r"(?s)000-1a.* and .*001-1a.*adgo:prefers"):
        projection.build()


def test_a_judgement_settles_a_contested_value(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "cityCount", "26"), ("001-1a", "Asserted", "cityCount", "24"))
    (root / "data" / "judgements.ttl").write_text(
        "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n"
        "<urn:j> a adgo:Judgement ; adgo:prefers <https://w3id.org/adgo/claim/001-1a> ."
    )
    assert "cityCount 24" in projection.build()["data/facts.ttl"]
    assert "cityCount 26" not in projection.build()["data/facts.ttl"]


def test_nobody_partners_with_itself_and_the_premises_are_named(root: Path) -> None:
    claims(
        root,
        ("000-1a", "Asserted", "hasParty", "id:A"),
        ("000-1b", "Asserted", "hasParty", "id:B"),
        more=CLAIM.format(
            name="000-1c", modality="Asserted", predicate="x", value="adgo:Partnership"
        ).replace("adgo:x", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"),
    )
    inferred = projection.build()["data/inferred.ttl"]
    assert "id:A adgo:partnersWith id:B ." in inferred
    assert "id:A adgo:partnersWith id:A" not in inferred
    assert all(name in inferred for name in ("000-1a", "000-1b", "000-1c"))


def test_a_planned_partnership_makes_no_partners(root: Path) -> None:
    claims(
        root,
        ("000-1a", "Planned", "hasParty", "id:A"),
        ("000-1b", "Planned", "hasParty", "id:B"),
        more=CLAIM.format(name="000-1c", modality="Planned", predicate="x", value="adgo:Partnership").replace(
            "adgo:x", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        ),
    )
    assert "partnersWith" not in projection.build()["data/inferred.ttl"]


def test_the_same_claims_in_any_order_give_the_same_bytes(root: Path) -> None:
    written = [(f"000-{n}a", "Asserted", "siteCount", str(n)) for n in range(9)]
    claims(root, *written)
    first = projection.build()
    claims(root, *reversed(written))
    assert projection.build() == first


def test_a_rule_may_build_on_one_that_comes_after_it(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "siteCount", "1"))
    for rule, from_, to in (("a-last", "urn:two", "urn:three"), ("b-first", "urn:one", "urn:two")):
        (root / "ontology" / "rules" / f"{rule}.rq").write_text(
            f"CONSTRUCT {{ ?s <{to}> ?o }} WHERE {{ ?s <{from_}> ?o }}"
        )
    (root / "data" / "entities.ttl").write_text("<urn:a> <urn:one> 1 .")
    assert "<urn:three> 1" in projection.build()["data/inferred.ttl"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE {\n ?s ?p }", r"my-rule\.rq: .* 2"),
        ("ASK {}", r"my-rule\.rq: must be a CONSTRUCT query"),
    ],
)
def test_a_rule_that_is_none_is_named(root: Path, query: str, message: str) -> None:
    """Bug: a rule with a syntax error ended the build in a traceback."""
    (root / "ontology" / "rules" / "my-rule.rq").write_text(query)
    with pytest.raises(UnreadableFile, match=message):
        projection.build()


def test_a_projection_that_is_none_is_named(root: Path) -> None:
    contested = root / "ontology" / "projection" / "contested.rq"
    contested.write_text("ASK {}")
    with pytest.raises(UnreadableFile, match=r"contested\.rq: must be a SELECT query"):
        projection.build()
    contested.unlink()
    with pytest.raises(UnreadableFile, match=r"contested\.rq: No such file"):
        projection.build()


def test_every_fact_has_an_asserting_claim(packaged: Dataset) -> None:
    """List every triple of the facts with the claims that assert it; none is without, and no claim is left out."""
    asserting = packaged.store.query(
        "SELECT ?s ?p ?o ?claim WHERE { ?claim a adgo:Claim ; adgo:modality adgo:Asserted ;"
        " adgo:passage ?passage ; adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o }",
        prefixes=dict(PREFIXES),
    )
    assert isinstance(asserting, QuerySolutions)
    claims: dict[tuple[str, str, str], list[str]] = {}
    for row in asserting:
        claims.setdefault((str(row["s"]), str(row["p"]), str(row["o"])), []).append(str(row["claim"]))
    facts = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in packaged.store.quads_for_pattern(None, None, None, NamedNode(GRAPH + "facts"))
    }
    assert len(facts) > 500
    assert facts - claims.keys() == set()
    assert claims.keys() - facts == set(), "every asserted atom is a fact, as nothing is contested now"


def test_every_fact_is_in_the_terms_of_its_claim() -> None:
    """A whole decimal kept its point: the store has 50.0 as "50", which rdflib does not take for the same term."""
    claims, facts = rdflib.Graph(), rdflib.Graph()
    for path in files.part("claims"):
        claims.parse(path)
    facts.parse(files.root() / "data" / "facts.ttl")
    told = {term.n3() for term in claims.objects(None, rdflib.URIRef(PREFIXES["adgo"] + "object"))}
    assert {term.n3() for term in facts.objects()} - told == set()


def test_every_inference_has_its_triple_and_a_premise(packaged: Dataset) -> None:
    loose = """
        SELECT ?inference WHERE {
            GRAPH graph:inferred { ?inference a adgo:Inference ; adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o }
            FILTER (NOT EXISTS { GRAPH graph:inferred { ?s ?p ?o } } ||
                NOT EXISTS { ?inference adgo:premise ?claim . ?claim a adgo:Claim ; adgo:modality adgo:Asserted })
        }
    """
    rows = packaged.store.query(loose, prefixes=dict(PREFIXES))
    assert isinstance(rows, QuerySolutions)
    assert [str(row["inference"]) for row in rows] == []


def test_every_inferred_triple_has_an_inference(packaged: Dataset) -> None:
    loose = """
        SELECT ?s ?p ?o WHERE {
            GRAPH graph:inferred { ?s ?p ?o }
            FILTER NOT EXISTS { GRAPH graph:inferred { ?s a adgo:Inference } }
            FILTER NOT EXISTS {
                GRAPH graph:inferred { ?inference adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o }
            }
        }
    """
    rows = packaged.store.query(loose, prefixes=dict(PREFIXES))
    assert isinstance(rows, QuerySolutions)
    assert [str(row) for row in rows] == []
