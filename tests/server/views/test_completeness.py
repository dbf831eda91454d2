"""What a client needs to check that an answer is whole: rows, digests, version; and pages of a list at one version."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import threading
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import openpyxl
import pytest
from process import TOKEN
from pyoxigraph import RdfFormat, parse
from test_monitoring import ASKED

VERSION, ROWS, SENT, UNENCODED = "Adgo-Data", "Adgo-Rows", "Repr-Digest", "Unencoded-Digest"
FORM = "application/x-www-form-urlencoded"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RDF = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD,
}
#: Values that look like the ends of rows, in one format or another.
AWKWARD = ("},{", '}},{"x":{}},{', "a\nb\r\nc", '"', '""\n,', "</result><result>", "\\", '\\"},{"', "{}", "")
VALUES = " ".join(
    '"' + each.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'
    for each in AWKWARD
)
#: Ten awkward values, then rows that bind nothing, in the middle and at the end.
QUERY = f"SELECT ?x ?y {{ {{ VALUES ?x {{ {VALUES} }} }} UNION {{ VALUES ?z {{ 1 2 3 }} }}" + (
    " UNION { VALUES ?y { 4 } } UNION {} }"
)
EVERYTHING = "CONSTRUCT { ?s ?p ?o } { GRAPH <https://w3id.org/adgo/graph/facts> { ?s ?p ?o } }"
#: Addresses beside those of the description, one for each format.
MORE = [
    *(
        (f"/sparql?{urlencode({'query': QUERY, 'format': each})}", "*/*")
        for each in ("json", "xml", "csv", "tsv")
    ),
    *(
        (f"/sparql?{urlencode({'query': EVERYTHING})}", each)
        for each in [*list(RDF)[:3], "application/ld+json"]
    ),
    *((f"/store?graph={quote('https://w3id.org/adgo/graph/plans')}", each) for each in RDF),
    *(("/store", each) for each in ("application/n-quads", "application/trig")),
    *(("/about/id/Momenta", each) for each in [*list(RDF)[:3], "application/ld+json", "text/csv", XLSX]),
    ("/queries/partnerships?labels=1", "text/csv"),
    ("/queries/partnerships", XLSX),
    ("/queries", "text/csv"),
    ("/projects", XLSX),
    ("/", "text/html"),
    ("/about/id/Momenta.html", "text/html"),
    ("/static/style.css", "*/*"),
]


def digest(content: bytes) -> str:
    """The value of a field of RFC 9530 with the SHA-256 digest of a content."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def counted(reply) -> int | None:
    """How many rows an answer has, by a reader of its format; None if it is not made of rows."""
    content, kind = reply.plain, reply.type
    if kind == "application/sparql-results+json":
        found = json.loads(content)
        return 1 if "boolean" in found else len(found["results"]["bindings"])
    if kind == "application/sparql-results+xml":
        return len(ElementTree.fromstring(content)[1])
    if kind in ("text/csv", "text/tab-separated-values"):
        if kind == "text/csv":
            return len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))) - 1
        return content.count(b"\n") - 1
    if kind == XLSX:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return sum(sheet.max_row - 1 for sheet in book.worksheets[:-1])
    if kind in RDF:
        return len(set(parse(content, RDF[kind])))
    return None


@pytest.mark.parametrize(
    ("address", "accept"), sorted({row[1:3] for row in ASKED if row[3] == 200} | {*MORE})
)
def test_every_200_says_what_a_client_needs_to_check_it(everyday, address, accept):
    version = everyday.get("/health").json["dataset"]
    reply = everyday.get(address, Accept=accept, Accept_Encoding="gzip")
    assert reply.status == 200
    assert reply.headers[VERSION] == version
    assert reply.headers[SENT] == digest(reply.body)
    assert reply.headers[UNENCODED] == digest(reply.plain)
    is_context = "context" in address
    assert reply.headers.get(ROWS) == (None if is_context or counted(reply) is None else str(counted(reply)))
    # From the cache, and in another coding; the answer to HEAD has all that GET has.
    again = everyday.get(address, Accept=accept)
    head = everyday.send("HEAD", address, Accept=accept)
    assert again.headers[SENT] == again.headers[UNENCODED] == digest(again.body)
    for name in (VERSION, ROWS):
        assert head.headers.get(name) == again.headers.get(name)
    if "ETag" in again.headers:
        assert [head.headers[name] for name in (SENT, UNENCODED)] == [digest(again.body)] * 2
        unchanged = everyday.get(address, Accept=accept, If_None_Match=again.headers["ETag"])
        assert unchanged.status == 304
        assert (unchanged.headers[VERSION], unchanged.headers.get(SENT)) == (version, None)


def test_a_post_and_an_answer_in_a_file_have_them_too(everyday):
    """An answer of more than 8 MiB is kept in a file, and compressed block by block."""
    small = everyday.send("POST", "/sparql", QUERY, Content_Type="application/sparql-query")
    assert (small.headers[ROWS], small.headers[SENT]) == ("15", digest(small.body))
    numbers = " ".join(f"'{n:0300}'" for n in range(25))
    large = f"SELECT ?a ?b ?c {{ VALUES ?a {{ {numbers} }} ?b a ?c }}"
    reply = everyday.ask(large, "text/csv", Accept_Encoding="br")
    assert reply.headers[ROWS] == str(counted(reply))
    assert len(reply.plain) > 2**23
    assert (reply.headers[SENT], reply.headers[UNENCODED]) == (digest(reply.body), digest(reply.plain))


def test_pages_of_other_origins_can_read_them(everyday):
    reply = everyday.ask("ASK {}", Origin="https://example.org")
    exposed = {name.strip() for name in reply.headers["Access-Control-Expose-Headers"].split(",")}
    assert {VERSION, ROWS, SENT, UNENCODED} <= exposed
    asked = {"Origin": "https://example.org", "Access_Control_Request_Method": "GET"}
    preflight = everyday.send("OPTIONS", "/sparql", **asked)
    assert VERSION in preflight.headers["Access-Control-Allow-Headers"]


# --- Pages at one version ---

LIST = "SELECT ?n { GRAPH <http://example.org/pages> { ?s <http://example.org/n> ?n } } ORDER BY ?n"


def page(server, offset: int, version: str | None = None, **headers: str):
    """The page of three rows that begins behind `offset`, at a version of the data if one is given."""
    fields = {"query": f"{LIST} LIMIT 3 OFFSET {offset}"} | ({"adgo-data": version} if version else {})
    return server.get(f"/sparql?{urlencode(fields)}", **headers)


def add(server, *numbers: int) -> None:
    """Add numbers to the graph of pages."""
    triples = " ".join(f"<http://example.org/{n}> <http://example.org/n> {n} ." for n in numbers)
    update = f"INSERT DATA {{ GRAPH <http://example.org/pages> {{ {triples} }} }}"
    assert change(server, update).status == 204


def change(server, update: str, path: str = "/sparql", **headers: str):
    """The response to an update."""
    kind = {"Content_Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
    return server.send("POST", path, update, **kind, **headers)


def numbers(reply) -> list[int]:
    assert reply.status == 200, reply.text
    return [int(row["n"]["value"]) for row in reply.json["results"]["bindings"]]


@pytest.fixture
def pages(writable):
    change(writable, "DROP SILENT GRAPH <http://example.org/pages>")
    add(writable, *range(10, 20))
    return writable


def test_pages_at_one_version_make_the_whole_list(pages):
    first = page(pages, 0)
    version = first.headers[VERSION]
    later = [page(pages, offset, version) for offset in (3, 6, 9)]
    assert {reply.headers[VERSION] for reply in later} == {version}
    assert [*numbers(first), *(n for each in later for n in numbers(each))] == list(range(10, 20))


def test_a_later_page_is_refused_when_the_data_have_changed(pages):
    """Without a version, the list of both pages would have 12 twice and miss nothing that a client could see."""
    version = page(pages, 0).headers[VERSION]
    kept = page(pages, 3, version)  # from now on the fast path has it
    assert page(pages, 3, version).body == kept.body
    add(pages, 5)
    assert numbers(page(pages, 3))[0] == 12
    current = page(pages, 0).headers[VERSION]
    assert current != version
    etag = page(pages, 3).headers["ETag"]
    for reply in (
        page(pages, 3, version),
        page(pages, 3, Adgo_Data=version),
        page(pages, 3, version, If_None_Match=kept.headers["ETag"]),
        page(pages, 3, version, If_None_Match=etag),
        pages.send("POST", "/sparql", urlencode({"query": LIST, "adgo-data": version}), Content_Type=FORM),
        pages.send("POST", "/sparql?adgo%2Ddata=" + version, LIST, Content_Type="application/sparql-query"),
        pages.get(f"/store?default&adgo-data={version}"),
        pages.get("/store", Accept="application/n-quads", Adgo_Data=version),
        pages.get(f"/queries/partnerships?format=csv&adgo-data={version}"),
        pages.get(f"/projects?format=csv&adgo-data={version}"),
        pages.get(f"/.well-known/void?adgo-data={version}"),
    ):
        assert reply.status == 412
        assert reply.type == "application/problem+json"
        assert (reply.json["data"], reply.headers[VERSION]) == (current, current)
        assert "begin again at the first page" in reply.json["detail"].lower()
    assert numbers(page(pages, 3, current))[0] == 12
    shown = pages.get(f"/projects?adgo-data={version}", Accept="text/html")
    assert (shown.status, shown.type) == (412, "text/html")


@pytest.mark.parametrize(
    "address", ["/sparql?query=ASK%7B%7D&", "/queries?", "/projects?", "/about?", "/store?default&"]
)
def test_a_version_that_cannot_be_meant_is_refused(everyday, address):
    version = everyday.get("/health").json["dataset"]
    assert everyday.get(f"{address}adgo-data={version}").status == 200
    assert everyday.get(f"{address}adgo-data={version}", Adgo_Data=version).status == 200
    for wrong in ("adgo-data=", f"adgo-data={version}&adgo-data=1"):
        assert everyday.get(address + wrong).status == 400
    assert everyday.get(f"{address}adgo-data={version}", Adgo_Data="1").status in (400, 412)
    assert everyday.get(f"{address}adgo-data=1").status == 412


def test_a_change_is_made_only_at_the_version_that_it_names(pages):
    version = page(pages, 0).headers[VERSION]
    add(pages, 1)
    before = numbers(page(pages, 0))
    update = "DROP GRAPH <http://example.org/pages>"
    for reply in (
        change(pages, update, Adgo_Data=version),
        change(pages, update, f"/sparql?adgo-data={version}"),
        pages.send(
            "DELETE",
            "/store?graph=http://example.org/pages",
            Adgo_Data=version,
            Authorization=f"Bearer {TOKEN}",
        ),
        pages.send(
            "POST",
            "/sparql",
            urlencode({"update": update, "adgo-data": version}),
            Content_Type=FORM,
            Authorization=f"Bearer {TOKEN}",
        ),
    ):
        assert reply.status == 412
    assert numbers(page(pages, 0)) == before
    assert change(pages, update, Adgo_Data=page(pages, 0).headers[VERSION]).status == 204


def test_no_page_of_another_version_comes_while_the_data_change(pages):
    """Each page says from which version it is, or is refused, however the changes fall between and into requests."""
    stop = threading.Event()
    seen: dict[str, dict[int, bytes]] = {}

    def keep_changing() -> None:
        number = 100
        while not stop.is_set():
            add(pages, number)
            number += 1

    writer = threading.Thread(target=keep_changing)
    writer.start()
    try:
        statuses = set()
        for _ in range(15):
            version = page(pages, 0).headers[VERSION]
            for offset in (0, 3, 6):
                reply = page(pages, offset, version)
                statuses.add(reply.status)
                if reply.status == 200:
                    assert reply.headers[VERSION] == version
                    assert seen.setdefault(version, {}).setdefault(offset, reply.body) == reply.body
    finally:
        stop.set()
        writer.join()
    assert statuses <= {200, 412}


HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "check-completeness.md"


def test_the_program_in_the_documentation_reads_a_list_whole_or_not_at_all(pages):
    blocks = re.findall(
        r"^```python\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    program: dict[str, Any] = {}
    exec("\n".join(blocks), program)
    rows = program["all_rows"](f"{pages.url}sparql", LIST, size=3)
    assert [int(row["n"]["value"]) for row in rows] == list(range(10, 20))
    fetch, seen = program["fetch"], []

    def changed_before_the_third_page(url: str):
        seen.append(url)
        if len(seen) == 3:
            add(pages, 5)
        return fetch(url)

    program["fetch"] = changed_before_the_third_page
    with pytest.raises(HTTPError, match="412"):
        program["all_rows"](f"{pages.url}sparql", LIST, size=3)
