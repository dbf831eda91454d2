"""The tools of `adgo mcp`, called by the official client: answers, evidence, standing, cursors, errors."""

from __future__ import annotations

import re
from typing import Any

import pytest
from mcp_session import Session
from pyoxigraph import Literal, NamedNode, Store

from adgo import queries
from adgo.agents import cursor
from adgo.graph.dataset import Dataset
from adgo.graph.namespaces import PREFIXES

TOOLS = ["find", "question", "query", "evidence", "schema", "validate"]
ALL = {"max_rows": 1000, "max_bytes": 200_000}


def solutions(store: Store, text: str) -> list[tuple[Any, ...]]:
    """Return what the engine answers, without anything of ADGO."""
    return [tuple(row) for row in store.query(text, prefixes=dict(PREFIXES))]  # type: ignore[union-attr]


def test_there_are_six_tools_and_each_describes_itself(agent: Session) -> None:
    found = agent.portal.call(agent.client.list_tools).tools
    assert [each.name for each in found] == TOOLS
    for each in found:
        assert each.description
        assert each.title
        assert all(part["description"] for part in each.input_schema["properties"].values())
        assert each.annotations is not None
        assert each.annotations.read_only_hint
    assert "never present it as a fact" in found[1].description


def test_the_instructions_say_what_to_ask_first(agent: Session) -> None:
    text = agent.client.instructions or ""
    assert text.index("`find`") < text.index("`question`") < text.index("`query`")
    assert "Never present a plan" in text


def test_schema_and_every_stored_question_are_resources(agent: Session) -> None:
    found = [str(each.uri) for each in agent.portal.call(agent.client.list_resources).resources]
    stored = queries.load()
    assert found == ["adgo://schema", "adgo://questions", *(f"adgo://questions/{name}" for name in stored)]
    assert agent.read("adgo://questions/partnerships") == stored["partnerships"].text
    assert "graph:plans" in agent.read("adgo://schema")
    assert '"firms-in-germany"' in agent.read("adgo://questions")
    with pytest.raises(Exception, match="nearest names are: adgo://questions/partnerships"):
        agent.read("adgo://questions/partnership")


def test_an_answer_names_the_version_of_the_data(agent: Session, packaged: Dataset) -> None:
    assert agent.call("question", name="partnerships")["version"] == packaged.digest


def test_find_names_the_stored_question_with_its_parameters(agent: Session) -> None:
    first = agent.call("find", words="who plans what in Germany")["data"][0]
    assert (first["kind"], first["name"]) == ("question", "firms-in-germany")
    assert first["parameters"] == {"place": "id:Germany"}


def test_find_says_the_standing_of_what_is_only_planned(agent: Session) -> None:
    found = agent.call("find", words="headquarters of QCraft in Germany")["data"]
    [plan] = [each for each in found if each.get("thing") == "id:qcraft-germany-headquarters"]
    assert plan["is_fact"] is False
    assert plan["standing"] == ["announced plan"]


def test_find_says_the_standing_of_a_passage_with_only_plans(agent: Session) -> None:
    """Bug: a passage whose claims are all plans was found as if it stated a fact."""
    found = agent.call("find", words="product needs", **ALL)["data"]
    [said] = [each for each in found if each.get("thing") == "p:004-34"]
    assert (said["is_fact"], said["standing"]) == (False, ["announced plan"])


def test_a_view_with_a_status_is_a_fact_for_agents_as_on_its_page(agent: Session) -> None:
    """Bug: that Zhang Yongwei holds a view was "unconfirmed", although his article states it as fact."""
    [said] = agent.call("evidence", about="claim:003-67a")["data"]
    assert "is_fact" not in said
    assert (said["standing"], said["status"]) == ("stated as fact", "recommended")


def test_find_counts_the_claims_of_a_statement(agent: Session) -> None:
    """Bug: every statement had 0 claims."""
    found = agent.call("find", words="QCraft made public plans for a new headquarters in Germany")["data"]
    [said] = [each for each in found if each.get("thing") == "st:qcraft-germany-hq"]
    assert said["claims"] == 12
    assert said["standing"] == ["announced plan"]


def test_no_says_that_no_article_says_so(agent: Session) -> None:
    answer = agent.call("question", name="qcraft-sold-in-europe")
    assert answer["data"][0]["row"] == {"answer": False}
    assert answer["note"].startswith("No article in the graph says that it is so")
    assert "note" not in agent.call("query", sparql="ASK { id:Momenta a adgo:Firm }")


def test_pages_together_have_every_row_once(agent: Session, packaged: Dataset) -> None:
    text = "SELECT ?claim ?subject { ?claim a adgo:Claim ; adgo:subject ?subject } ORDER BY ?claim"
    pages = agent.pages("query", sparql=text, max_rows=400, max_bytes=60_000)
    claims = [row["row"]["claim"] for page in pages for row in page["data"]]
    expected = [row[0].value.replace(PREFIXES["claim"], "claim:") for row in solutions(packaged.store, text)]
    assert len(claims) == len(set(claims)) == pages[0]["total"]
    assert claims == expected
    assert not any(page["complete"] for page in pages)
    assert [page["rows_before"] for page in pages] == [
        sum(p["rows"] for p in pages[:n]) for n in range(len(pages))
    ]


def test_every_row_about_a_claim_that_is_not_asserted_says_so(agent: Session, packaged: Dataset) -> None:
    text = "SELECT DISTINCT ?claim { ?claim adgo:modality ?m FILTER (?m != adgo:Asserted) }"
    answer = agent.call("query", sparql=text, **ALL)
    assert answer["complete"]
    assert answer["rows"] == len(solutions(packaged.store, text)) > 50
    assert [row for row in answer["data"] if row.get("is_fact") is not False or not row["modality"]] == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?p ?o { GRAPH graph:plans { ?s ?p ?o } }",
        "SELECT DISTINCT ?c { ?c adgo:status adgo:Past }",
        "SELECT DISTINCT ?c { ?c adgo:hedge ?h }",
        "CONSTRUCT { ?s ?p ?o } { GRAPH graph:plans { ?s ?p ?o } }",
        "SELECT ?report { ?report a adgo:Report ; adgo:standing adgo:AnnouncedPlan }",
        "SELECT ?judgement { GRAPH graph:judgements { ?judgement a adgo:IdentityHypothesis } }",
    ],
)
def test_no_row_of_plans_hedges_or_the_past_passes_as_a_fact(agent: Session, text: str) -> None:
    answer = agent.call("query", sparql=text, **ALL)
    assert answer["data"]
    assert [row for row in answer["data"] if row.get("is_fact") is not False or not row["standing"]] == []


def test_a_row_of_what_is_hedged_and_past_says_both(agent: Session) -> None:
    """Bug: the row said "unconfirmed" alone; article 002 says that NIO's vehicles mainly were the way in the past."""
    answer = agent.call("query", sparql="SELECT ?c { VALUES ?c { claim:002-18a } ?c a adgo:Claim }")
    (row,) = answer["data"]
    assert (row["standing"], row["status"]) == (["unconfirmed"], ["past"])
    said = agent.call("find", words="used to go abroad inside the vehicles")["data"]
    (found,) = (each for each in said if each.get("thing") == "st:exported-inside-vehicles")
    assert found["standing"] == ["unconfirmed, ended"]


def test_a_row_that_only_names_a_planned_project_has_its_standing_and_modality(agent: Session) -> None:
    text = "SELECT DISTINCT ?project { GRAPH graph:plans { ?project adgo:isUndertakenBy ?firm } }"
    answer = agent.call("query", sparql=text)
    assert answer["data"]
    for row in answer["data"]:
        assert row["is_fact"] is False
        assert row["standing"]
        assert row["modality"]


def test_a_query_that_hides_where_its_rows_come_from_has_a_caution(agent: Session) -> None:
    """Each row names a firm alone, so that no row can show that the project is only planned."""
    planned = "SELECT DISTINCT ?firm { GRAPH graph:plans { ?project adgo:isUndertakenBy ?firm } }"
    said = "SELECT DISTINCT ?firm { ?claim adgo:object ?firm . ?firm a adgo:Firm }"
    either = "SELECT DISTINCT ?firm { ?project ?part ?firm . ?firm a adgo:Firm }"
    path = "SELECT DISTINCT ?firm { ?firm (!adgo:within) ?thing . ?firm a adgo:Firm }"
    for text in (planned, said, either, path):
        assert "caution" in agent.call("query", sparql=text), text


def test_facts_have_neither_caution_nor_standing(agent: Session) -> None:
    answer = agent.call("query", sparql="SELECT ?a ?b { ?a adgo:partnersWith ?b }", evidence=True)
    assert "caution" not in answer
    assert answer["data"]
    for row in answer["data"]:
        assert "is_fact" not in row
        assert {each["modality"] for each in row["evidence"]["claims"]} == {"asserted"}


def test_evidence_has_every_span_digest_source_and_paraphrase_of_the_data(
    agent: Session, packaged: Dataset
) -> None:
    """Passage 004-5 is printed twice: both spans are in the data."""
    passage = NamedNode(PREFIXES["p"] + "004-5")
    rows = solutions(
        packaged.store,
        f"SELECT ?sha ?said ?source ?start ?end {{ {passage} adgo:sha256 ?sha ; dcterms:description ?said ; "
        "oa:hasSource ?source ; oa:hasSelector/oa:start ?start . "
        f"{passage} oa:hasSelector ?span . ?span oa:start ?start ; oa:end ?end }} ORDER BY ?start",
    )
    answer = agent.call("evidence", about="claim:004-5a")
    assert answer["complete"]
    [claim] = answer["data"]
    assert claim["spans"] == [[int(row[3].value), int(row[4].value)] for row in rows]
    assert len(claim["spans"]) == 2
    assert (Literal(claim["sha256"]), claim["paraphrase"]) == (rows[0][0], rows[0][1].value)
    assert (claim["source"], claim["passage"]) == ("src:004", "p:004-5")


def test_evidence_about_an_article_has_all_of_its_claims(agent: Session, packaged: Dataset) -> None:
    text = "SELECT DISTINCT ?claim { ?claim a adgo:Claim ; adgo:passage/oa:hasSource src:002 }"
    pages = agent.pages("evidence", about="src:002", **ALL)
    found = [row["claim"] for page in pages for row in page["data"]]
    expected = {row[0].value.replace(PREFIXES["claim"], "claim:") for row in solutions(packaged.store, text)}
    assert expected <= set(found)
    assert len(found) == pages[0]["total"] == len(set(found))


def test_rows_of_a_stored_question_carry_their_claims(agent: Session) -> None:
    answer = agent.call(
        "question", name="firms-in-germany", parameters={"place": "Munich"}, evidence=True, **ALL
    )
    assert answer["parameters"] == {"place": "Munich"}
    for row in answer["data"]:
        assert row["evidence"]["claims"]
        for claim in row["evidence"]["claims"]:
            assert claim["source"] == row["row"]["source"]
            assert claim["modality"] == row["row"]["modality_label"]
            assert re.fullmatch("[0-9a-f]{64}", claim["sha256"])


def test_a_cursor_is_refused_if_the_data_have_changed(agent: Session) -> None:
    """The cursor is one of another version of the data; a server that is started anew is tested in the full run."""
    first = agent.call("question", name="partnerships", max_rows=2)
    old = cursor.parse(first["next"])
    other = cursor.Cursor(old.offset, "0" * cursor.LENGTH, old.call, old.result)
    message = agent.refused("question", name="partnerships", max_rows=2, cursor=str(other))
    assert "The data have changed" in message
    assert first["version"][: cursor.LENGTH] in message


def test_a_cursor_is_refused_for_another_call_and_if_it_was_altered(agent: Session) -> None:
    following = agent.call("question", name="partnerships", max_rows=2)["next"]
    assert "another call" in agent.refused("question", name="reports", cursor=following)
    assert "another call" in agent.refused("query", sparql="ASK {}", cursor=following)
    assert "another call" in agent.refused("question", name="partnerships", evidence=True, cursor=following)
    offset, _, rest = following.partition(".")
    for altered in (f"{int(offset) + 1}.{rest}", following[:-1], "x", "2"):
        assert "is not a cursor" in agent.refused("question", name="partnerships", cursor=altered)


def test_the_budget_may_change_from_page_to_page(agent: Session) -> None:
    first = agent.call("question", name="reports", max_rows=3)
    second = agent.call("question", name="reports", max_rows=1000, max_bytes=200_000, cursor=first["next"])
    assert (second["rows_before"], second["rows_after"], second["complete"]) == (3, 0, False)
    assert first["rows"] + second["rows"] == first["total"]


def test_a_query_that_differs_each_time_goes_on_with_the_rows_of_the_first(agent: Session) -> None:
    text = "SELECT ?s (RAND() AS ?r) { ?s a adgo:Firm }"
    pages = agent.pages("query", sparql=text, max_rows=5)
    assert sum(page["rows"] for page in pages) == pages[0]["total"]
    assert len({cursor.parse(page["next"]).result for page in pages if page["next"]}) == 1


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("question", {"name": "partnership"}, "nearest names are: partnerships"),
        (
            "question",
            {"name": "firms-in-germany", "parameters": {"place": "Munch"}},
            "the nearest is 'Munich'",
        ),
        ("question", {"name": "firms-in-germany", "parameters": {"plaze": "Munich"}}, "it takes place"),
        ("question", {"name": "status-as-of", "parameters": {"day": "today"}}, "a day such as 2026-01-31"),
        ("question", {"nam": "x"}, "Did you mean name?"),
        ("question", {}, "needs the argument name"),
        ("query", {"sparql": "SELECT ?a { ?a adgo:partnersWith ?b"}, "the query ends; expected"),
        ("query", {"sparql": "INSERT DATA { <urn:a> <urn:b> 1 }"}, "This is an update"),
        ("query", {"sparql": "partnerships"}, "is a stored question: call `question`"),
        (
            "query",
            {"sparql": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"},
            "SERVICE is refused",
        ),
        ("query", {"sparql": "SELECT * { ?a ?b ?c . ?d ?e ?f }"}, "larger than 16 MiB. Add a LIMIT"),
        ("query", {"sparql": "ASK {}", "max_rows": 0}, "max_rows: 0 is less than the minimum of 1"),
        ("find", {"words": "a" * 201}, "is too long"),
        ("evidence", {"about": "Momnta"}, "The nearest is 'Momenta'"),
        pytest.param("validate", {"data": "bad"}, "1:1: found 'bad'", marks=pytest.mark.full),
        pytest.param("validate", {"data": " "}, "Nothing was checked", marks=pytest.mark.full),
        ("validat", {"data": ""}, "The nearest names are: validate"),
    ],
)
def test_an_error_says_what_to_do(agent: Session, tool: str, arguments: dict[str, Any], message: str) -> None:
    assert message in agent.refused(tool, **arguments)


def test_a_row_larger_than_the_budget_is_refused_and_not_cut(agent: Session) -> None:
    long = "a" * 60
    text = f'SELECT (REPLACE(STR(?s), ".", "{long}") AS ?long) {{ ?s a adgo:Firm }}'
    assert "Row 1 does not fit" in agent.refused("query", sparql=text, max_bytes=2000)
    assert agent.call("query", sparql=text, max_bytes=200_000)["rows"] > 1


def test_a_query_is_stopped_at_its_time_limit(agent: Session) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "ran longer than 0.2 seconds" in agent.refused("query", sparql=text, timeout=0.2)
    assert agent.call("query", sparql="ASK {}")["data"] == [{"row": {"answer": True}}]


def test_an_empty_answer_says_why(agent: Session) -> None:
    answer = agent.call("query", sparql="SELECT ?a { ?a adgo:partnerWith ?b }")
    assert (answer["complete"], answer["rows"], answer["total"]) == (True, 0, 0)
    assert "adgo:partnersWith" in answer["note"]


@pytest.mark.full
def test_validate_gives_lines_and_remedies(agent: Session) -> None:
    data = "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n<urn:a> a adgo:Claim ."
    answer = agent.call("validate", data=data)
    assert (answer["complete"], answer["conforms"], answer["triples"]) == (True, False, 1)
    assert {row["line"] for row in answer["data"]} == {2}
    assert any("adgo:modality" in row["message"] for row in answer["data"])


@pytest.mark.full
def test_data_with_a_misspelt_term_do_not_conform(agent: Session) -> None:
    """Data in which a class was misspelt conformed, beside a row that called this an error."""
    data = "@prefix adgo: <https://w3id.org/adgo/ontology#> .\n<urn:a> a adgo:Frim ."
    answer = agent.call("validate", data=data)
    [row] = answer["data"]
    assert (answer["conforms"], row["severity"], row["remedy"]) == (False, "error", "did you mean adgo:Firm?")
    assert "file" not in row


def test_a_disputed_claim_is_not_called_stated_as_fact(agent: Session) -> None:
    """A row of a claim that only the editors dispute was no fact, and its standing was "stated as fact"."""
    sparql = "SELECT ?claim { GRAPH graph:judgements { ?judgement adgo:disputes ?claim } }"
    rows = agent.call("query", sparql=sparql, max_rows=1000)["data"]
    assert rows
    for row in rows:
        assert row["is_fact"] is False
        assert "disputed by the editors" in row["standing"]
        assert "stated as fact" not in row["standing"]


def test_schema_gives_an_overview_or_the_terms_that_have_words(agent: Session) -> None:
    [overview] = agent.call("schema")["data"]
    assert "graph:plans" in overview["card"]
    terms = {row["term"] for row in agent.call("schema", words="partners")["data"]}
    assert "adgo:partnersWith" in terms
    assert agent.call("schema", words="{")["total"] == 0
