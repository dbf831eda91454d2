"""A worker: a confined process that answers one query at a time, from the store that it has inherited or opens."""

from __future__ import annotations

import codecs
import os
import re
import resource
import signal
import socket
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, cast

from pyoxigraph import QueryResultsFormat, RdfFormat, Store, Triple, serialize

from adgo.graph import jsonld
from adgo.graph.namespaces import PREFIXES
from adgo.server.engine import frames, row_count
from adgo.server.engine.result_output import FrameOutput, ResultOutput, UnwritableResult
from adgo.server.engine.sandbox import Sandbox
from adgo.server.settings import MIB
from adgo.sparql.answering.query import RequestDataset, query
from adgo.sparql.answering.results import Rows, Triples, Truth
from adgo.sparql.differences.refusal import Unanswerable
from adgo.turtle.formats import FORMATS

RESULT_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {each.name: each.engine_format() for each in FORMATS}
#: A worker that has grown by more bytes, or answered more queries, asks to be replaced.
RETIRE_BYTES = 64 * MIB
RETIRE_QUERIES = 5000
#: Bytes that opening a database on disk takes, mostly for the stacks of its threads; no query is charged for them.
OPENING_BYTES = 80 * MIB
#: The kernel's alarm ends a worker this many seconds after the server should have ended it.
ALARM_GRACE = 2.0

#: Messages of the engine about a format that cannot hold a result.
_UNSUPPORTED = re.compile("does not support|not allowed as a predicate")


class QueriedStore:
    """The store that queries are answered from: the one in memory, or the snapshot that a query names."""

    def __init__(self, store: Store | None, statm: int | None) -> None:
        self.store = store
        self._statm = statm
        self._snapshot: str | None = None
        self._born = 0 if store is None else _data_pages(statm)

    def at(self, snapshot: str | None) -> Store:
        """Return the store; a snapshot is opened if it is not open already."""
        if snapshot is not None and snapshot != self._snapshot:
            self.store, self._snapshot = Store.read_only(snapshot), snapshot
            # The first opening takes more memory than a worker may grow by, and later ones take almost none.
            self._born = self._born or _data_pages(self._statm)
        assert self.store is not None
        return self.store

    def grown(self) -> int:
        """Return by how many bytes the process has grown since it was able to answer."""
        return (_data_pages(self._statm) - self._born) * resource.getpagesize()


def run(sock: socket.socket, store: Store | None, memory: int, limits: Sandbox) -> None:
    """Confine this process and answer queries from the socket until the server closes it.

    Args:
        sock: the worker's end of the socket.
        store: the data in memory; None if each query names the snapshot on disk that it reads.
        memory: bytes that a query may take.
        limits: what the process may do besides computing.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    statm = os.open("/proc/self/statm", os.O_RDONLY) if os.path.exists("/proc/self/statm") else None
    # If there is no memory left, the engine prints a backtrace before it aborts; it is of no use in the log.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
    limits.confine(memory + (OPENING_BYTES if store is None else 0))
    stores = QueriedStore(store, statm)
    reader = frames.FrameReader(sock)
    answered = 0
    while True:
        try:
            request = reader.read_message()
        except (frames.Closed, OSError):
            return
        # The alarm has its default action, so the kernel ends the process even while the engine computes.
        signal.setitimer(signal.ITIMER_REAL, request["seconds"] + ALARM_GRACE)
        output = FrameOutput(
            sock, request["limit"], xml=request["results"] == "xml" or request["graph"] == "rdf"
        )
        closing = answer_from(stores, request, output)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answered += 1
        # If the store's folder was replaced, only a new worker may read the new one.
        is_lost = closing.get("error") == "gone"
        closing["retire"] = is_lost or stores.grown() > RETIRE_BYTES or answered >= RETIRE_QUERIES
        output.finish(closing)


def answer_from(stores: QueriedStore, request: dict[str, Any], output: ResultOutput) -> dict[str, Any]:
    """Run one query on the store that it names; return the closing message, as `answer` does.

    Args:
        stores: gives the store of a snapshot.
        request: the query, its dataset, its snapshot and the formats of its result.
        output: the file that the result is written to.
    """
    try:
        store = stores.at(request.get("snapshot"))
    except (OSError, RuntimeError) as error:
        return {"error": "gone", "message": str(error)}
    return answer(store, request, output)


def answer(store: Store, request: dict[str, Any], output: ResultOutput) -> dict[str, Any]:
    """Run one query and write its result; return the closing message.

    It is {"form": …, "differences": […], "rows": …} or {"error": …, "message": …}.

    Args:
        store: the data.
        request: the query, its dataset and the formats of its result.
        output: the file that the result is written to.
    """
    try:
        return _written(store, request, output)
    except SyntaxError as error:
        return {"error": "syntax", "message": str(error)}
    except Unanswerable as refused:
        return {"error": "unanswerable", "message": str(refused), "start": refused.token.start}
    except PermissionError:
        return {"error": "socket", "message": "the query asked for a network connection"}
    except MemoryError:
        return {"error": "memory", "message": "no memory is left"}
    except RecursionError:
        return {"error": "depth", "message": "the query nests too deeply"}
    except Exception as error:
        if output.too_large:
            return {"error": "large", "message": "the result is larger than its limit"}
        if isinstance(error, UnwritableResult | jsonld.Unwritable) or _UNSUPPORTED.search(str(error)):
            return {"error": "format", "message": str(error)}
        return {"error": "evaluation", "message": str(error)}


def _written(store: Store, request: dict[str, Any], output: ResultOutput) -> dict[str, Any]:
    """Run one query, write its result, and return the closing message of an answer."""
    file = cast(IO[bytes], output)
    if request.get("byte_order_mark"):
        file.write(codecs.BOM_UTF8)
    if request.get("dump"):
        store.dump(file, GRAPH_FORMATS[request["graph"]])
        return {"form": "dataset", "differences": (), "rows": len(store)}
    answered = query(store, request["text"], request["base"], request.get("declared"), _dataset(request))
    rows = 1
    if answered.form == "graph":
        rows = _write_graph(answered.triples, request, output)
    else:
        if answered.form == "bindings":
            output.count = row_count.of_results(request["results"])
        cast("Rows | Truth", answered.result).serialize(file, RESULT_FORMATS[request["results"]])
    output.check()
    if output.count is not None:
        rows = output.rows()
    return {"form": answered.form, "differences": answered.differences, "rows": rows}


def write_for_people(
    triples: Iterable[Triple], file: IO[bytes], wanted: str, known: Mapping[str, str] = PREFIXES
) -> None:
    """Write triples sorted and with prefixes; JSON-LD in compact form, with its context.

    Args:
        triples: the triples.
        file: binary file to write to.
        wanted: name of the format, a key of GRAPH_FORMATS.
        known: prefix to namespace; only those that are used are written.
    """
    if wanted == "jsonld":
        jsonld.write(triples, file, {**jsonld.context(), **known})
        return
    ordered = sorted(set(triples), key=str)
    plain = (serialize(ordered, format=RdfFormat.N_TRIPLES) or b"").decode()
    used = {name: namespace for name, namespace in sorted(known.items()) if f"<{namespace}" in plain}
    serialize(ordered, file, GRAPH_FORMATS[wanted], prefixes=used)


def _dataset(request: dict[str, Any]) -> RequestDataset | None:
    """Return the dataset that a request names, or None."""
    default, named = request["default"], request["named"]
    return None if default is None and named is None else RequestDataset(default or (), named or ())


def _write_graph(triples: Triples, request: dict[str, Any], output: ResultOutput) -> int:
    """Write triples and return their number."""
    counted, file = _Counted(triples), cast(IO[bytes], output)
    if request["graph"] == "nt" and not request.get("prefixes"):
        # Twice as fast: the triples do not become objects of Python.
        output.count = row_count.LineCount()
        triples.serialize(file, RdfFormat.N_TRIPLES)
        return 0
    if request["graph"] == "jsonld":
        jsonld.write(counted, file)
    elif request.get("prefixes"):
        write_for_people(counted, file, request["graph"])
    else:
        serialize(counted, file, GRAPH_FORMATS[request["graph"]])
    return counted.number


class _Counted:
    """Triples that are counted while they are read."""

    def __init__(self, triples: Triples) -> None:
        self._triples = triples
        self.number = 0

    def __iter__(self) -> Iterator[Triple]:
        for triple in self._triples:
            self.number += 1
            yield triple


def _data_pages(statm: int | None) -> int:
    return 0 if statm is None else int(os.pread(statm, 200, 0).split()[5])
