"""What is derived is as true as the claims: cases in which it was not, each a small graph in `truth/`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from answering import rows
from pyoxigraph import QueryTriples, RdfFormat, Store

from adgo import queries
from adgo.graph import files
from adgo.graph.dataset import Dataset, load
from adgo.graph.namespaces import PREFIXES

TRUTH = Path(__file__).parent / "truth"
QUESTIONS = queries.load()
EX = "https://example.org/truth#"
PLAN = """
    @prefix adgo: <https://w3id.org/adgo/ontology#> . @prefix ex: <https://example.org/truth#> .
    @prefix oa: <http://www.w3.org/ns/oa#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    [] a adgo:Claim ; adgo:modality adgo:Planned ; adgo:subject ex:{name} ; adgo:predicate adgo:startsAt ;
        adgo:object [ adgo:wording "soon" ; adgo:notAfter "{due}"^^xsd:date ; adgo:basis adgo:AsStated ] ;
        adgo:passage [ oa:hasSource ex:source ] .
"""


def graph(*names: str) -> Store:
    """Return a store of some cases together."""
    return load([TRUTH / f"{name}.ttl" for name in names]).store


def cells(store: Store, name: str, *columns: str, **arguments: str) -> list[tuple[str, ...]]:
    """Return the rows of a stored question in some of its columns."""
    header, *found = rows(store, QUESTIONS[name].ask(arguments))
    places = [header.index(column) for column in columns]
    return sorted(tuple(row[place].removeprefix(EX) for place in places) for row in found)


def facts(case: str) -> set[tuple[str, str]]:
    """Return subject and object of every fact that the claims of a case give."""
    query = (files.root() / "ontology" / "projection" / "facts.rq").read_text(encoding="utf-8")
    found = graph(case).query(query)
    assert isinstance(found, QueryTriples)
    return {
        (str(t.subject).strip("<>").removeprefix(EX), str(t.object).strip("<>").removeprefix(EX))
        for t in found
    }


def number(packaged: Dataset, pattern: str) -> int:
    """Return how many rows a pattern has in the packaged graph."""
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    return len(rows(packaged.store, f"{prefixes}SELECT * {{ {pattern} }}")) - 1


def test_a_retelling_supersedes_no_word_of_its_own_family() -> None:
    """Bug: the flat retelling of a later day hid the hedge of the same report."""
    found = cells(graph("hedge-within-a-family"), "status-as-of", "source", "hedge", day="2025-06-30")
    assert found == [("careful", "reportedly"), ("flat", "")]


def test_a_later_word_of_another_family_supersedes() -> None:
    store = graph("hedge-within-a-family", "later-family")
    assert cells(store, "status-as-of", "source", day="2025-12-31") == [("summer-report",)]
    assert cells(store, "status-as-of", "source", day="2025-06-30") == [("careful",), ("flat",)]


def test_a_family_that_hedges_once_does_not_report_as_done() -> None:
    store = graph("hedge-within-a-family")
    assert cells(store, "planned-and-achieved", "undertaking", "standing") == [
        ("shuttles", "adgo:Unconfirmed")
    ]


@pytest.mark.parametrize(
    ("day", "plans"),
    [("2026-12-30", 0), ("2026-12-31", 3), ("2027-10-05", 3), ("2027-10-06", 4)],
)
def test_a_plan_lapses_by_its_last_day(packaged: Dataset, day: str, plans: int) -> None:
    """Bug: what was due on the day itself was not due by it."""
    assert len(cells(packaged.store, "lapsed-plans", "undertaking", day=day)) == plans


def test_plans_lapse_as_of_today() -> None:
    """Bug: the question asked for a day that was long to come, whatever the day was."""
    today = datetime.now(UTC).date()
    store = Store()
    for name, due in (("yesterday", today - timedelta(1)), ("tomorrow", today + timedelta(2))):
        store.load(PLAN.format(name=name, due=due).encode(), RdfFormat.TURTLE)
    assert cells(store, "lapsed-plans", "undertaking") == [("yesterday",)]


@pytest.mark.parametrize("name", ["planned-and-achieved", "status-as-of"])
def test_an_undertaking_of_no_narrower_kind_is_listed(packaged: Dataset, name: str) -> None:
    """Bug: a bare rdfs:subClassOf lost what is typed Undertaking itself."""
    assert cells(graph("undertaking-of-no-kind"), name, "undertaking") == [("alliance",)]
    listed = {undertaking for (undertaking,) in cells(packaged.store, name, "undertaking")}
    assert {"id:chinese-research-in-germany", "id:chinese-german-ev-cooperation"} <= listed


def test_a_limited_praising_or_disputed_claim_gives_no_fact() -> None:
    """Bug: facts dropped what made them true."""
    assert facts("limited-claims") == {("firm", "customer")}


def test_a_past_without_a_time_gives_no_fact() -> None:
    """Bug: a route of earlier years was listed beside those of today."""
    assert facts("past-without-a-time") == {("fair", "city"), ("fair", "day")}


def test_no_packaged_fact_lacks_a_claim_without_limit(packaged: Dataset) -> None:
    limited = """
        GRAPH graph:facts { ?s ?p ?o }
        FILTER NOT EXISTS {
            ?claim adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o ; adgo:modality adgo:Asserted .
            FILTER NOT EXISTS { ?claim adgo:hedge|adgo:scope ?limit }
        }
    """
    assert number(packaged, limited) == 0
    assert number(packaged, "GRAPH graph:facts { ?s ?p ?o }") > 0


def test_no_packaged_fact_is_only_past_and_undated(packaged: Dataset) -> None:
    past = """
        GRAPH graph:facts { ?s ?p ?o }
        ?claim adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o ; adgo:status adgo:Past .
        FILTER NOT EXISTS {
            ?now adgo:subject ?s ; adgo:predicate ?p ; adgo:object ?o ; adgo:modality adgo:Asserted .
            FILTER NOT EXISTS { ?now adgo:status adgo:Past }
        }
        FILTER NOT EXISTS { ?s adgo:occursAt|adgo:atTime ?time }
    """
    assert number(packaged, past) == 0


def test_only_undertakings_have_a_level(packaged: Dataset) -> None:
    """Bug: a route abroad had one, and was counted as an undertaking."""
    other = """
        ?x adgo:automationLevel ?level ; a ?class .
        FILTER NOT EXISTS { ?x a/rdfs:subClassOf* adgo:Undertaking }
    """
    assert number(packaged, other) == 0
    assert ("adgo:Level4", "3") in cells(packaged.store, "levels-named", "level", "undertakings")


def test_no_firm_is_called_chinese_in_a_string(packaged: Dataset) -> None:
    """Bug: five wordings held a firm's country, and a question for one of them lost the other firms."""
    worded = '?firm a adgo:Firm ; adgo:describedAs ?word . FILTER (CONTAINS(LCASE(?word), "chinese"))'
    assert number(packaged, worded) == 0
    assert number(packaged, "?firm a adgo:Firm ; adgo:basedInCountry id:China") == 10


def test_sources_without_a_common_atom_corroborate_nothing() -> None:
    """Bug: claims of two families under one statement were counted, although they share no part."""
    assert cells(graph("no-common-atom"), "conflicts-corroboration", "about") == []


def test_opposite_views_of_one_speaker_are_no_corroboration() -> None:
    """Bug: a welcome and a fear were listed as one statement of two families."""
    store = graph("opposed-views")
    assert cells(store, "conflicts-corroboration", "about") == []
    differing = [name for name in QUESTIONS if name.startswith("conflicts-") and cells(store, name, "about")]
    assert differing


def test_the_cases_are_in_use() -> None:
    """A case that no test names tests nothing."""
    text = Path(__file__).read_text(encoding="utf-8")
    assert [path.stem for path in TRUTH.iterdir() if f'"{path.stem}"' not in text] == []
