"""Files and folders: what is read as one, and what of a folder is."""

from __future__ import annotations

import errno
import stat
from collections.abc import Collection
from pathlib import Path


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; OSError where there is none, a pipe or a device included: those may never end."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "this is a pipe or a device, and only files are read", str(path))
    return path.read_bytes()


def below(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """Return the files below a folder that have one of the suffixes, in capitals or not, sorted.

    What a folder keeps out of sight (`.git`, `.venv`) is left out: it is other people's, and nobody means it.
    """
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )
