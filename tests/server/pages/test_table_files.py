"""Every page with a table is also had as CSV and XLSX, with the same rows and with labels."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import pytest
from asked import column
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pyoxigraph import Store
from visited import Visit

from adgo import __version__
from adgo.corpus.corpus import Corpus
from adgo.graph.namespaces import ADGO, BASE, ID
from adgo.server.pages.filters import link

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COMPETENCY = Path(__file__).parents[2] / "competency"
#: Pages with a table that are not about one thing.
PAGES = (
    "/", "/projects", "/projects?place=Germany", "/projects?table=claims&party=Momenta", "/network", "/map",
    "/timeline", "/timeline?standing=AnnouncedPlan", "/indicators", "/differences", "/search?q=momenta",
    "/search?kind=Firm", "/queries", "/about", "/changes", "/corrections", "/sparql/differences", "/ontology",
    "/queries/partnerships?labels=1", "/queries/firm-profile?firm=Momenta&labels=1",
)  # fmt: skip


def things(corpus: Corpus) -> Iterator[str]:
    """Paths of the documents of one thing of each kind, and of all firms, people, places and projects."""
    for name in ("Firm", "Person", "Place", "Undertaking", "Event", "Source", "Indicator"):
        yield from (link(it) or "" for it in corpus.of_class(name))
    yield from (link(each.iri) or "" for each in corpus.claims[::40])
    yield from (link(each) or "" for each in list(corpus.by_passage)[::40])
    yield from (
        "/judgement/dong-li",
        "/statement/generation-gap",
        "/family/gidc7",
        "/time/002-5",
        "/outside/004-date",
    )


def rows(client: FlaskClient, path: str) -> list[list[str]]:
    reply = client.get(path, headers={"Accept": "text/csv"}, follow_redirects=True)
    assert reply.status_code == 200, path
    assert reply.mimetype == "text/csv", path
    text = reply.data.decode("utf-8")
    assert text.startswith("\ufeff"), path
    assert text.endswith("\r\n"), path
    return list(csv.reader(StringIO(text[1:], newline="")))


def sheet(client: FlaskClient, path: str) -> list[list[str]]:
    """The cells of the first sheet as CSV writes them."""
    reply = client.get(path, headers={"Accept": XLSX}, follow_redirects=True)
    assert (reply.status_code, reply.mimetype) == (200, XLSX), path
    first = load_workbook(BytesIO(reply.data)).worksheets[0]
    found = [[cell.value for cell in row] for row in first.iter_rows()]
    assert all(cell.data_type != "f" for row in first.iter_rows() for cell in row)
    return [[_text(value) for value in row] for row in found]


def _bare(cell: str) -> str:
    """A cell of CSV as it is in the workbook: without the apostrophe of a text like a formula, numbers alike."""
    if cell[:2] in ("'=", "'+", "'-", "'@"):
        return cell[1:]
    return f"{float(cell):g}" if re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d+)?", cell) else cell


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | int):
        return f"{value:g}"
    return "" if value is None else str(value).removesuffix(" 00:00:00")


@pytest.mark.parametrize("path", PAGES)
def test_csv_and_xlsx_have_the_same_cells_and_no_label_is_an_iri(client: FlaskClient, path: str) -> None:
    found = rows(client, path)
    assert len(found) > 1
    assert len({tuple(row) for row in found}) > 1
    assert sheet(client, path) == [[_bare(cell) for cell in row] for row in found]
    for at, name in enumerate(found[0]):
        is_label = name in ("subject", "relation", "standing", "place") and f"{name}Label" not in found[0]
        if is_label or name.endswith(("Label", "name", "title")):
            assert not [row[at] for row in found[1:] if row[at].startswith(BASE)], name


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.full)])
def test_every_thing_is_had_as_a_table(client: FlaskClient, corpus: Corpus, step: int) -> None:
    tried = 0
    for path in list(things(corpus))[::step]:
        found = rows(client, path)
        assert len(found) > 1, path
        labels = [
            at
            for at, name in enumerate(found[0])
            if name in ("subject", "relation", "value name", "source title")
        ]
        assert labels
        assert not [row[at] for row in found[1:] for at in labels if row[at].startswith(BASE)], path
        tried += 1
    assert tried > 100 / step
    for path in ("/id/Momenta", "/claim/002-8c", "/passage/004-5", "/source/002"):
        assert sheet(client, path) == [[_bare(cell) for cell in row] for row in rows(client, path)]


@pytest.mark.parametrize("step", [9, pytest.param(1, marks=pytest.mark.full)])
def test_the_table_of_a_thing_has_every_claim_about_it_and_its_projects(
    client: FlaskClient, corpus: Corpus, store: Store, step: int
) -> None:
    every = [it for name in ("Firm", "Undertaking", "Person") for it in corpus.of_class(name)]
    for it in every[::step]:
        wanted = column(
            store,
            f"""SELECT DISTINCT ?c {{ ?c a adgo:Claim .
            {{ ?c adgo:subject|adgo:object|adgo:speaker <{it}> }} UNION
            {{ ?d a adgo:Claim ; adgo:subject ?u ; adgo:object <{it}> ; adgo:predicate ?p .
               ?p rdfs:subPropertyOf* adgo:involves . ?report adgo:reportsOn ?u . ?c adgo:subject ?u }} }}""",
        )
        found = rows(client, link(it) or "")
        at = found[0].index("claim")
        assert {row[at] for row in found[1:]} == set(wanted), it
        assert len(found) - 1 == len(set(wanted)), "each claim once"


def test_a_claim_has_its_words_about_certainty_place_time_source_and_passage(client: FlaskClient) -> None:
    """Expected from article 002 and its passage: Momenta and Uber, robotaxis in Munich by 2026, announced."""
    head, *found = rows(client, "/id/momenta-uber-robotaxi")
    named = [dict(zip(head, row, strict=True)) for row in found]
    start = next(row for row in named if row["relation"] == "starts at" and row["value name"] == "by 2026")
    assert start["standing"] == "announced plan"
    assert start["how sure"] == "planned"
    assert "Munich" in start["place"]
    assert (start["not before"], start["not after"]) == ("", "2026-12-31")
    assert start["source"] == "China Daily (Dec 2025)"
    assert start["publisher"] == "China Daily (presumed)"
    assert start["paraphrase"]
    assert 0 <= int(start["passage start"]) < int(start["passage end"]) <= 5769
    assert start["claim"].startswith(BASE + "claim/002-")
    for name in ("subject", "value", "speaker", "passage start", "claim"):
        assert name in head


def test_a_market_that_is_only_planned_is_marked_in_files_as_on_pages(client: FlaskClient) -> None:
    """Bug: the file had "unconfirmed" for what the page calls "planned or unconfirmed"; the article has a plan."""
    head, *found = rows(client, "/projects")
    market = next(row[head.index("market")] for row in found if row[0] == "partnership of Momenta and Uber")
    assert market == "outside China (planned or unconfirmed)"


@pytest.mark.parametrize("path", ["/projects", "/timeline", "/id/momenta-uber-robotaxi"])
def test_the_day_by_which_something_starts_is_not_called_its_end(client: FlaskClient, path: str) -> None:
    """Bug: the robotaxi service that is to start by 2026 had the "end" 2026-12-31 in files."""
    head, *found = rows(client, path)
    assert not {"start", "end"} & set(head)
    last = next(name for name in head if name.endswith("not after"))
    of_service = [row for row in found if row[0] == "planned robotaxi service of Momenta and Uber"]
    assert "2026-12-31" in {row[head.index(last)] for row in of_service}


@pytest.mark.parametrize(
    ("path", "claim"),
    [
        ("/id/german-speed-rules", "003-59c"),
        ("/id/role-003-zhang-yongwei", "003-15c"),
        ("/source/000", "000-56a"),
    ],
)
def test_a_disputed_claim_is_marked_in_tables(client: FlaskClient, path: str, claim: str) -> None:
    """Bug: a file of claims had what the editors consider mistaken without a word about it."""
    head, *found = rows(client, path)
    marks = {row[head.index("claim")]: row[head.index("disputed by the editors")] for row in found}
    assert marks.pop(BASE + "claim/" + claim) == "yes"
    assert set(marks.values()) <= {"", "yes"}
    assert "" in marks.values()


@pytest.mark.parametrize("path", ["/id/domain-controller-price-before", "/indicators"])
def test_what_is_only_stated_as_fact_has_no_standing_in_tables_either(client: FlaskClient, path: str) -> None:
    """Bug: names, countries and a price of the past were "running" in CSV and XLSX, though they have no badge."""
    head, *found = rows(client, path)
    of_price = [row for row in found if row[0].startswith("price of a domain controller before")]
    assert of_price
    assert {row[head.index("standing")] for row in of_price} == {"stated as fact"}


@pytest.mark.parametrize(
    "path", ["/network", "/queries", "/search?q=momenta", "/id/Momenta", "/queries/partnerships", "/ontology"]
)
def test_what_cannot_be_had_is_406_and_says_what_can(client: FlaskClient, path: str) -> None:
    for query, accept in (("format=pdf", "*/*"), ("", "application/pdf")):
        address = path + ("&" if "?" in path else "?") + query
        reply = client.get(address, headers={"Accept": accept}, follow_redirects=True)
        assert reply.status_code == 406, address
        assert "csv" in reply.json["detail"], reply.json["detail"]


@pytest.mark.parametrize(
    "path", ["/network?place=Germany", "/about/id/Momenta.csv", "/differences", "/ontology"]
)
@pytest.mark.parametrize("accept", ["text/csv", XLSX])
def test_a_table_is_cached_named_and_says_which_data_it_has(
    app: Flask, client: FlaskClient, path: str, accept: str
) -> None:
    if path.endswith(".csv") and accept == XLSX:
        path = path.replace(".csv", ".xlsx")
    reply = client.get(path, headers={"Accept": accept})
    assert reply.headers["Cache-Control"] == "no-cache"
    assert "Accept" in reply.headers["Vary"]
    assert reply.headers["Adgo-Version"] == __version__
    assert reply.headers["Adgo-Data"] == app.extensions["adgo"].endpoint.digest
    name = reply.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="adgo-[A-Za-z0-9.-]+\.(csv|xlsx)"', name), name
    again = client.get(path, headers={"Accept": accept, "If-None-Match": reply.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_format_of_an_address_takes_precedence_over_accept(client: FlaskClient) -> None:
    reply = client.get("/network?format=csv", headers={"Accept": "text/html"})
    assert reply.mimetype == "text/csv"
    assert client.get("/network?format=csv&place=Germny").status_code == 400
    assert client.get("/network").mimetype == "text/html"


def test_the_csv_of_a_question_has_its_columns_and_then_labels(client: FlaskClient) -> None:
    """A contract: the columns of the query first, and no byte order mark for programs. Bug: there were no labels."""
    for name in ("partnerships", "planned-and-achieved"):
        columns = (COMPETENCY / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        head = client.get(f"/queries/{name}?format=csv").text.splitlines()[0].split(",")
        labels = [f"{each}Label" for each in columns]
        assert head[: len(columns)] == columns
        assert head[len(columns) :] == [each for each in labels if each in head] != []
        plain = client.get(f"/queries/{name}?format=csv&labels=0").text.splitlines()[0]
        assert plain.split(",") == columns
        beside = client.get(f"/queries/{name}?format=csv&labels=1").text.lstrip("\ufeff").splitlines()[0]
        assert [each for each in beside.split(",") if not each.endswith("Label")] == columns
    row = next(
        csv.DictReader(StringIO(client.get("/queries/partnerships", headers={"Accept": "text/csv"}).text))
    )
    assert (row["firm"], row["firmLabel"]) == (ID + "Aiways", "Aiways")


def test_every_page_with_a_table_links_to_its_files(visit: Visit, client: FlaskClient) -> None:
    for path in (
        "/",  # Bug: the tables of the home page had no files, and ?format=csv was the page.
        "/projects?place=Germany",
        "/network",
        "/map",
        "/timeline",
        "/indicators",
        "/differences",
        "/queries",
        "/about",
        "/changes",
        "/sparql/differences",
    ):
        targets = [each for each in visit(path).links if "format=csv" in each or "format=xlsx" in each]
        assert len(targets) >= 2, path
        for each in targets:
            assert client.get(each).status_code == 200, each
    assert {"/about/id/Momenta.csv", "/about/id/Momenta.xlsx"} <= set(visit("/id/Momenta").links)
    files = set(visit("/queries/partnerships").links)
    assert {"?format=csv&labels=1", "?format=csv", "?format=xlsx"} <= files


def test_words_of_the_request_are_safe_in_a_file_name_and_a_file(client: FlaskClient) -> None:
    words = quote('=HYPERLINK("http://x")\r\nX-Y: z;"\\')
    reply = client.get(f"/search?q={words}&format=csv")
    assert reply.status_code == 200
    assert "X-Y" not in reply.headers
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9.-]+"', reply.headers["Content-Disposition"])
    assert client.get(f"/search?q={words}&format=xlsx").status_code == 200


def test_labels_are_the_names_of_things(client: FlaskClient) -> None:
    head, *found = list(
        csv.reader(StringIO(client.get("/queries/partnerships?format=csv&labels=1").text.lstrip("\ufeff")))
    )
    pairs = {(row[head.index("firm")], row[head.index("firmLabel")]) for row in found}
    assert (ID + "Momenta", "Momenta") in pairs
    assert ADGO not in str(pairs)
