"""A long mixed load with attacks: no wrong, cut or lost answer, no growth, no worker lost.

Two minutes, or as many seconds as ADGO_SOAK_SECONDS says (3600 for an hour); `make test-heavy` takes five minutes.
"""

from __future__ import annotations

import contextlib
import os
import random
import socket
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from process import eventually, running
from test_attacks import COUNTED, SORTED, STREAMED, all_back, post, product, star

SECONDS = float(os.environ.get("ADGO_SOAK_SECONDS", "120"))
#: What a busy or limited server may say instead of an answer, to a query that is not a point query.
TRUE_REFUSALS = {503, 504, 507}


class Load:
    """Clients that ask what they know the answer to, until a time; what was wrong is noted."""

    def __init__(self, server, seconds: float) -> None:
        self.server = server
        self.until = time.monotonic() + seconds
        #: What was wrong, and how often.
        self.wrong: Counter[tuple[str, str]] = Counter()
        self.answers = 0
        kinds = [self.point] * 3 + [
            self.large,
            self.page,
            self.unchanged,
            self.attack,
            self.attack,
            self.leave,
        ]
        self.threads = [threading.Thread(target=self.repeat, args=(kind, n)) for n, kind in enumerate(kinds)]

    def run(self) -> None:
        for thread in self.threads:
            thread.start()
        for thread in self.threads:
            thread.join()

    def repeat(self, kind, seed: int) -> None:
        chance = random.Random(seed)
        while time.monotonic() < self.until:
            try:
                kind(chance)
                self.answers += 1
            except Exception as error:
                self.wrong[kind.__name__, " ".join(str(error).split())[:150]] += 1

    def point(self, chance: random.Random) -> None:
        number = chance.randrange(10**9)
        rows = self.server.rows(f"SELECT (?x + {number} AS ?y) {{ VALUES ?x {{ 1 2 }} }}")
        assert {int(row["y"]["value"]) for row in rows} == {number + 1, number + 2}
        time.sleep(0.01)

    def large(self, chance: random.Random) -> None:
        size = chance.randrange(150, 300)
        kind = {"Content_Type": "application/sparql-query", "Accept": "text/csv"}
        kind["Accept_Encoding"] = chance.choice(["gzip", "br", "identity"])
        reply = self.server.send("POST", "/sparql", f"SELECT * {{ {product('ab', size)} }}", **kind)
        assert reply.status in {200} | TRUE_REFUSALS, reply.text
        if reply.status == 200:
            assert reply.plain.count(b"\n") == size * size + 1
        time.sleep(0.05)

    def page(self, chance: random.Random) -> None:
        path = chance.choice(
            ["/", "/queries", "/sparql", "/health", "/.well-known/void", "/static/style.css"]
        )
        assert self.server.get(path, Accept="text/html, */*;q=0.5").status == 200, path
        time.sleep(0.05)

    def unchanged(self, _: random.Random) -> None:
        path = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o }"})
        reply = self.server.get(path)
        assert (reply.status, len(reply.json["results"]["bindings"])) == (200, 8)
        assert self.server.get(path, If_None_Match=reply.headers["ETag"]).status == 304
        time.sleep(0.02)

    def attack(self, chance: random.Random) -> None:
        reply = post(self.server, chance.choice([COUNTED, SORTED, STREAMED, star(200)]))
        assert reply.status in TRUE_REFUSALS, (reply.status, reply.text[:200])

    def leave(self, chance: random.Random) -> None:
        with socket.create_connection(self.server.host.split(":"), 10) as sock:
            query = quote(chance.choice(["ASK {}", f"SELECT * {{ {product('abc', 60)} }}"]))
            sock.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(chance.random())


def footprint(server) -> int:
    """Bytes of the server's processes, shared pages counted once."""
    total = 0
    for pid in running(server.descendants() | {server.process.pid}):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


@pytest.mark.full
def test_a_long_mixed_load_with_attacks(start, small):
    server = start(
        "--data", small, "--timeout", "3", "--memory", "200", "--result", "4", "--wait", "30", "--cache", "8"
    )
    warm = Load(server, min(30.0, SECONDS / 5))
    warm.run()
    assert not warm.wrong
    assert eventually(lambda: all_back(server))
    before = footprint(server)
    load = Load(server, SECONDS)
    load.run()
    assert not load.wrong
    assert load.answers > SECONDS
    assert eventually(lambda: all_back(server))
    assert eventually(lambda: footprint(server) < before + 40 * 2**20), (before, footprint(server))
