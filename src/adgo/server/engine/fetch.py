"""One document from the web, by a process of its own: `python -m adgo.server.engine.fetch URL BYTES SECONDS`.

It writes one line of JSON, {"type": media type} or {"error": why not}, and behind it the bytes. It asks the one address
it is given: it follows no redirect, uses no proxy, and understands nothing of what it gets.
"""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from urllib.parse import quote, urlsplit

from adgo.server.engine import sandbox
from adgo.server.settings import MIB

ACCEPT = "text/turtle, application/n-triples, application/rdf+xml;q=0.8, application/ld+json;q=0.8, */*;q=0.1"
#: Memory that fetching takes beside the document, which is held twice.
_OVERHEAD = 64 * MIB


class Unfetched(Exception):
    """A document that cannot be had; the message says why, for the person who asked for it."""


def fetch(url: str, limit: int, seconds: float) -> tuple[str, bytes]:
    """Return (media type, content) of a document of at most `limit` bytes, or raise Unfetched."""
    command = [sys.executable, "-m", "adgo.server.engine.fetch", url, str(limit), str(seconds)]
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unfetched(f"it did not come within {seconds:g} s") from error
    head, _, content = run.stdout.partition(b"\n")
    if run.returncode or not head:
        raise Unfetched("the process that fetches it failed")
    said = json.loads(head)
    if "error" in said:
        raise Unfetched(said["error"])
    return str(said["type"]), content


def read(url: str, limit: int, seconds: float) -> tuple[str, bytes]:
    """Return (media type, content) of what one address answers with 200; Unfetched for everything else."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=seconds)
    target = quote(f"{parts.path}?{parts.query}" if parts.query else parts.path, safe="/%:=&?~+!$,;'@()*[]")
    try:
        connection.request("GET", target, headers={"Accept": ACCEPT, "User-Agent": "adgo"})
        response = connection.getresponse()
        if 300 <= response.status < 400:
            where = response.headers.get("Location", "elsewhere")
            raise Unfetched(
                f"it leads on to {where[:200]!r}, and redirects are not followed; name that address"
            )
        if response.status != 200:
            raise Unfetched(f"the other server answered {response.status}")
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise Unfetched("it came compressed, which was not asked for")
        content = response.read(limit + 1)
        if len(content) > limit:
            raise Unfetched(f"it is larger than {limit / MIB:g} MiB")
        if response.length:
            raise Unfetched("it broke off")
        return response.headers.get_content_type(), content
    finally:
        connection.close()


def main() -> None:
    """Fetch what the arguments name, confined; the kernel ends the process when its time is over."""
    url, limit, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    sandbox.confine(3 * limit + _OVERHEAD, sockets=True, files=True)
    content = b""
    try:
        media_type, content = read(url, limit, seconds)
        said = {"type": media_type}
    except Unfetched as error:
        said = {"error": str(error)}
    except (OSError, http.client.HTTPException, ValueError) as error:
        said = {"error": f"the other server cannot be asked ({error})"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
