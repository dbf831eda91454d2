"""Engines of others with ADGO's graph, each in its own folder, for the tests of `adgo serve --backend`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from adgo.server.backend.address import BackendAddress

#: The graph that holds ADGO's default graph in an engine whose own default graph is the union of all graphs.
DEFAULT = "http://example.org/adgo"
OXIGRAPH = os.environ.get("ADGO_OXIGRAPH") or shutil.which("oxigraph") or ""
VIRTUOSO = shutil.which("virtuoso-t") if shutil.which("isql-vt") else ""
#: Paths are absolute: Virtuoso reads relative ones from the folder where it was built.
INI = """
[Database]
DatabaseFile = {0}/virtuoso.db
ErrorLogFile = {0}/virtuoso.log
LockFile = {0}/virtuoso.lck
TransactionFile = {0}/virtuoso.trx
xa_persistent_file = {0}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {0}/virtuoso-temp.db
TransactionFile = {0}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{1}
DirsAllowed = {0}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{2}
ServerThreads = 10
"""


@contextmanager
def oxigraph(store: Store, folder: Path) -> Iterator[BackendAddress]:
    """Serve a store with Oxigraph's server."""
    data, port = folder / "data.nq", _free_port()
    store.dump(str(data), RdfFormat.N_QUADS)
    location = ["--location", str(folder / "store")]
    subprocess.run([OXIGRAPH, "load", *location, "--file", str(data)], check=True, capture_output=True)
    with _running([OXIGRAPH, "serve-read-only", *location, "--bind", f"127.0.0.1:{port}"]):
        yield _ready(f"http://127.0.0.1:{port}/query")


@contextmanager
def virtuoso(store: Store, folder: Path) -> Iterator[BackendAddress]:
    """Serve a store with Virtuoso; the default graph is a named graph there."""
    own, port = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(INI.format(folder, own, port), encoding="utf-8")
    store.dump(str(folder / "all.nq"), RdfFormat.N_QUADS)
    with _running([VIRTUOSO or "", "+foreground", "+configfile", str(folder / "virtuoso.ini")]):
        address = _ready(f"http://127.0.0.1:{port}/sparql", DEFAULT)
        command = f"exec=ld_dir('{folder}', 'all.nq', '{DEFAULT}'); rdf_loader_run(); checkpoint;"
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{own}", "dba", "dba", command], check=True, capture_output=True
        )
        yield address


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(url: str, *default_graphs: str) -> BackendAddress:
    """Return the address of a backend as soon as it answers."""
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5).close()
            return BackendAddress(url, default_graphs=default_graphs)
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
