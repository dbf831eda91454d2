"""The process that loads the data once and forks every worker: `python -m adgo.server.engine.zygote FD CONFIG`.

It has one thread, so that a fork copies a consistent state. It obeys the server's commands one by one. When the server
has gone, for any reason, it ends its process group, which contains every worker.
"""

from __future__ import annotations

import gc
import json
import os
import secrets
import signal
import socket
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any, NoReturn

from pyoxigraph import Store

from adgo.graph.dataset import Dataset, UnreadableFile, load
from adgo.server.engine import frames, worker
from adgo.server.engine.result_output import FrameOutput
from adgo.server.engine.sandbox import Rights, Sandbox, reach
from adgo.turtle.normalization.report import ChangesRefused


def main() -> None:
    """Load the data, report that, and obey until the server closes its end of the socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    config = json.loads(sys.argv[2])
    # The server handles an interrupt typed at a terminal: it lets running queries finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Python 3.12 warns of a thread that the engine keeps after loading; it holds no lock that a worker needs.
    warnings.filterwarnings("ignore", message=".*multi-threaded.*fork", category=DeprecationWarning)
    store, ready = None, {}
    if config["folder"] is None:
        try:
            dataset = load(config["paths"], strict_terms=config["strict_terms"])
        except (UnreadableFile, ChangesRefused) as error:
            refused = isinstance(error, ChangesRefused)
            remedy = ", or leave out --strict-terms." if refused else ""
            control.sendall(frames.message({"error": f"{error}{remedy}", "refused": refused}))
            return
        store, ready = dataset.store, summary(dataset)
    warm(Store() if store is None else store)
    # Objects that the garbage collector does not visit stay in memory that the workers share with this process.
    gc.collect()
    gc.freeze()
    try:
        control.sendall(frames.message({"ready": ready}))
    except BrokenPipeError:
        return  # The server was ended while the data were loaded.
    try:
        obey(control, store, config["memory"], config["folder"])
    finally:
        os.killpg(0, signal.SIGKILL)


def obey(control: socket.socket, store: Store | None, memory: int, folder: str | None) -> None:
    """Launch and reap workers as the server says; return when it has gone.

    Args:
        control: this process's end of the socket.
        store: the data, unless they are on disk.
        memory: bytes that a query may take.
        folder: path of the store, if the data are on disk.
    """
    # Prepared once, as that takes longer than applying them after each fork.
    read = reach(Path(folder)) if folder else []
    limits = {network: Sandbox(Rights(read=read, sockets=network)) for network in (False, True)}
    while True:
        content, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
        if not content:
            return
        command = json.loads(content)
        if "launch" in command:
            try:
                pid = os.fork()
            except OSError as error:
                # Too many processes, or too little memory: the workers that exist continue.
                answer: dict[str, Any] = {"error": error.strerror}
            else:
                if pid == 0:
                    control.close()
                    become_worker(descriptors[0], store, memory, limits[command["network"]])
                answer = {"pid": pid}
            os.close(descriptors[0])
            control.sendall(frames.message(answer))
        else:
            control.sendall(frames.message({"status": reap(command["reap"])}))


def become_worker(descriptor: int, store: Store | None, memory: int, limits: Sandbox) -> NoReturn:
    """Serve queries as a worker, then end without the parent's clean-up.

    Args:
        descriptor: the worker's end of its socket.
        store: the data, unless they are on disk.
        memory: bytes that a query may take.
        limits: what the process may do besides computing.
    """
    code = 1
    try:
        worker.run(socket.socket(fileno=descriptor), store, memory, limits)
        code = 0
    except BrokenPipeError:
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(code)


def reap(pid: int) -> int:
    """End a worker if it still runs; return its exit code, or the negative number of the signal that ended it."""
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def warm(store: Store) -> None:
    """Run queries in each format, so that no worker has to import a module, which its sandbox would prevent.

    ADGO itself evaluates those that compare a literal whose lexical form the engine would change.
    """
    ours, theirs = socket.socketpair()
    for form, formats in (
        ("ASK {}", worker.RESULT_FORMATS),
        ("ASK { VALUES ?x { 01 } }", worker.RESULT_FORMATS),
        # Computes tables of Unicode, which takes longer than most queries.
        (r"ASK { FILTER REGEX('ab', '\\wb', 'i') }", worker.RESULT_FORMATS),
        ("SELECT * { VALUES ?x { 01 } }", worker.RESULT_FORMATS),
        ("CONSTRUCT {} WHERE {}", worker.GRAPH_FORMATS),
        ("CONSTRUCT {} WHERE { VALUES ?x { 01 } }", worker.GRAPH_FORMATS),
    ):
        for name in formats:
            request = {
                "text": form,
                "base": None,
                "default": None,
                "named": None,
                "results": name,
                "graph": name,
            }
            worker.answer(store, request, FrameOutput(ours, 1000))
    ours.close()
    theirs.close()


def summary(dataset: Dataset) -> dict[str, Any]:
    """Return the dataset's digest, its files, and a name for this loading, to which labels of blank nodes belong."""
    files = [str(path) for path in dataset.sources]
    changed = dataset.changes.sentence() if dataset.changes else ""
    return {"digest": dataset.digest, "files": files, "labels": secrets.token_hex(4), "changed": changed}


if __name__ == "__main__":
    main()
