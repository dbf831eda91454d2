"""Answers in Python: values of the right types, a label beside each IRI, and nothing cut off without a word."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import adgo
from adgo import queries
from adgo.api.html_table import MOST_SHOWN
from adgo.api.result import Result
from adgo.corpus.corpus import LABELS
from adgo.corpus.tables.label_columns import with_labels

#: The expected rows are those of this day.
GIVEN = {"lapsed-plans": {"day": date(2027, 1, 1)}, "status-as-of": {"day": date(2026, 1, 1)}}
COMPETENCY = Path(__file__).parent.parent / "competency"


#: Every seventh runs every day; the competency tests ask all of them every day.
NAMES = [
    name if place % 7 == 0 else pytest.param(name, marks=pytest.mark.full)
    for place, name in enumerate(queries.load())
]


@pytest.mark.parametrize("name", NAMES)
def test_every_stored_question_has_the_expected_rows_and_labels(name: str) -> None:
    with (COMPETENCY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    result = adgo.query(name, **GIVEN.get(name, {}))
    if result.boolean is not None:
        assert (columns, rows) == (["answer"], [["yes" if result.boolean else "no"]])
        assert result.rows == [{"answer": result.boolean}]
        return
    labels = {each for each in result.columns if each.endswith("_label") and each not in columns}
    assert [each for each in result.columns if each not in labels] == columns
    assert len(result) == len(rows)
    for column in labels:
        values = [row[column.removesuffix("_label")] for row in result]
        assert any(isinstance(value, str) and ":" in value for value in values)


def test_partners_have_their_names() -> None:
    """The article of CGTN says that Audi and SAIC are partners."""
    rows = adgo.query("partnerships").rows
    assert {"Audi": "SAIC"}.items() <= {row["firm_label"]: row["partner_label"] for row in rows}.items()


def test_literals_are_python_values() -> None:
    text = """SELECT * { VALUES (?a ?b ?c ?d ?e ?f ?g) { (1 1.50 2e0 true "2026-12-31"^^xsd:date "x"@en UNDEF) } }"""
    assert adgo.query(text).values == [(1, Decimal("1.50"), 2.0, True, date(2026, 12, 31), "x", None)]


def test_a_parameter_may_be_any_name_or_a_day() -> None:
    by_label = adgo.query("firm-profile", firm="momenta")
    assert by_label == adgo.query("firm-profile", firm="id:Momenta")
    assert adgo.query("status-as-of", day=date(2026, 6, 30)) == adgo.query("status-as-of", day="2026-06-30")


def test_yes_and_no_and_graphs() -> None:
    yes, no = (
        adgo.query("ASK { id:Momenta adgo:partnersWith id:Uber }"),
        adgo.query("ASK { id:Uber a adgo:Place }"),
    )
    assert (bool(yes), bool(no), yes.boolean, no.boolean) == (True, False, True, False)
    graph = adgo.query("CONSTRUCT { ?s a adgo:Firm } WHERE { ?s a adgo:Firm } LIMIT 1")
    assert graph.turtle is not None
    assert "a adgo:Firm" in graph.turtle
    assert [(row["predicate_label"], row["object_label"]) for row in graph] == [("", "firm")]
    assert yes.to_csv() == "answer\r\ntrue\r\n"


@pytest.mark.parametrize(
    ("text", "parameters", "says"),
    [
        ("partnership", {}, "near it: partnerships"),
        ("SELECT * {", {}, "Line 1, column 11"),
        ("firm-profile", {"firm": "Momentaa"}, "nearest is 'Momenta'"),
        ("partnerships", {"firm": "Momenta"}, "no parameter 'firm'"),
        ("SELECT * { ?s ?p 1 }", {"p": 1}, "only stored questions take parameters"),
    ],
)
def test_what_cannot_be_answered_is_a_value_error(
    text: str, parameters: dict[str, object], says: str
) -> None:
    with pytest.raises(ValueError, match=r"(?s).*") as error:
        adgo.query(text, **parameters)
    assert says in str(error.value)


@pytest.mark.parametrize("given", [None, 5, b"ASK {}", Path("partnerships.rq")])
def test_what_is_not_a_text_is_a_type_error(given: object) -> None:
    """Bug: the error was "argument of type 'NoneType' is not iterable"."""
    with pytest.raises(TypeError, match=f"a query is a str: .*not {type(given).__name__}"):
        adgo.query(given)  # type: ignore[arg-type]


def test_data_frames_have_the_types_of_the_values() -> None:
    result = adgo.query("partnerships")
    frame = result.to_pandas()
    assert list(frame.columns) == list(result.columns)
    assert len(frame) == len(result)
    assert frame["start"].dtype == "Int64"
    assert frame["firm_label"].tolist() == [row["firm_label"] for row in result]
    other = result.to_polars()
    assert other.columns == list(result.columns)
    assert other["start"].to_list() == frame["start"].tolist()


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'adgo\[pandas\]'"):
        adgo.query("partnerships").to_pandas()


CELLS = st.none() | st.text() | st.integers() | st.booleans() | st.dates()
#: Values as XML Schema writes them.
WRITTEN = {None: "", True: "true", False: "false"}


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_csv_reads_back(rows: list[tuple[object, object]]) -> None:
    text = Result(("a", "b"), rows).to_csv()  # type: ignore[arg-type]
    read = list(csv.reader(io.StringIO(text, newline="")))
    written = [
        [WRITTEN[each] if each is None or isinstance(each, bool) else str(each) for each in row]
        for row in rows
    ]
    assert read == [["a", "b"], *written]


def test_a_notebook_shows_things_by_label_and_escapes_every_value() -> None:
    rows = [
        (f"<script>{number}", "http://e/a?b&c", '"><b>', "javascript:alert(1)")
        for number in range(MOST_SHOWN + 2)
    ]
    page = Result(("<x>", "y", "y_label", "z"), rows, complete=True)._repr_html_()
    assert f"{MOST_SHOWN + 2} rows, complete; the first {MOST_SHOWN} are shown" in page
    assert page.count("<tr>") == MOST_SHOWN + 1
    assert "<script>" not in page
    assert "<b>" not in page
    assert "<th>y</th><th>z</th>" in page, "labels are not a column of their own"
    link = '<a href="http://e/a?b&amp;c" title="http://e/a?b&amp;c" rel="noopener noreferrer">&quot;&gt;&lt;b&gt;</a>'
    assert link in page
    assert 'href="javascript' not in page
    assert "src=" not in page, "nothing is loaded"


def test_a_column_of_the_query_is_not_replaced_by_labels() -> None:
    columns, rows = with_labels(["a", "a_label"], [("http://e/a", "mine")], {(0, 0): "other"}, "_label")
    assert (columns, rows) == (("a", "a_label"), [("http://e/a", "mine")])


def test_labels_are_those_of_the_graph() -> None:
    """Against a query that asks for labels itself."""
    text = f"SELECT ?f ?l {{ ?f a adgo:Firm . OPTIONAL {{ ?f <{LABELS[0]}> ?l }} }}"
    for row in adgo.query(text):
        assert row["f_label"] == row["l"]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c < ?f && ?f < ?i) }",
            marks=pytest.mark.full,
        ),
        "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    ],
    ids=["one-step", "many-rows"],
)
def test_an_interrupt_ends_a_query_and_the_graph_answers_on(query: str) -> None:
    """Bug: Ctrl-C had no effect until the engine was done, which may be never."""
    code = (
        "import os, signal, threading, adgo\n"
        "adgo.query('ASK {}')\n"
        "threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        f"try:\n    adgo.query({query!r})\n"
        "except KeyboardInterrupt:\n    print('interrupted', adgo.query('partnerships').complete)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted True\n", "")
