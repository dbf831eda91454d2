"""What is particular to the engines that a backend may run: the names of time limits, graphs of their own."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from adgo.graph.virtuoso_results import ASK_COLUMN

_Limit = Callable[[float], list[tuple[str, str]]]


@dataclass(frozen=True)
class BackendEngine:
    """A kind of engine.

    Attributes:
        name: its name, for messages; "" if it is not known.
        limits: returns the arguments of a request with a time limit in seconds.
        own_graphs: beginnings of the IRIs of graphs that hold the engine's own settings, and no data.
        is_exact: whether the engine is known to answer ADGO's own questions as SPARQL 1.1 has it.
    """

    name: str
    limits: _Limit
    own_graphs: tuple[str, ...] = ()
    is_exact: bool = False


def _none(_: float) -> list[tuple[str, str]]:
    return []


def _milliseconds(seconds: float) -> list[tuple[str, str]]:
    # Virtuoso ignores less than a second.
    return [("timeout", str(max(1000, math.ceil(seconds * 1000))))]


def _seconds(seconds: float) -> list[tuple[str, str]]:
    return [("timeout", f"{max(seconds, 0.001):.3f}")]


def _with_unit(seconds: float) -> list[tuple[str, str]]:
    return [("timeout", f"{max(1, math.ceil(seconds))}s")]


UNKNOWN = BackendEngine("", _none)
_VIRTUOSO_GRAPHS = (
    "http://www.openlinksw.com/",
    "http://localhost:8890/",
    "http://localuriqaserver/",
    "http://www.w3.org/ns/ldp#",
    "http://www.w3.org/2002/07/owl#",
    "virtrdf-label",
)
_VIRTUOSO_HEADERS = frozenset({"x-sparql-default-graph", "x-sparql-maxrows"})
_VIRTUOSO = BackendEngine("Virtuoso", _milliseconds, _VIRTUOSO_GRAPHS)
#: The beginning of the header Server in lower case, to the engine.
_BY_SERVER = {
    "virtuoso": _VIRTUOSO,
    "apache jena fuseki": BackendEngine("Fuseki", _seconds, is_exact=True),
    "qlever": BackendEngine("QLever", _with_unit),
    "oxigraph": BackendEngine("Oxigraph", _none, is_exact=True),
}
_ADGO = BackendEngine("ADGO", _seconds, is_exact=True)


def recognized(headers: Mapping[str, str], columns: Collection[str] = ()) -> BackendEngine:
    """Return the engine that a response to ASK is from; UNKNOWN if nothing shows it.

    Args:
        headers: the headers, with names in lower case. A proxy may have replaced `Server`.
        columns: the names of the columns, which only Virtuoso's answer has.
    """
    # First what only Virtuoso sends: a proxy before it may add the headers of another engine.
    if ASK_COLUMN in columns or not _VIRTUOSO_HEADERS.isdisjoint(headers):
        return _VIRTUOSO
    if "adgo-version" in headers or "adgo-rows" in headers:
        return _ADGO
    server = headers.get("server", "").strip().lower()
    return next((engine for start, engine in _BY_SERVER.items() if server.startswith(start)), UNKNOWN)
