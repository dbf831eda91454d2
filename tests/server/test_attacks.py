"""What hostile and careless clients do, and what becomes of everybody else."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import statistics
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from process import eventually, running

FORM = "application/x-www-form-urlencoded"


def product(variables: str, size: int = 400) -> str:
    values = " ".join(map(str, range(size)))
    return " ".join(f"VALUES ?{name} {{ {values} }}" for name in variables)


def star(size: int) -> str:
    return "SELECT * { " + " ".join(f"?s <urn:p{i}> ?o{i} ." for i in range(size)) + " }"


COUNTED = f"SELECT (COUNT(*) AS ?n) {{ {product('abcd')} }}"
SORTED = f"SELECT * {{ {product('abcd')} }} ORDER BY ?d ?a"
STREAMED = f"SELECT * {{ {product('abcd')} }}"
#: Name to (query, the statuses that are true answers).
HOSTILE = {
    "a product counted": (COUNTED, {504}),
    "a product sorted": (SORTED, {504, 507}),
    "a product streamed": (STREAMED, {504, 507}),
    "a product made distinct": (f"SELECT DISTINCT ?a ?b ?c ?d {{ {product('abcd')} }}", {504, 507}),
    "a product joined to one string": (
        f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?b))) AS ?s) {{ {product('abcd')} }}",
        {504, 507},
    ),
    "a string doubled forty times": (
        "SELECT ?s40 { BIND('xxxxxxxx' AS ?s0) "
        + " ".join(f"BIND(CONCAT(?s{i}, ?s{i}) AS ?s{i + 1})" for i in range(40))
        + " }",
        {504, 507},
    ),
    "5,000 parentheses": ("SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }", {400}),
    "5,000 braces": ("ASK " + "{" * 5000 + "}" * 5000, {400}),
    "30,000 negations": ("ASK { FILTER(" + "!" * 30000 + "true) }", {400}),
    "a star of 200 patterns": (star(200), {200, 504}),
    "a list of 200 items": ("ASK { ?s <urn:p> (" + " 1" * 200 + ") }", {200, 504}),
    "100 blank nodes in each other": (
        "ASK { ?s <urn:p> " + "[ <urn:p> " * 100 + "1" + " ]" * 100 + " }",
        {200, 504},
    ),
    "SERVICE to loopback": ("SELECT * { SERVICE <http://127.0.0.1:80/> { ?s ?p ?o } }", {403}),
    "SERVICE by a variable": ("SELECT * { BIND(<http://127.0.0.1/> AS ?e) SERVICE ?e { ?s ?p ?o } }", {403}),
    "SERVICE to a file": ("SELECT * { SERVICE SILENT <file:///etc/passwd> { ?s ?p ?o } }", {403}),
    "LOAD": ("LOAD <http://127.0.0.1/>", {403}),
    "a regular expression that backtracks": (
        "ASK { FILTER(REGEX('" + "a" * 5000 + "', '(a*)*b')) }",
        {200, 504},
    ),
    "a name that never comes to its colon": (("SELECT * { " + "a-" * 40000)[:65500], {400}),
    "strings that never end": (("SELECT * { " + '\\"""\n' * 20000)[:65500], {400}),
    "a long path": (
        "SELECT * { ?a (" + "|".join(f"<urn:p{i}>" for i in range(1500)) + ")* ?b }",
        {200, 504, 507},
    ),
}


@pytest.fixture(scope="module")
def besieged(start, small):
    """A server with limits that make the attacks short."""
    return start("--data", small, "--timeout", "1.5", "--memory", "200", "--result", "4", "--workers", "4")


def check(reply, statuses):
    assert reply.status in statuses, (reply.status, reply.text[:300])
    if reply.status != 200:
        assert reply.type == "application/problem+json"
        assert reply.json["detail"].endswith(".")
    if reply.status == 503:
        assert int(reply.headers["Retry-After"]) > 0


def post(server, query, **headers):
    return server.send("POST", "/sparql", query.encode(), Content_Type="application/sparql-query", **headers)


def all_back(server) -> bool:
    state = server.workers()
    return state["long"] == state["waiting"] == state["short"] == 0 and state["idle"] >= 2


#: Each of these takes more than a second, as "a product counted" does, which is sent every day.
LONG = {"a star of 200 patterns", "a product joined to one string", "a list of 200 items"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.full if name in LONG else []) for name in HOSTILE]
)
def test_a_hostile_query_gets_a_true_status(besieged, name):
    query, statuses = HOSTILE[name]
    # The size limit is for the attacks below; here the engine itself is to be met.
    check(post(besieged, query), statuses)
    assert besieged.ask("ASK {}").json["boolean"] is True


@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/data.ttl", "file:///etc/hostname"])
def test_from_fetches_nothing(besieged, target):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        iri = target.format(port=listener.getsockname()[1])
        assert besieged.rows(f"SELECT * FROM <{iri}> {{ ?s ?p ?o }}") == []
        arguments = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": iri}
        assert besieged.get("/sparql?" + urlencode(arguments)).json["results"]["bindings"] == []
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_query_of_100_kb_is_refused_before_it_is_read(besieged):
    query = "ASK { " + "?s ?p ?o . " * 10000 + "}"
    assert len(query) > 100_000
    check(post(besieged, query), {413})
    check(besieged.send("POST", "/sparql", urlencode({"query": query}), Content_Type=FORM), {413})


def test_slow_clients_hold_up_nobody(besieged):
    held = []
    try:
        for number in range(40):
            sock = socket.create_connection(besieged.host.split(":"), 10)
            held.append(sock)
            if number % 2:
                sock.sendall(
                    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                )
                sock.sendall(b"Content-Length: 1000\r\n\r\nASK")
            else:
                sock.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nHo")
        for _ in range(20):
            assert besieged.ask("ASK {}").status == 200
    finally:
        for sock in held:
            sock.close()
    assert eventually(lambda: all_back(besieged))


def test_a_client_that_reads_slowly_gets_the_whole_answer_and_holds_no_worker(besieged):
    query = quote(f"SELECT * {{ {product('ab', 150)} }}")
    sock = socket.create_connection(besieged.host.split(":"), 30)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.sendall(
        f"GET /sparql?query={query}&format=tsv HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    )
    assert eventually(lambda: all_back(besieged))
    received = b""
    while block := sock.recv(65536):
        received += block
    sock.close()
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"200" in head.split(b"\r\n")[0]
    assert body.count(b"\n") == 150 * 150 + 1


def test_clients_that_leave_cost_one_limit_and_no_more(besieged):
    for _ in range(6):
        sock = socket.create_connection(besieged.host.split(":"), 10)
        sock.sendall(f"GET /sparql?query={quote(COUNTED)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        sock.close()
    assert eventually(lambda: all_back(besieged))
    assert besieged.ask("ASK {}").status == 200


@pytest.mark.parametrize(
    "lines",
    [
        "GET /sparql?query=%41SK%20%7B%7D%00 HTTP/1.1\r\nHost: x",
        "GET /sparql?query=%zz HTTP/1.1\r\nHost: x",
        "GET /sparql?" + "&".join(f"a{i}=1" for i in range(3000)) + " HTTP/1.1\r\nHost: x",
        "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: ;;;q=,,,/;q=abc,*",
        "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: text/html;q=99999999999999999999",
        "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: " + "a/b," * 5000,
        "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: " + "a/b," * 75000,
        "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept-Encoding: " + "a;q=0.1," * 37000,
        'GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nIf-None-Match: "' + "a" * 3000,
        "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=nonsense, \x01",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: x",
        "GET /static/../app.py HTTP/1.1\r\nHost: x",
        "GET /static/%2e%2e/app.py HTTP/1.1\r\nHost: x",
        "GET /queries/..%2f..%2fpyproject HTTP/1.1\r\nHost: x",
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999\r\nContent-Type: " + FORM,
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\nContent-Type: " + FORM,
        "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Type: \xff\xfe",
        "GET /sparql HTTP/1.1\r\nHost: a b",
        'GET /sparql HTTP/1.1\r\nHost: "><script>',
        "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: <urn:x> <urn:y>",
        "GET /graph/x HTTP/1.1\r\nHost: evil/path?",
        "BREW /sparql HTTP/1.1\r\nHost: x",
        "nonsense",
    ],
)
def test_header_and_encoding_nonsense_is_refused_and_nothing_breaks(besieged, lines):
    with socket.create_connection(besieged.host.split(":"), 30) as sock:
        sock.sendall((lines + "\r\nConnection: close\r\n\r\n").encode("latin-1"))
        with contextlib.suppress(ConnectionResetError):
            answer = sock.recv(65536)
            if answer:
                status = int(answer.split()[1])
                assert status == 200 or 400 <= status < 500, answer[:200]
                assert b"root:" not in answer
    assert besieged.ask("ASK {}").status == 200


values = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
headers = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
pieces = st.sampled_from(
    [
        "SELECT",
        "*",
        "{",
        "}",
        "?s",
        "?p",
        "?o",
        "(",
        ")",
        "FILTER",
        "<urn:a>",
        "'x'",
        "1",
        ".",
        "GRAPH",
        "ASK",
        "a",
        "\\",
    ]
)


@settings(max_examples=150)
@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT"]),
    query=st.one_of(values, st.lists(pieces, max_size=15).map(" ".join)),
    extra=st.dictionaries(
        st.sampled_from(["default-graph-uri", "named-graph-uri", "format", "x"]), values, max_size=3
    ),
    accept=st.one_of(headers, st.sampled_from(["*/*", "text/html", "application/ld+json", "text/csv;q=0.1"])),
    kind=st.one_of(headers, st.sampled_from(["application/sparql-query", FORM, "application/sparql-update"])),
)
def test_no_request_breaks_the_server(besieged, method, query, extra, accept, kind):
    path = "/sparql?" + urlencode({**extra, **({"query": query} if method != "POST" else {})})
    body = query.encode() if method == "POST" else None
    reply = besieged.send(method, path, body, Accept=accept.strip(), Content_Type=kind.strip())
    assert reply.status < 500, reply.text
    if reply.status >= 400 and method != "HEAD":
        assert reply.type in ("application/problem+json", "text/html")


class Attackers:
    """Four clients that send hostile queries one after the other until they are told to stop."""

    def __init__(self, server, number: int = 4) -> None:
        self.stopped = threading.Event()
        self.replies: list[int] = []
        mix = [COUNTED, SORTED, STREAMED, star(200)]
        self.threads = [
            threading.Thread(target=self.attack, args=(server, mix[i:] + mix[:i])) for i in range(number)
        ]

    def attack(self, server, queries: list[str]) -> None:
        while not self.stopped.is_set():
            for query in queries:
                self.replies.append(post(server, query).status)
                if self.stopped.is_set():
                    return

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


def bystand(server, seconds: float) -> list[float]:
    """Ask a short question again and again; every answer must come, and be right."""
    durations = []
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        number += 1
        start = time.monotonic()
        reply = server.ask(f"SELECT (?x + {number} AS ?y) {{ VALUES ?x {{ 1 2 3 }} }}")
        durations.append(time.monotonic() - start)
        assert reply.status == 200, reply.text
        ys = sorted(int(row["y"]["value"]) for row in reply.json["results"]["bindings"])
        assert ys == [number + 1, number + 2, number + 3]
        time.sleep(0.02)
    return durations


def private_bytes(pids: set[int]) -> int:
    """What the processes hold for themselves alone."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024
    return total


def test_bystanders_are_served_under_four_attackers_and_all_comes_back(besieged):
    assert eventually(lambda: all_back(besieged))
    with Attackers(besieged) as attackers:
        bystand(besieged, 3)
    assert set(attackers.replies) <= {503, 504, 507}, attackers.replies
    assert eventually(lambda: all_back(besieged))
    # A worker takes some 10 MB; the products took 200 MB each before they were ended.
    assert eventually(lambda: private_bytes(besieged.descendants()) < 300 * 2**20)


#: Seconds. On two idle cores it is less than 0.05; behind a query of an attacker it would be 4.
QUICK = 0.5


@pytest.mark.full
def test_bystanders_are_quick_under_four_attackers(start, small):
    server = start("--data", small, "--timeout", "4", "--memory", "200")
    best = float("inf")
    for _ in range(5):
        with Attackers(server):
            best = min(best, statistics.quantiles(bystand(server, 12), n=20)[-1])
        if best < QUICK:
            break
    assert best < QUICK, f"95 of 100 bystanders' queries took up to {best * 1000:.0f} ms"


def test_after_kill_9_of_the_server_nothing_burns_on(start, small):
    server = start("--data", small, "--timeout", "30")
    threads = [threading.Thread(target=quietly, args=(server, COUNTED)) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert eventually(lambda: server.workers()["long"] == 2)
    below = server.descendants()
    assert len(below) >= 4
    server.stop(signal.SIGKILL)
    assert eventually(lambda: not running(below)), running(below)
    for thread in threads:
        thread.join()


def quietly(server, query: str) -> None:
    with contextlib.suppress(OSError):
        post(server, query)


def test_workers_and_their_parent_that_are_killed_are_replaced(start, small):
    server = start("--data", small, "--workers", "2")
    (http,) = {pid for pid in server.descendants() if parent(pid) == server.process.pid}
    for _ in range(3):
        for pid in server.descendants() - {http}:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: server.ask("ASK {}").status == 200)
        assert eventually(lambda: all_back(server))
    assert [row["n"]["value"] for row in server.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == ["8"]


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def test_long_queries_queue_for_their_places_and_are_all_answered(start, small):
    server = start("--data", small, "--workers", "2", "--short", "0.05", "--wait", "60", "--cache", "0")
    query = f"SELECT (COUNT(*) AS ?n) {{ {product('abc', 100)} }}"
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(post(server, query))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reply.status for reply in replies] == [200] * 12
    assert {reply.json["results"]["bindings"][0]["n"]["value"] for reply in replies} == {"1000000"}
    assert eventually(lambda: all_back(server))


def test_too_many_at_once_are_told_to_come_back(start, small):
    server = start(
        "--data", small, "--timeout", "2", "--workers", "1", "--short", "0.2", "--queue", "2", "--wait", "0.5"
    )
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(post(server, COUNTED))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} == {503, 504}
    for reply in replies:
        check(reply, {503, 504})
    assert server.ask("ASK {}").status == 200
