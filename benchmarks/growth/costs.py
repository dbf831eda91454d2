"""`python benchmarks/growth/costs.py PROJECT [--store DIR]`: what serving a project costs, in memory or from a store.

Prints one object of JSON: the seconds until a server answers; for each query the processor seconds of the engine, the
least of three runs, and its rows; and the peak memory of the process that asked. `point` is what is claimed of one
partnership, `join` the firms with announced plans and where, and `conflicts` every difference in modality.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

REPEATS = 3
PREFIXES = """
PREFIX adgo: <https://w3id.org/adgo/ontology#>
PREFIX id: <https://w3id.org/adgo/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
"""
QUERIES = {
    "point": """SELECT ?claim ?predicate ?object ?source {
        ?claim adgo:subject id:momenta-uber-copy2 ; adgo:predicate ?predicate ; adgo:object ?object ;
            adgo:passage/oa:hasSource ?source
    }""",
    "join": """SELECT ?firm ?place (COUNT(*) AS ?reports) {
        ?report adgo:reportedParty ?firm ; adgo:reportedPlace ?place ; adgo:standing adgo:AnnouncedPlan
    } GROUP BY ?firm ?place""",
}


def main() -> None:
    """Print what serving costs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("--store", type=Path, help="serve this store, and not the project's files")
    given = parser.parse_args()
    os.environ["ADGO_PROJECT"] = str(given.project.resolve())
    words = ["--store", str(given.store)] if given.store else []
    found: dict[str, object] = {"start": _started(words)}
    begun = time.process_time()
    store = _opened(given.store)
    found["open"] = time.process_time() - begun
    found |= {name: _asked(store, PREFIXES + text) for name, text in QUERIES.items()}
    found["conflicts"] = _asked(store, _conflicts())
    found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    json.dump(found, sys.stdout, indent=1)
    print()


def _conflicts() -> str:
    from adgo.graph import files

    return next(each for each in files.queries() if each.stem == "conflicts-modality").read_text(
        encoding="utf-8"
    )


def _opened(folder: Path | None) -> object:
    """Return the database of a store, or the project's graph in memory."""
    from pyoxigraph import Store

    from adgo.graph.dataset import load
    from adgo.server.store import store_folder

    return Store.read_only(str(store_folder.live(folder))) if folder else load().store


def _asked(store: object, query: str) -> tuple[float, int]:
    """Return the least processor seconds of several runs of a query, and the number of its rows."""
    seconds, rows = [], 0
    for _ in range(REPEATS):
        begun = time.process_time()
        rows = sum(1 for _ in store.query(query))  # type: ignore[attr-defined]
        seconds.append(time.process_time() - begun)
    assert rows, f"the query finds nothing, so its time shows nothing: {query}"
    return min(seconds), rows


def _started(words: list[str]) -> dict[str, float]:
    """Return the seconds from the start of a server until it answers, and the processor seconds that it took."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "adgo", "serve", "--port", "0", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        found = (re.search(r"http://\S+?:\d+", line) for line in server.stdout)
        address = next((each[0] for each in found if each), "")
        assert address, "the server did not start"
        while not _answers(address):
            time.sleep(0.01)
        taken = time.monotonic() - begun
        server.send_signal(signal.SIGTERM)
        server.stdout.read()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"seconds": taken, "processor seconds": used.ru_utime + used.ru_stime}


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/sparql?query=ASK%7B%7D") as reply:
            return bool(reply.status == 200)
    except (URLError, ConnectionError):
        return False


if __name__ == "__main__":
    main()
