"""Real servers, as a person starts them, and a client that sends exactly what it is told."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest

#: How long a loaded machine may take over anything that is quick on an idle one.
PATIENCE = 60.0

PREFIX = "@prefix ex: <http://example.org/> .\n"
SMALL_DATA = PREFIX + (
    'ex:alice ex:knows ex:bob , ex:carol ; ex:name "Alice"@en ; ex:age 42 .\n'
    'ex:bob ex:knows ex:carol ; ex:name "Bob" .\n'
    "ex:carol ex:knows [ ex:name \"nobody <&> 'quoted', in commas\" ] .\n"
)


@dataclass
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def plain(self) -> bytes:
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
        return unpack[self.headers.get("Content-Encoding")](self.body)


@dataclass
class Server:
    process: subprocess.Popen[str]
    url: str
    seconds: float
    log: Path
    notes: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://").rstrip("/")

    def send(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        timeout: float = PATIENCE,
        **headers: str,
    ) -> Reply:
        connection = http.client.HTTPConnection(self.host, timeout=timeout)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body.encode() if isinstance(body, str) else body, named)
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Reply:
        return self.send("GET", path, **headers)

    def ask(self, query: str, accept: str = "application/sparql-results+json", **headers: str) -> Reply:
        return self.send("GET", "/sparql?" + urlencode({"query": query}), Accept=accept, **headers)

    def rows(self, query: str) -> list[dict[str, Any]]:
        reply = self.ask(query)
        assert reply.status == 200, reply.text
        bindings: list[dict[str, Any]] = reply.json["results"]["bindings"]
        return bindings

    def workers(self) -> dict[str, int]:
        state: dict[str, int] = self.get("/health").json["workers"]
        return state

    def descendants(self) -> set[int]:
        return descendants(self.process.pid)

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def descendants(pid: int) -> set[int]:
    """All processes below one, by /proc."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child)
    return found


def running(pids: set[int]) -> set[int]:
    """Those of the processes that still run (a zombie does not)."""
    alive = set()
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX":
                alive.add(pid)
        except OSError:
            continue
    return alive


def eventually(condition: Callable[[], object], patience: float = PATIENCE) -> bool:
    """Whether the condition comes true within the patience."""
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


Start = Callable[..., Server]


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """A function that starts `adgo serve` with arguments; all are stopped at the end, and must leave no process."""
    started: list[Server] = []

    def begin(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Server:
        log = tmp_path_factory.mktemp("serve") / "log"
        before = time.monotonic()
        with log.open("w") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "adgo", "serve", "--port", "0", *map(str, arguments)],
                stdout=subprocess.PIPE,
                stderr=stream,
                text=True,
                env={**os.environ, **(env or {})},
            )
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if not found:
            process.kill()
            process.wait()
            process.stdout.close()
            raise AssertionError(f"no address printed: {line!r} {log.read_text()!r}")
        server = Server(process, found[0], time.monotonic() - before, log)
        started.append(server)
        return server

    yield begin
    for server in started:
        below = server.descendants()
        server.stop()
        assert server.process.stdout
        server.process.stdout.close()
        assert eventually(lambda below=below: not running(below)), "a process was left behind"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small file of RDF."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "people.ttl").write_text(SMALL_DATA)
    (folder / "extra.trig").write_text(PREFIX + "ex:graph { ex:dave ex:knows ex:alice . }\n")
    return folder


@pytest.fixture(scope="session")
def people(start: Start, small: Path) -> Server:
    """A server over the small file, with limits that make the attacks short."""
    return start(
        "--data", small, "--timeout", "4", "--memory", "200", "--result", "4", "--page", "1", "--workers", "4"
    )


@pytest.fixture(scope="session")
def everyday(start: Start) -> Server:
    """A server over the packaged graph with the settings everybody gets."""
    return start()
