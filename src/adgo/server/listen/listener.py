"""The sockets that the server listens on, and the file descriptors that its connections need."""

from __future__ import annotations

import contextlib
import errno
import logging
import resource
import socket
from dataclasses import dataclass
from typing import Any

#: Connections that the kernel accepts before the server takes them.
BACKLOG = 4096
#: Descriptors reserved for everything except connections: workers, files, answers too large for memory.
RESERVE = 512
#: The server gets at least this many connections, however few descriptors the system allows.
MIN_CONNECTIONS = 16
#: Requests that may be in progress at once; threads that are not needed end by themselves.
MAX_THREADS = 2048
#: Addresses of "localhost" (RFC 6761), even if the machine's files list only one: browsers try both.
LOOPBACK = (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))
#: How often to look for a port that is free at every address of a name.
TRIES = 20
#: What the system reports for an address that it does not have.
_NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)

Address = tuple[Any, ...]


class PortTaken(Exception):
    """The server cannot listen on the address; the message says why and what to do."""


@dataclass(frozen=True)
class ListeningPlace:
    """Where the server listens: one socket for each address of the host, all at one port."""

    listeners: tuple[socket.socket, ...]
    host: str
    #: Connections that may be open at once at each address.
    connections: int

    @property
    def port(self) -> int:
        """The number of the port."""
        return int(self.listeners[0].getsockname()[1])

    @property
    def threads(self) -> int:
        """How many requests may be in progress at once at each address."""
        return min(MAX_THREADS, self.connections)

    @property
    def name(self) -> str:
        """The host and port to use for a client that names no host."""
        is_any = self.host in ("0.0.0.0", "::")
        return url_host(socket.gethostname() if is_any else self.host, self.port)


def listen(host: str, port: int) -> list[socket.socket]:
    """Return sockets that listen on every address of a host, all with the same port.

    They listen from now on, before any data are loaded: if two servers are started at once, one gets the port. Clients
    that connect before the server is ready wait. We do not use SO_REUSEPORT, which would give the port to both servers.
    Addresses of the name that this machine does not have are skipped, if there is another.

    Args:
        host: a name or address of this machine.
        port: the port number; 0 for a free one.

    Raises:
        PortTaken: if the port is taken at one of the addresses, or the host is not this machine.
    """
    addresses = _addresses(host, port)
    # A port that is free at one address may be taken at another.
    for _ in range(TRIES if port == 0 else 0):
        with contextlib.suppress(PortTaken):
            return _listen_at(addresses, host, port)
    return _listen_at(addresses, host, port)


def _addresses(host: str, port: int) -> list[tuple[int, Address]]:
    """Return (family, address) of everything that a name resolves to, each once."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _port_taken(host, port, error) from error
    addresses: dict[tuple[int, Address], None] = {(int(entry[0]), entry[4]): None for entry in found}
    if host.lower().rstrip(".") == "localhost":
        for address, family in LOOPBACK:
            if not any(known[0] == address for _, known in addresses):
                addresses[
                    int(family), (address, port) if family == socket.AF_INET else (address, port, 0, 0)
                ] = None
    return list(addresses)


def _listen_at(addresses: list[tuple[int, Address]], host: str, port: int) -> list[socket.socket]:
    listeners: list[socket.socket] = []
    missing: OSError | None = None
    for family, address in addresses:
        # Every address gets the port that the first one got.
        chosen = listeners[0].getsockname()[1] if listeners else port
        try:
            listeners.append(_bound(family, (address[0], chosen, *address[2:]), alone=len(addresses) == 1))
        except OSError as error:
            if error.errno in _NO_SUCH_ADDRESS:
                missing = error
                continue
            _close(listeners)
            raise _port_taken(host, chosen, error, str(address[0])) from error
    if missing is not None and not listeners:
        raise _port_taken(host, port, missing) from missing
    return listeners


def _bound(family: int, address: Address, *, alone: bool) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6 and not alone:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _close(listeners: list[socket.socket]) -> None:
    for listener in listeners:
        listener.close()


def _port_taken(host: str, port: int, error: OSError, address: str = "") -> PortTaken:
    is_host = isinstance(error, socket.gaierror) or error.errno in _NO_SUCH_ADDRESS
    remedy = "give an address of this machine with --host" if is_host else "choose another with --port"
    where = url_host(host, port) + (f" ({address})" if address and address != host else "")
    return PortTaken(f"cannot listen on {where}: {error.strerror}; {remedy}")


def url_host(host: str, port: int) -> str:
    """Return host and port as they are written in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def affordable(connections: int, addresses: int = 1) -> int:
    """Return how many connections there are descriptors for at each address, having raised the limit if possible."""
    wanted = connections * addresses + RESERVE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _less(soft, wanted):
        raised = wanted if _less(wanted, hard) else hard
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if not _less(soft, wanted):
        return connections
    left = max(MIN_CONNECTIONS, (soft - RESERVE) // addresses)
    logging.getLogger("adgo").warning(
        "only %d connections at once instead of %d: the limit of open files is %d (ulimit -n)",
        left,
        connections,
        soft,
    )
    return left


def _less(one: int, other: int) -> bool:
    if resource.RLIM_INFINITY in (one, other):
        return one != other and other == resource.RLIM_INFINITY
    return one < other
