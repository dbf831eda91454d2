"""The query editor: the same answers with and without scripts, names instead of identifiers, pictures, text to copy."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from process import Server
from visited import Visit

from adgo import queries
from adgo.corpus.corpus import Corpus
from adgo.server.pages import snippets
from adgo.server.pages.drawing import answer_pictures
from adgo.server.pages.table import Table
from adgo.sparql.text import SparqlText

XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "https://w3id.org/adgo/"
ID = BASE + "id/"
ANSWER = re.compile(r'<section id="answer".*</section>\s*<aside', re.DOTALL)
#: Addresses in the answer that differ between the two pages.
ADDRESS = re.compile(r'(href=")/(?:query|sparql)\\?')


def uri(name: str) -> dict[str, str]:
    return {"type": "uri", "value": ID + name}


def literal(value: str, datatype: str) -> dict[str, str]:
    return {"type": "literal", "value": value, "datatype": XSD + datatype}


def day(value: str) -> dict[str, str] | None:
    return literal(value, "date") if value else None


def moments(corpus: Corpus, columns: list[str], *rows: list[Any]) -> list[list[tuple[str, str]]]:
    """The first and last days of each time of each row on the timeline."""
    drawn = answer_pictures.draw_answer(corpus, Table(columns, [*rows]), "timeline")
    assert drawn
    assert drawn.chart
    return [
        [(str(each.range.first or ""), str(each.range.last or "")) for each in entry.moments]
        for entry in drawn.chart.entries
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a ?b { ?a adgo:partnersWith ?b }",
        "ASK { id:Momenta adgo:partnersWith id:Uber }",
        "DESCRIBE id:Momenta",
        "SELECT * { ?s adgo:partnerWith ?o }",
        "SELECT * { ?s foo:bar ?o }",
        "DELETE WHERE { ?s ?p ?o }",
    ],
)
@pytest.mark.parametrize("view", ["table", "network", "map", "timeline"])
def test_the_plain_form_and_the_full_editor_give_the_same_answer(visit: Visit, text: str, view: str) -> None:
    pages = [visit(f"{path}?query={quote(text)}&view={view}") for path in ("/query", "/sparql")]
    assert pages[0].status == pages[1].status
    answers = [ANSWER.search(ADDRESS.sub(r"\1/?", page.html)) for page in pages]
    assert answers[0]
    assert answers[1]
    assert answers[0][0] == answers[1][0]


@pytest.mark.parametrize("path", ["/query", "/sparql"])
def test_the_first_query_is_answered_when_the_page_opens_and_fits_every_view(visit: Visit, path: str) -> None:
    page = visit(path)
    answer = page.sections["Answer"]
    assert "Momenta" in answer
    assert "Munich" in answer
    assert "2026-12-31" in answer
    links = [each["href"] for each in page.all("a") if "data-view" in each]
    assert len(links) == 4
    for each in links[1:]:
        assert "<svg" in (ANSWER.search(visit(each).html) or [""])[0]


def test_a_table_has_names_and_plain_values_and_every_link_stays_on_the_site(visit: Visit) -> None:
    """Bug: the editor showed "2645"^^xsd:integer and id:Aiways, with links to another host."""
    text = "SELECT ?firm (2645 AS ?n) (true AS ?yes) ('word'@en AS ?w) { VALUES ?firm { id:QCraft } }"
    page = visit("/query?query=" + quote(text))
    cells = re.findall("<td>(.*?)</td>", page.html)
    shown = [
        re.sub("<[^>]*>", "", re.sub('<small class="type">.*?</small>', "", cell)).strip() for cell in cells
    ]
    assert shown == ["QCraft", "2645", "true", "word"]
    hidden = re.findall('<small class="type">(.*?)</small>', page.html)
    assert hidden == ["id:QCraft", "integer", "boolean", "@en"]


@pytest.mark.parametrize("name", ["partnerships", pytest.param("", marks=pytest.mark.full)])
def test_every_stored_question_opens_in_the_editor_with_its_rows_and_local_links(
    visit: Visit, name: str
) -> None:
    for each in [name] if name else queries.load():
        page = visit(f"/query?question={each}")
        assert page.status == 200
        assert "rows" in page.sections["Answer"] or "1 row" in page.sections["Answer"], each
        assert not [link for link in page.links if link.startswith(BASE)], each


@pytest.mark.parametrize(
    ("columns", "start", "end", "expected"),
    [
        (["s", "e"], "2025-01-01", "2026-12-31", [("2025-01-01", "2026-12-31")]),
        (["start", "end"], "2025-01-01", "", [("2025-01-01", "")]),
        (["notBefore", "notAfter"], "", "2026-12-31", [("", "2026-12-31")]),
        (["one", "other"], "2025-01-01", "2026-12-31", [("2025-01-01", "2026-12-31")]),
        (
            ["start", "end"],
            "2026-12-31",
            "2025-01-01",
            [("2026-12-31", "2026-12-31"), ("2025-01-01", "2025-01-01")],
        ),
    ],
)
def test_two_columns_of_dates_are_one_bar(
    corpus: Corpus, columns: list[str], start: str, end: str, expected: list[tuple[str, str]]
) -> None:
    """Bug: the ends of a range were two ticks, named like the columns."""
    # A row with both ends shows which columns are dates.
    both = [uri("Uber"), day("2024-01-01"), day("2024-02-01")]
    found = moments(corpus, ["firm", *columns], [uri("Momenta"), day(start), day(end)], both)
    assert found == [expected, [("2024-01-01", "2024-02-01")]]


def test_other_columns_of_dates_are_times_of_their_own(corpus: Corpus) -> None:
    row = [uri("Momenta"), day("2024-01-01"), day("2025-01-01"), day("2026-01-01")]
    assert [len(each) for each in moments(corpus, ["firm", "a", "b", "c"], row)] == [3]
    assert [len(each) for each in moments(corpus, ["firm", "start", "announced", "end"], row)] == [2]


def test_a_thing_has_one_box_and_a_pair_one_line(corpus: Corpus) -> None:
    """Bug: partners were drawn twice, each in both columns, with a line for each direction."""
    pairs = [
        ("Momenta", "Uber"),
        ("Uber", "Momenta"),
        ("Momenta", "Toyota"),
        ("Toyota", "Uber"),
        ("Uber", "Uber"),
    ]
    table = Table(["a", "b"], [[uri(a), uri(b)] for a, b in pairs])
    drawn = answer_pictures.draw_answer(corpus, table, "network")
    assert drawn
    assert drawn.network
    assert sorted(each.label for each in drawn.network.boxes) == ["Momenta", "Toyota", "Uber"]
    assert sorted(tuple(sorted((each.one.label, each.other.label))) for each in drawn.network.lines) == [
        ("Momenta", "Toyota"),
        ("Momenta", "Uber"),
        ("Toyota", "Uber"),
    ]


def test_things_that_are_paired_only_with_themselves_make_no_network(corpus: Corpus) -> None:
    table = Table(["a", "b"], [[uri("Uber"), uri("Uber")]])
    drawn = answer_pictures.draw_answer(corpus, table, "network")
    assert drawn
    assert drawn.lack
    assert answer_pictures.offered(corpus, table) == ["table"]


def test_a_picture_says_how_many_rows_it_leaves_out(visit: Visit) -> None:
    text = "SELECT ?claim ?subject { ?claim adgo:subject ?subject } LIMIT 90"
    page = visit("/query?view=network&query=" + quote(text))
    assert "It shows the first 80 rows; 10 more are in the table." in page.text


AWKWARD = (
    r"""SELECT ("it's" AS ?a) ("a \\ b" AS ?b) ('""" + '"""quoted"""' + r"""' AS ?c) ("$HOME `x`" AS ?d) """
    """("中" AS ?e) {
  # it ends with a quotation mark: "
}"""
)
ROW = ["it's", "a \\ b", '"""quoted"""', "$HOME `x`", "中"]


def test_the_answer_is_a_table_for_spreadsheets_with_names(client: FlaskClient) -> None:
    text = "SELECT ?firm ?n { VALUES (?firm ?n) { (id:Momenta 7) } }"
    reply = client.get("/query", query_string={"query": text, "format": "csv"})
    assert list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"), newline=""))) == [
        ["firm", "firmLabel", "n"],
        [ID + "Momenta", "Momenta", "7"],
    ]
    assert client.get("/query", query_string={"query": text, "format": "xlsx"}).data.startswith(b"PK")
    assert (
        client.get("/query", query_string={"query": "ASK { ?s ?p ?o }", "format": "csv"}).status_code == 406
    )
    asked = {"query": "SELECT ?x { ?x foo:bar 1 }", "format": "csv"}
    assert client.get("/query", query_string=asked).status_code == 400


def test_a_stored_question_opens_without_its_header(visit: Visit) -> None:
    assert "#+" not in visit("/query?question=partnerships").html


def made(server: Server, text: str) -> dict[str, str]:
    query = SparqlText(text)
    graphs = (
        [("default-graph-uri", "http://example.org/graph")] if "FROM" not in text and "knows" in text else []
    )
    found = snippets.snippets(query, server.url + "query", server.url + "sparql", graphs)
    return {each.name: each.text for each in found}


def output(command: list[str]) -> str:
    return subprocess.run(
        command, capture_output=True, check=True, text=True, encoding="utf-8", timeout=30
    ).stdout


def test_the_programs_to_copy_run_and_give_the_answer(people: Server) -> None:
    texts = made(people, AWKWARD)
    rows = list(csv.reader(io.StringIO(output(["sh", "-c", texts["curl"]]), newline="")))
    assert rows == [["a", "b", "c", "d", "e"], ROW]
    assert output([sys.executable, "-c", texts["Python"]]).strip() == str(
        [dict(zip("abcde", ROW, strict=True))]
    )
    assert parse_qs(urlsplit(texts["Link"]).query)["query"] == [AWKWARD]


def test_the_programs_to_copy_ask_the_graphs_of_the_request_and_give_truths_and_graphs(
    people: Server,
) -> None:
    asked = made(people, "PREFIX ex: <http://example.org/> ASK { ex:dave ex:knows ?who }")
    assert '"boolean":true' in output(["sh", "-c", asked["curl"]])
    assert output([sys.executable, "-c", asked["Python"]]) == "True\n"
    made_graph = made(people, "PREFIX ex: <http://example.org/> CONSTRUCT WHERE { ex:dave ex:knows ?who }")
    for command in (["sh", "-c", made_graph["curl"]], [sys.executable, "-c", made_graph["Python"]]):
        assert "http://example.org/alice" in output(command)
