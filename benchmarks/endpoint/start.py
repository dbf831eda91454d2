"""Print how long each server takes from its start to its first answer, with the packaged graph; see README.md."""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import tempfile
from pathlib import Path

import servers

import data

#: Starts of each server; the servers take turns, so that each meets the machine in the same states.
TURNS = 7
#: The server that the others are compared with.
PEER = "rdflib-endpoint"


def seconds(server: servers.Server, file: Path, folder: Path) -> float:
    """Return the seconds until the first answer of a server, which is ended then.

    Args:
        server: the server.
        file: the file with the triples.
        folder: a folder for its files.
    """
    process, _, ready = servers.start(server, file, folder)
    os.killpg(process.pid, signal.SIGTERM)
    process.wait()
    return ready


def main() -> None:
    """Start the servers in turns, and print a line for each."""
    folder = Path(tempfile.mkdtemp(prefix="adgo-benchmark-"))
    try:
        peers = servers.peers(folder)
        file = folder / "data.nt"
        data.packaged(file)
        compared = [each for each in servers.servers(peers) if each.name != servers.COMPUTED]
        found: dict[str, list[float]] = {each.name: [] for each in compared}
        for _ in range(TURNS):
            for each in compared:
                found[each.name].append(seconds(each, file, folder))
        print(f"{servers.versions(peers)}; {TURNS} starts of each, in turns; ratio to {PEER}.")
        peer = statistics.median(found[PEER])
        for name, times in found.items():
            print(f"{name}: {statistics.median(times):.2f} s (x{statistics.median(times) / peer:.2f})")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
