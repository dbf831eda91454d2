"""No value in data or in a query makes a page fail: all views and kinds of page, with values that nobody expects."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hostile import DATATYPES, DAYS, NUMBERS, TERMS, Shortened, StoreEndpoint, Term, any_of, excerpt, faults
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple
from visited import read

import adgo.server.app
from adgo.corpus import dates
from adgo.corpus.corpus import Corpus, parse_number
from adgo.graph.dataset import load
from adgo.graph.namespaces import ADGO, BASE, ID, PREFIXES, RDF, XSD
from adgo.server.pages.drawing import answer_pictures, chart
from adgo.server.pages.filters import host, link, number
from adgo.server.pages.ontology_page import classtree
from adgo.server.pages.table import Table
from adgo.server.protocol.negotiation import CSV, XLSX
from adgo.server.settings import Settings

#: Pages that are made from all of the data.
SITES = (
    "/", "/network", "/map", "/timeline", "/indicators", "/differences", "/search?q=momenta", "/search?kind=Firm",
    "/about", "/completion.json", "/queries/firm-profile", "/shapes", "/network.svg", "/map.svg", "/timeline.svg",
    "/embed/map", "/embed/neighbourhood?about=id:Momenta", "/search?q=who+plans+germany", "/queries?q=momenta",
    "/reconcile", "/reconcile?queries=%7B%22q%22:%7B%22query%22:%22momenta%22%7D%7D", "/reconcile/preview?id=Momenta",
)  # fmt: skip
#: Local names of the properties that pages compute with, or that decide what is shown where.
SENSITIVE = {
    "start", "end", "length", "sha256", "exceeds", "isBelow", "equals", "approximates", "notBefore", "notAfter",
    "wording", "caution", "within", "subClassOf", "subPropertyOf", "hasSource", "hasSelector", "source", "confidence",
    "seenOn", "toldAt", "object", "subject", "predicate", "inUnit", "basis", "evidence", "passage", "tells", "speaker",
    "inFamily", "prefLabel", "label", "type", "reportsOn", "standing", "premise", "byRule", "forModality", "forStatus",
    "disputes", "statedAt",
}  # fmt: skip
#: A smaller example of a failure is not looked for: that would take minutes.
BRIEF = settings(max_examples=8, phases=[Phase.generate])


class Site:
    """The pages over an excerpt of the packaged graph, without processes."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.endpoint: StoreEndpoint = app.extensions["adgo"].endpoint
        self.quads: dict[str, list[Quad]] = defaultdict(list)
        for quad in excerpt(load().store):
            self.quads[quad.predicate.value].append(quad)
        self.endpoint.store = Store()
        self.endpoint.store.extend(quad for quads in self.quads.values() for quad in quads)

    def visit(self, path: str) -> None:
        """Read a page: it must be one, and valid."""
        page = read(self.client, path)
        assert page.status in (200, 404), (path, page.text)
        assert not list(faults(page.html)), path


@pytest.fixture(scope="module")
def hostile_site() -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adgo.server.app, "Endpoint", StoreEndpoint)
        app = adgo.server.app.create_app(settings=Settings(workers=1))
    yield Site(app)
    adgo.server.app.close(app)


ANSWER = NamedNode("urn:answer")
COLUMNS = ("a", "b", "c")
TABLES = st.lists(st.tuples(*(st.none() | TERMS for _ in COLUMNS)), min_size=1, max_size=6).map(Shortened)


def show(
    site: Site, rows: list[tuple[Term | None, ...]], views: Sequence[str] = (*answer_pictures.NAMES, "other")
) -> None:
    """See views of an answer with these rows."""
    quads = [
        Quad(NamedNode(f"urn:row:{place}"), NamedNode(f"urn:{name}"), term, ANSWER)
        for place, row in enumerate(rows)
        for name, term in zip(COLUMNS, row, strict=False)
        if term is not None
    ]
    site.endpoint.store.extend(quads)
    parts = " ".join(f"OPTIONAL {{ ?row <urn:{name}> ?{name} }}" for name in COLUMNS)
    query = (
        f"SELECT ?a ?b ?c {{ GRAPH <urn:answer> {{ {{ SELECT DISTINCT ?row {{ ?row ?p ?o }} }} {parts} }} }}"
    )
    try:
        for view in views:
            site.visit(f"/sparql?view={view}&query={quote(query)}")
    finally:
        site.endpoint.store.remove_graph(ANSWER)


@pytest.mark.full
def test_any_day_is_drawn_or_the_page_says_that_it_cannot(hostile_site: Site) -> None:
    """Bug: the year 9999 failed the timeline, the year 1 had a tick for each of two thousand years."""
    literals = [Literal(day, datatype=NamedNode(datatype)) for day in DAYS for datatype in DATATYPES[:6]]
    for each in literals:
        cell = {"type": "literal", "value": each.value, "datatype": each.datatype.value}
        drawn = answer_pictures.draw_answer(Corpus("digest"), Table(["day"], [[cell]]), "timeline")
        assert drawn
        assert bool(drawn.chart) != bool(drawn.lack)
        assert not drawn.chart or 1 <= len(drawn.chart.ticks) <= chart.WIDE.ticks + 1
    show(hostile_site, [(term, NamedNode(ID + "Momenta"), None) for term in literals], views=["timeline"])
    for day in ("9999-12-31", "0001-01-01"):
        show(hostile_site, [(Literal(day, datatype=NamedNode(XSD + "date")), None, None)], views=["timeline"])


def test_any_term_is_shown_in_every_view(hostile_site: Site) -> None:
    @BRIEF
    @given(TABLES)
    def check(rows: Shortened) -> None:
        show(hostile_site, rows.value)

    check()


def changes(site: Site) -> st.SearchStrategy[Shortened]:
    """Quads of the data, each with the object that it gets instead; each quad once."""
    names = sorted(site.quads)
    sensitive = [name for name in names if name.rpartition("#")[2].rpartition("/")[2] in SENSITIVE]
    quads = st.one_of(any_of(sensitive), any_of(names)).flatmap(lambda name: any_of(site.quads[name]))
    return st.lists(
        st.tuples(quads, TERMS), min_size=40, max_size=40, unique_by=lambda pair: str(pair[0])
    ).map(Shortened)


def check_data(site: Site, changed: list[tuple[Quad, Term]], most: int = 100) -> None:
    """See the pages of the whole, and those of things whose data have been changed."""
    with site.endpoint.change(changed):
        subjects = dict.fromkeys(old.subject for old, _ in changed)
        names = [it.value for it in subjects if isinstance(it, NamedNode) and it.value.startswith(BASE)]
        paths = [f"/about/{quote(it[len(BASE) :])}.html" for it in names if "#" not in it]
        for path in (*SITES, *paths[:most], *(["/ontology"] if most > 20 else [])):
            site.visit(path)


@pytest.mark.full
def test_any_term_may_stand_anywhere_in_the_data(hostile_site: Site) -> None:
    @settings(BRIEF, max_examples=2)
    @given(changes(hostile_site))
    def check(changed: Shortened) -> None:
        check_data(hostile_site, changed.value, most=20)

    check()


@pytest.mark.full
def test_any_term_may_stand_anywhere_in_the_data_and_in_an_answer(hostile_site: Site) -> None:
    @settings(BRIEF, max_examples=10)
    @given(changes(hostile_site))
    def check(changed: Shortened) -> None:
        check_data(hostile_site, changed.value)

    @settings(BRIEF, max_examples=100)
    @given(TABLES)
    def check_answers(rows: Shortened) -> None:
        show(hostile_site, rows.value)

    check()
    check_answers()


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        (ADGO + "exceeds", Literal("many"), "/indicators"),
        (ADGO + "length", Literal("long"), "/about/source/004.html"),
        (PREFIXES["oa"] + "start", Literal("²"), "/about/passage/004-1.html"),
        (ADGO + "caution", Literal("²"), "/network"),
        (PREFIXES["dcterms"] + "source", Literal("http://[::1"), "/about/id/DamaiyuPort.html"),
        *(pytest.param(*each, marks=pytest.mark.full) for each in (
            (ADGO + "length", Literal("9" * 5000), "/about/source/004.html"),
            (PREFIXES["oa"] + "start", Literal("9" * 5000, datatype=NamedNode(XSD + "integer")),
            "/about/source/004.html"),
            (PREFIXES["oa"] + "start", Triple(NamedNode(ID + "a"), NamedNode(ID + "b"), Literal("1")),
            "/about/passage/004-1.html"),
            (ADGO + "notAfter", Literal("9999-12-31"), "/timeline"),
            (PREFIXES["rdfs"] + "label", Literal("\x00 \x0b"), "/ontology"),
        )),
    ],
)  # fmt: skip
def test_pages_say_what_they_can_if_all_values_of_a_property_are_unusable(
    hostile_site: Site, name: str, value: Term, path: str
) -> None:
    """Bugs: each of these failed its page, or made it HTML that is not valid."""
    claimed = [
        quad
        for told in hostile_site.quads[ADGO + "predicate"]
        if told.object == NamedNode(name)
        for quad in hostile_site.quads[ADGO + "object"]
        if quad.subject == told.subject
    ]
    with hostile_site.endpoint.change((quad, value) for quad in claimed or hostile_site.quads[name]):
        hostile_site.visit(path)


@pytest.mark.full
@pytest.mark.parametrize(
    ("name", "value"),
    [
        (PREFIXES["skos"] + "prefLabel", Literal("=1+1\x00\ufffe")),
        pytest.param(ADGO + "notAfter", Literal("9999-12-31"), marks=pytest.mark.full),
        pytest.param(
            ADGO + "exceeds", Literal("9" * 400, datatype=NamedNode(XSD + "integer")), marks=pytest.mark.full
        ),
        pytest.param(ADGO + "within", NamedNode(ID + "Germany"), marks=pytest.mark.full),
    ],
)
def test_tables_of_unusable_values_are_files(hostile_site: Site, name: str, value: Term) -> None:
    claimed = {
        quad.subject for quad in hostile_site.quads[ADGO + "predicate"] if quad.object == NamedNode(name)
    }
    changed = [each for each in hostile_site.quads[ADGO + "object"] if each.subject in claimed]
    with hostile_site.endpoint.change((quad, value) for quad in [*changed, *hostile_site.quads[name]]):
        for path in (
            "/projects?table=claims",
            "/map",
            "/timeline",
            "/indicators",
            "/search?kind=Firm",
            "/id/Momenta",
        ):
            for accept in (CSV.media_type, XLSX.media_type):
                reply = hostile_site.client.get(path, headers={"Accept": accept}, follow_redirects=True)
                assert (reply.status_code, reply.mimetype) == (200, accept), path
                assert b"\n=1" not in reply.data
                if accept == XLSX.media_type:
                    load_workbook(BytesIO(reply.data))


@pytest.mark.full
def test_classes_below_each_other_are_shown(hostile_site: Site) -> None:
    """Bug: a cycle of classes below a root failed the page of the ontology."""
    above, owl_class = NamedNode(PREFIXES["rdfs"] + "subClassOf"), NamedNode(PREFIXES["owl"] + "Class")
    pairs = [("One", "Firm"), ("One", "Other"), ("Other", "One"), ("Firm", "Firm"), ("Place", "Firm")]
    quads = [Quad(NamedNode(ADGO + one), above, NamedNode(ADGO + other)) for one, other in pairs]
    quads += [Quad(NamedNode(ADGO + name), NamedNode(RDF + "type"), owl_class) for name in ("One", "Other")]
    hostile_site.endpoint.store.extend(quads)
    hostile_site.endpoint.changes += 1
    try:
        for path in ("/ontology", "/about/id/Momenta.html", "/network"):
            hostile_site.visit(path)
    finally:
        kept = {quad for quads in hostile_site.quads.values() for quad in quads}
        for quad in quads:
            if quad not in kept:
                hostile_site.endpoint.store.remove(quad)
        hostile_site.endpoint.changes += 1


DAY = {
    "2024-02-29": ("2024-02-29", "2024-02-29"),
    "9999-12-31": ("9999-12-31", "9999-12-31"),
    "12345-06-07": ("9999-12-31", "9999-12-31"),
    "-0044-03-15": ("0001-01-01", "0001-01-01"),
    "2024-01-01+14:00": ("2024-01-01", "2024-01-01"),
    "2024-01-01Z": ("2024-01-01", "2024-01-01"),
}
#: Lexical forms of XSD 1.1 part 2, sections 3.3.7 to 3.3.12 and 3.4.28, and the days that they stand for.
TIMES = [
    *(("date", text, days) for text, days in DAY.items()),
    *(("date", text, None) for text in (
        "2024-02-30", "2023-02-29", "2024-13-01", "2024-1-1", "20240101", "2024-W01-1", "2024-01-01+15:00",
        " 2024-01-01 ",
        "12345-13-01", "012345-01-01", "2024-01-01T00:00:00", "2024", "٢٠٢٤-01-01",
    )),
    ("dateTime", "2024-12-31T23:59:59.5+14:00", ("2024-12-31", "2024-12-31")),
    ("dateTime", "2024-12-31T24:00:00", ("2025-01-01", "2025-01-01")),
    ("dateTime", "9999-12-31T24:00:00", ("9999-12-31", "9999-12-31")),
    ("dateTime", "2024-12-31T24:00:01", None),
    ("dateTime", "2024-12-31T00:00", None),
    ("dateTime", "2024-12-31", None),
    ("dateTimeStamp", "2024-12-31T00:00:00Z", ("2024-12-31", "2024-12-31")),
    ("gYear", "2024", ("2024-01-01", "2024-12-31")),
    ("gYear", "-0001", ("0001-01-01", "0001-01-01")),
    ("gYear", "99999", ("9999-12-31", "9999-12-31")),
    ("gYear", "24", None),
    ("gYear", "02024", None),
    ("gYearMonth", "2024-02Z", ("2024-02-01", "2024-02-29")),
    ("gYearMonth", "2024-13", None),
    ("string", "2024-01-01", None),
]  # fmt: skip


@pytest.mark.parametrize(("datatype", "text", "days"), TIMES)
def test_a_literal_is_the_days_that_its_datatype_says(
    datatype: str, text: str, days: tuple[str, str] | None
) -> None:
    found = dates.read_literal(text, XSD + datatype)
    assert (found and (str(found.first), str(found.last))) == days
    if found and date.min < found.first <= found.last < date.max:
        assert dates.parse_day(text) == (None if datatype.startswith("gY") else found.first)


def test_a_number_is_finite_and_written_as_xsd_says() -> None:
    numbers = {text: parse_number(text) for text in NUMBERS}
    assert {text: value for text, value in numbers.items() if value is not None} == {
        "1e-400": 0.0, "-0": 0.0, "-1": -1.0, "+1": 1.0, ".5": 0.5, "5.": 5.0, "1e5": 100000.0, "65": 65.0,
        "65.5": 65.5,
        "0.0": 0.0, "-65.5": -65.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "formatted"),
    [("1234567", "1,234,567"), ("-1000", "-1,000"), ("100", "100"), ("0012", "12"), ("1234.50", "1,234.50"),
    ("5.00", "5"),
     ("²", "²"), ("--5", "--5"), ("٣", "٣"), ("12 000", "12 000"), ("", "")],
)  # fmt: skip
def test_numbers_have_thousands_separators_and_other_texts_stay(text: str, formatted: str) -> None:
    assert number(text) == formatted


def test_a_number_of_any_length_is_formatted() -> None:
    """Bug: Python refuses to convert more than 4,300 digits, so such a number failed the page."""
    assert number("1" + "000" * 2000) == "1" + ",000" * 2000


def test_links_lead_to_this_site_or_to_the_web() -> None:
    """Bug: https://w3id.org/adgo//example.org became a link to the host example.org."""
    assert link(BASE + "/example.org") == "/%2Fexample.org"
    assert link(BASE + "id/a%20b") == "/id/a%2520b"
    assert link("javascript:alert(1)") is None
    assert host("http://[::1") == "http://[::1"
    assert host("https://www.example.org/x") == "example.org"


@pytest.mark.parametrize(
    ("first", "last"), [("0001", "9999"), ("2024", "2024"), ("1999", "2026"), ("2015", "2026")]
)
def test_an_axis_of_any_length_has_a_dozen_ticks_at_most(first: str, last: str) -> None:
    rows = [[{"type": "literal", "value": year, "datatype": XSD + "gYear"}] for year in (first, last)]
    drawn = answer_pictures.draw_answer(Corpus("digest"), Table(["year"], rows), "timeline")
    assert drawn
    assert drawn.chart
    places = [place for place, _ in drawn.chart.ticks]
    assert 1 <= len(places) <= chart.WIDE.ticks + 1
    assert places == sorted(places)
    assert all(chart.WIDE.labels <= place <= chart.WIDE.width for place in places)


def test_a_tree_of_many_ways_down_ends() -> None:
    """A class below two others, which are below two others each, and so on: twice as many branches on each level."""

    class Class:
        def __init__(self, level: int, side: int) -> None:
            self.iri = self.label = f"{level}-{side}"
            self.above = [f"{level - 1}-0", f"{level - 1}-1"] if level else []

    roots = classtree.grow([Class(level, side) for level in range(60) for side in (0, 1)])  # type: ignore[misc]
    found, waiting = 0, list(roots)
    while waiting:
        waiting += waiting.pop().below
        found += 1
    assert found <= classtree.MOST + 2


def test_terms_of_an_answer_are_those_of_the_data(hostile_site: Site) -> None:
    """The harness itself: what is put into the data comes out of a query."""
    triple = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal("o"))
    quads = [Quad(NamedNode("urn:x"), NamedNode("urn:a"), term, ANSWER) for term in (triple, BlankNode("b"))]
    hostile_site.endpoint.store.extend(quads)
    reply = hostile_site.client.get(
        "/sparql?format=json&query=" + quote("SELECT ?a { GRAPH <urn:answer> { ?x ?y ?a } }")
    )
    hostile_site.endpoint.store.remove_graph(ANSWER)
    kinds = {row["a"]["type"] for row in json.loads(reply.text)["results"]["bindings"]}
    assert kinds == {"triple", "bnode"}


def test_words_of_a_request_make_no_page_invalid(hostile_site: Site) -> None:
    """Bug: a control character in a query, a search or an address was on the page as it was."""
    words = quote("\x00\x0b\x7f\ufffe <b>")
    query = quote("ASK {} # ") + words
    for path in (
        f"/sparql?query={query}",
        f"/search?q={words}",
        f"/network?kind={words}",
        f"/{words}",
        f"/id/{words}",
    ):
        page = read(hostile_site.client, path)
        assert page.status < 500, path
        assert not list(faults(page.html)), path
