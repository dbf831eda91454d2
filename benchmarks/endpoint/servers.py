"""The servers that are compared: how each is installed, given the data, and started."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import virtuoso

RDFLIB_ENDPOINT = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(default_union=True)
graph.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph, path="/sparql"), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""

#: ADGO without its cache: it computes every answer.
COMPUTED = "ADGO, no cache"
#: ADGO's limit on results, in MiB: the largest answer about a million triples has 70.
RESULT = "256"


@dataclass(frozen=True)
class Server:
    """A server: its name, the path of its endpoint, and the command that serves a file of N-Triples at a port."""

    name: str
    path: str
    command: Callable[[Path, int, Path], list[str]]


def peers(folder: Path) -> Path:
    """Install the peers in a virtual environment below `folder`; return the folder of its programs."""
    venv.create(folder / "peers", with_pip=True)
    programs = folder / "peers" / "bin"
    wanted = ["oxigraph", "rdflib-endpoint", "uvicorn"]
    subprocess.run([programs / "pip", "install", "--quiet", *wanted], check=True, capture_output=True)
    return programs


def servers(programs: Path) -> list[Server]:
    """Return the servers in the order of the table."""

    def adgo(*options: str) -> Callable[[Path, int, Path], list[str]]:
        return lambda data, port, _: [
            *(
                sys.executable,
                "-m",
                "adgo",
                "serve",
                "--no-log",
                "--result",
                RESULT,
                "--data",
                str(data),
                "--port",
                str(port),
                *options,
            )
        ]

    def oxigraph(data: Path, port: int, folder: Path) -> list[str]:
        store, program = str(folder / "oxigraph"), str(programs / "oxigraph")
        if not Path(store).exists():
            load = [program, "load", "--location", store, "--file", str(data)]
            subprocess.run(load, check=True, capture_output=True)
        return [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]

    def rdflib(data: Path, port: int, _: Path) -> list[str]:
        return [str(programs / "python"), "-c", RDFLIB_ENDPOINT, str(data), str(port)]

    found = [
        Server("ADGO", "/sparql", adgo()),
        Server(COMPUTED, "/sparql", adgo("--cache", "0")),
        Server("Oxigraph server", "/query", oxigraph),
        Server("rdflib-endpoint", "/sparql", rdflib),
    ]
    if virtuoso.installed():
        found.append(Server("Virtuoso", "/sparql", virtuoso.command))
    return found


def versions(programs: Path) -> str:
    """Return the names and versions of the compared programs."""
    names = ["oxigraph", "rdflib", "rdflib-endpoint", "uvicorn"]
    shown = subprocess.run([programs / "pip", "freeze"], check=True, capture_output=True, text=True).stdout
    lines = [line.replace("==", " ") for line in shown.splitlines() if line.partition("==")[0] in names]
    own = [f"{name} {version(name)}" for name in ("adgo", "pyoxigraph", "granian")]
    if virtuoso.installed():
        said = subprocess.run([virtuoso.PROGRAM, "-?"], capture_output=True, text=True)
        number = re.search(r"Version (\S+)", said.stdout + said.stderr)
        own.append(f"Virtuoso {number[1] if number else ''}".strip())
    return ", ".join(own + lines)


def free_port() -> int:
    """Return a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def start(server: Server, data: Path, folder: Path) -> tuple[subprocess.Popen[bytes], int, float]:
    """Start a server; return its process, its port, and the seconds until its first answer.

    Args:
        server: the server.
        data: the file with the triples.
        folder: a folder for its files.
    """
    port = free_port()
    command = server.command(data, port, folder)
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{server.path}?query=ASK%7B%7D", timeout=60).read()
            return process, port, time.monotonic() - began
        except OSError as error:
            if process.poll() is not None:
                raise RuntimeError(f"{server.name} ended at its start") from error
            time.sleep(0.05)


def memory(pid: int) -> int:
    """Return the memory of a process and its descendants in bytes, with shared pages counted once."""
    total = 0
    waiting = [pid]
    children: dict[int, list[int]] = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{entry}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            children.setdefault(int(stat[1]), []).append(int(entry))
        except OSError:
            continue
    while waiting:
        each = waiting.pop()
        waiting += children.get(each, [])
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total
