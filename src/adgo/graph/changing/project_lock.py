"""The lock of a project: one command changes its files at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adgo.graph.changing import journal


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the lock of a project, which the operating system releases however the process ends.

    A change that was interrupted is completed first; `journal.Unfinished` if it cannot be.

    Args:
        root: the folder of the project.
    """
    if sys.platform == "win32":
        # Folders have no locks there; the comparison of the files remains.
        journal.complete(root)
        yield
        return
    import fcntl

    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        journal.complete(root)
        yield
    finally:
        os.close(descriptor)


def settle(root: Path) -> None:
    """Wait until no command is changing several files, and complete a change that was interrupted.

    Args:
        root: the folder of the project.

    Raises:
        OSError: if that is not possible, for instance because this user must not write there.
    """
    if journal.path_of(root).exists():
        with locked(root):
            pass
