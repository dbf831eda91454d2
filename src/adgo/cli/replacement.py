"""New content in a file's place, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Put the content in the file's place at one stroke: a reader sees the old file or the new one, whole.

    A symbolic link stays one, and the file it leads to keeps its permissions. Raises OSError, the old file untouched.
    """
    with instead(path) as new:
        new.write_bytes(content)


@contextlib.contextmanager
def instead(path: Path) -> Iterator[Path]:
    """Yield the path of a file to write, which takes the other's place as in `replace` when the block ends well.

    A pipe or a device has no place to be taken: its own path is yielded.
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
