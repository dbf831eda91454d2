"""The graph store, one graph at a time: blank nodes, forms, conditions, and the addresses of graphs."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit

import pytest
from pyoxigraph import RdfFormat, parse
from without_granian import EACH_SERVER

from adgo.server import page_queries
from adgo.server.app import close, create_app

TOKEN = "a token for the tests of the graph store"
NT = "application/n-triples"
FORM = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module", params=EACH_SERVER)
def server(start, memory_folder, request):
    """A server that takes changes."""
    folder = memory_folder / f"graphs-{request.param}"
    folder.mkdir()
    (folder / "token").write_text(TOKEN, encoding="utf-8")
    return start(
        *("--store", folder / "store", "--writable", "--token-file", folder / "token"),
        *("--server", request.param),
    )


def send(server, method: str, path: str, body: str = "", kind: str = NT, **headers: str):
    return server.send(method, path, body, Content_Type=kind, Authorization=f"Bearer {TOKEN}", **headers)


def lines(server, path: str) -> list[str]:
    reply = server.get(path, Accept=NT)
    return sorted(reply.text.splitlines()) if reply.status == 200 else [str(reply.status)]


def triple(number: int) -> str:
    return f"<urn:s> <urn:p> <urn:{number}> ."


def form(*parts: str, name: str = "file", filename: str | None = "a.nt", kind: str = NT) -> str:
    called = "" if filename is None else f'; filename="{filename}"'
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{called}\r\nContent-Type: {kind}\r\n\r\n'
    return "".join(f"{head}{part}\r\n" for part in parts) + "--x--\r\n"


def test_blank_nodes_of_two_posts_are_two(server):
    # They were merged if they had the same label, in any graph.
    for graph, value in (("bn", 1), ("bn", 2), ("other", 3)):
        reply = send(server, "POST", f"/store/{graph}", f"_:a <urn:p> <urn:{value}> .")
        assert reply.status in (201, 204)
    query = "SELECT DISTINCT ?s { GRAPH ?g { ?s <urn:p> ?o FILTER(isBlank(?s)) } }"
    assert len(server.rows(query)) == 3
    rows = server.rows("SELECT ?s { GRAPH ?g { ?s <urn:p> <urn:1> , <urn:2> } }")
    assert rows == []


@pytest.mark.parametrize(
    ("accept", "query"),
    [
        ("application/n-quads", ""),
        ("application/trig", ""),
        ("text/turtle, application/n-quads;q=0.5", ""),
        ("*/*", "?format=nq"),
        ("*/*", "?output=TriG"),
    ],
)
def test_the_whole_dataset_is_one_document(server, accept, query):
    """Fault: it was to be had graph by graph only."""
    sent = {
        "": "<urn:d> <urn:p> _:b .",
        "/whole-a": "<urn:a> <urn:p> 'x'@en .",
        "/whole-b": "<urn:a> <urn:p> 'y' .",
    }
    for name, body in sent.items():
        send(server, "PUT", f"/store{name or '?default'}", body.replace("'", '"'))
    reply = server.get(f"/store{query}", Accept=accept)
    assert (reply.status, reply.type in ("application/n-quads", "application/trig")) == (200, True)
    known = {server.url + f"store{name}" for name in sent if name}
    found = {
        (getattr(quad.graph_name, "value", None), quad.subject.value, getattr(quad.object, "value", ""))
        for quad in parse(reply.body, RdfFormat.from_media_type(reply.type))
        if getattr(quad.graph_name, "value", None) in {*known, None}
    }
    assert {each[:2] for each in found} == {(None, "urn:d"), *((name, "urn:a") for name in known)}
    assert {each[2] for each in found if each[0]} == {"x", "y"}
    unchanged = server.get(f"/store{query}", Accept=accept, If_None_Match=reply.headers["ETag"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    send(server, "DELETE", "/store/whole-a")
    assert server.get(f"/store{query}", Accept=accept).headers["ETag"] != reply.headers["ETag"]


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/n-triples, */*;q=0.1"])
def test_without_a_name_a_format_of_one_graph_is_refused(server, accept):
    reply = server.get("/store", Accept=accept)
    assert (reply.status, "application/n-quads" in reply.json["detail"]) == (400, True)


def test_a_byte_order_mark_before_a_document_is_skipped(server):
    for kind in ("text/turtle", NT):
        assert send(server, "PUT", "/store/mark", "\ufeff" + triple(1), kind).status in (201, 204)
        assert lines(server, "/store/mark") == [triple(1)]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_every_file_of_a_form_is_stored(server, method):
    # The second file of one name was dropped; of a PUT only the last file stayed.
    path = f"/store/files-{method}"
    assert send(server, method, path, form(triple(1), triple(2), triple(3)), FORM).status == 201
    assert lines(server, path) == [triple(1), triple(2), triple(3)]


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (form(triple(2), "<urn:s> <urn:p> "), 400),
        (form(triple(2)).removesuffix("--x--\r\n") + form(triple(3), kind="image/png"), 415),
        (form(triple(2)).removesuffix("--x--\r\n") + form(triple(3), filename=None), 400),
        (form(), 400),
        ("", 400),
        (form(triple(2)).removesuffix("--x--\r\n"), 400),
    ],
)
def test_a_form_is_stored_whole_or_not_at_all(server, method, body, status):
    # The good part was stored though the answer was 400; a form without a file was 204.
    send(server, "PUT", "/store/half", triple(1))
    reply = send(server, method, "/store/half", body, FORM)
    assert reply.status == status, reply.text
    assert lines(server, "/store/half") == [triple(1)]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_document_in_another_encoding_is_refused(server, method):
    """Bug: the charset was ignored, and other characters were stored; /sparql refuses it."""
    send(server, "PUT", "/store/text", triple(1))
    for kind in ("text/turtle; charset=iso-8859-1", 'application/n-triples;Charset="UTF-16"'):
        refused = send(server, method, "/store/text", triple(2), kind)
        assert refused.status == 415, refused.text
        assert "UTF-8" in refused.json["detail"]
        part = form(triple(2)).removesuffix("--x--\r\n") + form(triple(3), kind=kind)
        assert send(server, method, "/store/text", part, FORM).status == 415
    assert lines(server, "/store/text") == [triple(1)]
    for kind in ("text/turtle; charset=utf-8", 'text/turtle;CHARSET="UTF-8"', "text/turtle; charset=utf8"):
        assert send(server, "PUT", "/store/text", triple(2), kind).status == 204
        assert send(server, "PUT", "/store/text", form(triple(2), kind=kind), FORM).status == 204
    assert lines(server, "/store/text") == [triple(2)]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_part_of_a_graph_is_refused(server, method):
    """Bug: the whole graph was replaced by the part. RFC 9110, section 14.5."""
    send(server, "PUT", "/store/part", triple(1))
    refused = send(server, method, "/store/part", triple(2), Content_Range="bytes 0-99/200")
    assert refused.status == 400
    assert "Content-Range" in refused.json["detail"]
    assert lines(server, "/store/part") == [triple(1)]


def test_an_error_in_a_document_has_its_line_and_column(server):
    """Bug: only the text named them; the problems of /sparql have them as members."""
    refused = send(server, "PUT", "/store/wrong", "<urn:a> <urn:p>\n  . ", "text/turtle")
    assert refused.status == 400
    assert (refused.json["line"], refused.json["column"]) == (2, 3)


def test_a_context_at_another_address_is_refused_with_what_helps(server):
    """Bug: `No LoadDocumentCallback has been set to load remote contexts.`"""
    document = '{"@context": "https://schema.org/", "@id": "urn:a", "name": "a"}'
    refused = send(server, "PUT", "/store/context", document, "application/ld+json")
    assert refused.status == 400
    assert "write that context into the document" in refused.json["detail"]


def test_if_match_lets_a_change_through_only_where_the_graph_is_as_it_was_read(server):
    # Both conditions were passed over, and a graph overwritten that somebody else had changed.
    path = "/store/matched"
    send(server, "PUT", path, triple(1))
    read = server.get(path, Accept="text/turtle").headers["ETag"]
    for tag in ('"stale"', f"W/{read}", "", '"stale", "staler"'):
        for method in ("PUT", "POST", "DELETE"):
            reply = send(server, method, path, triple(2), If_Match=tag)
            assert (reply.status, reply.type) == (412, "application/problem+json"), (tag, method)
    assert lines(server, path) == [triple(1)]
    assert send(server, "PUT", path, triple(2), If_Match=f'"stale", {read}').status == 204
    assert send(server, "PUT", path, triple(3), If_Match=read).status == 412
    assert send(server, "POST", path, triple(3), If_Match="*").status == 204
    assert lines(server, path) == [triple(2), triple(3)]


def test_if_match_refuses_to_read_what_has_changed(server):
    """Bug: it was ignored except by PUT, POST and DELETE. RFC 9110, section 13.1.1."""
    send(server, "PUT", "/store/read", triple(1))
    tag = server.get("/store/read", Accept=NT).headers["ETag"]
    send(server, "PUT", "/store/read", triple(2))
    assert server.get("/store/read", Accept=NT, If_Match=tag).status == 412
    now = server.get("/store/read", Accept=NT).headers["ETag"]
    for listed in (now, f"{tag}, {now}", "*"):
        assert server.get("/store/read", Accept=NT, If_Match=listed).text.strip() == triple(2)
    query = "/sparql?query=ASK%7B%7D"
    assert server.get(query, If_Match=tag).status == 412
    assert server.get(query, If_Match=tag, If_None_Match=server.get(query).headers["ETag"]).status == 412
    assert server.get(query, If_Match=server.get(query).headers["ETag"]).status == 200


def test_an_update_for_an_entity_tag_is_refused(server):
    """Bug: it was made whatever If-Match named."""
    send(server, "PUT", "/store/kept", triple(1))
    tag = server.get("/store/kept", Accept=NT).headers["ETag"]
    kind = "application/sparql-update"
    for condition in ({"If_Match": tag}, {"If_None_Match": "*"}):
        refused = send(server, "POST", "/sparql", "DROP ALL", kind, **condition)
        assert refused.status == 412
        assert "Adgo-Data" in refused.json["detail"]
    assert lines(server, "/store/kept") == [triple(1)]
    assert send(server, "POST", "/sparql", "INSERT DATA {}", kind, If_Match="*").status == 204


@pytest.mark.parametrize("accept", ["text/turtle", NT, "application/ld+json", "application/rdf+xml"])
@pytest.mark.parametrize("coding", ["gzip", "br", "identity"])
def test_the_tag_of_any_form_of_a_graph_will_do(server, accept, coding):
    path = "/store/packed"
    send(server, "PUT", path, "\n".join(triple(number) for number in range(200)))
    tag = server.get(path, Accept=accept, Accept_Encoding=coding).headers["ETag"]
    assert tag.endswith(f'-{coding}"') is (coding != "identity")
    assert send(server, "DELETE", path, If_None_Match=tag).status == 412
    assert send(server, "DELETE", path, If_Match=tag).status == 204
    assert lines(server, path) == ["404"]


def test_if_none_match_keeps_what_is_there(server):
    path = "/store/new"
    send(server, "DELETE", path)
    assert send(server, "PUT", path, triple(1), If_Match="*").status == 412
    assert send(server, "PUT", path, triple(1), If_None_Match="*", If_Match="*").status == 412
    assert send(server, "PUT", path, triple(1), If_None_Match="*").status == 201
    for method in ("PUT", "POST", "DELETE"):
        assert send(server, method, path, triple(2), If_None_Match="*").status == 412
    assert send(server, "PUT", "/store?default", triple(2), If_None_Match="*").status == 412
    assert lines(server, path) == [triple(1)]
    assert send(server, "PUT", path, triple(2), If_None_Match='"other"').status == 204
    assert send(server, "DELETE", path).status == 204


def test_of_changes_to_what_all_have_read_one_is_made(server):
    path = "/store/raced"
    send(server, "PUT", path, triple(0))
    tag = server.get(path).headers["ETag"]
    statuses: list[int] = []

    def change(number: int) -> None:
        statuses.append(send(server, "POST", path, triple(number), If_Match=tag).status)

    threads = [threading.Thread(target=change, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [204] + [412] * 7
    assert len(lines(server, path)) == 2


@pytest.mark.parametrize(
    "name",
    ["a%3Fb", "a%23b", "a%25b", "a%253Fb", "caf%C3%A9", "a%20b", "a%5Cb", "a;b=c+d", "a//b/", "%22%3C%3E"],
)
def test_every_graph_is_reached_at_its_own_location(server, name):
    # The decoded path stood in Location, and GET of it was 404.
    made = send(server, "PUT", f"/store/{name}", triple(1))
    assert made.status == 201, made.text
    location = made.headers["Location"]
    assert location == server.url + f"store/{name}"
    assert lines(server, urlsplit(location)._replace(scheme="", netloc="").geturl()) == [triple(1)]
    graphs = server.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert {"type": "uri", "value": location} in [row["g"] for row in graphs]
    assert send(server, "DELETE", f"/store/{name}").status == 204


def test_a_slash_is_a_slash_however_it_is_written(server):
    made = send(server, "PUT", "/store/one%2Ftwo", triple(1))
    assert made.headers["Location"] == server.url + "store/one/two"
    assert lines(server, "/store/one/two") == [triple(1)]


@pytest.mark.parametrize("name", ["..%2f..%2fid", "a/%2E%2E/b", "a/.", "a%2f..", "%2e", "a%FFb"])
def test_a_path_that_leads_elsewhere_names_no_graph(server, name):
    reply = send(server, "PUT", f"/store/{name}", triple(1))
    assert reply.status == 400
    assert reply.type == "application/problem+json"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_name_that_is_not_an_iri_is_refused(server, method):
    for headers in ({}, {"If_Match": '"x"'}):
        assert send(server, method, "/store?graph=urn:a%20b", triple(1), **headers).status == 400


def test_what_goes_while_it_is_read_is_whole_or_not_there(tmp_path, monkeypatch):
    """Once, the absence of a graph or a thing was sent as an empty one, with 200, where it went between two looks."""
    app = create_app(store=tmp_path / "store", token=TOKEN)
    client, bearer = app.test_client(), {"Authorization": f"Bearer {TOKEN}"}
    body = "<https://w3id.org/adgo/id/gone> <urn:p> <urn:o> ."
    look = page_queries.holds

    def and_then_it_goes(*arguments, **iris):
        found = look(*arguments, **iris)
        assert client.delete(place, headers=bearer).status_code == 204
        return found

    try:
        for place, path in (
            ("/store/gone", "/store/gone"),
            ("/store?default", "/about/id/gone.nt"),
            ("/store?default", "/about/id/gone.html"),
        ):
            client.put(place, data=body, content_type=NT, headers=bearer)
            with monkeypatch.context() as patch:
                patch.setattr(page_queries, "holds", and_then_it_goes)
                reply = client.get(path, headers={"Accept": NT})
            assert reply.status_code == 200
            assert "urn:o" in reply.text
            assert reply.mimetype == "text/html" or reply.text.split() == body.split()
            assert client.get(path).status_code == 404
    finally:
        close(app)
