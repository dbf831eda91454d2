"""How much data memory this process has taken, and how much it may still take."""

from __future__ import annotations

import math
import os
import resource
import sys

#: The kernel's description of this process, kept open: a confined process cannot open it. A fork needs its own.
_status: tuple[int, int] | None = None
_STATUS_BYTES = 8192


def data_bytes() -> int:
    """Return the bytes of this process's data segments, as the kernel counts them for RLIMIT_DATA."""
    for line in os.pread(_open_status(), _STATUS_BYTES, 0).splitlines():
        if line.startswith(b"VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def limit_growth(size: int) -> None:
    """Let this process take at most `size` more bytes of data from now on (Linux; elsewhere nothing is limited)."""
    if sys.platform.startswith("linux"):
        limit = data_bytes() + size
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def room() -> float:
    """Return the bytes of data that this process may still take; infinity if nothing limits it."""
    limit = resource.getrlimit(resource.RLIMIT_DATA)[0]
    return math.inf if limit == resource.RLIM_INFINITY else limit - data_bytes()


def _open_status() -> int:
    global _status
    process = os.getpid()
    if _status is None or _status[0] != process:
        # The parent's descriptor, if there is one, stays open: it describes the parent, and costs nothing.
        _status = process, os.open("/proc/self/status", os.O_RDONLY)
    return _status[1]
