"""Files that are replaced atomically: a reader sees the old file or the new one, whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def write_file(path: Path, content: bytes) -> None:
    """Replace a file atomically; OSError if that fails, and the old file is unchanged.

    A symbolic link stays one. The file that it leads to keeps its permissions.
    """
    with replacing(path) as new:
        new.write_bytes(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield the path of a new file to write; it replaces the other file if the block ends without an exception.

    A pipe or a device cannot be replaced: its own path is yielded.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        yield path
        return
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        yield Path(name)
        os.fsync(descriptor)
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    finally:
        os.close(descriptor)
