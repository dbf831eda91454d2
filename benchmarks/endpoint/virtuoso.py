"""Virtuoso, if it is installed: its settings, and how its data are loaded."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
from pathlib import Path

PROGRAM, CLIENT = "virtuoso-t", "isql-vt"
#: The numbers of buffers are those recommended for 1 GB of memory; the other settings are the defaults.
SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = {data}
NumberOfBuffers = 85000
MaxDirtyBuffers = 65000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
"""
LOAD = (
    "ld_dir('{data}', 'data.nt', 'http://example.org/graph'); rdf_loader_run(); checkpoint; "
    "SPARQL SELECT COUNT(*) {{ GRAPH <http://example.org/graph> {{ ?s ?p ?o }} }};"
)


def installed() -> bool:
    """Return whether Virtuoso and its client are on the PATH."""
    return bool(shutil.which(PROGRAM) and shutil.which(CLIENT))


def command(data: Path, port: int, folder: Path) -> list[str]:
    """Load a file of N-Triples and return the command that serves it.

    Args:
        data: the file.
        port: the port of the server.
        folder: the folder for the database.
    """
    home = folder / "virtuoso"
    home.mkdir(exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        own = probe.getsockname()[1]
    settings = home / "virtuoso.ini"
    settings.write_text(SETTINGS.format(port=own, http=port, data=data.parent), encoding="utf-8")
    subprocess.run([PROGRAM, "+configfile", settings, "+wait"], cwd=home, check=True, capture_output=True)
    try:
        load = LOAD.format(data=data.parent)
        subprocess.run(
            [CLIENT, str(own), "dba", "dba", f"exec={load}"], cwd=home, check=True, capture_output=True
        )
    finally:
        subprocess.run([CLIENT, str(own), "dba", "dba", "exec=shutdown;"], cwd=home, capture_output=True)
        _wait_for_end(home / "virtuoso.lck")
    return ["sh", "-c", f"cd '{home}' && exec {PROGRAM} +foreground +configfile virtuoso.ini"]


def _wait_for_end(lock: Path) -> None:
    """Wait until the loading server has ended; the lock file has its process id."""
    try:
        pid = int(lock.read_text(encoding="utf-8").partition("=")[2])
        descriptor = os.pidfd_open(pid, 0)
    except (OSError, ValueError):
        return
    select.select([descriptor], [], [], 60)
    os.close(descriptor)
    if lock.exists():
        os.kill(pid, signal.SIGKILL)
