"""Files and folders: what is read as one, and what of a folder is."""

from __future__ import annotations

import errno
import stat
from collections.abc import Collection
from fnmatch import fnmatchcase
from pathlib import Path


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; OSError where there is none, a pipe or a device included: those may never end."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "this is a pipe or a device, and only files are read", str(path))
    return path.read_bytes()


#: A file in a folder that names, a line each, what is left out if the folder is searched: patterns as for the shell.
LEFT_OUT = ".adgoignore"

#: What Protégé calls the catalog of a folder: it leads from names to files, and is XML but not RDF.
CATALOG = "catalog-v001.xml"


def below(folder: Path, suffixes: Collection[str]) -> list[Path]:
    """Return the files below a folder that have one of the suffixes, in capitals or not, sorted.

    What a folder keeps out of sight (`.git`, `.venv`) is left out: it is other people's, and nobody means it. So is
    what a `.adgoignore` names beside it, such as issued versions of a file that stands there too, and a catalog.
    """
    ignored: dict[Path, list[str]] = {}

    def is_left_out(path: Path) -> bool:
        """Return whether a name between the folder and the file is hidden, or named by the list beside it."""
        at = folder
        for part in path.relative_to(folder).parts:
            if at not in ignored:
                ignored[at] = _patterns(at / LEFT_OUT)
            if (
                part == CATALOG
                or part.startswith(".")
                or any(fnmatchcase(part, pattern) for pattern in ignored[at])
            ):
                return True
            at /= part
        return False

    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in suffixes and not is_left_out(path) and path.is_file()
    )


def _patterns(file: Path) -> list[str]:
    """Return the patterns in a list of what is left out; none where there is no such file."""
    if not file.is_file():
        return []
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line.rstrip("/") for line in lines if line and not line.startswith("#")]
