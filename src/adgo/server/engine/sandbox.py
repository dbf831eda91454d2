"""What a worker, the writer and the process that fetches documents may not do, so that no fault in them harms others.

On Linux, x86-64 or arm64, the kernel enforces it:

- System calls (seccomp) that are not on a short list are refused with EACCES: new processes and programs, signals to
  other processes, tracing, mounts, io_uring, BPF, changed limits, and files and sockets beyond the `Rights` given.
  A new thread is allowed. No call refused ends the process.
- Files (Landlock) beyond the folders in the `Rights` cannot be opened, made, changed or removed.
- Memory, core dumps and, without a right to write, the growth of files are limited (resource limits), and time by the
  alarm that each process sets for itself.
- The process and its threads cannot gain privileges, and it ends with the thread that started it.

What this does not do: A process that may read files can learn that other files exist, and how large they are (`stat` is
not covered by Landlock). One with sockets can connect to any host and port. A process keeps the descriptors that it
had. Without Landlock (before Linux 5.19, or if it is turned off) a process that may read files can read all that its
user can, and one that may write can change them; it still has no other call. `missing()` names what is off.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adgo.server import process_memory
from adgo.server.engine import landlock, system_calls

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
#: What Python, the C library and the engine read while they run: libraries, clocks, the number of processors.
_SYSTEM = (
    "/usr", "/lib", "/lib64", "/nix/store", "/proc/sys/vm", "/proc/sys/kernel/random", "/sys/devices",
    "/sys/fs/cgroup", "/dev/null", "/dev/urandom", "/etc/ld.so.cache", "/etc/localtime", "/etc/timezone",
)  # fmt: skip
#: What it takes to find a host by its name and to check its certificate.
_NETWORK = (
    "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services",
    "/etc/protocols", "/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/etc/crypto-policies", "/etc/mime.types",
)  # fmt: skip


@dataclass(frozen=True)
class Rights:
    """What a confined process may do besides computing: read below some paths, write below others, connect to hosts."""

    read: Sequence[str] = ()
    write: Sequence[str] = ()
    sockets: bool = False


def missing() -> list[str]:
    """Return the protections that this system does not give, in words for a person; none on a recent Linux."""
    absent = []
    if not sys.platform.startswith("linux"):
        absent.append("limiting the memory of each query (needs Linux)")
    if not system_calls.is_available():
        absent.append(
            "filtering system calls, so SERVICE is refused only by parsing the query "
            "(needs Linux with seccomp, on x86-64 or arm64)"
        )
    if not (sys.platform.startswith("linux") and landlock.is_available()):
        absent.append("restricting file access to the store (needs Landlock, in Linux 5.19 or later)")
    return absent


class Sandbox:
    """Limits for a process: prepared once, and then applied by each process that has been forked since."""

    def __init__(self, rights: Rights) -> None:
        """Prepare the limits that leave some rights; OSError if the kernel refuses."""
        self._rights = rights
        self._ruleset: int | None = None
        self._filter: list[system_calls.Step] = []
        if sys.platform.startswith("linux") and landlock.is_available():
            self._ruleset = landlock.make_ruleset(_readable(rights), rights.write)
        if system_calls.is_available():
            self._filter = system_calls.make_filter(
                sockets=rights.sockets,
                reading=bool(rights.read or rights.sockets),
                writing=bool(rights.write),
            )

    def confine(self, memory: int, *, with_parent: bool = True) -> None:
        """Apply all limits to this process for good.

        Args:
            memory: bytes of data that it may take beyond those that it has.
            with_parent: whether it ends with the thread that started it.

        Raises:
            OSError: the kernel refuses.
        """
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if not self._rights.write:
            # No file grows, not even one whose descriptor is inherited.
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        process_memory.limit_growth(memory)
        if with_parent:
            end_with_parent()
        self.restrict_files()
        if self._filter:
            _prctl(_PR_SET_NO_NEW_PRIVS, 1)
            system_calls.restrict(self._filter)

    def restrict_files(self) -> None:
        """Limit this thread, and those that it starts, to the files of its rights; other threads stay as they are.

        `confine` does this unless it is done. A process that starts threads before `confine` calls this before.
        """
        if self._ruleset is not None:
            # It opens a file that cannot be opened afterwards.
            process_memory.data_bytes()
            _prctl(_PR_SET_NO_NEW_PRIVS, 1)
            landlock.restrict(self._ruleset)
            os.close(self._ruleset)
            self._ruleset = None


def reach(folder: Path) -> list[str]:
    """Return the paths below which the content of a folder is: itself, and what its symbolic links lead to."""
    return [str(folder), *(str(path.resolve()) for path in folder.iterdir() if path.is_symlink())]


def end_with_parent() -> None:
    """Ask the kernel to kill this process when the thread that started it ends; does nothing except on Linux."""
    if sys.platform.startswith("linux"):
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _readable(rights: Rights) -> list[str]:
    paths = [*rights.read]
    if rights.read or rights.write or rights.sockets:
        paths += [*_SYSTEM, sys.prefix, sys.base_prefix, str(Path(__file__).parents[2])]
    if rights.sockets:
        paths += [*_NETWORK, *_certificates()]
    return paths


def _certificates() -> list[str]:
    # Only few processes need it, and none may wait for it.
    import ssl

    paths = ssl.get_default_verify_paths()
    named = (paths.cafile, paths.capath, os.path.realpath("/etc/resolv.conf"), os.path.realpath("/etc/hosts"))
    return [path for path in named if path]


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero) != 0:
        raise OSError(ctypes.get_errno(), "prctl refused")
