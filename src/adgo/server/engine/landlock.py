"""Landlock: the kernel limits a process to the files below the folders that it needs."""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from functools import cache

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION, _PATH_BENEATH = 1, 1
#: The first version in which a file can be renamed or linked from one folder into another (Linux 5.19).
_NEEDED_VERSION = 2
#: The rights of each version, as the number of bits that it knows.
_KNOWN_BITS = {2: 14, 3: 15, 4: 15}
_KNOWN_BITS_LATER = 16
_WRITE_FILE, _READ_FILE, _READ_FOLDER, _REMOVE_FOLDER, _REMOVE_FILE = (1 << bit for bit in range(1, 6))
_MAKE_FOLDER, _MAKE_FILE, _REFER, _TRUNCATE = 1 << 7, 1 << 8, 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_FOLDER
_CHANGE = _WRITE_FILE | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE | _REFER | _TRUNCATE
#: The rights that can be given for a path that is not a folder.
_FOR_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE


@cache
def is_available() -> bool:
    """Return whether this kernel has a version of Landlock that can be used here."""
    return _version() >= _NEEDED_VERSION


def make_ruleset(read: Iterable[str], write: Iterable[str]) -> int:
    """Return a descriptor of a set of rules: read below some paths and change files below others, nothing else.

    A path that does not exist is left out. Execution, devices and symbolic links are refused everywhere.

    Args:
        read: paths of files and folders that may be read.
        write: paths of folders in which files may be read, made, changed and removed.

    Raises:
        OSError: the kernel refuses.
    """
    known = (1 << _KNOWN_BITS.get(_version(), _KNOWN_BITS_LATER)) - 1
    attributes = struct.pack("Q", known)
    ruleset = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for paths, rights in ((read, _READ), (write, _READ | _CHANGE)):
            for path in paths:
                _allow(ruleset, path, rights & known)
    except BaseException:
        os.close(ruleset)
        raise
    return ruleset


def restrict(ruleset: int) -> None:
    """Apply a set of rules to this thread, and to the threads that it starts; OSError if the kernel refuses."""
    _call(_RESTRICT_SELF, ruleset, 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError, PermissionError, NotADirectoryError):
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
                rights &= _FOR_FILES
            _call(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
        finally:
            os.close(descriptor)


@cache
def _version() -> int:
    try:
        return _call(_CREATE_RULESET, None, 0, _ASK_VERSION)
    except (OSError, AttributeError):
        return 0


def _call(number: int, *arguments: bytes | int | None) -> int:
    """Return what a system call returns; OSError if it fails."""
    libc = ctypes.CDLL(None, use_errno=True)
    converted = [each if isinstance(each, bytes | None) else ctypes.c_long(each) for each in arguments]
    result: int = libc.syscall(ctypes.c_long(number), *converted)
    if result < 0:
        raise OSError(ctypes.get_errno(), "Landlock refused")
    return result
