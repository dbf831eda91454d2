"""The settings of the server: each with a default, a unit, bounds and a line of help for `adgo serve --help`."""

from __future__ import annotations

import os
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any

KIB = 1024
MIB = 1024 * KIB

#: The most seconds and MiB that a setting may have: more than anybody needs, and within what the system takes.
DAY = 86_400
TIB = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """The values that a setting may have: from `least` (itself excluded if `is_open`) to `most`."""

    least: float
    most: float
    is_open: bool = False


SECONDS = Bounds(0, DAY)
SOME_SECONDS = Bounds(0, DAY, is_open=True)
SIZE = Bounds(1, TIB)


def _setting(default: Any, bounds: Bounds | None, help: str) -> Any:
    metadata = {"help": help, "bounds": bounds}
    return (
        field(default_factory=default, metadata=metadata)
        if callable(default)
        else field(default=default, metadata=metadata)
    )


def default_workers() -> int:
    """Return how many long queries may run at once: two per core, and at least four."""
    return max(4, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True)
class Settings:
    """Limits and choices of one server; times in seconds, sizes in the unit that their help names.

    The command line checks the bounds.
    """

    timeout: float = _setting(
        30.0,
        SOME_SECONDS,
        "Time limit for a query, in seconds. A query that takes longer is stopped (HTTP 504).",
    )
    memory: int = _setting(
        512, SIZE, "Memory limit for a query, in MiB. A query that needs more is stopped (HTTP 507)."
    )
    result: int = _setting(
        64, SIZE, "Largest result, in MiB. A query with a larger result is refused (HTTP 507)."
    )
    page: int = _setting(
        2,
        SIZE,
        "Largest result, in MiB, that the editor shows as a table. The editor offers larger results as a download.",
    )
    query_size: int = _setting(64, SIZE, "Longest query text, in KiB. A longer query is refused (HTTP 413).")
    nesting: int = _setting(
        128,
        Bounds(1, 10_000),
        "Deepest nesting of brackets in a query. A query with deeper nesting is refused (HTTP 400).",
    )
    workers: int = _setting(
        default_workers,
        Bounds(1, 1000),
        "Maximum number of long queries that run at once. Short queries have separate workers.",
    )
    short: float = _setting(
        0.5, SOME_SECONDS, "A query that runs longer than this many seconds counts as long."
    )
    queue: int = _setting(
        64,
        Bounds(1, 100_000),
        "Maximum number of queries that wait for a worker. Further queries are refused (HTTP 503).",
    )
    wait: float = _setting(
        10.0,
        SECONDS,
        "Longest time that a query waits for a worker, in seconds. After that it is refused (HTTP 503).",
    )
    cache: int = _setting(64, Bounds(0, TIB), "Size of the cache for answers, in MiB; 0 turns the cache off.")
    grace: float = _setting(
        10.0, SECONDS, "Time that running queries have to finish when the server is stopped, in seconds."
    )
    upload: int = _setting(
        64, SIZE, "Largest update or uploaded graph, in MiB. A larger request is refused (HTTP 413)."
    )
    connections: int = _setting(
        4096,
        Bounds(16, 1_000_000),
        "Maximum number of connections that are open at once at each address. Further connections wait.",
    )
    idle: float = _setting(
        15.0,
        Bounds(1, DAY),
        "Time limit for a client to send the head of a request, and between two requests, in seconds. After that "
        "the connection is closed.",
    )
    backend_keep: float = _setting(
        60.0,
        SECONDS,
        "Seconds for which pages keep what they read of the endpoint of --backend. After that they read it again.",
    )
    log_queries: int = _setting(
        0,
        Bounds(0, MIB),
        "Write the text of slow and failed queries to the log, cut to this many characters; 0 writes a digest only. "
        "A query is slow if it takes longer than --short.",
    )
    strict_terms: bool = _setting(
        False,
        None,
        'Refuse data with literals that the store would change, such as "5"^^xsd:int (exit code 1, HTTP 422).',
    )

    strict_prefixes: bool = _setting(
        False,
        None,
        "Refuse queries that use a prefix of ADGO's graph, such as adgo:, without declaring it (HTTP 400).",
    )

    #: URLs that SERVICE may call. These two have no help, so the command line gives them options of their own.
    services: tuple[str, ...] = field(default=(), metadata={})
    #: Prefixes of the URLs that LOAD may fetch.
    loads: tuple[str, ...] = field(default=(), metadata={})

    @property
    def express(self) -> int:
        """Workers that only run short queries."""
        return max(2, self.workers // 2)

    @property
    def patience(self) -> float:
        """Seconds that no request takes: the longest is an update that waits for another, fetches and writes."""
        return self.idle + self.wait + 4 * self.timeout


def described() -> list[tuple[str, Any, str]]:
    """Return (name, default, help) of every setting, in the order in which they are declared."""
    return [
        (f.name, default_of(f), str(f.metadata["help"])) for f in fields(Settings) if "help" in f.metadata
    ]


def bounds_of(name: str) -> Bounds | None:
    """Return the values that a setting may have; None if it is either on or off."""
    bounds: Bounds | None = Settings.__dataclass_fields__[name].metadata["bounds"]
    return bounds


def default_of(setting: Field[Any]) -> Any:
    """Return the default of a setting on this machine."""
    if setting.default is not MISSING:
        return setting.default
    assert setting.default_factory is not MISSING
    return setting.default_factory()
