"""The client of a change learns which literals the store keeps in another form, or the change is refused."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from process import PATIENCE, TOKEN

from adgo.server.engine.change_documents import ChangeDocuments
from adgo.server.engine.change_refusal import ChangeRefused

PREFIXES = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
TURTLE = PREFIXES + ':i :int "5"^^xsd:int ; :kept "five"^^xsd:int , 5 , "x"@en ; :price 1.10 ; :name "x"@EN .'
HEADER = "Adgo-Changed-Literals"


@pytest.fixture(scope="module")
def strict(start, tmp_path_factory):
    folder = tmp_path_factory.mktemp("strict")
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    store = ("--store", folder / "store", "--writable", "--token-file", folder / "token")
    return start(*store, "--strict-terms", "--workers", "1")


def send(server, method: str, path: str, body: str | bytes, kind: str = "text/turtle"):
    return server.send(method, path, body, Content_Type=kind, Authorization=f"Bearer {TOKEN}")


def update(server, text: str):
    return send(server, "POST", "/sparql", PREFIXES + text, "application/sparql-update")


def count(server, pattern: str = "{ ?s ?p ?o }") -> int:
    query = f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ {pattern} UNION {{ GRAPH ?g {pattern} }} }}"
    return int(server.rows(query)[0]["n"]["value"])


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_graph_that_is_sent_has_its_changed_literals_named(writable, method):
    reply = send(writable, method, f"/store/{method}", TURTLE)
    assert (reply.status, reply.headers[HEADER]) == (201, '3;example="\\"5\\"^^xsd:int to 5"')
    stored = writable.get(f"/store/{method}", Accept="application/n-triples").text
    kept = ('"5"^^<http://www.w3.org/2001/XMLSchema#integer>', '"five"^^', '"1.1"', '"x"@en')
    assert [stored.count(each) for each in kept] == [2, 1, 1, 2]


def test_a_literal_that_the_store_cannot_compare_is_named(writable):
    """Regression: comparisons and sums left it out without a message."""
    big = 12345678901234567890
    expected = f'0;unread=1;unread-example="\\"{big}\\"^^xsd:integer"'
    reply = send(writable, "PUT", "/store/big", f"<a:a> <a:p> {big} .")
    assert (reply.status, reply.headers[HEADER]) == (201, expected)
    assert update(writable, f"INSERT DATA {{ :big :n {big} }}").headers[HEADER] == expected


def test_the_line_in_the_log_has_the_number(writable):
    assert send(writable, "PUT", "/store/logged", TURTLE).status == 201
    assert send(writable, "PUT", "/store/kept", "<a:a> <a:p> 5 .").status == 201
    numbers = [
        json.loads(line).get("changed_literals")
        for line in writable.log.read_text().splitlines()
        if '"PUT"' in line
    ]
    assert numbers[-2:] == [3, None]


@pytest.mark.full
def test_a_large_graph_has_its_changed_literals_named(writable):
    body = "".join(f"<urn:{number}> <urn:p> {number:06} .\n" for number in range(10_001))
    reply = send(writable, "PUT", "/store/large", body)
    # None of the numbers is written with six digits and no zero before them.
    assert reply.headers[HEADER].startswith("10001;")


def test_literals_that_stay_are_not_reported(writable):
    reply = send(
        writable, "PUT", "/store/kept", PREFIXES + ':a :b 5 , 1.5 , true , "five"^^xsd:int , "x"@en-gb .'
    )
    assert HEADER not in reply.headers
    reply = update(
        writable, 'INSERT DATA { :kept :b 5 , 1.5 , true , "2020-01-01"^^xsd:date , "1.10" , "x"@en }'
    )
    assert reply.status == 204
    assert HEADER not in reply.headers


def test_a_byte_order_mark_before_turtle_is_skipped(writable):
    assert send(writable, "PUT", "/store/marked", b"\xef\xbb\xbf" + TURTLE.encode()).status == 201


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('INSERT DATA { :a :v "1"^^xsd:int, 1, "01"^^xsd:integer }', 2),
        ('DELETE DATA { :a :v "0001"^^xsd:long }', 1),
        (
            "DELETE { ?s :v 01 } INSERT { ?s :v 02 . GRAPH :g { ?s :w 3.0 } } WHERE { ?s :v 04 FILTER(?s = 05) }",
            3,
        ),
        ('INSERT DATA { :a :b """x"""@EN , "007" , +5 } ; DELETE WHERE { ?s :none 06 }', 3),
        ('INSERT { ?s :v ?x } WHERE { ?s :none "x"@EN BIND(07 AS ?x) }', None),
    ],
)
def test_the_literals_that_an_update_names_are_counted(writable, text, number):
    reply = update(writable, text)
    assert reply.status == 204, reply.text
    value = reply.headers.get(HEADER)
    assert (value and int(value.partition(";")[0])) == number


def test_browsers_may_read_the_header(writable):
    assert HEADER in writable.get("/sparql", Accept="text/turtle").headers["Access-Control-Expose-Headers"]


def test_a_strict_server_writes_no_changed_literal(strict):
    kept = update(strict, "INSERT DATA { :kept :b 5 , 1.5 }")
    assert kept.status == 204
    for reply in (
        send(strict, "PUT", "/store/a", TURTLE),
        send(strict, "POST", "/store?default", TURTLE),
        update(strict, 'INSERT DATA { :b :b 6 , "5"^^xsd:int }'),
        update(strict, "DELETE DATA { :kept :b 05 }"),
    ):
        assert reply.status == 422, reply.text
        assert "^^xsd:int" in reply.json["detail"]
        assert " to 5" in reply.json["detail"]
        assert "Write them in the form that the store keeps" in reply.json["detail"]
    assert count(strict) == 2


def test_a_strict_server_says_what_is_wrong_with_a_text_that_is_not_sparql(strict):
    assert update(strict, "INSERT DATA { :b :b 06 , , }").status == 400


def test_documents_that_an_update_loads_are_counted_unless_they_add_nothing():
    good, bad = b"<a:a> <a:p> 01 , 2 .", b"<a:a> <a:p> 01 , <"
    loads = [
        {
            "start": 0,
            "end": 1,
            "graph": "",
            "silent": True,
            "source": "http://e/",
            "format": "ttl",
            "size": len(each),
        }
        for each in (good, bad, good)
    ]
    documents = ChangeDocuments(good + bad + good, strict_terms=False)
    documents.replacements(loads)
    assert documents.changes.count == 2
    with pytest.raises(ChangeRefused) as refused:
        ChangeDocuments(good, strict_terms=True).replacements(loads[:1])
    assert refused.value.reason == "terms"


def test_the_log_names_the_changed_literals_of_files_that_are_served(start, tmp_path_factory):
    file = tmp_path_factory.mktemp("data") / "changed.ttl"
    file.write_text(TURTLE, encoding="utf-8")
    server = start("--data", file, "--workers", "1")
    assert 'data: 3 literals were changed when stored: "5"^^xsd:int to 5' in server.log.read_text()


@pytest.mark.full
def test_files_with_such_literals_are_not_served_strictly(tmp_path):
    (tmp_path / "changed.ttl").write_text(TURTLE, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "adgo",
        "serve",
        "--port",
        "0",
        "--strict-terms",
        "--data",
        str(tmp_path),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 1
    assert "3 literals would be changed when stored" in ended.stderr
