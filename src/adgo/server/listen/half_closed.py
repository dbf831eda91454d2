"""Clients that have closed their side of a connection, on Linux.

granian ends a body in chunks that breaks off as if it were complete. A client that stopped in the middle has closed its
side, and its connection stays in the state CLOSE_WAIT until the response is sent; granian closes at once a connection
whose client leaves after a complete request.
"""

from __future__ import annotations

import contextlib
import ipaddress
import sys
from collections.abc import Iterator
from pathlib import Path

#: The kernel's tables of connections: a line each, with local address, remote address and state in hexadecimal.
TABLES = (Path("/proc/self/net/tcp"), Path("/proc/self/net/tcp6"))
_CLOSE_WAIT = "08"


def is_any(address: str, port: int) -> bool:
    """Return whether a client at an address has closed its side of a connection to a port of this machine.

    granian does not say which connection a request came by: all connections from the address are looked at. False if
    the system has no such table.

    Args:
        address: the IP address of the client.
        port: the port that the server listens on.
    """
    clients = _written(address)
    ending = f":{port:04X}"
    for line in _lines():
        _, local, remote, state, *_ = line.split()
        if state == _CLOSE_WAIT and local.endswith(ending) and remote.partition(":")[0] in clients:
            return True
    return False


def _lines() -> Iterator[str]:
    for table in TABLES:
        with contextlib.suppress(OSError):
            yield from table.read_text(encoding="ascii").splitlines()[1:]


def _written(address: str) -> set[str]:
    """Return an address as the kernel's tables write it; an IPv4 address also as one of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return set()
    mapped = found if isinstance(found, ipaddress.IPv4Address) else found.ipv4_mapped
    forms = [found.packed]
    if mapped is not None:
        forms += [mapped.packed, bytes(10) + b"\xff\xff" + mapped.packed]
    return {_hexadecimal(packed) for packed in forms}


def _hexadecimal(packed: bytes) -> str:
    """Return an address as words of 32 bits, each in the byte order of the machine."""
    words = (packed[at : at + 4] for at in range(0, len(packed), 4))
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words)
