"""What a worker may not do: open a socket, start a program, touch files, grow without bound, run for ever.

Linux enforces it in the kernel (seccomp, resource limits), so that no hole in a query engine opens the machine.
Elsewhere `missing()` names the protections that are off.
"""

from __future__ import annotations

import ctypes
import errno
import math
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_SECCOMP_MODE_FILTER = 2
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
#: Classic BPF: load a word of the call's description, compare and jump, return.
_LOAD, _JUMP_EQUAL, _JUMP_FROM, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
#: Numbers from here on are the calls of x86's third set (x32), which would pass by a list of the others.
_X32 = 0x40000000

#: Machine to (audit architecture, call name to number). Calls missing on a machine are missing here.
_MACHINES: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "connect": 42, "accept": 43, "bind": 49, "listen": 50, "clone": 56, "fork": 57, "vfork": 58,
            "execve": 59, "ptrace": 101, "accept4": 288, "execveat": 322, "process_vm_readv": 310,
            "process_vm_writev": 311, "io_uring_setup": 425, "open": 2, "creat": 85, "openat": 257, "openat2": 437,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "socket": 198, "connect": 203, "accept": 202, "bind": 200, "listen": 201, "execve": 221, "ptrace": 117,
            "accept4": 242, "execveat": 281, "process_vm_readv": 270, "process_vm_writev": 271,
            "io_uring_setup": 425, "openat": 56, "openat2": 437,
        },
    ),
}  # fmt: skip
_FILE_CALLS = ("open", "creat", "openat", "openat2")
#: A thread is a clone too, and harmless; `clone` stays allowed, `fork` and `vfork` do not.
_THREAD_CALLS = ("clone",)


def missing() -> list[str]:
    """Return the protections that this system does not give, in words for a person; none on Linux x86-64 and arm64."""
    absent = []
    if not sys.platform.startswith("linux"):
        absent.append("a memory limit for each query (needs Linux)")
    if not _supported():
        absent.append(
            "sockets closed in the kernel; SERVICE is refused by its text alone (needs Linux, x86-64 or arm64)"
        )
    return absent


def confine(memory: int, *, sockets: bool = False, files: bool = False, with_parent: bool = True) -> None:
    """Bind this process for good: at most `memory` more bytes of data, no new program, no socket, no file.

    `sockets` and `files` lift those two;
    `with_parent` has the process end with the thread that started it. Raises OSError where the kernel refuses.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        limit = data_bytes() + memory
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        if with_parent:
            _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if _supported():
        _filter_calls(sockets=sockets, files=files)


def end_with_parent() -> None:
    """Have the kernel kill this process when the thread that started it ends (Linux; elsewhere nothing)."""
    if sys.platform.startswith("linux"):
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def data_bytes() -> int:
    """Return the bytes of this process's data segments, as the kernel counts them for RLIMIT_DATA."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def room() -> float:
    """Return the bytes of data that this process may still take; infinity where nothing bounds it."""
    limit = resource.getrlimit(resource.RLIMIT_DATA)[0]
    return math.inf if limit == resource.RLIM_INFINITY else limit - data_bytes()


def _supported() -> bool:
    return sys.platform.startswith("linux") and platform.machine() in _MACHINES


def _prctl(option: int, value: int, pointer: object = 0) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(option, ctypes.c_ulong(value), pointer or zero, zero, zero) != 0:
        raise OSError(ctypes.get_errno(), "prctl refused")


def _filter_calls(*, sockets: bool, files: bool) -> None:
    architecture, calls = _MACHINES[platform.machine()]
    allowed = set(_THREAD_CALLS) | (set(_FILE_CALLS) if files else set())
    if sockets:
        allowed |= {"socket", "connect"}
    denied = [number for name, number in calls.items() if name not in allowed]
    program = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_EQUAL, architecture, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_JUMP_FROM, _X32, len(denied) + 1, 0),
    ]
    for position, number in enumerate(denied):
        # A match jumps over the remaining comparisons and the "allow" to the "refuse" behind them.
        program.append(_step(_JUMP_EQUAL, number, len(denied) - position, 0))
    program += [_step(_RETURN, _ALLOW), _step(_RETURN, _ERRNO | errno.EACCES)]
    code = b"".join(program)
    buffer = ctypes.create_string_buffer(code, len(code))
    description = struct.pack("HxxxxxxP", len(program), ctypes.addressof(buffer))
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.create_string_buffer(description, len(description)))


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
