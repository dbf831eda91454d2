"""A server in a separate process, and a client that sends exactly what a test asks for."""

from __future__ import annotations

import gzip
import http.client
import json
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import brotli

#: How long a loaded machine may take over anything that is quick on an idle one.
PATIENCE = 60.0

#: What clients of the shared server that takes changes send as their token.
TOKEN = "a token for the tests of changes"

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
                stat = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
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
            if (
                Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
                not in "ZX"
            ):
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
