"""A copy of the backend's data, for the server's own questions if the backend's engine answers some of them wrongly."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from adgo.server.engine.answer import Answer
from adgo.server.engine.child_process import CannotStart
from adgo.server.engine.failure import Failure
from adgo.server.engine.launcher import Launcher
from adgo.server.engine.pool import Pool
from adgo.server.settings import MIB, Settings

#: Returns the triples of a graph (None: the default graph) as N-Triples, complete.
ReadGraph = Callable[[str | None], Answer]


class WholeCopy:
    """A copy of all graphs, with workers that answer from it. It is read again when it is old."""

    def __init__(self, read: ReadGraph, settings: Settings) -> None:
        """Prepare a copy; it is read when something is asked.

        Args:
            read: reads a graph.
            settings: the limits of the server.
        """
        self._read = read
        self._settings = settings
        self._lock = threading.Lock()
        self._read_at = 0.0
        self._pool: Pool | None = None

    def ask(self, graphs: tuple[str, ...], request: dict[str, Any], limit: int) -> Answer:
        """Return the complete answer to a request from the copy, or raise Failure.

        Args:
            graphs: the named graphs of the backend.
            request: the request, as a worker reads it.
            limit: most bytes of the answer.
        """
        return self._current(graphs).ask(request, limit)

    def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            self._pool.close()

    def _current(self, graphs: tuple[str, ...]) -> Pool:
        with self._lock:
            if self._pool is not None and time.monotonic() - self._read_at < self._settings.backend_keep:
                return self._pool
            begun = time.monotonic()
            made, former = self._load(graphs), self._pool
            self._pool, self._read_at = made, begun
        if former is not None:
            # Queries that run on the former copy have as long as any query may take.
            threading.Thread(target=former.close, args=(self._settings.timeout,), daemon=True).start()
        return made

    def _load(self, graphs: tuple[str, ...]) -> Pool:
        with tempfile.TemporaryDirectory(prefix="adgo-") as folder:
            path = Path(folder) / "copy.nq"
            with path.open("wb") as file:
                for iri in (None, *graphs):
                    _write(self._read(iri), iri, file)
            pool = Pool(Launcher([str(path)], self._settings.memory * MIB), self._settings)
            try:
                pool.start()
            except CannotStart as error:
                pool.close()
                raise Failure("backend", f"its data cannot be copied: {error}") from error
        return pool


def _write(answer: Answer, iri: str | None, file: IO[bytes]) -> None:
    """Write the triples of an answer in N-Triples as quads of a graph, and close it."""
    try:
        serialize(_quads(answer, iri), file, RdfFormat.N_QUADS)
    finally:
        answer.close()


def _quads(answer: Answer, iri: str | None) -> Iterator[Quad]:
    graph = None if iri is None else NamedNode(iri)
    for quad in parse(answer.content(), RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)
