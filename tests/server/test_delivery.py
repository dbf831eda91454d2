"""Entity tags, 304, compression and the cache of answers."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path
from unittest import mock
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adgo.server import delivery, endpoint
from adgo.server.app import close, create_app
from adgo.server.delivery import SMALL
from adgo.server.engine.answer import IN_MEMORY, Answer
from adgo.server.engine.failure import Failure
from adgo.server.protocol import query_problems
from adgo.server.settings import MIB, Settings
from adgo.sparql.text import SparqlText

QUERY = "SELECT ?a ?b { VALUES ?a { " + " ".join(map(str, range(200))) + " } VALUES ?b { 1 2 3 } }"
ONES = " ".join(map(str, range(300)))
LARGE = f"SELECT ?a ?b {{ VALUES ?a {{ {ONES} }} VALUES ?b {{ {ONES} }} }}"


def test_a_tag_is_strong_and_is_the_formats_own(people):
    tags = {
        people.ask(QUERY, accept).headers["ETag"]
        for accept in ("application/json", "text/csv", "application/xml")
    }
    assert len(tags) == 3
    assert all(tag.startswith('"') and tag.endswith('"') for tag in tags)
    assert people.ask(QUERY).headers["ETag"] == people.ask(QUERY).headers["ETag"]
    named = {"query": QUERY, "default-graph-uri": "http://example.org/graph"}
    assert people.get("/sparql?" + urlencode(named)).headers["ETag"] not in tags


def test_an_answer_that_the_client_has_is_not_sent_again(people):
    tag = people.ask(QUERY).headers["ETag"]
    for given_tag in (tag, f'"other", {tag}', f"W/{tag}"):
        reply = people.ask(QUERY, If_None_Match=given_tag)
        assert (reply.status, reply.body) == (304, b"")
        assert reply.headers["ETag"] == tag
    assert people.ask(QUERY, If_None_Match='"other"').status == 200


def test_any_tag_at_all_does_not_spare_a_query_its_run(people):
    """Regression: `If-None-Match: *` got 304 for a query that is not SPARQL."""
    assert people.ask("SELECT * { ?s ?p }", If_None_Match="*").status == 400
    assert people.ask(QUERY, If_None_Match="*").status == 304


def test_a_tag_promises_no_labels_of_blank_nodes_beyond_the_run_of_a_server(people, start, small):
    """Regression: after a restart the same tag stood for other labels."""
    again = start("--data", small, "--workers", "4")
    with_blanks, without = "SELECT ?o { ?s ?p ?o FILTER isBlank(?o) }", "SELECT ?s { ?s ?p 42 }"
    for kind in ("application/json", "application/xml", "text/csv"):
        first, second = people.ask(with_blanks, kind), again.ask(with_blanks, kind)
        assert first.body != second.body
        assert first.headers["ETag"] != second.headers["ETag"]
        assert people.ask(with_blanks, kind, If_None_Match=first.headers["ETag"]).status == 304
        assert again.ask(with_blanks, kind, If_None_Match=first.headers["ETag"]).status == 200
    view = {"Authorization": "Bearer none"}
    assert people.ask(with_blanks).headers["ETag"] == people.ask(with_blanks, **view).headers["ETag"]
    base = {"Host": "example.org"}
    assert people.ask(without, **base).headers["ETag"] == again.ask(without, **base).headers["ETag"]


SPOKEN_OF = ["<< ?s <urn:p> 1 >> <urn:q> 1", "?s <urn:p> 1 {| <urn:q> 1 |}", "?s <urn:p> 1 ~"]


@pytest.mark.parametrize("number", [0, 1], ids=["adgo", "engine"])
def test_a_new_version_does_not_take_the_answers_of_the_former_for_its_own(small, monkeypatch, number):
    """Regression: a client kept a wrong answer until the data changed, although the server had been corrected."""
    app = create_app([small])
    try:
        client, arguments = app.test_client(), {"query_string": {"query": QUERY}}
        tag = client.get("/sparql", **arguments).headers["ETag"]
        arguments["headers"] = {"If-None-Match": tag}
        assert client.get("/sparql", **arguments).status_code == 304
        makers = list(endpoint.MAKERS)
        makers[number] += ".1"
        monkeypatch.setattr(endpoint, "MAKERS", tuple(makers))
        assert client.get("/sparql", **arguments).status_code == 200
    finally:
        close(app)


@pytest.mark.parametrize("template", ["[] <urn:p> ?o", "?o <urn:p> _:b", "?o <urn:p> ( 1 )", *SPOKEN_OF])
def test_a_graph_with_blank_nodes_of_its_own_has_no_tag(people, template):
    """Regression: a strong tag stood for labels that differ from call to call."""
    query = f"CONSTRUCT {{ {template} }} WHERE {{ ?s <http://example.org/age> ?o }}"
    query = query.replace("?o <urn:p>", "?s <urn:p>")
    first, second = people.ask(query, "text/turtle"), people.ask(query, "text/turtle")
    assert first.status == second.status == 200
    assert "ETag" not in first.headers
    assert first.headers["Cache-Control"] == "no-store"
    plain = "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s ?p ?o FILTER(?o IN (42)) [] ?p ?x }"
    assert "ETag" in people.ask(plain, "text/turtle").headers


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()", "now()"])
def test_an_answer_that_varies_has_no_tag(people, call):
    reply = people.ask(f"SELECT ({call} AS ?x) {{}}")
    assert reply.status == 200
    assert "ETag" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"
    assert people.ask(f"SELECT ({call} AS ?x) {{}}").body != reply.body or call == "BNODE()"


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("query", [QUERY, LARGE], ids=["small", "large"])
def test_compressed_and_plain_are_the_same_answer_with_tags_of_their_own(people, query, coding):
    def send(**headers):
        kind = {"Content_Type": "application/sparql-query", "Accept": "text/csv"}
        return people.send("POST", "/sparql", query, **kind, **headers)

    plain, packed = send(), send(Accept_Encoding=coding)
    assert plain.headers.get("Content-Encoding") is None
    assert packed.headers["Content-Encoding"] == coding
    assert packed.plain == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.body)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert send(Accept_Encoding=f"{coding};q=0").headers.get("Content-Encoding") is None


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_the_tag_of_a_compressed_answer_is_known_again(people, coding):
    packed = people.ask(QUERY, Accept_Encoding=coding)
    again = people.ask(QUERY, Accept_Encoding=coding, If_None_Match=packed.headers["ETag"])
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", packed.headers["ETag"])
    assert "Accept-Encoding" in again.headers["Vary"]


def test_a_copy_in_a_coding_that_the_client_does_not_read_is_not_said_to_do(people):
    """Regression: a cache with a compressed copy was allowed to send it to a client that cannot read it."""
    for coding, other in (("gzip", "identity"), ("br", "gzip"), ("br", "br;q=0")):
        packed = people.ask(QUERY, Accept_Encoding=coding)
        again = people.ask(QUERY, Accept_Encoding=other, If_None_Match=packed.headers["ETag"])
        assert (again.status, again.plain) == (200, packed.plain)
        assert again.headers.get("Content-Encoding") != coding


def test_a_post_is_answered_even_if_the_client_has_the_answer(people):
    """Regression: If-None-Match turned the answer to a POST into a 304, which is for GET and HEAD."""
    kind = {"Content_Type": "application/sparql-query", "Accept": "application/sparql-results+json"}
    first = people.send("POST", "/sparql", QUERY, **kind)
    for tag in (first.headers["ETag"], "*"):
        again = people.send("POST", "/sparql", QUERY, If_None_Match=tag, **kind)
        assert (again.status, again.body) == (200, first.body)
    assert people.ask(QUERY, If_None_Match=first.headers["ETag"]).status == 304


def test_each_coding_of_an_answer_has_a_tag_of_its_own(people):
    replies = [people.ask(QUERY, Accept_Encoding=coding) for coding in ("br", "gzip", "identity")]
    assert len({reply.headers["ETag"] for reply in replies}) == 3
    assert len({reply.plain for reply in replies}) == 1


def test_an_answer_too_large_for_memory_is_whole(everyday):
    values = " ".join(map(str, range(1000)))
    query = (
        f"SELECT ?a ?b ?c {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} "
        "BIND(CONCAT('row of ', STR(?a)) AS ?c) }"
    )
    kind = {"Content_Type": "application/sparql-query", "Accept": "text/csv"}
    plain = everyday.send("POST", "/sparql", query, **kind)
    assert plain.status == 200
    assert len(plain.body) == int(plain.headers["Content-Length"]) > IN_MEMORY
    assert plain.body.count(b"\n") == 1_000_001
    for coding in ("br", "gzip"):
        packed = everyday.send("POST", "/sparql", query, Accept_Encoding=coding, **kind)
        assert packed.headers["Content-Encoding"] == coding
        assert packed.plain == plain.body
        assert packed.headers["ETag"] != plain.headers["ETag"]


@given(st.lists(st.binary(max_size=50), max_size=30), st.integers(0, 400))
def test_an_answer_gives_back_what_it_was_given_in_memory_or_not(pieces, bound):
    with mock.patch("adgo.server.engine.answer.IN_MEMORY", bound):
        answer = Answer()
        for piece in pieces:
            answer.add(piece)
        whole = b"".join(pieces)
        assert answer.spooled is (len(whole) > bound)
        assert answer.content() == whole == answer.content()
        assert answer.size == len(whole)
        answer.close()


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that takes nothing more; a file shows that when what it holds back is written."""
    monkeypatch.setattr("adgo.server.engine.answer.IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: Path("/dev/full").open("w+b"))  # noqa: SIM115


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("view", [{}, {"Authorization": "Bearer none"}], ids=["express", "view"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_full_disk_is_said_before_a_large_answer_begins(small, view, coding):
    """Regression: a full disk was noticed after the 200 was sent, or reported as a failure of the engine."""
    app = create_app([small])
    try:
        headers = {"Accept-Encoding": coding, **view}
        reply = app.test_client().get("/sparql", query_string={"query": QUERY}, headers=headers)
        assert (reply.status_code, reply.content_type) == (507, "application/problem+json")
        assert "no room" in reply.json["detail"]
    finally:
        close(app)


@pytest.mark.usefixtures("full_disk")
def test_an_answer_for_which_there_is_no_room_says_so_before_it_is_promised():
    """Regression: it failed when it was read, after the 200 was sent."""
    answer = Answer()
    answer.add(b"0123456789")
    with pytest.raises(Failure, match="No space left") as failed:
        answer.add(b"x")
    answer.close()
    refusal = query_problems.problem(SparqlText("ASK {}"), failed.value, Settings(), MIB)
    assert (refusal.status, "No space left on device" in refusal.detail) == (507, True)


def test_an_answer_is_sent_plain_if_there_is_no_room_to_pack_it(request):
    answer = Answer()
    answer.add(secrets.token_bytes(2 * SMALL))
    whole = answer.content()
    request.getfixturevalue("full_disk")
    sent = delivery.encode(endpoint.Reply("tag", "text/csv", answer=answer), "gzip")
    assert b"".join(sent.body) == whole
    assert sent.headers["ETag"] == '"tag"'
    assert sent.headers["Content-Length"] == str(len(whole))
    assert "Content-Encoding" not in sent.headers


def test_a_large_answer_is_whole(people):
    reply = people.send("POST", "/sparql", LARGE, Content_Type="application/sparql-query", Accept="text/csv")
    assert reply.status == 200
    assert len(reply.body) > 600_000
    assert reply.body.count(b"\n") == 300 * 300 + 1


def test_many_clients_at_once_get_their_own_answers(people):
    wrong = []

    def ask(number: int) -> None:
        for step in range(10):
            rows = people.rows(f"SELECT ({number * 100 + step % 3} AS ?x) {{}}")
            if rows[0]["x"]["value"] != str(number * 100 + step % 3):
                wrong.append(rows)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_kept_response_is_the_same_as_the_first(people):
    path = "/sparql?" + urlencode({"query": QUERY + " # kept"})
    first, second = people.get(path), people.get(path)
    assert (first.status, first.body) == (second.status, second.body) == (200, first.body)
    changing = {"date", "server"}
    assert {k: v for k, v in first.headers.items() if k.lower() not in changing} == {
        k: v for k, v in second.headers.items() if k.lower() not in changing
    }
    assert people.get(path, Accept="text/csv").type == "text/csv"
    assert people.get(path, Accept="text/html").type == "text/html"
    for coding in ("gzip", "br"):
        for _ in range(2):
            reply = people.get(path, Accept_Encoding=coding)
            assert reply.headers["Content-Encoding"] == coding
            assert reply.plain == first.body
    assert people.get(path, If_None_Match=first.headers["ETag"]).status == 304
    assert people.get(path, Accept="image/png").status == 406
