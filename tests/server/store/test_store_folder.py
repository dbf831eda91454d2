"""A store on disk that takes changes: the token, what readers see, and what a crash leaves."""

from __future__ import annotations

import hashlib
import json
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from process import eventually

TOKEN = "a token for the tests of changes"
UPDATE = "application/sparql-update"


@pytest.fixture(scope="module")
def token_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("token") / "token"
    path.write_text(TOKEN + "\n")
    return path


@pytest.fixture(scope="module")
def writable(start, token_file, tmp_path_factory):
    """A server over a store that takes changes; updates may take two seconds."""
    folder = tmp_path_factory.mktemp("stores") / "store"
    server = start(
        "--store", folder, "--writable", "--token-file", token_file, "--timeout", "3", "--memory", "200"
    )
    server.folder = folder
    return server


def change(server, text: str, token: str = TOKEN, **headers: str):
    return server.send(
        "POST", "/sparql", text, Content_Type=UPDATE, Authorization=f"Bearer {token}", **headers
    )


def put(server, graph: str, body: str, method: str = "PUT", kind: str = "text/turtle"):
    target = f"/store?graph={quote(graph, safe='')}"
    return server.send(method, target, body, Content_Type=kind, Authorization=f"Bearer {TOKEN}")


def numbers(server) -> set[int]:
    return {int(row["n"]["value"]) for row in server.rows("SELECT ?n { <urn:s> <urn:n> ?n }")}


def adgo(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "adgo", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_changes_need_the_token(writable):
    insert = "INSERT DATA { <urn:forbidden> <urn:p> 1 }"
    replies = [
        writable.send("POST", "/sparql", insert, Content_Type=UPDATE),
        change(writable, insert, token="wrong"),
        change(writable, insert, token=""),
        writable.send("POST", "/sparql", insert, Content_Type=UPDATE, Authorization=f"Basic {TOKEN}"),
        writable.send("PUT", "/store?default", "<urn:forbidden> <urn:p> 1 .", Content_Type="text/turtle"),
        writable.send("DELETE", "/store?default"),
    ]
    for reply in replies:
        assert reply.status == 401
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")
        assert reply.type == "application/problem+json"
    assert writable.ask("ASK { <urn:forbidden> ?p ?o }").json["boolean"] is False


def test_changes_are_counted_and_leave_a_line_in_the_log(writable):
    """Once, neither the log nor the metrics knew of updates and uploads."""

    def counts() -> list[float]:
        text = writable.get("/metrics").text
        found = [
            re.search(rf'^adgo_changes_total{{outcome="{name}"}} (\S+)$', text, re.M)
            for name in ("ok", "syntax")
        ]
        return [float(each[1]) if each else 0.0 for each in found]

    before = counts()
    text = "INSERT DATA { <urn:logged> <urn:p> 1 }"
    assert change(writable, text).status == 204
    assert change(writable, "INSERT NONSENSE").status == 400
    assert put(writable, "urn:logged", "<urn:a> <urn:p> 1 .").status == 201
    assert [b - a for a, b in zip(before, counts(), strict=True)] == [2, 1]
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert eventually(lambda: digest in writable.log.read_text())
    (line,) = [json.loads(line) for line in writable.log.read_text().splitlines() if digest in line]
    assert (line["form"], line["outcome"]) == ("UPDATE", "ok")


def test_a_change_refused_before_it_is_tried_is_counted_once_and_leaves_a_line_in_the_log(writable):
    """Once, whoever tried one token after another left no trace."""

    def counts() -> tuple[float, ...]:
        text = writable.get("/metrics").text
        found = [
            re.search(rf"^{name} (\S+)$", text, re.M)
            for name in (r'adgo_changes_total\{outcome="refused"\}', "adgo_change_seconds_count")
        ]
        return tuple(float(each[1]) if each else 0.0 for each in found)

    def lines() -> list[dict[str, Any]]:
        found = map(json.loads, filter(lambda line: line[:1] == "{", writable.log.read_text().splitlines()))
        return [line for line in found if line["outcome"] == "refused" and line["form"]]

    refused, tried = counts()
    noted = len(lines())
    text = "INSERT DATA { <urn:refused> <urn:p> 1 }"
    assert change(writable, text, "wrong").status == 401
    assert change(writable, "LOAD <http://127.0.0.1:9/>").status == 403
    assert writable.send("DELETE", "/store?default").status == 401
    assert put(writable, "urn:refused", "a", kind="text/html").status == 415
    assert counts() == (refused + 4, tried)
    assert eventually(lambda: len(lines()) == noted + 4)
    shown = [(line["form"], line["status"]) for line in lines()[noted:]]
    assert shown == [("UPDATE", 401), ("UPDATE", 403), ("DELETE", 401), ("PUT", 415)]
    assert lines()[noted]["query"] == hashlib.sha256(text.encode()).hexdigest()


def test_only_a_writable_server_describes_itself_as_one(writable, people):
    language = b"http://www.w3.org/ns/sparql-service-description#SPARQL11Update"
    assert language in writable.get("/sparql", Accept="application/n-triples").body
    assert language not in people.get("/sparql", Accept="application/n-triples").body


@pytest.mark.full
def test_the_description_has_a_tag_of_its_own_where_it_says_something_else(
    start, small, token_file, tmp_path
):
    """A client of the read-only server got 304 from the writable one, and never heard that it takes updates."""
    adgo("load", "--store", tmp_path / "store", small)
    address = ("--store", tmp_path / "store", "--public-url", "http://example.org/")
    reader = start(*address)
    tag = reader.get("/sparql").headers["ETag"]
    reader.stop()
    again = start(*address)
    assert again.get("/sparql", If_None_Match=tag).status == 304
    again.stop()
    writer = start(*address, "--writable", "--token-file", token_file)
    reply = writer.get("/sparql", If_None_Match=tag)
    assert reply.status == 200
    assert "SPARQL11Update" in reply.text


def test_a_change_is_seen_by_the_next_query_and_changes_the_tag(writable):
    query = "SELECT * { <urn:seen> <urn:p> ?o }"
    before = writable.ask(query)
    assert writable.ask(query, If_None_Match=before.headers["ETag"]).status == 304
    assert change(writable, "INSERT DATA { <urn:seen> <urn:p> 1 }").status == 204
    after = writable.ask(query, If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert len(after.json["results"]["bindings"]) == 1


def test_the_form_takes_updates_too(writable):
    body = urlencode({"update": "INSERT DATA { <urn:form> <urn:p> 1 }"})
    kind = "application/x-www-form-urlencoded"
    assert (
        writable.send("POST", "/sparql", body, Content_Type=kind, Authorization=f"Bearer {TOKEN}").status
        == 204
    )
    assert writable.ask("ASK { <urn:form> ?p ?o }").json["boolean"] is True


def test_a_malformed_update_names_its_place_and_changes_nothing(writable):
    reply = change(writable, "INSERT DATA { <urn:half> <urn:p> 1 } ;\nINSERT DATA { <urn:half> <urn:p> }")
    assert reply.status == 400
    assert (reply.json["line"], reply.json["column"]) == (2, 34)
    assert writable.ask("ASK { <urn:half> ?p ?o }").json["boolean"] is False


def test_an_update_that_fails_half_way_changes_nothing(writable):
    reply = change(
        writable, "INSERT DATA { <urn:first> <urn:p> 1 } ; CREATE GRAPH <urn:g1> ; CREATE GRAPH <urn:g1>"
    )
    assert reply.status == 400
    assert writable.ask("ASK { <urn:first> ?p ?o }").json["boolean"] is False


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/>",
        "LOAD SILENT <file:///etc/passwd>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_an_update_calls_nobody(writable, text):
    reply = change(writable, text)
    assert reply.status == 403
    assert "refused" in reply.json["detail"]


def test_an_update_that_takes_too_long_is_ended_and_the_next_is_made(writable):
    values = " ".join(map(str, range(400)))
    product = " ".join(f"VALUES ?{name} {{ {values} }}" for name in "abcd")
    reply = change(
        writable, f"INSERT {{ <urn:long> <urn:p> ?n }} WHERE {{ SELECT (COUNT(*) AS ?n) {{ {product} }} }}"
    )
    assert reply.status == 504
    assert change(writable, "INSERT DATA { <urn:after> <urn:p> 1 }").status == 204
    assert writable.ask("ASK { <urn:after> ?p ?o }").json["boolean"] is True
    assert writable.ask("ASK { <urn:long> ?p ?o }").json["boolean"] is False


def test_a_graph_that_cannot_be_parsed_leaves_the_old_one(writable):
    assert put(writable, "urn:kept", "<urn:a> <urn:b> 1 .").status == 201
    assert put(writable, "urn:kept", "<urn:a> <urn:b> ").status == 400
    assert put(writable, "urn:kept", "[]", kind="image/png").status == 415
    assert writable.rows("SELECT ?o { GRAPH <urn:kept> { <urn:a> <urn:b> ?o } }")[0]["o"]["value"] == "1"


def test_a_form_with_files_adds_to_a_graph(writable):
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="f{n}"; filename="{n}.ttl"\r\nContent-Type: text/turtle\r\n\r\n'
        f"<urn:part{n}> <urn:p> {n} .\r\n"
        for n in (1, 2)
    )
    reply = put(writable, "urn:parts", parts + "--x--\r\n", "POST", "multipart/form-data; boundary=x")
    assert reply.status == 201
    assert len(writable.rows("SELECT * { GRAPH <urn:parts> { ?s ?p ?o } }")) == 2


def test_readers_never_see_half_of_a_change(writable):
    graph, size = "urn:whole", 120
    stop = threading.Event()
    wrong = []

    def read() -> None:
        query = f"SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?v) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        while not stop.is_set():
            row = writable.rows(query)[0]
            found = (int(row["n"]["value"]), int(row["v"]["value"]))
            if found not in ((0, 0), (size, 1)):
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for version in range(25):
        body = "\n".join(f"<urn:s{number}> <urn:p> {version} ." for number in range(size))
        assert put(writable, graph, body).status in (201, 204)
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []


def test_old_snapshots_go(writable):
    for number in range(12):
        assert change(writable, f"INSERT DATA {{ <urn:snapshots> <urn:p> {number} }}").status == 204
    assert eventually(lambda: len(list((writable.folder / "snapshots").iterdir())) <= 2)


def test_what_was_acknowledged_outlives_kill_9(start, token_file, tmp_path):
    folder = tmp_path / "store"
    arguments = ("--store", folder, "--writable", "--token-file", token_file)
    done: list[int] = []
    sent = 0
    for _ in range(3):
        server = start(*arguments)
        assert set(done) <= numbers(server) <= set(range(sent))
        killer = threading.Timer(0.1, server.process.kill)
        before = len(done)
        try:
            while True:
                number, sent = sent, sent + 1
                assert change(server, f"INSERT DATA {{ <urn:s> <urn:n> {number} }}").status == 204
                done.append(number)
                if len(done) == before + 2:
                    killer.start()
        except OSError:
            pass
        killer.join()
        server.stop(signal.SIGKILL)
        assert eventually(lambda: is_free(folder)), "the writer has outlived its server"
    assert len(done) > 5
    server = start(*arguments)
    assert set(done) <= numbers(server) <= set(range(sent))


def is_free(folder: Path) -> bool:
    return adgo("load", "--store", folder, "--dump", folder.parent / "all.nq").returncode == 0


def test_load_backup_and_dump(start, small, tmp_path):
    folder, backup, dump = tmp_path / "store", tmp_path / "backup", tmp_path / "all.nq"
    loaded = adgo("load", "--store", folder, small, "--dump", dump)
    assert loaded.returncode == 0, loaded.stderr
    assert "9 quads" in loaded.stderr
    assert len(dump.read_text().splitlines()) == 9
    server = start("--store", folder)
    assert len(server.rows("SELECT * { ?s ?p ?o }")) == 8
    assert len(server.rows("SELECT * { GRAPH ?g { ?s ?p ?o } }")) == 1
    assert change(server, "DROP ALL").status == 403
    assert adgo("load", "--store", folder, "--backup", backup).returncode == 0
    assert len(start("--store", backup).rows("SELECT * { ?s ?p ?o }")) == 8
    assert adgo("load", "--store", folder, "--backup", backup).returncode == 3


@pytest.mark.full
def test_a_dump_that_breaks_off_leaves_the_one_before(tmp_path):
    """Once, its beginning stood in the file's place, as a dump that can be loaded."""
    folder, dump, data = tmp_path / "store", tmp_path / "all.nq", tmp_path / "data.nt"
    data.write_text("".join(f"<urn:s> <urn:p> <urn:{number}> .\n" for number in range(30_000)))
    dump.write_text("the one before")
    assert adgo("load", "--store", folder, data).returncode == 0
    command = [sys.executable, "-m", "adgo", "load", "--store", folder, "--dump", dump]
    full = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))}
    refused = subprocess.run(command, capture_output=True, text=True, check=False, **full)
    assert refused.returncode == 3
    assert "too large" in refused.stderr
    assert dump.read_text() == "the one before"
    assert not list(tmp_path.glob(".all.nq*"))


def test_a_store_that_is_not_there_is_not_dumped(tmp_path, small):
    """A slip in the store's name made an empty store, wrote an empty dump over the one before, and exited with 0."""
    dump = tmp_path / "all.nq"
    dump.write_text("what was dumped before")
    refused = adgo("load", "--store", tmp_path / "stoer", "--dump", dump)
    assert refused.returncode == 3
    assert "stoer: not a store" in refused.stderr
    assert not (tmp_path / "stoer").exists()
    assert dump.read_text() == "what was dumped before"
    nowhere = tmp_path / "none" / "all.nq"
    unwritten = adgo("load", "--store", tmp_path / "store", small, "--dump", nowhere)
    assert unwritten.returncode == 3
    assert str(nowhere) in unwritten.stderr


@pytest.mark.full
def test_a_backup_while_the_server_writes(writable, start, tmp_path):
    assert change(writable, "INSERT DATA { <urn:backed> <urn:p> 1 }").status == 204
    made = adgo("load", "--store", writable.folder, "--backup", tmp_path / "copy")
    assert made.returncode == 0, made.stderr
    assert start("--store", tmp_path / "copy").ask("ASK { <urn:backed> ?p ?o }").json["boolean"] is True


def test_a_store_that_is_written_is_not_loaded_into(writable, small):
    refused = adgo("load", "--store", writable.folder, small)
    assert refused.returncode == 3
    assert "another process is writing to this store" in refused.stderr


def test_one_bad_file_loads_nothing(small, tmp_path):
    bad = tmp_path / "bad.ttl"
    bad.write_text("<urn:a> <urn:b>\n")
    refused = adgo("load", "--store", tmp_path / "store", small, bad)
    assert refused.returncode == 3
    assert "bad.ttl:" in refused.stderr
    assert not (tmp_path / "store" / "live").exists()


def test_a_store_of_another_format_says_how_to_bring_it_over(small, tmp_path):
    folder = tmp_path / "store"
    assert adgo("load", "--store", folder, small).returncode == 0
    (folder / "FORMAT").write_text("oxigraph 0.1\n")
    refused = adgo("load", "--store", folder, small)
    assert refused.returncode == 3
    assert "oxigraph 0.1" in refused.stderr
    assert "--dump" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--writable"], 2),
        (["--store", "{}/s", "--writable", "--token-file", "{}/missing"], 3),
        (["--data", "{}/missing.ttl"], 3),
        *(
            pytest.param(arguments, code, marks=pytest.mark.full)
            for arguments, code in (
                (["--store", "{}/none"], 3),
                (["--store", "{}/none", "--data", "."], 2),
                (["--texts", "{}/missing"], 3),
                (["--allow-load", "https://example.org/"], 2),
                (["--store", "{}/s", "--writable", "--token-file", "{}/t", "--allow-load", "http://a"], 2),
            )
        ),
    ],
)
def test_wrong_usage_of_serve_is_said(tmp_path, arguments, code):
    (tmp_path / "t").write_text(TOKEN)
    began = time.monotonic()
    refused = adgo("serve", "--port", "0", *(each.format(tmp_path) for each in arguments))
    assert refused.returncode == code, refused.stderr
    assert "Error:" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert time.monotonic() - began < 60
