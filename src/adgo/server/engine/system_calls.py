"""A list of the system calls that a process may make, as a program that the kernel runs before each call (seccomp).

Every call that is not on the list is refused with EACCES. It does not end the process, as the engine or Python may try
one that is not needed, such as naming a thread.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
import sys

Numbers = tuple[int | None, int | None]
Step = tuple[int, int, int, int]

#: What any process needs that computes, with the descriptors that it has: each call with its number on x86-64 and on
#: arm64, None if the machine does not have it.
_COMPUTING: dict[str, Numbers] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "pwrite64": (18, 68), "close": (3, 57), "close_range": (436, 436), "dup": (32, 23), "dup2": (33, None),
    "dup3": (292, 24), "lseek": (8, 62), "fstat": (5, 80), "fcntl": (72, 25), "ioctl": (16, 29), "poll": (7, None),
    "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "recvfrom": (45, 207), "sendto": (44, 206),
    "getsockname": (51, 204), "getpeername": (52, 205), "getsockopt": (55, 209), "shutdown": (48, 210),
    "mmap": (9, 222), "munmap": (11, 215), "mremap": (25, 216), "mprotect": (10, 226), "madvise": (28, 233),
    "brk": (12, 214), "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "membarrier": (324, 283),
    "clone": (56, 220), "exit": (60, 93), "exit_group": (231, 94), "restart_syscall": (219, 128),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "getcpu": (309, 168), "getpid": (39, 172),
    "gettid": (186, 178), "getppid": (110, 173), "getuid": (102, 174), "geteuid": (107, 175), "getgid": (104, 176),
    "getegid": (108, 177), "tgkill": (234, 131), "tkill": (200, 130), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132), "clock_gettime": (228, 113),
    "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "nanosleep": (35, 101), "gettimeofday": (96, 169),
    "time": (201, None), "setitimer": (38, 103), "getitimer": (36, 102), "times": (100, 153), "getrusage": (98, 165),
    "getrandom": (318, 278), "uname": (63, 160), "sysinfo": (99, 179), "prlimit64": (302, 261),
    "getrlimit": (97, 163), "prctl": (157, 167),
}  # fmt: skip
#: What it takes to connect to others.
_CONNECTING: dict[str, Numbers] = {
    "socket": (41, 198), "connect": (42, 203), "setsockopt": (54, 208), "recvmsg": (47, 212), "sendmsg": (46, 211),
    "sendmmsg": (307, 269), "recvmmsg": (299, 243), "epoll_create1": (291, 20), "epoll_ctl": (233, 21),
    "epoll_wait": (232, None), "epoll_pwait": (281, 22), "eventfd2": (290, 19), "pipe2": (293, 59),
}  # fmt: skip
#: What it takes to read files; `open` and `openat` have a condition unless files may be changed.
_READING: dict[str, Numbers] = {
    "open": (2, None), "openat": (257, 56), "stat": (4, None), "lstat": (6, None), "newfstatat": (262, 79),
    "statx": (332, 291), "access": (21, None), "faccessat": (269, 48), "faccessat2": (439, 439),
    "readlink": (89, None), "readlinkat": (267, 78), "getdents64": (217, 61), "statfs": (137, 43),
    "fstatfs": (138, 44), "getcwd": (79, 17), "fadvise64": (221, 223), "readahead": (187, 213),
}  # fmt: skip
#: What it takes to make, change and remove files, besides opening them.
_WRITING: dict[str, Numbers] = {
    "mkdir": (83, None), "mkdirat": (258, 34), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "link": (86, None), "linkat": (265, 37), "unlink": (87, None), "unlinkat": (263, 35), "rmdir": (84, None),
    "ftruncate": (77, 46), "fallocate": (285, 47), "fsync": (74, 82), "fdatasync": (75, 83),
    "sync_file_range": (277, 84), "flock": (73, 32),
}  # fmt: skip
#: Calls whose arguments are in memory, where the filter cannot see them. The C library then uses the older call.
_TOO_NEW: dict[str, Numbers] = {"clone3": (435, 435), "openat2": (437, 437)}
_SECCOMP: Numbers = (317, 277)
#: Machine to (architecture as the kernel's audit names it, column of the table).
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

#: Instructions of the filter: load a word of the call's description, mask it, compare and jump, return.
_LOAD, _AND, _JUMP_EQUAL, _JUMP_FROM, _JUMP_ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_ALLOW = 0x7FFF0000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EACCES, 0x00050000 | errno.ENOSYS
#: Numbers from here on are the calls of x86's third set (x32), which would otherwise be compared with the wrong names.
_X32 = 0x40000000

#: Stands for the number of the process itself in a filter, which is made before that process is forked.
_OWN = 0xFFFFFFFF
_CLONE_THREAD = 0x00010000
#: CLONE_NEWNS, CLONE_NEWCGROUP, …UTS, …IPC, …USER, …PID, …NET: no new namespaces.
_CLONE_NAMESPACES = 0x00020000 | 0x7E000000
#: FIOCLEX, FIONBIO, FIONREAD, TCGETS: not those that type into a terminal or send signals.
_IOCTLS = (0x5451, 0x5421, 0x541B, 0x5401)
#: F_DUPFD to F_SETLKW, locks of open files, F_DUPFD_CLOEXEC, hints: not F_SETOWN and its kin, which send signals.
_FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1035, 1036, 1037, 1038)
#: PR_SET_NAME, PR_GET_NAME, PR_SET_VMA: names of threads and of memory.
_PRCTLS = (15, 16, 0x53564D41)
_SOCKET_TYPE_BITS = 0xF


def is_available() -> bool:
    """Return whether calls can be filtered here: a known machine, a 64-bit process, a kernel with seccomp."""
    if not sys.platform.startswith("linux") or platform.machine() not in _MACHINES or sys.maxsize < 2**32:
        return False
    return int(_libc().prctl(21, 0, 0, 0, 0)) >= 0  # PR_GET_SECCOMP


def make_filter(*, sockets: bool, reading: bool, writing: bool) -> list[Step]:
    """Return the steps of a filter, for `restrict`.

    Args:
        sockets: allow connections to others by IPv4 and IPv6.
        reading: allow opening files for reading.
        writing: allow making, changing and removing files.
    """
    audit, column = _MACHINES[platform.machine()]
    return _program(audit, column, _rules(sockets=sockets, reading=reading, writing=writing))


def restrict(steps: list[Step]) -> None:
    """Refuse, in every thread of this process and for good, all calls that a filter does not allow.

    The process must have PR_SET_NO_NEW_PRIVS. Raises OSError if the kernel refuses.
    """
    process = os.getpid()
    code = b"".join(
        struct.pack("HBBI", operation, if_true, if_false, process if value == _OWN else value)
        for operation, value, if_true, if_false in steps
    )
    buffer = ctypes.create_string_buffer(code, len(code))
    description = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(buffer))
    number, set_filter, all_threads = _SECCOMP[_MACHINES[platform.machine()][1]], 1, 1
    arguments = (
        ctypes.c_long(number or 0),
        ctypes.c_long(set_filter),
        ctypes.c_long(all_threads),
        description,
    )
    if _libc().syscall(*arguments) != 0:
        raise OSError(ctypes.get_errno(), "the kernel did not take the filter of system calls")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _rules(*, sockets: bool, reading: bool, writing: bool) -> dict[str, tuple[Numbers, list[Step]]]:
    """Return each allowed call with its numbers, and the steps that check its arguments: they refuse it or go on."""
    calls, checks = _COMPUTING, _checks()
    if sockets:
        calls = calls | _CONNECTING
    if reading or writing:
        calls = calls | _READING
    if writing:
        calls = calls | _WRITING
        del checks["open"], checks["openat"]
    return {name: (numbers, checks.get(name, [])) for name, numbers in calls.items()}


def _checks() -> dict[str, list[Step]]:
    # A signal may be sent to this process alone: that is how it aborts if there is no memory left.
    own = _is_one_of(0, (_OWN,))
    families, types = (socket.AF_INET, socket.AF_INET6), (socket.SOCK_STREAM, socket.SOCK_DGRAM)
    changing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
    return {
        # A new thread, but not a new process.
        "clone": [*_has(0, _CLONE_THREAD), *_lacks(0, _CLONE_NAMESPACES)],
        "tgkill": own,
        "tkill": own,
        "fcntl": _is_one_of(1, _FCNTLS),
        "ioctl": _is_one_of(1, _IOCTLS),
        "prctl": _is_one_of(0, _PRCTLS),
        # Limits may be read but not changed: the address of the new limit is 0.
        "prlimit64": [*_is_one_of(2, (0,)), *_is_one_of(2, (0,), high=True)],
        "socket": [*_is_one_of(0, families), *_is_one_of(1, types, mask=_SOCKET_TYPE_BITS)],
        "open": _lacks(1, changing),
        "openat": _lacks(2, changing),
    }


def _program(audit: int, column: int, rules: dict[str, tuple[Numbers, list[Step]]]) -> list[Step]:
    """Return the filter for a machine: its architecture, its column in the tables, and the rules."""
    steps = [
        _load(_ARCHITECTURE),
        (_JUMP_EQUAL, audit, 1, 0),
        _return(_REFUSE),
        _load(_NUMBER),
        (_JUMP_FROM, _X32, 0, 1),
        _return(_REFUSE),
    ]
    # The calls are compared one by one. The kernel remembers which calls are always allowed.
    blocks = [(numbers, [*checks, _return(_ALLOW)]) for numbers, checks in rules.values()]
    blocks += [(numbers, [_return(_UNKNOWN)]) for numbers in _TOO_NEW.values()]
    for numbers, block in blocks:
        number = numbers[column]
        if number is not None:
            steps += [(_JUMP_EQUAL, number, 0, len(block)), *block]
    return [*steps, _return(_REFUSE)]


def _load(offset: int) -> Step:
    return _LOAD, offset, 0, 0


def _return(value: int) -> Step:
    return _RETURN, value, 0, 0


def _argument(index: int, *, high: bool = False) -> Step:
    """Load the low (or high) 32 bits of an argument of the call; both machines are little-endian."""
    return _load(_ARGUMENTS + 8 * index + 4 * high)


def _is_one_of(index: int, values: tuple[int, ...], *, mask: int = 0, high: bool = False) -> list[Step]:
    masked: list[Step] = [(_AND, mask, 0, 0)] if mask else []
    compared = [(_JUMP_EQUAL, value, len(values) - place, 0) for place, value in enumerate(values)]
    return [_argument(index, high=high), *masked, *compared, _return(_REFUSE)]


def _has(index: int, bit: int) -> list[Step]:
    return [_argument(index), (_JUMP_ANY_BIT, bit, 1, 0), _return(_REFUSE)]


def _lacks(index: int, bits: int) -> list[Step]:
    return [_argument(index), (_JUMP_ANY_BIT, bits, 0, 1), _return(_REFUSE)]
