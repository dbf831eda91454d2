"""Compare SPARQL endpoints; see README.md in this folder."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import shutil
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import queries
import servers
from pyoxigraph import QueryResultsFormat, RdfFormat, Store

import data

CONNECTIONS = (1, 16)
#: Minimum number of requests of a single client, and number of queries to pyoxigraph in process.
ALONE = 5
#: Alternations between a server and pyoxigraph in process.
TURNS = 7
#: A query that takes a single client more milliseconds than this is not measured with many clients.
TOO_SLOW = 1500
JSON = {"Accept": "application/sparql-results+json"}


class Client(threading.Thread):
    """A connection that repeats a query until a time and at least a number of times; checks the first answer."""

    def __init__(self, port: int, path: str, query: str, rows: int, until: float, least: int) -> None:
        super().__init__()
        self.least = least
        self.target = f"{path}?{urlencode({'query': query})}"
        self.port, self.rows, self.until = port, rows, until
        self.seconds: list[float] = []
        self.wrong = self.refused = 0

    def run(self) -> None:
        """Repeat the query until the time is over."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        while time.monotonic() < self.until or len(self.seconds) < self.least:
            began = time.perf_counter()
            connection.request("GET", self.target, headers=JSON)
            response = connection.getresponse()
            body = response.read()
            self.seconds.append(time.perf_counter() - began)
            if response.status == 503:
                self.refused += 1
                continue
            if len(self.seconds) == 1 + self.refused:
                self.wrong += (
                    response.status != 200 or len(json.loads(body)["results"]["bindings"]) != self.rows
                )
        connection.close()


def measure(
    port: int, path: str, query: str, rows: int, connections: int, seconds: float
) -> dict[str, float]:
    """Return median and 95th percentile in ms, answers per second, and how many connections got a wrong one."""
    until = time.monotonic() + seconds
    began = time.perf_counter()
    least = ALONE if connections == 1 else 1
    clients = [Client(port, path, query, rows, until, least) for _ in range(connections)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    passed = time.perf_counter() - began
    times = sorted(each for client in clients for each in client.seconds)
    return {
        "median": statistics.median(times) * 1000,
        "p95": times[int(0.95 * (len(times) - 1))] * 1000,
        "rate": len(times) / passed,
        "wrong": sum(client.wrong for client in clients),
        "refused": sum(client.refused for client in clients),
    }


def in_process(store: Store, query: str) -> tuple[int, float]:
    """Return the rows of a query, and the median time in milliseconds of pyoxigraph with the JSON written."""
    times: list[float] = []
    content = b""
    while len(times) < ALONE or (sum(times) < 0.5 and len(times) < 500):
        began = time.perf_counter()
        content = store.query(query).serialize(format=QueryResultsFormat.JSON) or b""
        times.append(time.perf_counter() - began)
    return len(json.loads(content)["results"]["bindings"]), statistics.median(times) * 1000


def in_turns(store: Store, port: int, path: str, query: str) -> float:
    """Return the ratio of the time of a server to that of pyoxigraph in process, the median of alternating runs.

    So both meet the machine in the same state, which on a shared one changes from minute to minute.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    target = f"{path}?{urlencode({'query': query})}"

    def ask() -> None:
        connection.request("GET", target, headers=JSON)
        connection.getresponse().read()

    def compute() -> None:
        store.query(query).serialize(format=QueryResultsFormat.JSON)

    ratios = [timed(ask) / timed(compute) for _ in range(TURNS)]
    connection.close()
    return statistics.median(ratios)


def timed(call: Callable[[], None]) -> float:
    """Return the median time of several calls, in seconds."""
    times: list[float] = []
    while len(times) < ALONE or (sum(times) < 0.1 and len(times) < 100):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def compare(
    title: str, file: Path, asked: dict[str, str], chosen: list[servers.Server], folder: Path, seconds: float
) -> None:
    """Measure the servers on one data set, and print the table."""
    store = Store()
    store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
    base = {name: in_process(store, query) for name, query in asked.items()}
    found: dict[tuple[str, str, int], dict[str, float]] = {}
    turns: dict[str, float] = {}
    notes = []
    names = []
    for server in chosen:
        process, port, ready = servers.start(server, file, folder)
        names.append(server.name)
        peak = servers.memory(process.pid)
        try:
            for name, query in asked.items():
                for connections in CONNECTIONS:
                    alone = found.get((server.name, name, 1))
                    if alone and alone["median"] > TOO_SLOW:
                        continue
                    rows = base[name][0]
                    found[server.name, name, connections] = measure(
                        port, server.path, query, rows, connections, seconds
                    )
                    peak = max(peak, servers.memory(process.pid))
                if server.name == servers.COMPUTED:
                    turns[name] = in_turns(store, port, server.path, query)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
        notes.append(f"{server.name}: ready after {ready:.2f} s, {peak / 2**20:.0f} MB")
    print(f"\n### {title} ({len(store):,} triples)\n")
    print("| query | clients | pyoxigraph in process | " + " | ".join(names) + " |")
    print("|---|---|---|" + "---|" * len(names))
    for name in asked:
        for connections in CONNECTIONS:
            cells = [cell(found, names, each, name, connections) for each in names]
            own = f"{base[name][1]:.2f} ms" + (f" (x{turns[name]:.2f})" if name in turns else "")
            print(f"| {name} | {connections} | {own} | " + " | ".join(cells) + " |")
    print("\n" + "; ".join(notes) + ".")


def cell(
    found: dict[tuple[str, str, int], dict[str, float]], names: list[str], server: str, query: str, n: int
) -> str:
    """Return one cell: median and 95th percentile, and throughput relative to the first server."""
    if (server, query, n) not in found:
        return "–"
    here = found[server, query, n]
    first = found.get((names[0], query, n))
    ratio = f" (x{here['rate'] / first['rate']:.2g})" if first else ""
    rate = f"{here['rate']:,.0f}" if here["rate"] >= 10 else f"{here['rate']:.2g}"
    wrong = (
        " **wrong**" if here["wrong"] else f", {here['refused']} told to come back" if here["refused"] else ""
    )
    return f"{here['median']:.2f} / {here['p95']:.2f} ms, {rate}/s{ratio}{wrong}"


def main() -> None:
    """Run everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="synthetic triples")
    parser.add_argument("--seconds", type=float, default=3, help="time for each cell of the table")
    parser.add_argument("--only", help="name of the one server to measure")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="adgo-benchmark-"))
    try:
        peers = servers.peers(folder)
        print(f"Machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}. ")
        print(f"{servers.versions(peers)}.")
        compared = [each for each in servers.servers(peers) if chosen.only in (None, each.name)]
        if not compared:
            parser.error(f"no server is named {chosen.only}")
        print("Each cell: median / 95th percentile, answers a second, and their ratio to ADGO's.")
        print(
            f"In process: the median, and how many times as long {servers.COMPUTED} takes, asked in turns with it."
        )
        sets = {
            "The packaged graph": (data.packaged, queries.packaged()),
            "Synthetic": (lambda path: data.synthetic(path, chosen.size), queries.SYNTHETIC),
        }
        for number, (title, (write, asked)) in enumerate(sets.items()):
            part = folder / str(number)
            part.mkdir()
            write(part / "data.nt")
            compare(title, part / "data.nt", asked, compared, part, chosen.seconds)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
