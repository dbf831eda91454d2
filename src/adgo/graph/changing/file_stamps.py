"""What the file system tells of files, which changes if somebody writes them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

#: The path of a file, its time of change in nanoseconds, its size in bytes and its number in the file system.
Stamp = tuple[Path, int, int, int]


def stamp(path: Path) -> Stamp:
    """Return what the file system tells of a file; its content is not read.

    Args:
        path: the file.

    Raises:
        OSError: if it cannot be found.
    """
    about = path.stat()
    return path, about.st_mtime_ns, about.st_size, about.st_ino


def stamps(paths: Iterable[Path]) -> tuple[Stamp, ...]:
    """Return what the file system tells of each file, in the given order.

    Args:
        paths: the files.

    Raises:
        OSError: if one of them cannot be found.
    """
    return tuple(stamp(path) for path in paths)
