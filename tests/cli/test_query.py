"""`adgo query`: text, files, standard input, stored questions, other data, other endpoints."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import faulty_server
import pytest
from click.testing import CliRunner, Result
from faulty_server import FAULTS, REDIRECT_FAULTS, FaultyServer, answer

from adgo.cli import adgo, run
from adgo.cli.terminal_table import fit
from adgo.graph import files
from adgo.graph.namespaces import ADGO
from adgo.turtle.web.limits import MIB


def ask(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(adgo, ["query", *arguments], input=given)


@pytest.fixture
def data(tmp_path: Path) -> str:
    path = tmp_path / "data.ttl"
    path.write_text('<urn:a> <urn:p> 1 ; <urn:q> "two words"@en .', encoding="utf-8")
    return str(path)


def test_a_file_in_the_place_of_a_query_is_named_with_the_option_that_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_text("ASK {}", encoding="utf-8")
    result = ask(str(file))
    assert result.exit_code == 3
    assert f"to read the query from that file, write -f {file}" in result.stderr


def test_rows_come_as_a_table(data: str) -> None:
    done = ask("SELECT ?o { ?s <urn:p> ?o }", "--data", data)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["o", "─", "1"]
    assert done.stderr.startswith("1 row in ")


def test_a_table_in_a_file_is_not_cut_and_has_one_line_for_each_row(tmp_path: Path) -> None:
    (tmp_path / "long.ttl").write_text(f'<urn:a> <urn:p> """two\n lines {"x" * 300}""" .', encoding="utf-8")
    done = ask("SELECT ?o { ?s ?p ?o }", "--data", str(tmp_path))
    assert done.stdout.splitlines()[2:] == ["two lines " + "x" * 300]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "o\n1\n"),
        ("tsv", "?o\n1\n"),
        ("json", '"value":"1"'),
        ("xml", "<literal"),
    ],
)
def test_rows_come_in_every_format(data: str, form: str, expected: str) -> None:
    assert expected in ask("SELECT ?o { ?s <urn:p> ?o }", "--data", data, "--format", form).stdout


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (None, "<urn:a> <urn:p> 1 ."),
        ("nt", '"1"^^<'),
        ("jsonld", '"@id":"urn:a"'),
        ("jsonld", '{"@context":'),
        ("xml", "<rdf:RDF"),
    ],
)
def test_a_graph_comes_in_every_format(data: str, form: str | None, expected: str) -> None:
    done = ask(
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER isNumeric(?o) }",
        "--data",
        data,
        *(["--format", form] if form else []),
    )
    assert done.exit_code == 0, done.output
    assert expected in done.stdout


@pytest.mark.parametrize(
    "query", ["SELECT ('a\\rb' AS ?o) {}", "CONSTRUCT { <urn:a> <urn:p> 'a\\rb' } WHERE {}"]
)
def test_a_carriage_return_comes_through_xml(data: str, query: str) -> None:
    """Bug: it was not escaped, and readers of XML take a carriage return for a line feed."""
    assert "a&#13;b" in ask(query, "--data", data, "--format", "xml").stdout


def test_the_prefixes_of_the_graph_need_no_declaration() -> None:
    assert ask("ASK { id:Momenta a/rdfs:subClassOf* adgo:Firm }").stdout == "yes\n"


def test_a_yes_or_no(data: str) -> None:
    assert ask("ASK { ?s <urn:p> 1 }", "--data", data).stdout == "yes\n"
    assert ask("ASK { ?s <urn:p> 2 }", "--data", data).stdout == "no\n"


def test_standard_input_and_file(data: str, tmp_path: Path) -> None:
    assert ask("-", "--data", data, given="ASK {}").stdout == "yes\n"
    (tmp_path / "q.rq").write_text("ASK {}", encoding="utf-8")
    assert ask("--file", str(tmp_path / "q.rq"), "--data", data).stdout == "yes\n"


def test_a_query_as_windows_writes_it(data: str, tmp_path: Path) -> None:
    """Bug: a byte order mark was a syntax error."""
    content = b"\xef\xbb\xbfASK {\r\n}"
    (tmp_path / "q.rq").write_bytes(content)
    assert ask("--file", str(tmp_path / "q.rq"), "--data", data).stdout == "yes\n"
    assert ask("--file", "-", "--data", data, given=content).stdout == "yes\n"


def test_a_query_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Bug: bytes on standard input that are not UTF-8 led to a message about surrogates."""
    (tmp_path / "q.rq").write_bytes(b"ASK {} #\xff")
    done = ask("-", given=b"ASK {} #\xff")
    assert done.exit_code == 3
    assert (
        done.stderr == "Error: standard input: byte 9 (0xFF) is not UTF-8; save the file in that encoding\n"
    )
    assert "q.rq: byte 9 (0xFF) is not UTF-8" in ask("--file", str(tmp_path / "q.rq")).stderr
    assert "not UTF-8" in ask("ASK {} #\udcff").stderr


@pytest.mark.parametrize("name", ["partnerships", "cities-corroborated"])
def test_a_stored_question_can_be_asked_by_name(name: str) -> None:
    done = ask(name, "--format", "json")
    assert done.exit_code == 0, done.output
    assert "head" in json.loads(done.stdout)


@pytest.mark.parametrize(
    "form",
    ["table", "json", *(pytest.param(form, marks=pytest.mark.full) for form in ("csv", "tsv", "xml"))],
)
def test_an_answer_without_rows_names_what_the_data_do_not_hold(form: str) -> None:
    """Bug: a property that does not exist gave no rows and no message."""
    done = ask("SELECT * { ?s adgo:partnerWith ?o }", "--format", form)
    assert done.exit_code == 0
    assert "adgo:partnerWith does not occur in the data; near it: adgo:partnersWith\n" in done.stderr
    assert "partnerWith" not in done.stdout
    found = ask("SELECT * { ?s adgo:partnersWith ?o }", "--format", form)
    assert "does not occur" not in found.stderr


def test_a_no_and_an_empty_graph_are_explained_too() -> None:
    assert (
        "id:Momento does not occur in the data; near it: id:Momenta" in ask("ASK { id:Momento ?p ?o }").stderr
    )
    assert "adgo:Fim" in ask("CONSTRUCT WHERE { ?x a adgo:Fim }").stderr
    assert "occur" not in ask("ASK { id:Momenta adgo:supplies id:China }").stderr


def test_a_parameter_of_a_stored_question_can_be_set() -> None:
    default = ask("status-as-of", "--format", "csv").stdout
    earlier = ask("status-as-of", "--set", "day=2025-10-06", "--format", "csv").stdout
    assert "momenta-uber-robotaxi" in default
    assert "momenta-uber-robotaxi" not in earlier
    assert "qcraft-germany-headquarters" in earlier


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "give the query as TEXT"),
        (("ASK {}", "--file", "x.rq"), 2, "one of them"),
        (("status-as-of", "--set", "date=2025"), 2, "has no parameter 'date'; it takes day"),
        (("status-as-of", "--set", "day"), 2, "--set takes NAME=VALUE"),
        # Bug: the last value was taken, and the answer to the other was missing without a word.
        (
            ("firm-profile", "--set", "firm=Momenta", "--set", "firm=QCraft"),
            2,
            "--set firm has two values, 'Momenta' and 'QCraft'",
        ),
        (("ASK {}", "--set", "day=2025"), 2, "--set goes with the name of a stored question"),
        (("partnership",), 3, "similar: partnerships"),
        (("--file", "no-such.rq"), 3, "no-such.rq: No such file"),
        (("ASK { ?s wdt:P31 ?o }",), 3, "Prefix wdt: is used but not declared"),
        (("SELECT * {\n ?s ?p }",), 3, "Line 2, column"),
        (("ASK {}", "--data", "no-such.ttl"), 3, "no-such.ttl: no such file or folder"),
        (("ASK {}", "--format", "ttl"), 2, "formats of rows are table, csv"),
        (("CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"), 2, "formats of a graph are ttl"),
        (("ASK {}", "--backend", "http://x/", "--data", "y.ttl"), 2, "exclude each other"),
        (("ASK {}", "--backend", "ftp://localhost/"), 2, "http or https"),
        (
            ("ASK {}", "--backend", "http://["),
            2,
            "--backend http://[: it is not a valid URL: Invalid IPv6 URL",
        ),
        (
            ("ASK {}", "--backend", "http://exa mple/"),
            2,
            "--backend http://exa mple/: it is not a valid URL: the host is 'exa mple'",
        ),
        (("status-as-of", "--set", "day=soon"), 2, "day takes a day such as"),
        (
            ("ASK {}", "--backend", "http://127.0.0.1:9/"),
            4,
            "http://127.0.0.1:9/: the server cannot be reached: Connection refused",
        ),
    ],
)
def test_each_error_has_its_exit_code_and_message(
    arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = ask(*arguments)
    assert done.exit_code == code, done.output
    assert message in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("content", ["", "# Nothing yet.\n"])
def test_data_without_a_triple_are_data(tmp_path: Path, content: str) -> None:
    """Bug: `--backend None: it is not an http or https URL`, because an empty store counts as false."""
    (tmp_path / "empty.ttl").write_text(content)
    given = ("--data", str(tmp_path / "empty.ttl"))
    done = ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", *given, "--format", "csv")
    assert (done.exit_code, done.stdout.split()) == (0, ["n", "0"]), done.stderr
    done = ask("SELECT * { ?s ?p <urn:none> }", *given)
    assert (done.exit_code, "urn:none" in done.stderr) == (0, True), done.stderr


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_time_limit_holds_for_files(tmp_path: Path) -> None:
    """Bug: without --backend, --timeout was accepted and did nothing."""
    path = tmp_path / "many.ttl"
    path.write_text("".join(f"<urn:{number}> <urn:p> <urn:o> .\n" for number in range(500)))
    done = subprocess.run(
        [sys.executable, "-m", "adgo", "query", ENDLESS, "--data", str(path), "--timeout", "0.5"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert "not complete after 0.5 seconds" in done.stderr


def test_an_answer_within_the_time_limit_is_complete(data: str) -> None:
    assert ask("ASK {}", "--data", data, "--timeout", "60").stdout == "yes\n"


@pytest.mark.full
def test_an_interrupt_ends_a_running_query() -> None:
    """Bug: Ctrl-C had no effect until the engine was done, which may be never."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c < ?f && ?f < ?i) }"
    code = (
        "import os, signal, threading\n"
        "from adgo.cli import main, query\n"
        "asked = query._ask\n"
        "def ask(*arguments):\n"
        "    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "    return asked(*arguments)\n"
        "query._ask = ask\n"
        "main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "query", endless],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (130, "")
    assert "interrupted" in done.stderr


class Endpoint(BaseHTTPRequestHandler):
    """An endpoint that answers one row, one triple, an error, or nonsense."""

    heard = ""

    def do_POST(self) -> None:
        query = self.rfile.read(int(self.headers["Content-Length"])).decode()
        Endpoint.heard = query
        if "bad" in query:
            self.send_response(400)
            self.end_headers()
            self.wfile.write(b"no such thing")
            return
        content = b"<urn:far> <urn:p> <urn:o> ."
        if "nonsense" in query:
            content = b"<html>"
        elif "json" in self.headers["Accept"]:
            row = {"o": {"type": "literal", "value": "far"}}
            content = json.dumps({"head": {"vars": ["o"]}, "results": {"bindings": [row]}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_elsewhere(endpoint: str) -> None:
    assert "far" in ask("SELECT ?o { ?s ?p ?o }", "--backend", endpoint).stdout
    assert "<urn:far> <urn:p> <urn:o> ." in ask("CONSTRUCT WHERE { ?s ?p ?o }", "--backend", endpoint).stdout


def test_the_prefixes_of_the_graph_are_declared_for_an_endpoint_that_does_not_know_them(
    endpoint: str,
) -> None:
    """Bug: they need no declaration, says the help, but endpoints got the query as it was, and refused it."""
    ask("PREFIX p: <urn:> ASK { ?s a adgo:Firm ; p:x p:y , un:known }", "--backend", endpoint)
    declared, text = Endpoint.heard.split("> ", 1)
    assert declared == f"PREFIX adgo: <{ADGO}"
    assert text == "PREFIX p: <urn:> ASK { ?s a adgo:Firm ; p:x p:y , un:known }"


def test_an_endpoint_that_refuses_a_query_or_sends_something_else(endpoint: str) -> None:
    refused = ask("ASK { bad }", "--backend", endpoint)
    assert refused.exit_code == 3
    assert "refused the query: the server answered 400 Bad Request: no such thing" in refused.stderr
    nonsense = ask("SELECT * { ?nonsense ?p ?o }", "--backend", endpoint)
    assert nonsense.exit_code == 3
    assert "an answer that is not a SPARQL result" in nonsense.stderr


def test_the_widest_column_of_a_table_is_cut_first() -> None:
    assert fit([10, 40], 30) == [10, 18]
    assert fit([10, 10], 30) == [10, 10]
    assert fit([40, 40, 40], 10) == [8, 8, 8]


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultyServer]:
    made = FaultyServer()
    yield made
    made.close()


@pytest.mark.parametrize(("path", "said"), (FAULTS | REDIRECT_FAULTS).items())
def test_an_endpoint_that_does_not_answer_completely_is_exit_4(
    faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch, path: str, said: str
) -> None:
    """Bug: there was no time limit, and errors of the server were exit 3, as if it had refused the query."""
    monkeypatch.setattr("adgo.graph.sparql_client.SIZE", MIB)
    done = ask("ASK {}", "--backend", faulty.url + path, "--timeout", "0.5")
    assert done.exit_code == 4, done.output
    assert done.stdout == ""
    assert done.stderr.startswith(f"Error: {faulty.url}{path}: ")
    assert said in done.stderr


def test_the_explanation_of_an_endpoint_is_shown(faulty: FaultyServer) -> None:
    done = ask("ASK {}", "--backend", f"{faulty.url}/broken")
    assert "the server answered 500 Internal Server Error: out of [31m memory\n" in done.stderr


def test_an_endpoint_may_answer_in_another_format(
    faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bug: an answer in another format than the first of the Accept header was said to be no result."""
    rows = b"""<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="o"/></head><results>
        <result><binding name="o"><literal>far</literal></binding></result></results></sparql>"""
    xml = answer(rows, "Content-Type: application/sparql-results+xml; charset=utf-8")
    monkeypatch.setitem(faulty_server.ANSWERS, "/xml", xml)
    turtle = answer(b"@prefix u: <urn:> . u:far u:p u:o .", "Content-Type: text/turtle")
    monkeypatch.setitem(faulty_server.ANSWERS, "/turtle", turtle)
    assert "far" in ask("SELECT ?o { ?s ?p ?o }", "--backend", f"{faulty.url}/xml").stdout
    found = ask("CONSTRUCT WHERE { ?s ?p ?o }", "--backend", f"{faulty.url}/turtle", "--format", "nt")
    assert found.stdout == "<urn:far> <urn:p> <urn:o> .\n"


def test_literals_that_change_as_data_are_read_are_named(tmp_path, capsys):
    file = tmp_path / "changed.ttl"
    file.write_text("<urn:a> <urn:p> 01 , 2 .", encoding="utf-8")
    query = ["query", "--data", str(file), "ASK {}"]
    assert run(query) == 0
    told = f'1 literal was changed when stored: "01"^^xsd:integer to 1 ({file}, line 1)'
    assert f"data: {told}\n" in capsys.readouterr().err
    assert run([*query, "--strict-terms"]) == 1
    message = capsys.readouterr().err
    assert told.replace("was changed", "would be changed") in message
    assert "leave out --strict-terms" in message


def test_nothing_is_said_about_literals_of_the_packaged_graph(capsys):
    assert run(["query", "--strict-terms", "ASK {}"]) == 0
    assert "literal" not in capsys.readouterr().err


def test_a_byte_order_mark_before_a_query_in_a_file_is_no_part_of_it(tmp_path):
    (tmp_path / "marked.rq").write_bytes(b"\xef\xbb\xbfASK {}")
    assert run(["query", "-f", str(tmp_path / "marked.rq")]) == 0


def test_plans_among_other_files_state_nothing() -> None:
    """Bug: `--data data/` answered with the headquarters that QCraft only announced as if it were a fact."""
    planned = "id:qcraft-germany-headquarters adgo:locatedIn id:Germany"
    folder = str(files.root() / "data")
    assert ask(f"ASK {{ {planned} }}", "--data", folder, "--format", "csv").stdout.strip() == "false"
    named = f"ASK {{ GRAPH graph:plans {{ {planned} }} }}"
    assert ask(named, "--data", folder, "--format", "csv").stdout.strip() == "true"
    alone = str(files.root() / "data" / "plans.ttl")
    assert ask(f"ASK {{ {planned} }}", "--data", alone, "--format", "csv").stdout.strip() == "true"


@pytest.mark.parametrize("header", ["X-SPARQL-MaxRows: 1", "X-SQL-State: S1TAT"])
def test_an_answer_that_the_endpoint_cut_off_is_exit_4(
    faulty: FaultyServer, monkeypatch: pytest.MonkeyPatch, header: str
) -> None:
    """Virtuoso says in these headers that rows are missing."""
    content = b'{"head": {"vars": ["o"]}, "results": {"bindings": []}}'
    cut = answer(content, "Content-Type: application/sparql-results+json", header)
    monkeypatch.setitem(faulty_server.ANSWERS, "/cut-rows", cut)
    done = ask("SELECT ?o { ?s ?p ?o }", "--backend", f"{faulty.url}/cut-rows")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "cut the answer off" in done.stderr


@pytest.mark.parametrize(
    ("name", "see"),
    [
        ("qcraft-headquarters-city", "qcraft-europe-site"),
        ("qcraft-sold-in-europe", "qcraft-only-in-001"),
        ("cities-corroborated", "conflicts-corroboration"),
        ("firms-named-with-general-activity", "credited-to-reuters"),
    ],
)
def test_no_says_that_no_article_says_so(name: str, see: str) -> None:
    """Bug: the answer was a bare "no", as if the graph knew that it is false."""
    first, second = ask(name).stdout.splitlines()
    assert first == "no"
    assert second.startswith(
        "No article in the graph says that it is so, which does not mean that it is false."
    )
    assert f"`adgo query {see}`" in second
    assert ask(name, "--json").stdout.strip() == '{"head":{},"boolean":false}'
