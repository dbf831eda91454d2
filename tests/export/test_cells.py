"""Every cell of the exported tables is what an independent query of the graph gives, in CSV, XLSX and Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import polars
import pytest
from openpyxl import load_workbook
from pyoxigraph import QuerySolutions

from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import claims, reports
from adgo.corpus.tables.export_table import ExportTable
from adgo.export import csv_table, parquet_table, xlsx_table
from adgo.graph.dataset import Dataset, load
from adgo.graph.namespaces import ADGO

QUERY = Path(__file__).with_name("cells.rq").read_text(encoding="utf-8")
PREFIXED = (
    "PREFIX adgo: <https://w3id.org/adgo/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
#: Columns that hold the value of the variable of that name, or are empty if it has none.
SAME = (
    "standing", "status", "source", "source title", "speaker", "paraphrase", "claim", "passage", "subject id",
    "relation id",
)  # fmt: skip
#: Properties of claims that state what somebody says; the status is that of what is said.
SAYING = ("announcedAt", "announcedDuring", "holdsView")
#: The properties of a report to the columns of its row.
REPORT = {
    "reportedKind": "kind", "reportedParty": "parties", "reportedPlace": "places", "reportedLevel": "levels",
    "reportedBy": "sources", "inFamily": "family", "reportsOn": "project", "standing": "standing",
}  # fmt: skip


def ask(text: str) -> list[dict[str, Any]]:
    found = load_once().store.query(text)
    assert isinstance(found, QuerySolutions)
    names = [each.value for each in found.variables]
    return [{name: None if row[name] is None else row[name].value for name in names} for row in found]  # type: ignore[union-attr]


@cache
def load_once() -> Dataset:
    return load()


def rows_of(table: ExportTable) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def expected_publisher(row: dict[str, Any]) -> str:
    return str(row["publisher"] or (f"{row['presumed']} (presumed)" if row["presumed"] else ""))


@cache
def values(text: str) -> dict[str, set[str]]:
    """Return the values of ?value by those of ?it."""
    found: dict[str, set[str]] = {}
    for row in ask(PREFIXED + text):
        found.setdefault(row["it"], set()).add(row["value"])
    return found


HEDGES = "SELECT ?it ?value { ?it adgo:hedge ?value }"
PLACES = """SELECT DISTINCT ?it ?value {
    ?it a adgo:Claim ; adgo:subject ?thing .
    ?about a adgo:Claim ; adgo:subject ?thing ; adgo:predicate ?relation ; adgo:object ?place .
    VALUES ?relation { adgo:locatedIn adgo:hasMarket adgo:beginsWith adgo:appliesIn adgo:headquarteredIn
        adgo:basedInCountry adgo:hasDestination }
    ?place a adgo:Place ; skos:prefLabel ?name
    BIND (IF(?relation = adgo:hasDestination, CONCAT("to ", ?name), ?name) AS ?value) }"""
TIMES = """SELECT DISTINCT ?it ?value {
    ?it a adgo:Claim . { ?it adgo:object ?time } UNION {
        ?it adgo:subject ?thing .
        ?starts a adgo:Claim ; adgo:subject ?thing ; adgo:predicate adgo:startsAt ; adgo:object ?time
        FILTER NOT EXISTS { ?it adgo:object/adgo:wording ?own } }
    ?time adgo:wording ?words
    OPTIONAL { ?time adgo:notBefore ?first } OPTIONAL { ?time adgo:notAfter ?last }
    BIND (CONCAT(COALESCE(STR(?first), ""), "/", COALESCE(STR(?last), "")) AS ?value) }"""


@pytest.mark.full
def test_every_cell_of_a_claim_is_what_the_graph_has(corpus: Corpus) -> None:
    made = {row["claim"]: row for row in rows_of(claims.table(corpus, corpus.claims))}
    expected = {row["claim"]: row for row in ask(QUERY)}
    assert made.keys() == expected.keys()
    for claim, row in made.items():
        wanted = {name.replace("_", " "): value or "" for name, value in expected[claim].items()}
        is_saying = wanted["relation id"].rpartition("#")[2].rpartition(":")[2] in SAYING
        if is_saying and wanted["modality"] == "asserted" and claim not in values(HEDGES):
            wanted["standing"] = ""  # That a view is held, or a plan announced, is a fact.
        wanted["standing"] = wanted["standing"] or "stated as fact"
        assert {name: row[name] or "" for name in SAME} == {name: wanted[name] for name in SAME}
        assert str(row["value"]) in (wanted["value"], wanted["value"].capitalize()), "true is True in Python"
        assert (row["passage start"], row["passage end"]) == (int(wanted["start"]), int(wanted["end"]))
        sure, *hedges = row["how sure"].split("; ")
        assert (sure, set(hedges)) == (wanted["modality"], values(HEDGES).get(claim, set()))
        assert (row["disputed by the editors"] == "yes") == (wanted["disputed"] == "true")
        assert row["publisher"] == expected_publisher(expected[claim])
        assert set(filter(None, row["place"].split("; "))) == values(PLACES).get(claim, set())
        assert f"{row['not before'] or ''}/{row['not after'] or ''}" in values(TIMES).get(claim, {"/"})
        for column in ("subject", "relation", "value name"):
            # A number of sites is in words, and the ontology has no label for terms of others.
            if wanted[column] and not row["relation id"].lower().endswith("sitecount"):
                assert row[column] == wanted[column]


def test_every_cell_of_a_report_is_what_the_graph_has(corpus: Corpus) -> None:
    made = {row["report"]: row for row in rows_of(reports.table(corpus))}
    assert made.keys() == {row["it"] for row in ask(f"SELECT ?it {{ ?it a <{ADGO}Report> }}")}
    for name, column in REPORT.items():
        label = "<http://www.w3.org/2004/02/skos/core#prefLabel>|<http://www.w3.org/2000/01/rdf-schema#label>"
        found = values(f"SELECT DISTINCT ?it ?value {{ ?it a adgo:Report ; adgo:{name}/({label}) ?value }}")
        for report, row in made.items():
            assert set(filter(None, row[column].split("; "))) == found.get(report, set()), (report, column)
    for column, name in (("start not before", "startsNotBefore"), ("start not after", "startsNotAfter")):
        days = values(f"SELECT ?it ?value {{ ?it adgo:{name} ?value }}")
        assert {it: {str(row[column])} for it, row in made.items() if row[column]} == days
    about = values("SELECT ?it ?value { ?it adgo:reportsOn ?value }")
    assert {it: {row["project id"]} for it, row in made.items()} == about


def plain(cell: object) -> object:
    """Return a cell as every format can give it back: an empty one and an empty text are the same."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def of_csv(content: bytes) -> Iterable[Iterable[object]]:
    return csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))


def of_xlsx(content: bytes) -> Iterable[Iterable[object]]:
    return load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)


def of_parquet(content: bytes) -> Iterable[Iterable[object]]:
    frame = polars.read_parquet(BytesIO(content))
    return [frame.columns, *frame.iter_rows()]


@pytest.mark.parametrize("name", ["reports", pytest.param("claims", marks=pytest.mark.full)])
def test_every_cell_is_read_back_from_each_format(corpus: Corpus, name: str) -> None:
    table = reports.table(corpus) if name == "reports" else claims.table(corpus, corpus.claims)
    expected = [[plain(cell) for cell in row] for row in (table.columns, *table.rows)]
    workbook = xlsx_table.Workbook(table.title, [table])
    for rows in (
        of_csv(csv_table.write(table)),
        of_xlsx(xlsx_table.write(workbook)),
        of_parquet(parquet_table.write(table)),
    ):
        found = [[plain(cell) for cell in row] for row in rows]
        for row, wanted in zip(found, expected, strict=True):
            for cell, words in zip(row, wanted, strict=True):
                # A text that a spreadsheet would run as a formula has an apostrophe in CSV; true is TRUE.
                assert str(cell).removeprefix("'").casefold() == str(words).removeprefix("'").casefold()
