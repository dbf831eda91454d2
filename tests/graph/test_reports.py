"""One flat record for each undertaking and family of sources: what it takes from the claims, and its standing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from adgo.graph import claims_to_facts
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import GRAPH, PREFIXES

ADGO = PREFIXES["adgo"]

# The table of design.md, by modality and status, in the words of the standard list.
CAUTION = (
    *("ReportedDenied", "Unconfirmed", "ForecastOnly", "ConditionalPlan"),
    *("AnnouncedPlan", "Ended", "Running", "Done"),
)
BY_MODALITY = {
    "Hedged": "Unconfirmed",
    "Planned": "AnnouncedPlan",
    "Conditional": "ConditionalPlan",
    "Forecast": "ForecastOnly",
    "Denied": "ReportedDenied",
}
BY_STATUS = {"Achieved": "Done", "Ongoing": "Running", "InForce": "Running", "Past": "Ended"}

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
SOURCES = """
    src:a a adgo:Source ; adgo:inFamily <https://w3id.org/adgo/family/one> .
    src:b a adgo:Source ; adgo:inFamily <https://w3id.org/adgo/family/one> .
    src:c a adgo:Source ; adgo:inFamily <https://w3id.org/adgo/family/two> .
    p:a oa:hasSource src:a . p:b oa:hasSource src:b . p:c oa:hasSource src:c .
    id:service skos:prefLabel "service"@en .
    id:Munich a adgo:City ; adgo:within id:Germany . id:Germany a adgo:Country .
"""


def claim(source: str, predicate: str, value: str, modality: str = "Asserted", more: str = "") -> str:
    name = f"{source}-{abs(hash((predicate, value, modality, more)))}"
    return (
        f"<https://w3id.org/adgo/claim/{name}> a adgo:Claim ; adgo:passage p:{source} ; adgo:subject id:service ;"
        f" adgo:predicate {predicate} ; adgo:object {value} ; adgo:modality adgo:{modality} {more} .\n"
    )


def reports(root: Path, *claims: str) -> dict[str, dict[str, set[str]]]:
    """Return what the reports on id:service say, by the local name of their family."""
    (root / "data" / "claims" / "a.ttl").write_text(HEAD + SOURCES + "".join(claims), encoding="utf-8")
    store = Store()
    store.load(claims_to_facts.build(only=("reports",))["data/reports.ttl"].encode(), RdfFormat.TURTLE)
    found: dict[str, dict[str, set[str]]] = {}
    for quad in store.quads_for_pattern(None, NamedNode(ADGO + "inFamily"), None, None):
        values = found.setdefault(str(quad.object).rpartition("/")[2][:-1], {})
        for each in store.quads_for_pattern(quad.subject, None, None, None):
            name = each.predicate.value.replace("#", "/").rpartition("/")[2]
            value = each.object.value if isinstance(each.object, Literal) else local(each.object)
            values.setdefault(name, set()).add(value)
    return found


def local(term: object) -> str:
    return str(term).strip("<>").replace("#", "/").rpartition("/")[2]


STATUSES = (*BY_STATUS, "InPreparation", "Announced", "Expected", "Recommended", None)


PAIRS = list(product(("Asserted", *BY_MODALITY), STATUSES))


@pytest.fixture(scope="module")
def standings(
    new_root: Callable[[Path, pytest.MonkeyPatch], Path], tmp_path_factory: pytest.TempPathFactory
) -> list[set[str]]:
    """Return the standings of the one report of each pair, each from a family of its own, in one build."""
    texts = []
    for number, (modality, status) in enumerate(PAIRS):
        texts.append(f"""src:s{number} a adgo:Source ; adgo:inFamily <https://w3id.org/adgo/family/s{number}> .
            p:s{number} oa:hasSource src:s{number} .\n""")
        more = f"; adgo:status adgo:{status}" if status else ""
        texts.append(claim(f"s{number}", "rdf:type", "adgo:Trial", modality, more))
    with pytest.MonkeyPatch.context() as patch:
        made = reports(new_root(tmp_path_factory.mktemp("pairs"), patch), *texts)
    assert len(made) == len(PAIRS)
    return [made[f"s{number}"]["standing"] for number in range(len(PAIRS))]


@pytest.mark.parametrize(("number", "modality", "status"), [(n, *pair) for n, pair in enumerate(PAIRS)])
def test_every_pair_of_modality_and_status_has_one_standing(
    standings: list[set[str]], number: int, modality: str, status: str | None
) -> None:
    [standing] = standings[number]
    if modality != "Asserted":
        assert standing == BY_MODALITY[modality]
    elif status in BY_STATUS:
        assert standing == BY_STATUS[status]
    elif status is None:
        assert standing == "Running"
    else:
        assert CAUTION.index(standing) < CAUTION.index("Ended"), "it is not reported as begun"


def test_the_order_of_caution_is_that_of_the_design(packaged: Dataset) -> None:
    rows = packaged.store.query(
        "SELECT ?standing WHERE { ?standing a adgo:Standing ; adgo:caution ?n } ORDER BY ?n",
        prefixes=dict(PREFIXES),
    )
    assert tuple(local(row["standing"]) for row in rows) == CAUTION  # type: ignore[union-attr, index]


def test_a_hedge_makes_it_unconfirmed(root: Path) -> None:
    [made] = reports(
        root,
        claim("a", "rdf:type", "adgo:Trial", more='; adgo:status adgo:Achieved ; adgo:hedge "perhaps"@en'),
    ).values()
    assert made["standing"] == {"Unconfirmed"}


def test_the_more_cautious_word_of_a_family_counts_and_families_stay_distinct(root: Path) -> None:
    done = "; adgo:status adgo:Achieved"
    made = reports(
        root,
        claim("a", "rdf:type", "adgo:Trial", more=done),
        claim("b", "rdf:type", "adgo:Trial", "Hedged", done),
        claim("c", "rdf:type", "adgo:Deployment", more=done),
    )
    assert made["one"]["standing"] == {"Unconfirmed"}
    assert made["one"]["reportedBy"] == {"a", "b"}
    assert made["two"]["standing"] == {"Done"}
    assert made["two"]["reportedKind"] == {"Deployment"}


def test_a_planned_part_of_a_running_undertaking_is_not_reported_as_running(root: Path) -> None:
    [made] = reports(
        root,
        claim("a", "rdf:type", "adgo:Deployment", more="; adgo:status adgo:Ongoing"),
        claim("a", "adgo:isUndertakenBy", "id:Here", more="; adgo:status adgo:Ongoing"),
        claim("a", "adgo:isUndertakenBy", "id:Later", "Planned"),
        claim("a", "adgo:locatedIn", "id:Munich", "Planned"),
        claim("a", "adgo:automationLevel", "adgo:Level4", "Forecast"),
        claim("a", "adgo:startsAt", "time:x", "Planned"),
        "time:x a adgo:TimeExpression ; adgo:notAfter '2026-12-31'^^xsd:date .",
    ).values()
    assert made["reportedParty"] == {"Here"}
    assert "reportedPlace" not in made
    assert "reportedLevel" not in made
    assert "startsNotAfter" not in made


def test_a_plan_keeps_its_parties_places_level_and_widest_start(root: Path) -> None:
    times = (
        "time:x a adgo:TimeExpression ; adgo:notAfter '2026-12-31'^^xsd:date . "
        "time:y a adgo:TimeExpression ; adgo:notBefore '2026-01-01'^^xsd:date ; adgo:notAfter '2026-06-30'^^xsd:date ."
    )
    [made] = reports(
        root,
        times,
        claim("a", "rdf:type", "adgo:Trial", "Planned"),
        claim("a", "adgo:hasParty", "id:Firm", "Planned"),
        claim("b", "adgo:beginsWith", "id:Munich", "Planned"),
        claim("b", "adgo:beginsWith", "id:car", "Planned"),
        claim("b", "adgo:automationLevel", "adgo:Level4", "Planned"),
        claim("a", "adgo:startsAt", "time:x", "Planned"),
        claim("b", "adgo:startsAt", "time:y", "Planned"),
    ).values()
    assert made["standing"] == {"AnnouncedPlan"}
    assert made["reportedParty"] == {"Firm"}
    assert made["reportedPlace"] == {"Munich"}
    assert made["reportedLevel"] == {"Level4"}
    assert "startsNotBefore" not in made, "one of the times has no first day, so the report has none"
    assert made["startsNotAfter"] == {"2026-12-31"}
    assert made["prefLabel"] == {"service: announced plan"}


def test_a_thing_that_is_not_an_undertaking_has_no_report(root: Path) -> None:
    assert reports(root, claim("a", "rdf:type", "adgo:Barrier")) == {}


def test_every_undertaking_and_family_has_one_report(packaged: Dataset) -> None:
    spoken_of = """
        SELECT DISTINCT ?undertaking ?family WHERE {
            ?kindClaim a adgo:Claim ; adgo:subject ?undertaking ; adgo:predicate rdf:type ; adgo:object ?kind .
            ?kind rdfs:subClassOf* adgo:Undertaking .
            ?claim a adgo:Claim ; adgo:subject ?undertaking ; adgo:passage/oa:hasSource/adgo:inFamily ?family .
        }
    """
    reported = "SELECT ?undertaking ?family WHERE { ?r adgo:reportsOn ?undertaking ; adgo:inFamily ?family }"
    pairs = [
        sorted(
            (str(row["undertaking"]), str(row["family"]))
            for row in packaged.store.query(text, prefixes=dict(PREFIXES))
        )  # type: ignore[union-attr, index]
        for text in (spoken_of, reported)
    ]
    assert len(pairs[0]) > 25
    assert pairs[0] == pairs[1]


def test_a_report_says_nothing_of_the_undertaking_itself(packaged: Dataset) -> None:
    graph = NamedNode(GRAPH + "reports")
    subjects = {str(quad.subject) for quad in packaged.store.quads_for_pattern(None, None, None, graph)}
    assert all(subject.startswith("<https://w3id.org/adgo/report/") for subject in subjects)
