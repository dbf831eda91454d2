"""Fetches one document from the web in a confined process: `python -m adgo.server.engine.fetch URL BYTES SECONDS`.

The process writes one line of JSON, {"type": media type} or {"error": why not}, followed by the bytes of the document.
It asks only the address that it is given: it follows no redirect and uses no proxy.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys

from adgo.server.engine import sandbox
from adgo.turtle.web.client import WebDocument
from adgo.turtle.web.client import fetch as fetch_here
from adgo.turtle.web.errors import FetchError
from adgo.turtle.web.limits import MIB, FetchRules

#: Memory for fetching itself, in bytes; the document is held twice in addition.
_OVERHEAD = 64 * MIB


def fetch(url: str, limit: int, seconds: float) -> WebDocument:
    """Return the document at an address, fetched by a confined process.

    Args:
        url: http or https address.
        limit: most bytes of the document, both as sent and unpacked.
        seconds: most seconds in all.

    Raises:
        FetchError: if the document cannot be fetched; the message quotes nothing that the other server sent.
    """
    command = [sys.executable, "-m", "adgo.server.engine.fetch", url, str(limit), str(seconds)]
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"no complete response within {seconds:g} s") from error
    head, _, content = run.stdout.partition(b"\n")
    if run.returncode or not head:
        raise FetchError("the process that fetches it failed")
    outcome = json.loads(head)
    if "error" in outcome:
        raise FetchError(outcome["error"])
    return WebDocument(url, str(outcome["type"]), content)


def main() -> None:
    """Fetch the document that the arguments name, confined; the kernel ends the process when its time is over."""
    url, limit, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    sandbox.Sandbox(sandbox.Rights(sockets=True)).confine(3 * limit + _OVERHEAD)
    content = b""
    try:
        rules = FetchRules(size=limit, seconds=seconds, idle=seconds, redirects=0, proxies=False)
        document = fetch_here(url, rules)
        outcome, content = {"type": document.media_type}, document.content
    except FetchError as error:
        outcome = {"error": error.reason}
    sys.stdout.buffer.write(json.dumps(outcome).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
