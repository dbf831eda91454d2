"""From claims to plain triples."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse
from rdflib.namespace import OWL, RDF

from adgo.graph import claims_to_facts, files
from adgo.graph.dataset import Dataset, UnreadableFile
from adgo.graph.documents import split_headers
from adgo.graph.namespaces import GRAPH, PREFIXES

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

CLAIM = """
    <https://w3id.org/adgo/claim/{name}> a adgo:Claim ; adgo:modality adgo:{modality} ;
        adgo:subject <urn:s> ; adgo:predicate adgo:{predicate} ; adgo:object {value} .
"""


def claims(root: Path, *written: tuple[str, str, str, str], more: str = "") -> None:
    text = "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n@prefix id: <https://w3id.org/adgo/id/> .\n"
    for name, modality, predicate, value in written:
        text += CLAIM.format(name=name, modality=modality, predicate=predicate, value=value)
    (root / "data" / "claims" / "000.ttl").write_text(text + more, encoding="utf-8")


def made_of_claims() -> dict[str, str]:
    """Return what the build makes of the claims alone, in less time than all of it."""
    return claims_to_facts.build(only=("facts", "plans", "inferred", "context"))


def test_the_generated_files_are_fresh(built: dict[str, str]) -> None:
    made = ("adgo-all", "catalog", "context", "facts", "inferred", "plans", "reports")
    folders = ("data", "data/claims", "ontology", "seeds", "shapes")
    assert set(built) == {
        *(f"data/{name}.ttl" for name in made),
        *(f"{folder}/catalog-v001.xml" for folder in folders),
        *("ontology/adgo.owl", "ontology/context.jsonld", "shapes/guards.ttl"),
    }
    for name, text in built.items():
        assert (files.root() / name).read_bytes() == text.encode(), f"{name} is stale: run `adgo build`"


@pytest.mark.full
def test_a_part_is_made_alone_as_with_all_the_others(built: dict[str, str]) -> None:
    alone = claims_to_facts.build(only=("facts", "reports"))
    assert alone == {name: built[name] for name in ("data/facts.ttl", "data/reports.ttl")}


@pytest.mark.parametrize("modality", ["Planned", "Conditional", "Forecast", "Hedged"])
def test_what_is_not_asserted_goes_to_the_plans(root: Path, modality: str) -> None:
    claims(root, ("000-1a", modality, "siteCount", "1"))
    made = made_of_claims()
    assert "siteCount" not in made["data/facts.ttl"]
    assert "siteCount 1" in made["data/plans.ttl"]


def test_what_is_denied_is_neither_fact_nor_plan(root: Path) -> None:
    claims(root, ("000-1a", "Denied", "siteCount", "1"))
    made = made_of_claims()
    assert not any("siteCount 1" in made[f"data/{part}.ttl"] for part in ("facts", "plans", "inferred"))


def test_two_tellings_make_one_fact(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "siteCount", "1"), ("001-1a", "Asserted", "siteCount", "1"))
    assert made_of_claims()["data/facts.ttl"].count("siteCount") == 1


def test_a_judgement_settles_a_contested_value(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "cityCount", "26"), ("001-1a", "Asserted", "cityCount", "24"))
    (root / "data" / "judgements.ttl").write_text(
        "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n"
        "<urn:j> a adgo:Judgement ; adgo:prefers <https://w3id.org/adgo/claim/001-1a> .",
        encoding="utf-8",
    )
    assert "cityCount 24" in made_of_claims()["data/facts.ttl"]
    assert "cityCount 26" not in made_of_claims()["data/facts.ttl"]


def test_nobody_partners_with_itself_and_the_premises_are_named(root: Path) -> None:
    claims(
        root,
        ("000-1a", "Asserted", "hasParty", "id:A"),
        ("000-1b", "Asserted", "hasParty", "id:B"),
        more=CLAIM.format(
            name="000-1c", modality="Asserted", predicate="x", value="adgo:Partnership"
        ).replace("adgo:x", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"),
    )
    inferred = made_of_claims()["data/inferred.ttl"]
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
    assert "partnersWith" not in made_of_claims()["data/inferred.ttl"]


@pytest.mark.full
def test_the_same_claims_in_any_order_give_the_same_bytes(root: Path) -> None:
    written = [(f"000-{n}a", "Asserted", "siteCount", str(n)) for n in range(9)]
    claims(root, *written)
    first = claims_to_facts.build()
    claims(root, *reversed(written))
    assert claims_to_facts.build() == first


def test_a_rule_may_build_on_one_that_comes_after_it(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "siteCount", "1"))
    for rule, from_, to in (("a-last", "urn:two", "urn:three"), ("b-first", "urn:one", "urn:two")):
        (root / "ontology" / "rules" / f"{rule}.rq").write_text(
            f"CONSTRUCT {{ ?s <{to}> ?o }} WHERE {{ ?s <{from_}> ?o }}", encoding="utf-8"
        )
    (root / "data" / "entities.ttl").write_text("<urn:a> <urn:one> 1 .", encoding="utf-8")
    assert "<urn:three> 1" in made_of_claims()["data/inferred.ttl"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE {\n ?s ?p }", r"my-rule\.rq: .* 2"),
        ("ASK {}", r"my-rule\.rq: must be a CONSTRUCT query"),
    ],
)
def test_a_file_of_a_rule_without_a_construct_query_is_named(root: Path, query: str, message: str) -> None:
    """Bug: a rule with a syntax error ended the build in a traceback."""
    (root / "ontology" / "rules" / "my-rule.rq").write_text(query, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=message):
        made_of_claims()


def test_a_missing_or_wrong_projection_is_named(root: Path) -> None:
    contested = root / "ontology" / "projection" / "contested.rq"
    contested.write_text("ASK {}", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"contested\.rq: must be a CONSTRUCT query"):
        made_of_claims()
    contested.unlink()
    with pytest.raises(UnreadableFile, match=r"contested\.rq: No such file"):
        made_of_claims()


LIMITS = {
    "a hedge": 'adgo:hedge "mostly"@en',
    "a scope": "adgo:scope id:highway",
    "a past without a date": "adgo:status adgo:Past",
    # Bug: an asserted claim with such a status, which drafts can have, became a fact.
    "announced": "adgo:status adgo:Announced",
    "expected": "adgo:status adgo:Expected",
    "in preparation": "adgo:status adgo:InPreparation",
    "recommended": "adgo:status adgo:Recommended",
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_claim_that_something_limits_gives_no_fact(root: Path, limit: str) -> None:
    """Bug: the facts dropped hedge, scope and past, so that a triple said more than any article."""
    claims(
        root,
        ("000-1a", "Asserted", "siteCount", "1"),
        more=f"<https://w3id.org/adgo/claim/000-1a> {LIMITS[limit]} .",
    )
    made = made_of_claims()
    assert not any("siteCount 1" in made[f"data/{part}.ttl"] for part in ("facts", "plans", "inferred"))


@pytest.mark.parametrize(
    ("status", "predicate"),
    [
        ("Announced", "announcedAt"),
        ("Announced", "announcedDuring"),
        ("InPreparation", "prepares"),
        ("Expected", "holdsView"),
        ("Recommended", "holdsView"),
    ],
)
def test_that_something_is_announced_prepared_or_called_for_is_a_fact(
    root: Path, status: str, predicate: str
) -> None:
    claims(
        root,
        ("000-1a", "Asserted", predicate, "id:o"),
        more=f"<https://w3id.org/adgo/claim/000-1a> adgo:status adgo:{status} .",
    )
    assert f"adgo:{predicate} id:o" in made_of_claims()["data/facts.ttl"]


def test_a_thing_whose_kind_is_only_intended_has_no_facts(root: Path) -> None:
    claims(
        root,
        ("000-1a", "Asserted", "siteCount", "1"),
        more=kind("000-1b", "Asserted") + "<https://w3id.org/adgo/claim/000-1b> adgo:status adgo:Announced .",
    )
    made = made_of_claims()["data/facts.ttl"]
    assert "siteCount" not in made
    assert "Partnership" not in made


def test_another_claim_without_the_limit_gives_the_fact(root: Path) -> None:
    claims(
        root,
        ("000-1a", "Asserted", "siteCount", "1"),
        ("001-1a", "Asserted", "siteCount", "1"),
        more=f"<https://w3id.org/adgo/claim/000-1a> {LIMITS['a hedge']} .",
    )
    assert "siteCount 1" in made_of_claims()["data/facts.ttl"]


def test_a_dated_past_is_a_fact(root: Path) -> None:
    claims(
        root,
        ("000-1a", "Asserted", "siteCount", "1"),
        ("000-1b", "Asserted", "occursAt", "id:t"),
        more=f"<https://w3id.org/adgo/claim/000-1a> {LIMITS['a past without a date']} .",
    )
    assert "siteCount 1" in made_of_claims()["data/facts.ttl"]


def test_praise_is_not_a_fact(root: Path) -> None:
    claims(root, ("000-1a", "Asserted", "praisedAs", '"leading"@en'))
    assert "leading" not in made_of_claims()["data/facts.ttl"]


def test_a_disputed_claim_gives_no_fact(root: Path) -> None:
    """Bug: a dispute withheld a claim only if the property was functional."""
    claims(root, ("000-1a", "Asserted", "describedAs", '"a"'), ("001-1a", "Asserted", "describedAs", '"b"'))
    (root / "data" / "judgements.ttl").write_text(
        "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n"
        "<urn:j> a adgo:Judgement ; adgo:disputes <https://w3id.org/adgo/claim/001-1a> .",
        encoding="utf-8",
    )
    made = made_of_claims()["data/facts.ttl"]
    assert 'describedAs "a"' in made
    assert 'describedAs "b"' not in made


def kind(name: str, modality: str, of: str = "adgo:Partnership") -> str:
    """Return a claim on the kind of <urn:s>."""
    written = CLAIM.format(name=name, modality=modality, predicate="x", value=of)
    return written.replace("adgo:x", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")


def test_what_is_stated_of_a_planned_thing_goes_with_the_plan(root: Path) -> None:
    """Bug: the day on which a plan was announced was a fact about a thing without a type."""
    claims(root, ("000-1a", "Asserted", "announcedAt", "id:t"), more=kind("000-1b", "Planned"))
    made = made_of_claims()
    assert "announcedAt id:t" in made["data/plans.ttl"]
    assert "announcedAt" not in made["data/facts.ttl"]


def test_an_ended_partnership_makes_no_partners(root: Path) -> None:
    """Bug: the rule took every asserted claim, past ones too."""
    claims(
        root,
        ("000-1a", "Asserted", "hasParty", "id:A"),
        ("000-1b", "Asserted", "hasParty", "id:B"),
        more=kind("000-1c", "Asserted") + "<https://w3id.org/adgo/claim/000-1c> adgo:status adgo:Past .",
    )
    made = made_of_claims()
    assert "partnersWith" not in made["data/inferred.ttl"]
    assert "involves" not in made["data/inferred.ttl"]
    assert "hasParty" not in made["data/facts.ttl"]
    assert "hasParty" not in made["data/plans.ttl"]


def test_talks_with_two_groups_do_not_pair_the_groups(root: Path) -> None:
    """Bug: the rule made two unnamed groups partners because each talks to one firm."""
    claims(
        root,
        ("000-1a", "Asserted", "hasParty", "id:Firm"),
        ("000-1b", "Asserted", "hasParty", "id:one-group"),
        ("000-1c", "Asserted", "hasParty", "id:other-group"),
        more=kind("000-1d", "Asserted")
        + "id:one-group a adgo:UnnamedGroup . id:other-group a adgo:UnnamedGroup .",
    )
    graph = rdflib.Graph().parse(data=made_of_claims()["data/inferred.ttl"])
    partners = rdflib.URIRef(PREFIXES["adgo"] + "partnersWith")
    assert len(list(graph.triples((None, partners, None)))) == 4


def gives_a_fact(store: Store) -> dict[str, tuple[str, str, str]]:
    """Return the atom of every claim that should give a fact, by the rule in words and not by the queries."""
    adgo = PREFIXES["adgo"]

    def values(node: object, name: str) -> set[str]:
        found = store.quads_for_pattern(node, NamedNode(adgo + name), None, None)  # type: ignore[arg-type]
        return {str(quad.object) for quad in found}

    disputed = {
        str(q.object) for q in store.quads_for_pattern(None, NamedNode(adgo + "disputes"), None, None)
    }
    intended = {f"<{adgo}{name}>" for name in ("Announced", "Expected", "InPreparation", "Recommended")}
    of_intentions = {
        f"<{adgo}{name}>" for name in ("announcedAt", "announcedDuring", "holdsView", "prepares")
    }
    asserted, kinds, dated = {}, set(), set()
    claim_class = NamedNode(adgo + "Claim")
    for quad in store.quads_for_pattern(None, None, claim_class, NamedNode(GRAPH + "claims")):
        claim = quad.subject
        [subject], [predicate], [value] = (values(claim, name) for name in ("subject", "predicate", "object"))
        if predicate == RDF_TYPE:
            kinds.add(subject)
        if values(claim, "modality") == {f"<{adgo}Asserted>"}:
            asserted[str(claim)] = (subject, predicate, value)
            if predicate in {f"<{adgo}occursAt>", f"<{adgo}atTime>"}:
                dated.add(subject)
    for claim, (subject, predicate, _) in list(asserted.items()):
        node = NamedNode(claim[1:-1])
        limited = values(node, "hedge") or values(node, "scope") or claim in disputed
        past = values(node, "status") == {f"<{adgo}Past>"} and subject not in dated
        limited = limited or (values(node, "status") & intended and predicate not in of_intentions)
        if limited or past or predicate == f"<{adgo}praisedAs>":
            del asserted[claim]
    of_their_kind = {subject for subject, predicate, _ in asserted.values() if predicate == RDF_TYPE}
    return {claim: atom for claim, atom in asserted.items() if atom[0] not in kinds - of_their_kind}


def test_the_facts_are_what_the_claims_state_as_fact_and_nothing_else(packaged: Dataset) -> None:
    facts = {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in packaged.store.quads_for_pattern(None, None, None, NamedNode(GRAPH + "facts"))
    }
    assert len(facts) > 400
    assert facts == set(gives_a_fact(packaged.store).values())


def test_the_query_of_the_facts_gives_the_same_when_run_alone(
    packaged: Dataset, built: dict[str, str]
) -> None:
    """The conditions are in facts.rq and in withheld.rq; who runs the first alone gets the same facts."""
    text = (files.root() / "ontology" / "projection" / "facts.rq").read_text(encoding="utf-8")
    store = Store()
    for part in claims_to_facts.HAND_WRITTEN:
        for path in files.part(part):
            store.load(path=str(path))
    alone = {str(triple) for triple in store.query(text)}  # type: ignore[union-attr]
    facts = split_headers(list(parse(built["data/facts.ttl"], RdfFormat.TURTLE)))[1]
    assert len(alone) == len(facts)
    assert len(alone) == len(set(gives_a_fact(packaged.store).values()))


def test_no_inference_rests_on_a_claim_that_gives_no_fact(packaged: Dataset) -> None:
    premise = NamedNode(PREFIXES["adgo"] + "premise")
    premises = {str(q.object) for q in packaged.store.quads_for_pattern(None, premise, None, None)}
    assert len(premises) > 80
    assert premises - gives_a_fact(packaged.store).keys() == set()


def test_every_thing_is_of_the_wider_kinds_too(packaged: Dataset) -> None:
    """Bug: `?firm a adgo:Firm` gave 8 of the 24 firms."""
    missing = """
        SELECT ?thing ?wider WHERE {
            { GRAPH graph:facts { ?thing a ?kind } } UNION { GRAPH graph:entities { ?thing a ?kind } }
            ?kind rdfs:subClassOf+ ?wider .
            FILTER (STRSTARTS(STR(?wider), STR(adgo:)))
            FILTER NOT EXISTS { ?thing a ?wider }
        }
    """
    assert [str(row) for row in packaged.store.query(missing, prefixes=dict(PREFIXES))] == []  # type: ignore[union-attr]
    firms = "SELECT DISTINCT ?firm WHERE { ?firm a adgo:Firm }"
    assert len(list(packaged.store.query(firms, prefixes=dict(PREFIXES)))) == 24  # type: ignore[arg-type]


def test_no_plan_is_found_by_its_class_in_the_files_that_assert(packaged: Dataset) -> None:
    """Load every file of data/ except plans.ttl into one graph: no thing that is only planned has a kind there."""
    merged = Store()
    for path in sorted((files.root() / "data").rglob("*.ttl")):
        if path.name != "plans.ttl":
            merged.load(path=str(path))
    for path in files.part("ontology"):
        merged.load(path=str(path))
    planned = """
        SELECT DISTINCT ?thing WHERE {
            ?claim a adgo:Claim ; adgo:predicate rdf:type ; adgo:subject ?thing .
            FILTER NOT EXISTS {
                ?stated adgo:subject ?thing ; adgo:predicate rdf:type ; adgo:modality adgo:Asserted .
            }
        }
    """
    things = [row["thing"] for row in packaged.store.query(planned, prefixes=dict(PREFIXES))]  # type: ignore[union-attr, index]
    assert len(things) >= 7
    rdf_type = NamedNode(RDF_TYPE[1:-1])
    kinds = {str(q.object) for thing in things for q in merged.quads_for_pattern(thing, rdf_type, None, None)}
    assert kinds <= {f"<{PREFIXES['adgo']}Matter>"}


def test_every_fact_is_in_the_terms_of_its_claim() -> None:
    """The store has 50.0 as "50", which is another term; so the claims write whole decimals as "50"^^xsd:decimal."""
    claims = rdflib.Graph()
    for path in files.part("claims"):
        claims.parse(path)
    written = rdflib.Graph().parse(files.root() / "data" / "facts.ttl")
    facts = [(s, p, o) for s, p, o in written if (s, RDF.type, OWL.Ontology) not in written]
    told = {term.n3() for term in claims.objects(None, rdflib.URIRef(PREFIXES["adgo"] + "object"))}
    assert {o.n3() for _, _, o in facts} - told == set()


def test_every_inference_has_its_triple_and_a_premise(packaged: Dataset) -> None:
    loose = """
        SELECT ?inference WHERE {
            GRAPH graph:inferred { ?inference a adgo:Inference ; adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o }
            FILTER (NOT EXISTS { GRAPH graph:inferred { ?s ?p ?o } } ||
                NOT EXISTS { ?inference adgo:premise ?claim . ?claim a adgo:Claim ; adgo:modality adgo:Asserted } &&
                NOT EXISTS { ?inference adgo:editorialPremise ?s . ?s a ?editorial })
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
