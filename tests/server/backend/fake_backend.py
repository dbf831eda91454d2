"""A SPARQL endpoint in a thread, over a store in memory, that can fail in every way that engines fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store


@dataclass
class Sent:
    """A response: status, headers (an empty one is left out), content, and its length as the headers say it."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""
    length: int | None = None
    seconds: float = 0


@dataclass
class FakeBackend:
    """What the endpoint serves and how.

    Attributes:
        store: the data.
        is_union: whether its default graph is the union of all graphs.
        cap: the most rows that it gives, without saying so.
        headers: headers of each answer.
        plan: what it answers instead of the next requests, first come first served.
        seen: the headers and the arguments of each request.
    """

    store: Store = field(default_factory=Store)
    is_union: bool = False
    cap: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    plan: list[Sent] = field(default_factory=list)
    seen: list[tuple[dict[str, str], dict[str, list[str]]]] = field(default_factory=list)
    url: str = ""

    def answer(self, arguments: dict[str, list[str]]) -> Sent:
        """Return the response to a query."""
        options: dict[str, Any] = {"use_default_graph_as_union": self.is_union}
        if "default-graph-uri" in arguments or "named-graph-uri" in arguments:
            options = {
                "default_graph": [NamedNode(each) for each in arguments.get("default-graph-uri", [])],
                "named_graphs": [NamedNode(each) for each in arguments.get("named-graph-uri", [])],
            }
        try:
            result = self.store.query(arguments["query"][0], **options)
        except (SyntaxError, ValueError) as error:
            return Sent(400, {"Content-Type": "text/plain"}, str(error).encode())
        if isinstance(result, QueryTriples):
            return self._sent("application/n-triples", result.serialize(format=RdfFormat.N_TRIPLES) or b"")
        content = result.serialize(format=QueryResultsFormat.JSON) or b""
        if isinstance(result, QuerySolutions) and self.cap is not None:
            content = _first_rows(content, self.cap)
        return self._sent("application/sparql-results+json", content)

    def _sent(self, media_type: str, content: bytes) -> Sent:
        return Sent(200, {"Content-Type": media_type, **self.headers}, content)


def _first_rows(content: bytes, number: int) -> bytes:
    import json

    document = json.loads(content)
    document["results"]["bindings"] = document["results"]["bindings"][:number]
    return json.dumps(document).encode()


def served(backend: FakeBackend) -> Callable[[], None]:
    """Serve a backend, set its URL, and return the function that ends it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            arguments = parse_qs(body, keep_blank_values=True)
            backend.seen.append((dict(self.headers), arguments))
            sent = backend.plan.pop(0) if backend.plan else backend.answer(arguments)
            time.sleep(sent.seconds)
            self.send_response_only(sent.status)
            length = len(sent.content) if sent.length is None else sent.length
            for name, value in {"Content-Length": str(length), "Connection": "close", **sent.headers}.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent.content)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    backend.url = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.05))
    thread.start()

    def end() -> None:
        server.shutdown()
        thread.join()
        server.server_close()

    return end
