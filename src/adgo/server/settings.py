"""The server's settings: each with a default, a unit and one line of help; `adgo serve --help` is made from them."""

from __future__ import annotations

import os
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any

KIB = 1024
MIB = 1024 * KIB


#: The most seconds and MiB that a setting may name: more than anybody needs, and no more than the system takes.
DAY = 86_400
TIB = 1024 * 1024


@dataclass(frozen=True)
class Range:
    """What a setting may be: from `least`, itself left out where `open`, to `most`."""

    least: float
    most: float
    open: bool = False


SECONDS = Range(0, DAY)
SOME_SECONDS = Range(0, DAY, open=True)
SIZE = Range(1, TIB)


def _setting(default: Any, allowed: Range, help: str) -> Any:
    metadata = {"help": help, "range": allowed}
    return (
        field(default_factory=default, metadata=metadata)
        if callable(default)
        else field(default=default, metadata=metadata)
    )


def default_workers() -> int:
    """Return how many long queries may run at once: two a core, and at least four."""
    return max(4, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True)
class Settings:
    """Limits and choices of one server; times in seconds, sizes in the unit their help names.

    The command line keeps each within its range.
    """

    timeout: float = _setting(
        30.0, SOME_SECONDS, "Seconds that a query may run; above, it is ended with 504."
    )
    memory: int = _setting(512, SIZE, "MiB of memory that a query may take; above, it is ended with 507.")
    result: int = _setting(64, SIZE, "MiB that a result may have; above, the answer is 507.")
    page: int = _setting(
        2, SIZE, "MiB of result that the editor page shows as a table; above, it offers a download."
    )
    query_size: int = _setting(64, SIZE, "KiB that a query's text may have; above, the answer is 413.")
    nesting: int = _setting(
        128, Range(1, 10_000), "Levels of brackets that a query may nest; above, the answer is 400."
    )
    workers: int = _setting(
        default_workers,
        Range(1, 1000),
        "Queries that may run long at once; short ones have workers of their own.",
    )
    short: float = _setting(0.5, SOME_SECONDS, "Seconds after which a query counts as long.")
    queue: int = _setting(
        64, Range(1, 100_000), "Queries that may wait for a worker; above, the answer is 503."
    )
    wait: float = _setting(
        10.0, SECONDS, "Seconds that a query may wait for a worker; above, the answer is 503."
    )
    cache: int = _setting(64, Range(0, TIB), "MiB of answers that are kept ready; 0 keeps none.")
    grace: float = _setting(
        10.0, SECONDS, "Seconds that running queries get to finish when the server is asked to stop."
    )
    upload: int = _setting(
        64, SIZE, "MiB that an update or an uploaded graph may have; above, the answer is 413."
    )
    connections: int = _setting(
        4096, Range(16, 1_000_000), "Connections that may be open at once; further ones wait."
    )
    idle: float = _setting(
        15.0,
        Range(1, DAY),
        "Seconds that a client may take over the head of a request, or between two; above, the connection is closed.",
    )

    #: Addresses that SERVICE may name; no limit, so it has an option of its own.
    services: tuple[str, ...] = field(default=(), metadata={})
    #: What the addresses that LOAD may fetch begin with; the same.
    loads: tuple[str, ...] = field(default=(), metadata={})

    @property
    def express(self) -> int:
        """Workers kept for short queries alone."""
        return max(2, self.workers // 2)

    @property
    def patience(self) -> float:
        """Seconds that no request takes: the longest is an update that waits for another, fetches and writes."""
        return self.idle + self.wait + 4 * self.timeout


def described() -> list[tuple[str, Any, str]]:
    """Return (name, default, help) of every setting, in the order of their declaration."""
    return [
        (f.name, default_of(f), str(f.metadata["help"])) for f in fields(Settings) if "help" in f.metadata
    ]


def range_of(name: str) -> Range:
    """Return what a setting may be."""
    allowed: Range = Settings.__dataclass_fields__[name].metadata["range"]
    return allowed


def default_of(setting: Field[Any]) -> Any:
    """Return the default of one setting on this machine."""
    if setting.default is not MISSING:
        return setting.default
    assert setting.default_factory is not MISSING
    return setting.default_factory()
