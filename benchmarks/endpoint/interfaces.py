"""What granian's three interfaces cost: an application that answers with a constant, over WSGI, RSGI and ASGI.

Run `.venv/bin/python benchmarks/endpoint/interfaces.py`. The three servers run at once and are asked in turn, so that
the ratios hold on a machine that is shared.
"""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

BODY = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
TYPE = "application/sparql-results+json"
REQUEST = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
#: Interface to port.
PORTS = {"wsgi": 9100, "rsgi": 9101, "asgi": 9102}
ROUNDS, REQUESTS, CLIENTS = 5, 2000, 16


def wsgi(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer over WSGI."""
    start_response("200 OK", [("Content-Type", TYPE), ("Content-Length", str(len(BODY)))])
    return [BODY]


async def rsgi(scope: Any, protocol: Any) -> None:
    """Answer over RSGI."""
    protocol.response_bytes(200, [("content-type", TYPE)], BODY)


async def asgi(scope: Any, receive: Any, send: Any) -> None:
    """Answer over ASGI."""
    headers = [(b"content-type", TYPE.encode()), (b"content-length", str(len(BODY)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


def ask(port: int, requests: int, times: list[float]) -> None:
    """Send requests over one connection and append the seconds that each took."""
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(requests):
            start = time.perf_counter()
            sock.sendall(REQUEST)
            received = b""
            while not received.endswith(BODY):
                received += sock.recv(65536)
            times.append(time.perf_counter() - start)


def ask_at_once(port: int) -> float:
    """Return the answers per second that many clients get together."""
    start = time.perf_counter()
    clients = [
        threading.Thread(target=ask, args=(port, REQUESTS // CLIENTS, list[float]())) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return REQUESTS / (time.perf_counter() - start)


def main() -> None:
    """Measure and print."""
    options = ["--host", "127.0.0.1", "--workers", "1", "--no-access-log", "--log-level", "error"]
    servers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "granian",
                *options,
                "--port",
                str(port),
                "--interface",
                name,
                f"interfaces:{name}",
            ],
            cwd=Path(__file__).parent,
        )
        for name, port in PORTS.items()
    ]
    try:
        time.sleep(5)
        alone: dict[str, list[float]] = {name: [] for name in PORTS}
        together: dict[str, list[float]] = {name: [] for name in PORTS}
        for _ in range(ROUNDS):
            for name, port in PORTS.items():
                ask(port, REQUESTS, alone[name])
                together[name].append(ask_at_once(port))
    finally:
        for server in servers:
            server.terminate()
    print("| interface | one client, median | 16 clients, answers per second |\n|---|---|---|")
    for name in PORTS:
        median = statistics.median(alone[name]) * 1000
        print(f"| {name.upper()} | {median:.3f} ms | {statistics.median(together[name]):,.0f} |")


if __name__ == "__main__":
    main()
