"""The only process that changes a store: `python -m adgo.server.engine.writer FD CONFIG`.

It applies one change at a time, completely or not at all. When the change is on disk, it makes a snapshot for the
workers, and only then reports that the change is made.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad

from adgo.graph.dataset import UnreadableFile
from adgo.server.engine import frames, sandbox, update_change
from adgo.server.engine.change_documents import ChangeDocuments, insertion
from adgo.server.engine.change_refusal import ChangeRefused
from adgo.server.engine.parent_watch import Watch
from adgo.server.engine.worker import ALARM_GRACE
from adgo.server.store import claim, private_copy, room, store_folder, swap
from adgo.server.store.swap import Graph

#: A change of fewer triples is one transaction, which the engine holds in memory; a larger one is made in a copy.
SMALL = 10_000


class Writer:
    """Makes changes to one store, each followed by a snapshot."""

    def __init__(self, folder: Path, kept: list[str]) -> None:
        """Open a store and remove what an earlier run has left, except the snapshots at the `kept` paths."""
        self._folder = folder
        self._store = room.with_room(folder, lambda: store_folder.open_writable(folder))
        self._identity = store_folder.identity(folder)
        store_folder.clear_snapshots(folder, kept)
        swap.clear(folder)
        private_copy.sweep(folder)
        self._edition = store_folder.edition(folder) or store_folder.new_edition()
        self._noted = False
        #: Whether a change has left this process less memory than a fresh one has.
        self._is_spent = False
        self.note()
        room.keep_reserve(folder)

    def note(self) -> None:
        """Write the name of the edition to disk, for the next process that opens the store; only between changes."""
        if not self._noted and not self._is_replaced():
            room.with_room(self._folder, lambda: store_folder.set_edition(self._folder, self._edition))
            self._noted = True

    def snapshot(self) -> dict[str, Any]:
        """Return {"snapshot": its path, "edition": …, "spent": …} as soon as all changes are safe on disk."""
        self._store.flush()
        self._check()
        path = store_folder.next_snapshot(self._folder, self._edition)
        room.with_room(self._folder, lambda: self._store.backup(str(path)))
        return {"snapshot": str(path), "edition": self._edition, "spent": self._is_spent}

    def change(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Apply one change and return {"created": whether it made a graph, …}; ChangeRefused if nothing changes.

        The answer has "changes" too if the store changed literals of documents.
        """
        self._check()
        has_room = room.keep_reserve(self._folder)
        if not has_room and not removes_only(request):
            raise ChangeRefused("full", "the change adds data")
        if self._noted:
            store_folder.forget_edition(self._folder)
            self._noted = False
        answer = self._change(request, body)
        self._edition = store_folder.new_edition()
        return answer

    def _is_replaced(self) -> bool:
        return store_folder.identity(self._folder) != self._identity

    def _check(self) -> None:
        """Raise OSError if the store's folder was replaced, as changes would be made to the folder that was moved."""
        if self._is_replaced():
            raise OSError(f"{self._folder}: the store's folder was replaced")

    def _change(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        try:
            if request["op"] == "update":
                return {"created": False, **self._update(request, body)}
            return self._change_graph(request, body)
        except SyntaxError as error:
            raise ChangeRefused("syntax", str(error)) from error
        except RecursionError as error:
            raise ChangeRefused("depth") from error
        except (ValueError, RuntimeError) as error:
            raise ChangeRefused("evaluation", str(error)) from error
        except PermissionError as error:
            if error.filename is not None:
                raise  # of the store's own files
            raise ChangeRefused("socket", "the update asked for a network connection") from error
        except MemoryError as error:
            raise ChangeRefused("memory") from error

    def _update(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Make an update; return the names of the differences that it meets, and what changed of the documents."""
        documents = ChangeDocuments(body, strict_terms=request["strict_terms"])
        given = documents.replacements(request["loads"])
        store, differences = update_change.make(self._store, self._folder, request, given)
        self._is_spent |= store is not self._store
        self._store = store
        return {"differences": differences, **documents.report()}

    def _change_graph(self, request: dict[str, Any], body: bytes) -> dict[str, Any]:
        graph = NamedNode(request["graph"]) if request["graph"] else DefaultGraph()
        exists = isinstance(graph, DefaultGraph) or self._store.contains_named_graph(graph)
        if request["exists"] not in (None, exists):
            raise ChangeRefused("condition")
        if request["op"] == "delete" and not exists:
            raise ChangeRefused("missing")
        documents = ChangeDocuments(body, strict_terms=request["strict_terms"])
        quads = documents.quads(request["documents"], request["base"], graph)
        first = list(islice(quads, SMALL))
        is_large = len(first) == SMALL or (request["op"] != "post" and self._is_large(graph))
        (self._change_large if is_large else self._change_small)(request["op"], graph, chain(first, quads))
        return {"created": not exists, **documents.report()}

    def _is_large(self, graph: Graph) -> bool:
        found = self._store.quads_for_pattern(None, None, None, graph)
        return next(islice(found, SMALL, None), None) is not None

    def _change_small(self, operation: str, graph: Graph, quads: Iterator[Quad]) -> None:
        if operation == "post":
            self._store.extend(quads)
            if isinstance(graph, NamedNode):
                self._store.add_graph(graph)
        else:
            # One transaction, so that no reader and no crash finds neither the old graph nor the new one.
            name = str(graph) if isinstance(graph, NamedNode) else ""
            made = f" ; CREATE SILENT GRAPH {name}" if name and operation == "put" else ""
            self._store.update(f"{_drop(graph)} ; {insertion(name, [quad.triple for quad in quads])}{made}")

    def _change_large(self, operation: str, graph: Graph, quads: Iterator[Quad]) -> None:
        self._store = swap.succeed(
            self._store,
            self._folder,
            quads,
            without=None if operation == "post" else graph,
            named=None if operation == "delete" else graph,
        )
        swap.clear(self._folder)
        self._is_spent = True


def removes_only(request: dict[str, Any]) -> bool:
    """Return whether a change adds no quads, so that it is tried on a full disk."""
    if request["op"] == "update":
        return update_change.removes_only(request["text"], request["base"])
    return bool(request["op"] == "delete")


def _drop(graph: Graph) -> str:
    return f"DROP SILENT GRAPH {graph}" if isinstance(graph, NamedNode) else "DROP DEFAULT"


def main() -> None:
    """Open the store, report where its first snapshot is, and make changes until the server has gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    config = json.loads(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Path(config["folder"])
    try:
        prepare(folder, is_first=not config["kept"])
        limits = sandbox.Sandbox(sandbox.Rights(write=sandbox.reach(folder)))
        # Before the engine starts its threads, which get the limits of the thread that starts them.
        limits.restrict_files()
        writer = Writer(folder, config["kept"])
        greeting = writer.snapshot()
    except (UnreadableFile, OSError) as error:
        control.sendall(frames.message({"error": str(error), "full": room.is_full(error)}))
        return
    limits.confine(config["memory"], with_parent=False)
    try:
        obey(control, writer, greeting)
    except MemoryError:
        # Ends as the engine does if there is no memory left, so that the server learns the reason.
        os.abort()
    writer.note()


def prepare(folder: Path, *, is_first: bool) -> None:
    """Make the store if its folder is empty; UnreadableFile if it cannot be served.

    Args:
        folder: the store's folder.
        is_first: whether the server has had no store before, so that one can be made.
    """
    if is_first:
        with claim.held(folder, store_folder.PATIENCE):
            store_folder.make(folder)
    store_folder.complete(folder)


def obey(control: socket.socket, writer: Writer, answer: dict[str, Any]) -> None:
    """Send the first answer and make the changes that the server sends; return, between two, when it has gone.

    Args:
        control: this process's end of the socket.
        writer: makes the changes.
        answer: the greeting.
    """
    watch = Watch(control)
    reader = frames.FrameReader(control)
    while True:
        watch.changing = False
        try:
            control.sendall(frames.message(answer))
            request = reader.read_message()
            content = bytes(reader.read()[1])
        except (frames.Closed, OSError):
            return
        watch.changing = True
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + ALARM_GRACE)
        try:
            answer = writer.change(request, content) | writer.snapshot()
        except ChangeRefused as refused:
            answer = {"error": refused.reason, "message": str(refused), "start": refused.start}
        except OSError as error:
            # Only the next opening shows whether the change is in the store, so no edition is noted.
            control.sendall(frames.message({"error": "disk", "message": str(error)}))
            raise
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
