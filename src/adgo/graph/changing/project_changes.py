"""Changes of the project's files: by one command at a time, and only if nobody has changed a file meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from adgo.graph import files
from adgo.turtle.writing.atomic_files import write_file

#: Writes the new texts of files, in their order.
Write = Callable[[Mapping[Path, str]], None]


class ChangedMeanwhile(RuntimeError):
    """A file of the project has changed since a command has read it; nothing was written."""


@contextmanager
def changing() -> Iterator[Write]:
    """Yield a function that writes new texts; read the data for them inside the block.

    Another command that changes the project waits until the block ends. The function raises ChangedMeanwhile, and
    writes nothing, if a file of the project has changed since the block began, or since it wrote last, for instance
    in an editor.
    """
    with alone(files.root()):
        before = _digest()

        def write(texts: Mapping[Path, str]) -> None:
            nonlocal before
            if texts and _digest() != before:
                raise ChangedMeanwhile(
                    "nothing was written, because a file of the project has changed meanwhile: run the command again"
                )
            for path, text in texts.items():
                write_file(path, text.encode())
            before = _digest()

        yield write


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which the operating system releases however the process ends."""
    if sys.platform == "win32":
        yield  # Folders have no locks there; the comparison of the files remains.
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _digest() -> bytes:
    """Return the digest of the names and bytes of all files of the project."""
    found = sha256()
    for path in (path for name in files.PARTS for path in files.part(name)):
        content = path.read_bytes()
        found.update(f"{path}\0{len(content)}\0".encode(errors="surrogateescape") + content)
    return found.digest()
