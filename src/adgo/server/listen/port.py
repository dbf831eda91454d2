"""The port that the server listens at, and the file descriptors that its connections take."""

from __future__ import annotations

import contextlib
import errno
import logging
import resource
import socket

#: Connections that the kernel keeps until the server takes them.
BACKLOG = 4096
#: Descriptors for everything that is no connection: workers, files, answers too large for memory.
RESERVE = 512
#: A server must be able to talk to somebody, however few descriptors it may have.
LEAST = 16


class PortTaken(Exception):
    """The address cannot be listened at; the message says why and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at a port, a free one for 0; PortTaken where that cannot be.

    It listens from here on, before any data are loaded: of two servers started at once, one gets the port. Clients
    that come before the server is ready wait for it. SO_REUSEPORT would let both have the port, and share its clients.
    """
    listener = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        if listener is not None:
            listener.close()
        is_host = isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL
        remedy = "give an address of this machine with --host" if is_host else "choose another with --port"
        raise PortTaken(f"cannot listen at {name(host, port)}: {error.strerror}; {remedy}") from error
    return listener


def name(host: str, port: int) -> str:
    """Return the address as a URL has it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def affordable(connections: int) -> int:
    """Return for how many of the connections there are descriptors, after the limit was raised as far as it goes."""
    wanted = connections + RESERVE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if _less(soft, wanted):
        raised = wanted if _less(wanted, hard) else hard
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (raised, hard))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if not _less(soft, wanted):
        return connections
    left = max(LEAST, soft - RESERVE)
    logging.getLogger("adgo").warning(
        "only %d connections at once, not %d: the limit of open files is %d (ulimit -n)",
        left,
        connections,
        soft,
    )
    return left


def _less(one: int, other: int) -> bool:
    if resource.RLIM_INFINITY in (one, other):
        return one != other and other == resource.RLIM_INFINITY
    return one < other
